#!/usr/bin/env bats
# The table's layouts: what gives way where there is little room, and what several reports share.

load helper

# Two accounts whose reports have a user with a long name, below two folders.
organisation()
{
	folder=of-an-organisation
	long=$(printf 'u%.0s' {1..26})
	mkdir "$folder"
	with_rows "$(password_user "$long")" "$(row keys access_key_1_active=true \
		access_key_1_last_rotated=2020-01-02T03:04:05Z)" >"$folder/one.csv"
	sed 's/123456789012/210987654321/g' "$folder/one.csv" >"$folder/two.csv"
}

@test "two accounts: a column for them, and where it is below the message" {
	organisation
	check 1 -p mfa --as-of=2026-09-11 "$folder"
	prints "  123456789012  $long  " "  210987654321  $long  " \
		"in $folder/one.csv:3" "in $folder/two.csv:3"
	is 80 "$(printf '%s\n' "$output" | awk 'length > 80 { print } END { print 80 }')"
}

@test "two accounts and credentials: the message is below, too" {
	organisation
	check 1 -p all --rule=access-key-age --rule=user-mfa --rule=console-mfa \
		--as-of=2026-09-11 "$folder"
	prints "  210987654321  keys                        access_key_1
      access key 1 of keys is 2444 days old
      in $folder/two.csv:4
"
	is 80 "$(printf '%s\n' "$output" | awk 'length > 80 { print } END { print 80 }')"
}

@test "more reports than are named: how many, and from which time to which" {
	for day in {10..30}; do
		failing_report >"status_reports_2026-09-${day}T13-15-19+00-00.csv"
	done
	check 1 .
	prints "Reports 21, as of 2026-09-10T13:15:19Z to 2026-09-30T13:15:19Z"
}

@test "problems and unknown results: the closing line has both" {
	with_rows "$(password_user mallory mfa_active=)" "one,cell" >r.csv
	check 3 r.csv
	contains "${output//$'\n'/ }" \
		"INCOMPLETE: 2 problems in reading, 1 verdict unknown; this must not be taken as"
}

@test "--all: what passed and what a rule does not apply to" {
	clean_report >r.csv
	check 0 --all r.csv
	prints "alice" "passed" "bob" "does not apply"
}

@test "many columns missing: the first are named" {
	cut -d, -f1-4,8 < <(clean_report) >r.csv
	check 0 r.csv
	prints "without"
}
