#!/usr/bin/env bats
# When an exception holds: the edges of its two days, for every source of T.

load helper

exception()
{
	printf '%s\n' 'policy: 1' 'exceptions:' '  - rules: [console-mfa]' \
		'    users: [mallory]' "    approved: $1" "    expires: $2" '    reason: r' >e.yaml
}

# at WANT TIME: the finding's outcome with T from the option, the envelope and the name.
at()
{
	local want=$1 time=$2 status=1 file
	[ "$want" = fail ] || status=0
	failing_report >r.csv
	outcome "$status" "$want $time option" "--as-of=$time" r.csv
	printf '{"Content": "%s", "ReportFormat": "text/csv", "GeneratedTime": "%s"}\n' \
		"$(base64 -w0 <r.csv)" "$time" >r.json
	outcome "$status" "$want $time envelope" r.json
	file=r-${time//:/-}.csv
	cp r.csv "$file"
	outcome "$status" "$want $time name" "$file"
}

# outcome STATUS "OUTCOME T ORIGIN" ARGUMENT...
outcome()
{
	check "$1" --exceptions=e.yaml -f ndjson "${@:3}"
	is "$2" "$(q '([.[] | select(.user == "mallory") | .outcome] | join(" ")) + " " +
		(.[] | select(.type == "report") | "\(.report_time) \(.report_time_from)")')"
}

@test "approved: its day begins at 00:00:00Z" {
	exception 2026-07-01 2027-06-30
	at fail 2026-06-30T23:59:59Z
	at suppressed 2026-07-01T00:00:00Z
}

@test "expires: its day ends after 23:59:59Z" {
	exception 2026-07-01 2027-06-30
	at suppressed 2027-06-30T23:59:59Z
	at fail 2027-07-01T00:00:00Z
	says 'e.yaml:3: ' 'it expired on 2027-06-30'
}

@test "an exception of one day" {
	exception 2028-02-29 2028-02-29
	at fail 2028-02-28T23:59:59Z
	at suppressed 2028-02-29T00:00:00Z
	at suppressed 2028-02-29T23:59:59Z
	at fail 2028-03-01T00:00:00Z
}

@test "one that never expires holds only from its approval on" {
	exception 2026-07-01 never
	at fail 2026-06-30T23:59:59Z
	at suppressed 2026-07-01T00:00:00Z
	at suppressed 9999-12-31T23:59:59Z
}

@test "a zone moves T, not the days of the exception" {
	exception 2026-07-01 2027-06-30
	failing_report >r.csv
	outcome 1 "fail 2026-06-30T23:59:59Z option" --as-of=2026-07-01T01:59:59+02:00 r.csv
	outcome 0 "suppressed 2026-07-01T00:00:00Z option" --as-of=2026-06-30T19:00:00-05:00 r.csv
	outcome 0 "suppressed 2027-06-30T23:59:59Z option" --as-of=2027-07-01T01:59:59+02:00 r.csv
	outcome 1 "fail 2027-07-01T00:00:00Z option" --as-of=2027-06-30T19:00:00-05:00 r.csv
}

@test "a bare date as T is that day's end" {
	exception 2026-07-01 2027-06-30
	for pair in 2026-06-30:1 2026-07-01:0 2027-06-30:0 2027-07-01:1; do
		failing_report >"r-${pair%:*}.csv"
		check "${pair#*:}" --exceptions=e.yaml "r-${pair%:*}.csv"
		check "${pair#*:}" --exceptions=e.yaml "--as-of=${pair%:*}" "r-${pair%:*}.csv"
	done
}

# add APPROVED EXPIRES: one more exception for the same finding.
add()
{
	printf '%s\n' '  - rules: [console-mfa]' '    users: [mallory]' \
		"    approved: $1" "    expires: $2" '    reason: r' >>e.yaml
}

@test "an expired one is told as such where another covers the finding, in either order" {
	failing_report >r.csv
	exception 2026-01-01 2026-06-30
	add 2026-07-01 2027-06-30
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	says 'warning: e.yaml:3: this exception suppressed 0 results; it expired on 2026-06-30, and another exception covers later ones: 1 result'
	lacks "$stderr" 'e.yaml:8'
	exception 2026-07-01 2027-06-30
	add 2026-01-01 2026-06-30
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	says 'warning: e.yaml:8: this exception suppressed 0 results; it expired on 2026-06-30, and another'
	lacks "$stderr" 'e.yaml:3'
	check 1 --exceptions=e.yaml --as-of=2027-08-01 r.csv
	says 'e.yaml:3: this exception suppressed 0 results; it expired on 2027-06-30, and later ones count again: 1 result' \
		'e.yaml:8: this exception suppressed 0 results; it expired on 2026-06-30, and later ones count again: 1 result'
}

@test "one that is not yet approved, or stands behind another, says so" {
	failing_report >r.csv
	exception 2026-01-01 2027-06-30
	add 2026-09-01 2028-06-30
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	says 'e.yaml:8: this exception suppressed 0 results; it was approved on 2026-09-01, and another exception covers earlier ones: 1 result'
	check 0 --exceptions=e.yaml --as-of=2026-10-01 r.csv
	says 'e.yaml:8: this exception suppressed 0 results; an exception before it covers what it covers: 1 result'
	lacks "$stderr" 'e.yaml:3'
}

@test "without the time of a report no exception holds, which is said" {
	failing_report >r.csv
	failing_report >r-2026-08-01T00-00-00Z.csv
	exception 2026-07-01 2027-06-30
	check 1 --require-time --exceptions=e.yaml r.csv
	says 'warning: e.yaml:3: this exception suppressed 0 results; its days cannot be compared with a report whose time is not known (--as-of=TIME says it): 1 result'
	exception 2026-07-01 never
	check 1 --require-time --exceptions=e.yaml r-2026-08-01T00-00-00Z.csv r.csv
	says 'e.yaml:3: this exception suppressed 1 result; its days cannot be compared'
	check 0 --require-time --exceptions=e.yaml --as-of=2026-08-01 r.csv
	lacks "$stderr" suppressed
}

@test "sarif: a suppression with reason, expiry and owner" {
	failing_report >r.csv
	exception 2026-07-01 2026-07-31 >/dev/null
	check 0 --exceptions=e.yaml --as-of=2026-07-15 -f sarif r.csv
	suppressions='[.runs[0].results[] | select(.suppressions) | .suppressions[]]'
	is '[{"kind":"external","status":"accepted","justification":"r (expires: 2026-07-31)"}]' \
		"$(printf '%s' "$output" | jq -c "$suppressions")"
	printf '    owner: ops\n' >>e.yaml
	check 0 --exceptions=e.yaml --as-of=2026-07-15 -f sarif r.csv
	is '"r (expires: 2026-07-31, owner: ops)"' \
		"$(printf '%s' "$output" | jq -c "$suppressions[0].justification")"
}

# A policy that extends base.yaml, with a list that its exception is for.
extending()
{
	printf '%s\n' 'policy: 1' "name: $1" 'extends: [base.yaml]' "lists: {robots: [$2]}" >"$1.yaml"
}

@test "an exception that two policies inherit is one; with another list it is another" {
	printf '%s\n' 'policy: 1' 'name: base' 'extends: [builtin:mfa]' 'lists: {robots: [nobody]}' \
		'exceptions:' '  - {rules: [console-mfa], users: "@robots", approved: 2026-07-01,' \
		'     expires: 2026-07-31, reason: r}' >base.yaml
	extending a mallory
	extending same mallory
	extending other '"mal*"'
	failing_report >r.csv
	for policies in '1 a' '1 a same' '2 a other' '3 a other base' '1 base base'; do
		set -- $policies
		check 1 $(printf -- '-p %s.yaml ' "${@:2}") --as-of=2026-08-01 r.csv
		is "$policies" "$(grep -c 'this exception suppressed 0 results' <<<"$stderr") ${*:2}"
	done
}

@test "one that covers every user is told in each run, however it is written" {
	failing_report >r.csv
	for users in '' 'users: ["*"],' 'users: ["**"],' 'users: ["?*"],'; do
		printf '%s\n' 'policy: 1' 'exceptions:' \
			"  - {rules: [\"*\"], $users approved: 2026-01-01, expires: 2026-12-31, reason: r}" >e.yaml
		check 0 --exceptions=e.yaml --as-of=2026-07-01 r.csv
		says 'e.yaml:3:' 'this exception covers every user'
	done
	sed -i 's/users: \["?\*"\]/users: ["mal*"]/' e.yaml
	check 0 --exceptions=e.yaml --as-of=2026-07-01 r.csv
	lacks "$stderr" 'every user'
}
