#!/usr/bin/env bats
# The built-in packs: what stands in each, their own cases, and `rules list`.

load helper

PACKS="all aws-security-hub cis-aws-1.2 cis-aws-1.3 cis-aws-1.4 cis-aws-1.5 cis-aws-2.0
	cis-aws-3.0 cis-aws-4.0 cis-aws-5.0 cis-aws-6.0 cis-aws-7.0 mfa"

# The rules of benchmarks, and the control that each has in them: the catalogue's and the
# identifiers' tables, typed in here apart from policies/src. m: the
# benchmark calls it manual, n: not scored; a dash: the pack lacks the rule.
CONTROLS='
pack              1.2   1.3   1.4   1.5  2.0   3.0   4.0   5.0   6.0   7.0  hub
console-mfa       1.2   1.10  1.10  1.10 1.10  1.10  1.10  1.9   2.9   2.10 IAM.5
root-mfa          1.13  1.5   1.5   1.5  1.5   1.5   1.5   1.4   2.4   2.5  IAM.9
root-hardware-mfa 1.14  1.6   1.6   1.6  1.6m  1.6m  1.6m  1.5m  2.5m  2.6m IAM.6
root-access-key   1.12  1.4   1.4   1.4  1.4   1.4   1.4   1.3   2.3   2.4  IAM.4
root-usage        1.1   1.7   1.7   1.7  1.7m  1.7m  1.7m  1.6m  2.6m  2.7m -
unused-password   1.3   1.12  1.12  1.12 1.12  1.12  1.12  1.11  2.11  2.11 IAM.22
unused-access-key 1.3   1.12  1.12  1.12 1.12  1.12  1.12  1.11  2.11  2.11 IAM.22
access-key-age    1.4   1.14  1.14  1.14 1.14  1.14  1.14  1.13  2.13  2.12 IAM.3
single-access-key -     1.13  1.13  1.13 1.13  1.13  1.13  1.12  2.12  -    -
setup-access-key  1.21n 1.11m 1.11m 1.11 1.11m 1.11m 1.11m 1.10m 2.10m -    -
'
# Rules of Security Hub only.
HUB='unused-access-key-90d IAM.8
unused-password-90d IAM.8
user-mfa IAM.19'
# Rule, scope, each, severity.
CATALOGUE='access-key-age user access_key medium
active-certificate user cert low
certificate-age user cert low
console-mfa user - high
dormant-user user - info
extra-credentials all - medium
inactive-access-key all access_key low
password-age user - low
password-and-access-key user - low
password-expired user - low
root-access-key root access_key critical
root-certificate root cert high
root-hardware-mfa root - critical
root-mfa root - critical
root-usage root - medium
setup-access-key user access_key low
single-access-key user - medium
unused-access-key user access_key medium
unused-password user - medium
user-mfa user - medium'

# "RULE CONTROL" for each rule that the table gives to a pack, sorted.
wanted_controls()
{
	{
		printf '%s' "$CONTROLS" | awk -v pack="$1" '
			$1 == "pack" {
				sub(/^cis-aws-/, "", pack)
				sub(/^aws-security-/, "", pack)
				for (i = 2; i <= NF; i++)
					if ($i == pack)
						column = i
				next
			}
			NF > 0 && $column != "-" {
				cell = $column
				sub(/m$/, "(manual)", cell)
				sub(/n$/, "(not_scored)", cell)
				print $1 " " cell
			}'
		[ "$1" != aws-security-hub ] || printf '%s\n' "$HUB"
	} | sort
}

# document_rows COLUMN: a version of doc/verdicts.md's table as "control|title|verdict|why".
document_rows()
{
	awk -F ' *[|] *' -v column="$1" '
		/^[|] 3\.0\.0 [|]/ { inside = 1; next }
		!/^[|]/ { inside = 0 }
		inside && $2 !~ /^---/ && $column != "-" {
			print $column "|" $5 "|" $6 "|" $7
		}' "$srcdir/doc/verdicts.md" | sort
}

@test "the packs are these, and each of them loads" {
	is "$(printf '%s\n' $PACKS)" "$(cd "$srcdir/policies" &&
		for file in *.yaml; do printf '%s\n' "${file%.yaml}"; done)"
	for pack in $PACKS; do
		check 0 policy check "$pack"
		is "" "$stderr"
	done
}

