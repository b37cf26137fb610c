#!/usr/bin/env bats
# mfa-check list: the rows, decoded and checked.

load helper

@test "the benchmark's own table, for every row" {
	failing_report >r.csv
	check 0 list -f csv r.csv
	is "$(cut -d, -f1,4,8 r.csv)" "$(printf '%s\n' "$output" | tr -d '\r')"
}

@test "the table: the default format" {
	failing_report >r.csv
	check 0 list r.csv
	prints '<root_account>' alice bob mallory password_enabled mfa_active
}

@test "a finding is no matter here: status 0" {
	failing_report >r.csv
	check 0 list -v r.csv
	says rows=4 status=0
	lacks "$output" console-mfa
}

@test "--columns" {
	failing_report >r.csv
	check 0 list -f csv --columns=mfa_active,user r.csv
	is "mfa_active,user" "$(printf '%s\n' "$output" | head -n 1 | tr -d '\r')"
	is "false,mallory" "$(printf '%s\n' "$output" | tail -n 1 | tr -d '\r')"
	check 0 list -f csv --columns=all r.csv
	is "$(cat r.csv)" "$(printf '%s\n' "$output" | tr -d '\r' | cut -d, -f1-22)"
	check 2 list --columns=mfa_activ r.csv
	says mfa_activ mfa_active
	check 2 list --columns= r.csv
}

@test "ndjson" {
	failing_report >r.csv
	check 0 list -f ndjson r.csv
	is '["<root_account>","alice","bob","mallory"]' "$(q '[.[] | select(.user) | .user]')"
	is '["true","false"]' "$(q '[.[] | select(.user == "mallory") |
		.password_enabled, .mfa_active | tostring]')"
}

@test "decoded: gzip, base64, JSON, and columns in another order" {
	failing_report >r.csv
	check 0 list -f csv r.csv
	one=$output
	prints mallory
	gzip -nc r.csv | base64 >r.b64
	check 0 list -f csv r.b64
	is "$one" "$output"
	printf '{"Content": "%s"}' "$(base64 -w0 r.csv)" >r.json
	check 0 list -f csv r.json
	is "$one" "$output"
	awk -F, -v OFS=, '{ t = $1; $1 = $8; $8 = t; print }' r.csv >o.csv
	check 0 list -f csv o.csv
	is "$one" "$output"
}

@test "bad rows are named, status 3; the others are printed" {
	failing_report >r.csv
	echo bad >>r.csv
	check 3 list -f csv r.csv
	prints mallory
	says r.csv 6
	check 3 list nowhere.csv
	says nowhere.csv
	check 3 list "nowhere"
}

@test "bad usage" {
	failing_report >r.csv
	check 2 list --nonsense r.csv
	check 2 list -f sarif r.csv
	says sarif
	check 2 --columns=user r.csv
}

@test "names that a spreadsheet would run, and commas" {
	{
		with_rows "$(password_user "=1+1")"
		password_user a,b | sed 's/^a,b/"a,b"/; s/arn:[^,]*a,b/"&"/'
	} >r.csv
	check 0 list -f csv r.csv
	is "'=1+1|a,b" "$(printf '%s\n' "$output" | python3 -c '
import csv, sys
print(*[row["user"] for row in csv.DictReader(sys.stdin)][1:], sep="|")')"
}

@test "standard input and folders" {
	mkdir d
	failing_report >d/a.csv
	clean_report >d/b.csv
	check 0 list -f csv d
	is 2 "$(printf '%s\n' "$output" | grep -c alice)"
	is 1 "$(printf '%s\n' "$output" | grep -c ^user)"
	check_stdin 0 d/a.csv list -f csv
	prints mallory
}
