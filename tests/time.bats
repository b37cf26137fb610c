#!/usr/bin/env bats
# T, the evaluation instant: where it comes from, and what is said about it.

load helper

# The report's time and its origin from the NDJSON in $output.
time_of_report()
{
	q '[.[] | select(.type == "report") | "\(.report_time) \(.report_time_from)"] | .[0]'
}

envelope()
{
	printf '{"Content": "%s", "ReportFormat": "text/csv", "GeneratedTime": "%s"}\n' \
		"$(failing_report | base64 -w0)" "$1"
}

named()
{
	failing_report >"$2"
	check 1 -f ndjson "$2"
	is "$1 name" "$(time_of_report)"
}

@test "--as-of: a time, a zone, a date (its last second), now" {
	failing_report >r.csv
	check 1 -f ndjson --as-of=2026-09-11T13:15:19Z r.csv
	is "2026-09-11T13:15:19Z option" "$(time_of_report)"
	check 1 -f ndjson --as-of=2026-09-11T13:15:19+02:00 r.csv
	is "2026-09-11T11:15:19Z option" "$(time_of_report)"
	check 1 -f ndjson --as-of=2026-09-11 r.csv
	is "2026-09-11T23:59:59Z option" "$(time_of_report)"
	check 1 -f ndjson --as-of=now r.csv
	[[ $(time_of_report) == 20*Z\ option ]]
	is '"2026-09-11T23:59:59Z"' "$(check 1 -f ndjson --as-of=2026-09-11 r.csv && q \
		'[.[] | select(.type == "result") | .report_time] | .[0] | tojson')"
}

@test "--as-of: what is no time is refused" {
	failing_report >r.csv
	for time in '' yesterday 2026-02-30 2026-13-01 2026-09-11T13:15:19 11.09.2026 1767225600 \
		2026-09-11T25:00:00Z 2026-09-11TZ NOW2; do
		check 2 "--as-of=$time" r.csv
		says as-of
	done
}

@test "the envelope's time" {
	envelope 2026-09-11T13:15:19+00:00 >r.json
	check 1 -f ndjson r.json
	is "2026-09-11T13:15:19Z envelope" "$(time_of_report)"
	gzip -n r.json
	check 1 -f ndjson r.json.gz
	is "2026-09-11T13:15:19Z envelope" "$(time_of_report)"
	printf '%s\t2026-09-11T13:15:19+00:00\ttext/csv\n' "$(failing_report | base64 -w0)" >r.txt
	check 1 -f ndjson r.txt
	is "2026-09-11T13:15:19Z envelope" "$(time_of_report)"
}

@test "the envelope's time may stand before the content" {
	printf '{"GeneratedTime": "2026-09-11T13:15:19Z", "Content": "%s"}\n' \
		"$(failing_report | base64 -w0)" >r.json
	check 1 -f ndjson r.json
	is "2026-09-11T13:15:19Z envelope" "$(time_of_report)"
}

@test "an unreadable time in an envelope is a defect" {
	envelope yesterday >r.json
	check 3 r.json
	says r.json
}

@test "the option beats the envelope, the envelope beats the name" {
	envelope 2026-09-11T13:15:19Z >2024-06-30.json
	check 1 -f ndjson --as-of=2026-10-01T00:00:00Z 2024-06-30.json
	is "2026-10-01T00:00:00Z option" "$(time_of_report)"
	check 1 -f ndjson 2024-06-30.json
	is "2026-09-11T13:15:19Z envelope" "$(time_of_report)"
}

@test "a stamp in the file's name" {
	named 2018-03-27T03:01:45Z "status_reports_2018-03-27T03-01-45+00-00.csv"
	named 2018-03-27T01:01:45Z "status_reports_2018-03-27T03-01-45+02-00.csv"
	named 2024-06-30T23:59:59Z 2024-06-30.csv
	named 2024-06-30T12:00:00Z 20240630T120000Z.csv
	named 2024-06-30T12:00:00Z 123456789012-2024-06-30T12-00-00.csv.gz
	named 2018-03-27T03:01:45Z "status_reports_2018-03-27T03-01-45+00-00 (1).csv"
}

@test "of several stamps the last one; no folder's; only real dates" {
	named 2024-06-30T23:59:59Z 2023-01-01_to_2024-06-30.csv
	named 2024-06-30T23:59:59Z 2024-06-30_2024-02-30.csv
	named 2024-06-30T23:59:59Z 2024-06-30_99999999.csv
	mkdir 2020-01-01
	named 2024-06-30T23:59:59Z 2020-01-01/x-2024-06-30.csv
}

