#!/usr/bin/env bats
# Rows and cells: verdicts and places of which more is asked than the corpus does (corpus.py).
# A number is that of the row in the catalogue of hostile input.

load helper

# incomplete FILE: NDJSON with all outcomes, status 3.
incomplete()
{
	check 3 --all -f ndjson "$1"
}

# The lines of the errors, in order.
error_lines()
{
	q '[.[] | select(.type == "problem" and .level == "error") | .line] | join(" ")'
}

outcome_of()
{
	q "[.[] | select(.user == \"$1\" and .type == \"result\") | .outcome] | join(\" \")"
}

@test "an unquoted comma in a name or a path" {
	with_rows "$(password_user a,b mfa_active=true)" "$(password_user mallory,x)" \
		"$(password_user é arn=x)" "$(password_user p \
			arn=arn:aws:iam::123456789012:user/x,y/p)" >r.csv
	incomplete r.csv
	is "mallory,x p" "$(failing)"
	is 5 "$(error_lines)"
	is pass "$(outcome_of a,b)"
	is '["arn:aws:iam::123456789012:user/mallory,x"]' \
		"$(q '[.[] | select(.user == "mallory,x") | .arn]')"
	# Where each cell stands in the line as it is.
	is '[["false",118]]' "$(q '[.[] | select(.user == "mallory,x") | .evidence[] |
		select(.name == "mfa_active") | [.value, .column]]')"
	is "$(sed -n 4p r.csv | cut -c118-122)" false
}

@test "52: a known column named twice: its tests are unknown" {
	failing_report | sed '1s/$/,mfa_active/; 2,$s/$/,true/' >r.csv
	incomplete r.csv
	is "" "$(failing)"
	says mfa_active
	is 0 "$(summary pass)"
}

@test "51: a column that a rule needs is missing: unknown, once for the report" {
	{
		echo user,arn,password_enabled
		echo '<root_account>,arn:aws:iam::123456789012:root,true'
		for name in a b c; do
			echo "$name,arn:aws:iam::123456789012:user/$name,true"
		done
	} >r.csv
	incomplete r.csv
	is '["console-mfa","root-mfa"]' \
		"$(q '[.[] | select(.outcome == "unknown") | .rule] | sort')"
	is '["mfa_active","mfa_active"]' "$(q '[.[] | select(.outcome == "unknown") |
		.reason | match("mfa_active").string]')"
	is '[["mfa_active",true]]' "$(q '[.[] | select(.type == "report") | .missing_columns |
		[.[] | select(. == "mfa_active")] | [.[0], length == 1]]')"
}

@test "44: no root row: said once, for the account" {
	failing_report | sed 2d >r.csv
	incomplete r.csv
	is '[["root-mfa","123456789012",0]]' "$(q '[.[] | select(.outcome == "unknown") |
		[.rule, .account, .line]]')"
	is mallory "$(failing)"
}

@test "where the missing value cannot make a failure, the row passes" {
	with_rows "$(password_user x mfa_active=true password_enabled=yes)" >r.csv
	incomplete r.csv
	is pass "$(outcome_of x)"
	with_rows "$(row x mfa_active=yes)" >r.csv
	incomplete r.csv
	is not_applicable "$(outcome_of x)"
}

@test "root without any credential, and in GovCloud, is not judged for MFA" {
	{
		echo "$HEADER"
		row '<root_account>' arn=arn:aws:iam::123456789012:root \
			password_next_rotation=not_supported
		row a
	} >r.csv
	check 0 --all -f ndjson r.csv
	is not_applicable "$(outcome_of '<root_account>')"
	{
		echo "$HEADER"
		root_row mfa_active=false
		row a
	} | sed 's/arn:aws:/arn:aws-us-gov:/' >r.csv
	check 0 --all -f ndjson r.csv
	is not_applicable "$(outcome_of '<root_account>')"
}

@test "root whose only credential is a key or a certificate" {
	for column in access_key_1 access_key_2 cert_1 cert_2; do
		{
			echo "$HEADER"
			row '<root_account>' arn=arn:aws:iam::123456789012:root \
				"${column}_active=true" "${column}_last_rotated=2020-01-02T03:04:05Z"
		} >r.csv
		check 1 -f ndjson r.csv
		is '<root_account>' "$(failing)"
	done
}
