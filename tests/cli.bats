#!/usr/bin/env bats
# The command line: statuses, options, operands, help.

load helper

@test "status 0: everything read and judged, nothing found" {
	clean_report >r.csv
	check 0 r.csv
	is "" "$stderr"
	check 0 -f ndjson r.csv
	is "3 0" "$(summary judged) $(summary status)"
}

@test "status 1: a finding" {
	failing_report >r.csv
	check 1 r.csv
	prints mallory console-mfa
	lacks "$output" alice
}

@test "status 3 wins over 1" {
	failing_report >r.csv
	echo 'one,cell,too,few' >>r.csv
	check 3 r.csv
	prints mallory
}

@test "status 2: no such option, and which one was meant" {
	check 2 --fromat=csv
	says --fromat --format
	is "" "$output"
}

@test "an option that resembles no other is named too" {
	check 2 --xyzzy
	says --xyzzy
}

@test "status 2: no such short option" {
	check 2 -Z
	says Z
}

@test "abbreviated long options are refused" {
	clean_report >r.csv
	for option in --form=csv --pol=mfa --al --vers --fail=none; do
		check 2 "$option" r.csv
		says "${option%%=*}"
	done
}

@test "an option without its argument, and a flag with one" {
	clean_report >r.csv
	check 2 r.csv --format
	says --format
	check 2 r.csv -f
	check 2 --all=yes r.csv
	says --all
}

@test "options may follow operands; values stand after = or apart" {
	failing_report >r.csv
	check 1 r.csv -f csv
	one=$output
	prints mallory
	check 1 --format=csv r.csv
	is "$one" "$output"
	check 1 r.csv --format csv
	is "$one" "$output"
	check 1 -fcsv r.csv
	is "$one" "$output"
}

@test "-- ends the options" {
	clean_report >--all
	check 0 -- --all
	check 3 -- --fail-on=none
	says --fail-on=none
}

@test "a file whose name begins with a dash, and one named like a command" {
	failing_report >-x
	failing_report >list
	check 1 -- -x
	prints mallory
	check 1 ./list
	prints mallory
	check 1 check list
	prints mallory
	check 1 check -f csv -- list
}

@test "check is the default command" {
	failing_report >r.csv
	check 1 check -f csv r.csv
	one=$output
	prints mallory
	check 1 -f csv r.csv
	is "$one" "$output"
}

@test "an operand that is neither file nor command" {
	check 3 chekc
	says chekc
}

@test "unknown format, severity, colour" {
	clean_report >r.csv
	check 2 -f scv r.csv
	says scv csv
	check 2 --fail-on=hgih r.csv
	says hgih high
	check 2 --min-severity=worst r.csv
	says worst
	check 2 --color=sometimes r.csv
	says sometimes
}

@test "--fail-on: the lowest severity that makes status 1" {
	failing_report >r.csv
	check 1 --fail-on=high r.csv
	check 1 --fail-on=low r.csv
	check 0 --fail-on=critical r.csv
	prints mallory
	check 0 --fail-on=none r.csv
	prints mallory
}

@test "--fail-on=none leaves 2 and 3 alone" {
	failing_report >r.csv
	echo bad >>r.csv
	check 3 --fail-on=none r.csv
	check 2 --fail-on=none --nonsense r.csv
}

@test "--min-severity hides, and says how many; the status counts them" {
	failing_report >r.csv
	check 1 --min-severity=critical r.csv
	lacks "$output" mallory
	contains "$output$stderr" 1
	check 1 --min-severity=critical -f ndjson r.csv
	is 0 "$(q '[.[] | select(.type == "result")] | length')"
	is 1 "$(summary fail)"
	is critical "$(q '.[0].min_severity')"
}

@test "--min-severity never hides unknown" {
	printf 'user,password_enabled,mfa_active\n<root_account>,true,true\nx,true,maybe\n' >r.csv
	check 3 --min-severity=critical -f ndjson r.csv
	is '["console-mfa"]' "$(q '[.[] | select(.outcome == "unknown" and .user == "x") | .rule]')"
}

@test "--all: pass and not_applicable too" {
	failing_report >r.csv
	check 1 -f ndjson r.csv
	is '["fail"]' "$(q '[.[] | select(.type == "result") | .outcome]')"
	check 1 --all -f ndjson r.csv
	is '[["<root_account>","pass"],["alice","pass"],["bob","not_applicable"],["mallory","fail"]]' \
		"$(q '[.[] | select(.type == "result") | [.user, .outcome]]')"
}

@test "-v: the summary in one line on standard error" {
	failing_report >r.csv
	check 1 -v r.csv
	says rows=4 judged=4 rejected=0 fail=1 status=1 reports=1 inputs=1
	is 1 "$(printf '%s\n' "$stderr" | grep -c rows=)"
}

@test "-q is quiet, but not about what makes the answer incomplete" {
	failing_report >r.csv
	check 1 -q r.csv
	is "" "$stderr"
	echo bad >>r.csv
	check 3 -q r.csv
	says r.csv
}

@test "-h and --help: on standard output, status 0" {
	check 0 --help
	prints --format --policy --as-of --fail-on
	long=$output
	check 0 -h
	is "$long" "$output"
	is "" "$stderr"
}

@test "-V and --version: the program and its libraries" {
	check 0 --version
	prints mfa-check libcsv zlib libyaml
	long=$output
	check 0 -V
	is "$long" "$output"
}

@test "MFA_CHECK_LANE: one of the lanes, or an error" {
	local lane
	for lane in libcsv portable; do
		MFA_CHECK_LANE=$lane check 0 --version
		prints "rows: $lane"
	done
	MFA_CHECK_LANE=sse check 2 --version
	says 'MFA_CHECK_LANE is "sse"; expected libcsv, portable, avx2 or avx512'
	MFA_CHECK_LANE= check 2 --version
	says 'MFA_CHECK_LANE is ""'
}

@test "a command of a later version is refused, not taken for a file" {
	clean_report >r.csv
	for command in merge diff history render; do
		check 2 "$command" r.csv
		says "$command"
	done
}

@test "rules: list and show" {
	check 0 rules list
	prints console-mfa root-mfa
	check 0 rules show console-mfa
	prints console-mfa high
	check 2 rules show console-mfq
	says console-mfq console-mfa
	check 2 rules
	check 2 rules shwo console-mfa
	says shwo show
}

@test "standard input that is a terminal: usage, status 2, no waiting" {
	command -v script >/dev/null || skip "no script(1)"
	run timeout 10 script -qec "'$MFA_CHECK'" /dev/null
	is 2 "$status"
	contains "$output" mfa-check
}

@test "argument names in messages are made visible" {
	check 2 "$(printf -- '--x\033[31m')"
	lacks "$stderr" $'\033'
	check 3 "$(printf 'none\033[31m\n.csv')"
	lacks "$stderr" $'\033'
	is 1 "$(printf '%s\n' "$stderr" | grep -c none)"
}