@test "a longer run of digits is no stamp, nor is a folder's name" {
	for name in 120240630.csv 202406301.csv 2024-02-30.csv 2024-06-301.csv; do
		failing_report >"$name"
		check 1 -f ndjson "$name"
		is "null null" "$(time_of_report)"
	done
	mkdir 2020-01-01
	failing_report >2020-01-01/r.csv
	check 1 -f ndjson 2020-01-01/r.csv
	is "null null" "$(time_of_report)"
}

@test "--stdin-name gives standard input its stamp" {
	failing_report >r.csv
	check_stdin 1 r.csv -f ndjson --stdin-name=status_reports_2018-03-27T03-01-45+00-00.csv
	is "2018-03-27T03:01:45Z name" "$(time_of_report)"
}

@test "a guess is not written where no verdict rests on it" {
	failing_report >r.csv
	touch -d 2001-01-01 r.csv
	check 1 -f ndjson r.csv
	is "null null" "$(time_of_report)"
	is "" "$stderr"
	run --separate-stderr bash -c "cat r.csv | '$MFA_CHECK' -f ndjson"
	is "null null" "$(time_of_report)"
}

@test "--require-time: rules without ages are judged all the same" {
	failing_report >r.csv
	check 1 --require-time -f ndjson r.csv
	is mallory "$(failing)"
	is true "$(q '.[0].require_time')"
}

@test "a date after T is a warning, but not password_next_rotation" {
	with_rows "$(row x user_creation_time=2025-01-01T00:00:00Z)" >r.csv
	check 0 --as-of=2024-12-31 r.csv
	says r.csv
	check 0 --as-of=2025-01-01T00:00:00Z r.csv
	is "" "$stderr"
	with_rows "$(password_user x mfa_active=true \
		password_next_rotation=2030-01-01T00:00:00Z)" >r.csv
	check 0 --as-of=2024-12-31 r.csv
	is "" "$stderr"
}

# A policy of one rule for users, named by what it fails on: ages FAIL
ages()
{
	printf '%s\n' 'policy: 1' 'name: ages' 'rules:' '  - id: r' '    title: T' \
		'    severity: low' '    scope: user' "    fail: $1" \
		'    message: "{user} is {user_age.days} days old"' >p.yaml
}

# Users created then: created TIME...
created()
{
	local time number=0
	printf '%s\n' "$HEADER"
	for time; do
		row "u$((number += 1))" "user_creation_time=$time"
	done
}

@test "an age needs T: the file's time is taken, and said to be a guess" {
	ages '{user_age: {over: 90d}}'
	created 2026-09-10T00:00:00Z 2026-06-12T23:59:59Z 2026-06-13T00:00:00Z >r.csv
	touch -d 2026-09-11T00:00:00Z r.csv
	check 1 -p p.yaml -f ndjson r.csv
	is "2026-09-11T00:00:00Z mtime" "$(time_of_report)"
	is "u2 is 90 days old" "$(q '[.[] | select(.type == "result") | .message] | .[0]')"
	is "" "$stderr"
	check_stdin 1 r.csv -p p.yaml -f ndjson
	is "2026-09-11T00:00:00Z mtime" "$(time_of_report)"
	run --separate-stderr bash -c "cat r.csv | '$MFA_CHECK' -p p.yaml -f ndjson"
	is clock "$(q '.[] | select(.type == "report") | .report_time_from')"
}

@test "a guess over 7 days after every date is a warning" {
	ages '{user_age: {over: 900d}}'
	created 2026-09-04T00:00:00Z 2026-01-01T00:00:00Z >r.csv
	touch -d 2026-09-11T00:00:00Z r.csv
	check 0 -p p.yaml r.csv
	is "" "$stderr"
	touch -d 2026-09-11T00:00:01Z r.csv
	check 0 -p p.yaml r.csv
	says r.csv:1: 2026-09-04T00:00:00Z 2026-09-11T00:00:01Z mtime --as-of
	check 0 -p p.yaml --as-of=2026-12-01 r.csv
	is "" "$stderr"
	mv r.csv r-2026-12-01.csv
	check 0 -p p.yaml r-2026-12-01.csv
	is "" "$stderr"
}