@test "the packs' own cases hold" {
	count=0
	for file in "$srcdir"/policies/tests/*.yaml; do
		check 0 policy test "$file"
		prints ' 0 differ'
		count=$((count + 1))
	done
	[ "$count" -ge 7 ]
}

@test "a pack has the rules that its benchmark has, under their numbers" {
	for pack in $PACKS; do
		case $pack in
		all | mfa) continue ;;
		esac
		check 0 rules list -p "$pack" -f ndjson
		is "$pack $(wanted_controls "$pack")" "$pack $(printf '%s\n' "$output" |
			jq -r --arg pack "$pack" \
				'"\(.rule) \(.refs[$pack] // "-" | gsub(" "; "_") | sub("_[(]"; "("))"' |
			sort)"
	done
}

@test "mfa and all: the rules of the catalogue" {
	check 0 rules list -f ndjson
	is "console-mfa root-mfa" "$(q '[.[].rule] | join(" ")')"
	check 0 rules list -p all -f ndjson
	is "$CATALOGUE" "$(printf '%s\n' "$output" | jq -r '[.rule, .scope,
		if .each == "" then "-" else .each end, .severity] | join(" ")' | sort)"
}

@test "every pack: scope, each and severity are the catalogue's" {
	for pack in $PACKS; do
		check 0 rules list -p "$pack" -f ndjson
		printf '%s\n' "$output" | jq -r '[(.rule | sub("-90d$"; "")), .scope,
			if .each == "" then "-" else .each end, .severity] | join(" ")' >got
		[ -s got ]
		is "$pack" "$pack$(grep -vxF "$CATALOGUE" got)"
	done
}

@test "the packs are what make-packs makes" {
	run python3 "$srcdir/policies/make-packs" --check
	is "" "$output"
	[ "$status" -eq 0 ]
}

@test "packs joined: what agrees is one rule, what differs is refused naming both" {
	check 0 policy check cis-aws-6.0 aws-security-hub
	check 0 rules list -p cis-aws-6.0 -p aws-security-hub -f ndjson
	is "$({ wanted_controls cis-aws-6.0; wanted_controls aws-security-hub; } |
		cut -d ' ' -f 1 | sort -u)" "$(printf '%s\n' "$output" | jq -r .rule | sort)"
	is '["2.9","IAM.5"]' "$(q '.[] | select(.rule == "console-mfa") |
		[.refs["cis-aws-6.0", "aws-security-hub"]]')"
	check 2 rules list -p cis-aws-3.0 -p cis-aws-6.0
	is "" "$output"
	says cis-aws-3.0 cis-aws-6.0 '"root-mfa"' '"access-key-age"'
}

@test "rules list: the table, CSV and NDJSON" {
	check 0 rules list
	is "rule severity scope each title" "$(printf '%s\n' "$output" | sed 1q | xargs)"
	prints 'console-mfa  high      user   -     Users with a console password'
	check 0 rules list -p cis-aws-6.0 -f csv
	is rule,title,severity,scope,each,refs "${output%%$'\n'*}"
	prints 'access-key-age,Access keys are rotated in time,medium,user,access_key,"'
	contains "$(printf '%s\n' "$output" | grep ^console-mfa,)" 'cis-aws-6.0 2.9; '
	check 0 rules list -p cis-aws-6.0 -f ndjson
	is '["type","rule","title","severity","scope","each","refs"]' \
		"$(q '.[0] | keys_unsorted')"
	is '"2.9"' "$(printf '%s\n' "$output" | jq -c 'select(.rule == "console-mfa") |
		.refs["cis-aws-6.0"]')"
}

@test "rules list: the choice of rules, and a file" {
	check 0 rules list -p all --rule='*-access-key' --skip-rule=root-\* -f csv:r.csv
	is "" "$output"
	is "inactive-access-key password-and-access-key setup-access-key single-access-key $(
		)unused-access-key" "$(sed 1d r.csv | cut -d, -f1 | sort | xargs)"
	check 0 rules list -p all --tag=cis-aws-1.2 -f ndjson
	is 9 "$(q length)"
	check 2 rules list --rule=nothing
	check 2 rules list -f sarif
	says table csv ndjson sarif
	check 2 rules list -f csv:a -f ndjson:b
	check 2 rules list console-mfa
	folder_holds r.csv
}

@test "rules list: titles are quoted as each format has it" {
	printf '%s\n' 'policy: 1' 'name: x' 'rules:' '  - id: r' \
		'    title: "=a, \"b"' '    severity: low' '    scope: user' \
		'    fail: {mfa_active: false}' '    message: m' '    fix: f' >p.yaml
	check 0 rules list -p p.yaml
	prints '-     =a, "b'
	check 0 rules list -p p.yaml -f csv
	is "r,\"'=a, \"\"b\",low,user,," "$(printf '%s\n' "$output" | tail -n 1)"
	check 0 rules list -p p.yaml -f ndjson
	is '{"type":"rule","rule":"r","title":"=a, \"b","severity":"low","scope":"user","each":"","refs":{}}' \
		"$output"
}

@test "rules list --coverage: the table, CSV and NDJSON" {
	check 0 rules list --coverage=cis-aws-6.0
	is "control verdict title why" "$(printf '%s\n' "$output" | sed 1q | xargs)"
	is 22 "$(printf '%s\n' "$output" | wc -l)"
	grep -qE '^2\.9 +decided +Console users have MFA +console-mfa$' <<<"$output"
	grep -qE '^2\.1 +not in the report +' <<<"$output"
	check 0 rules list --coverage=cis-aws-7.0 -f csv
	is control,verdict,why,title "${output%%$'\n'*}"
	prints $'\n2.10,decided,console-mfa,Console users have MFA\n'
	check 0 rules list --coverage=cis-aws-3.0 -f ndjson
	is '{"type":"control","control":"1.10","verdict":"decided","why":"console-mfa","title":"Console users have MFA"}' \
		"$(q '.[] | select(.control == "1.10")')"
	is "1.1 1.22" "$(q '"\(.[0].control) \(.[-1].control)"')"
}

@test "rules list --coverage: mistakes" {
	for pack in cis-aws-5.0 aws-security-hub mfa none; do
		check 2 rules list --coverage="$pack"
		is "" "$output"
		says "\"$pack\"" 'cis-aws-3.0, cis-aws-6.0, cis-aws-7.0'
	done
	check 2 rules list --coverage=
	check 2 rules list --coverage=cis-aws-6.0 --rule=console-mfa
	check 2 rules list --coverage=cis-aws-6.0 -f sarif
	check 2 rules show --coverage=cis-aws-6.0 console-mfa
	says 'rules list'
	check 2 --coverage=cis-aws-6.0
	check 2 rules show -f csv console-mfa
}

@test "rules show: -f table:FILE" {
	check 0 rules show console-mfa
	one=$output
	check 0 rules show -f table:r.txt console-mfa
	is "" "$output"
	is "$one" "$(cat r.txt)"
	check 2 rules show -f table:no.txt console-mfq
	folder_holds r.txt
}

@test "the coverage tables are those of doc/verdicts.md" {
	column=2
	for pack in cis-aws-3.0 cis-aws-6.0 cis-aws-7.0; do
		check 0 rules list --coverage="$pack" -f ndjson
		is "$pack $(document_rows "$column")" "$pack $(printf '%s\n' "$output" |
			jq -r '[.control, .title, .verdict, .why] | join("|")' | sort)"
		column=$((column + 1))
	done
}

@test "a control that is covered has the rules that the pack has for it" {
	for pack in cis-aws-3.0 cis-aws-6.0 cis-aws-7.0; do
		check 0 rules list --coverage="$pack" -f ndjson
		# "RULE CONTROL"; "manual" is what the pack's own references say too.
		covered=$(printf '%s\n' "$output" | jq -r 'select(.verdict != "not in the report") |
			(if .verdict == "manual" then "(manual)" else "" end) as $mark |
			(.why | split(":")[0] | split(", ")[]) + " " + .control + $mark' | sort)
		is "$pack $(wanted_controls "$pack")" "$pack $covered"
	done
}