@test "a guess that may be too late: what it could turn clean is unknown" {
	created 2026-01-01T00:00:00Z >r.csv
	touch -d 2026-09-11T00:00:00Z r.csv
	for fail in '{user_age: {within: 30d}}' '{user_age: {under: 30d}}' \
		'{user_creation_time: {after: now}}' '{not: {user_age: {over: 30d}}}'; do
		ages "$fail"
		check 3 -p p.yaml -f ndjson r.csv
		is "unknown 0" "$(q '[.[] | select(.type == "result") | "\(.outcome) \(.line)"] | join(",")')"
		is "1 1" "$(q '.[] | select(.type == "tally") | "\(.pass) \(.unknown)"')"
		check 0 -p p.yaml --as-of=2026-09-11 r.csv
	done
	ages '{user_creation_time: {within: 30d}}'
	printf 'user,password_enabled,user_creation_time\n' >r.csv
	printf 'x,true,2026-01-01T00:00:00Z\n' >>r.csv
	touch -d 2026-01-08T00:00:00Z r.csv
	check 1 -p p.yaml r.csv
}

@test "a guess that may be too early: what it could leave clean is unknown" {
	created 2026-01-01T00:00:00Z 2026-10-01T00:00:00Z >r.csv
	touch -d 2026-09-11T00:00:00Z r.csv
	ages '{user_age: {over: 900d}}'
	check 3 -p p.yaml -f csv r.csv
	says 'too early'
	[[ $output == *"at a later one more could fail"* ]]
	check 0 -p p.yaml --as-of=2026-10-02 r.csv
	ages '{password_enabled: true}'
	check 0 -p p.yaml r.csv
}

@test "a guess that may be too early: no exception is trusted" {
	cat >e.yaml <<-EOF
		policy: 1
		exceptions:
		  - {rules: [console-mfa], users: [u], approved: 2026-01-01,
		     expires: 2026-09-30, reason: r, owner: o}
	EOF
	{
		printf '%s\n' "$HEADER"
		root_row mfa_active=true
		password_user u user_creation_time=2026-10-05T00:00:00Z
	} >r.csv
	touch -d 2026-09-11T00:00:00Z r.csv
	check 3 --exceptions=e.yaml -f csv r.csv
	[[ $output == *suppressed* && $output == *"may not have been in force"* ]]
	check 1 --exceptions=e.yaml --as-of=2026-10-06 r.csv
}

@test "a time in a file's name that the report shows to be too early is such a guess" {
	created 2026-01-01T00:00:00Z 2026-10-01T00:00:00Z >r-2026-09-11.csv
	ages '{user_age: {over: 900d}}'
	check 3 -p p.yaml -f csv r-2026-09-11.csv
	says 'too early' 'from the name'
	[[ $output == *"at a later one more could fail"* ]]
	check 0 -p p.yaml --as-of=2026-10-02 r-2026-09-11.csv
}

@test "a guess for a report without any date is a warning" {
	ages '{password_last_used: {within: 30d}}'
	printf 'user,password_enabled,password_last_used\nx,true,no_information\n' >r.csv
	check 3 -p p.yaml r.csv
	says 'no date' 'may be too late'
	check 0 -p p.yaml --as-of=2026-09-11 r.csv
	is "" "$stderr"
}

@test "--require-time: a rule with an age is unknown where T would be a guess" {
	ages '{user_age: {over: 90d}}'
	created 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z >r.csv
	check 3 -p p.yaml --require-time -f ndjson r.csv
	is "null null" "$(time_of_report)"
	is "unknown 0" "$(q '[.[] | select(.type == "result") | "\(.outcome) \(.line)"] | join(",")')"
	is 2 "$(q '.[] | select(.type == "tally") | .unknown')"
	says "--require-time" "2 users cannot be judged"
	check 1 -p p.yaml --require-time --as-of=2026-09-11 r.csv
	cp r.csv r-2026-09-11.csv
	check 1 -p p.yaml --require-time r-2026-09-11.csv
}

@test "an age counted from a date after T is unknown" {
	ages '{user_age: {within: 30d}}'
	created 2026-09-11T00:00:01Z 2026-09-11T00:00:00Z >r.csv
	check 3 -p p.yaml -f ndjson --as-of=2026-09-11T00:00:00Z r.csv
	is "unknown 2,fail 3" "$(q '[.[] | select(.type == "result") | "\(.outcome) \(.line)"] | join(",")')"
	is 'user_creation_time in line 2 is "2026-09-11T00:00:01Z", which is after the report'"'"'s time 2026-09-11T00:00:00Z' \
		"$(q '[.[] | select(.outcome == "unknown") | .reason] | .[0]')"
}
