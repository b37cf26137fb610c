#!/usr/bin/env bats
# Rows and cells: what is judged, what is rejected, what is unknown; always with its line.
# A number is that of the row in the catalogue of hostile input.

load helper

# incomplete FILE: NDJSON with all outcomes, status 3.
incomplete()
{
	check 3 --all -f ndjson "$1"
}

# The lines of the problems of each level, in order.
error_lines()
{
	q '[.[] | select(.type == "problem" and .level == "error") | .line] | join(" ")'
}

warning_lines()
{
	q '[.[] | select(.type == "problem" and .level == "warning") | .line] | join(" ")'
}

outcome_of()
{
	q "[.[] | select(.user == \"$1\" and .type == \"result\") | .outcome] | join(\" \")"
}

# unreadable COLUMN=VALUE... <VALUES: one user for each value of the first column, as read from
# standard input; each is a defect of its line that names the column, and no row is rejected.
unreadable()
{
	local column=$1 value count=0 at=
	shift
	with_rows "$(row before)" >r.csv
	while IFS= read -r value; do
		count=$((count + 1))
		at+=" $((count + 3))"
		password_user "x$count" "$@" "$column=$value" >>r.csv
	done
	row after >>r.csv
	incomplete r.csv
	is "${at# }" "$(error_lines)"
	is "$((count + 3)) 0" "$(summary judged) $(summary rejected)"
	is "$count" "$(q "[.[] | select(.level == \"error\" and (.message | contains(\"$column\")))] |
		length")"
}

# The outcomes of the users that unreadable made, each once.
outcomes()
{
	q '[.[] | select(.type == "result" and (.user | startswith("x"))) | .outcome] | unique |
		join(" ")'
}

readable()
{
	with_rows "$(password_user x mfa_active=true "$@")" >r.csv
	echo "cell: $*"
	check 0 -f ndjson r.csv
	is "2 0" "$(summary judged) $(summary rejected)"
}

# rejects_line_4 LINE: the row is rejected, and those around it are judged.
rejects_line_4()
{
	with_rows "$(row before)" "$1" "$(password_user mallory)" >r.csv
	incomplete r.csv
	is 4 "$(error_lines)"
	is "mallory" "$(failing)"
	is "4 3 1" "$(summary rows) $(summary judged) $(summary rejected)"
	says r.csv 4
}

@test "45: too few and too many cells" {
	rejects_line_4 'x,arn:aws:iam::123456789012:user/x'
	rejects_line_4 "$(row x),N/A"
	rejects_line_4 "$(row x),"
	rejects_line_4 x
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

@test "surplus cells that no way of joining explains: why the row was rejected" {
	while IFS='|' read -r line why; do
		rejects_line_4 "$line"
		says "$why"
	done <<-END
		$(row x,y arn=arn:aws:iam::123456789012:user/x)|does not end in the user "x,y"
		$(row 'x, y')|blanks or quotes
		$(row x mfa_active=yes,no)|expected the ARN of an IAM user
		$(row x,y arn=N/A)|no cell behind the user begins an ARN
		$(row x,y mfa_active=yes)|mfa_active would be "yes"
		$(row x,y password_enabled=not_supported)|password_enabled would be "not_supported"
		$(row 'x,<y>' arn=arn:aws:iam::123456789012:user/x)|user is "x,<y>"
	END
	with_rows "$(row x,y)" | awk -F, -v OFS=, '{ print $0, "note" }' >r.csv
	incomplete r.csv
	is 3 "$(error_lines)"
}

@test "57: an unterminated quote ends with its line" {
	rejects_line_4 "\"$(row x)"
	rejects_line_4 "$(row x | sed 's/N.A$/"N\/A/')"
	rejects_line_4 "$(row x | sed 's/,false/,"false/')"
}

@test "57: an unterminated quote in the last row" {
	with_rows "$(password_user mallory)" "\"$(row x)" | head -c -1 >r.csv
	incomplete r.csv
	is 4 "$(error_lines)"
	is mallory "$(failing)"
}

@test "57: a stray quote, and text after a closing one" {
	rejects_line_4 "$(row 'x"y')"
	rejects_line_4 "$(row x | sed 's/,false/,"false"x/')"
}

@test "58: a newline within quotes: both lines are rejected" {
	with_rows "$(row before)" "$(row x | sed 's/,N.A/,"N\n\/A"/')" "$(password_user mallory)" >r.csv
	incomplete r.csv
	is "4 5" "$(error_lines)"
	is mallory "$(failing)"
	is 2 "$(summary rejected)"
}

@test "58: control characters" {
	rejects_line_4 "$(row x access_key_1_last_used_region=$'us\033[31m')"
	lacks "$stderr" $'\033'
	rejects_line_4 "$(row $'x\001')"
	rejects_line_4 "$(row x access_key_1_last_used_service=$'s\1773')"
}

@test "58: NUL within a cell" {
	{
		with_rows "$(row before)"
		row x | sed 's/,false/,fa%lse/' | tr % '\0'
		password_user mallory
	} >r.csv
	incomplete r.csv
	is 4 "$(error_lines)"
	is mallory "$(failing)"
}

@test "58: a hole of NUL bytes, and a tail of them" {
	{
		with_rows "$(row before)"
		head -c 4096 /dev/zero
		echo
		password_user mallory
		head -c 512 /dev/zero
	} >r.csv
	incomplete r.csv
	is mallory "$(failing)"
	is "4 6" "$(error_lines)"
}

@test "59: text that is no UTF-8" {
	rejects_line_4 "$(row $'caf\351')"
	rejects_line_4 "$(row $'x\300\257')"
	rejects_line_4 "$(row $'x\355\240\200')"
	printf '%s\n' "$output" | python3 -c 'import sys; sys.stdin.buffer.read().decode()'
}

@test "60: a field of a mebibyte" {
	long=$(head -c 1048576 /dev/zero | tr '\0' a)
	with_rows "$(row before)" >r.csv
	printf '%s,arn:aws:iam::123456789012:user/x\n' "$long" >>r.csv
	password_user mallory >>r.csv
	incomplete r.csv
	is 4 "$(error_lines)"
	is mallory "$(failing)"
	[ "${#stderr}" -lt 20000 ]
}

@test "60: a row and a header of 100,000 columns" {
	commas=$(head -c 100000 /dev/zero | tr '\0' ,)
	rejects_line_4 "$commas"
	{
		printf '%s%s\n' "$HEADER" "$commas"
		root_row
	} >r.csv
	run --separate-stderr "$MFA_CHECK" r.csv
	wanted 3
}

@test "the line is that of the file: blank lines count, in CRLF files too" {
	with_rows "" "$(row before)" "" "" bad "$(password_user mallory)" >r.csv
	incomplete r.csv
	is 7 "$(error_lines)"
	is 8 "$(q '[.[] | select(.outcome == "fail") | .line] | .[0]')"
	sed -i 's/$/\r/' r.csv
	incomplete r.csv
	is 7 "$(error_lines)"
	is 8 "$(q '[.[] | select(.outcome == "fail") | .line] | .[0]')"
}

@test "52: names of columns in any case, with blanks around them" {
	failing_report | sed '1s/.*/\U&/' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
	failing_report | sed '1s/,/ , /g' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
}

@test "TRUE and FALSE of a spreadsheet" {
	failing_report | sed '2,$s/true/TRUE/g; 2,$s/false/FALSE/g' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
}

@test "52: a known column named twice: its tests are unknown" {
	failing_report | sed '1s/$/,mfa_active/; 2,$s/$/,true/' >r.csv
	incomplete r.csv
	is "" "$(failing)"
	says mfa_active
	is 0 "$(summary pass)"
}

@test "an unknown column named twice is nobody's business" {
	failing_report | sed '1s/$/,note,note/; 2,$s/$/,a,b/' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
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

@test "the benchmark's own table: cut -d, -f1,4,8" {
	failing_report | cut -d, -f1,4,8 >r.csv
	check 1 --rule=console-mfa -f ndjson r.csv
	is mallory "$(failing)"
}

@test "44: no root row: said once, for the account" {
	failing_report | sed 2d >r.csv
	incomplete r.csv
	is '[["root-mfa","123456789012",0]]' "$(q '[.[] | select(.outcome == "unknown") |
		[.rule, .account, .line]]')"
	is mallory "$(failing)"
}

@test "53: a repeated header starts another report" {
	{
		failing_report
		failing_report | sed 's/mallory/mary/; s/123456789012/210987654321/'
	} >r.csv
	check 1 -f ndjson r.csv
	is "mallory mary" "$(failing)"
	is "2 8" "$(summary reports) $(summary rows)"
	is '[5,10]' "$(q '[.[] | select(.outcome == "fail") | .line]')"
}

@test "54: a glued header too: the first report had no final newline" {
	{
		failing_report | head -c -1
		failing_report | sed 's/mallory/mary/; s/123456789012/210987654321/'
	} >r.csv
	check 1 -f ndjson r.csv
	is "mallory mary" "$(failing)"
	is "2 8" "$(summary reports) $(summary rows)"
	is '[5,9]' "$(q '[.[] | select(.outcome == "fail") | .line]')"
}

@test "the second report may have other columns" {
	{
		failing_report
		failing_report | cut -d, -f1,2,4,8 | sed 's/mallory/mary/'
	} >r.csv
	check 1 --rule=console-mfa -f ndjson r.csv
	is "mallory mary" "$(failing)"
}

@test "42: a report without a row is incomplete, also as the second of two" {
	{
		failing_report
		echo "$HEADER"
	} >r.csv
	incomplete r.csv
	is mallory "$(failing)"
}

@test "43: a comment or sep= line first" {
	for first in '# exported' 'sep=,' '#TYPE' '# TYPE System.Object'; do
		{
			echo "$first"
			failing_report
		} >r.csv
		run --separate-stderr "$MFA_CHECK" -f ndjson r.csv
		wanted 3
	done
}

@test "62: mfa_active: what is neither true nor false is unknown" {
	unreadable mfa_active < <(
		printf '%s\n' yes 1 0 '' N/A no_information tru truee null not_supported)
	is unknown "$(outcomes)"
}

@test "password_enabled: what is neither true nor false is unknown" {
	unreadable password_enabled mfa_active=false < <(
		printf '%s\n' yes 1 '' N/A not_supported tru)
	is unknown "$(outcomes)"
}

@test "where the missing value cannot make a failure, the row passes" {
	unreadable password_enabled mfa_active=true <<<yes
	is pass "$(outcomes)"
	with_rows "$(row x mfa_active=yes)" >r.csv
	incomplete r.csv
	is not_applicable "$(outcome_of x)"
}

@test "68: not_supported is the legacy root's password_enabled, and a finding without MFA" {
	{
		echo "$HEADER"
		root_row password_enabled=not_supported password_last_changed=not_supported \
			mfa_active=false
		row a
	} >r.csv
	check 1 -f ndjson r.csv
	is '["root-mfa"]' "$(q '[.[] | select(.outcome == "fail") | .rule]')"
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

@test "64: bad dates, whichever column they stand in" {
	cat >dates <<-'END'
		2026-02-30T00:00:00Z
		2023-02-29T00:00:00Z
		1900-02-29T00:00:00Z
		2026-13-01T00:00:00Z
		2026-00-01T00:00:00Z
		2026-01-00T00:00:00Z
		2026-01-32T00:00:00Z
		2026-01-01T24:00:01Z
		2026-01-01T25:00:00Z
		2026-01-01T00:60:00Z
		2026-01-01T00:00:61Z
		2026-01-01T00:00:00
		2026-01-01T00:00:00+25:00
		2026-01-01T00:00:00+00:60
		2026-01-01T00:00:00+00
		2026-01-01T00:00:00+0000
		2026-01-01T00:00Z
		2026-1-1T00:00:00Z
		26-01-01T00:00:00Z
		01/02/2026
		1767225600
		46023
		46023.5
		10000-01-01T00:00:00Z
		-2026-01-01T00:00:00Z
		2026-01-01T00:00:00ZZ
		2026-01-01T00:00:00.Z
		２０２６-01-01T00:00:00Z
		never
		none
		not_applicable
		0
	END
	for column in user_creation_time password_last_used password_last_changed \
		password_next_rotation access_key_1_last_rotated access_key_1_last_used_date \
		access_key_2_last_rotated access_key_2_last_used_date cert_1_last_rotated \
		cert_2_last_rotated; do
		unreadable "$column" mfa_active=true <dates
		is pass "$(outcomes)"
	done
}

@test "an unreadable cell is reported with line, column and bytes" {
	with_rows "$(row x user_creation_time=2026-02-30T00:00:00Z)" >r.csv
	incomplete r.csv
	says r.csv 3 user_creation_time 2026-02-30T00:00:00Z
	is 3 "$(error_lines)"
}

@test "an empty date is unreadable under AWS's names" {
	unreadable user_creation_time mfa_active=true <<<""
	unreadable cert_1_last_rotated mfa_active=true <<<""
}

@test "user_creation_time is always a date" {
	unreadable user_creation_time mfa_active=true < <(
		printf '%s\n' N/A no_information not_supported)
}

@test "65: good dates" {
	while read -r date; do
		readable "user_creation_time=$date"
	done <<-END
		2016-11-21T18:44:00+00:00
		2024-04-22T19:47:52Z
		2024-02-29T23:59:59Z
		2000-02-29T00:00:00Z
		2020-01-01T05:45:00+05:45
		2020-01-01T00:00:00-10:00
		2020-01-01T00:00:00.123Z
		2020-01-01T00:00:00.123456789Z
	END
}

@test "sentinels, in any case" {
	readable password_last_used=No_Information
	readable password_last_used=N/A
	readable password_next_rotation=n/a
}

@test "63: blanks around an unquoted cell are no part of it" {
	with_rows "$(password_user x | sed 's/,/ ,/g')" >r.csv
	run --separate-stderr "$MFA_CHECK" -f ndjson r.csv
	[ "$status" -eq 3 ] || is x "$(failing)"
}

@test "malformed users and ARNs are rejected" {
	rejects_line_4 "$(row 'a b')"
	rejects_line_4 "$(row '')"
	rejects_line_4 "$(row "$(head -c 129 /dev/zero | tr '\0' a)")"
	rejects_line_4 "$(row '<root>')"
	rejects_line_4 "$(row x arn=N/A)"
	rejects_line_4 "$(row x arn=)"
	rejects_line_4 "$(row x arn=arn:aws:iam::12345:user/x)"
	rejects_line_4 "$(row x arn=arn:aws:iam::123456789012:role/x)"
	rejects_line_4 "$(row x arn=arn:aws:s3:::bucket)"
	rejects_line_4 "$(row x arn=arn:aws:iam::123456789012:user/)"
}

@test "70: legal names: formulas, commas in quotes, paths with odd characters" {
	{
		with_rows "$(password_user "=1+1")" "$(password_user @SUM)" "$(password_user -x)"
		password_user a,b | sed 's/^a,b/"a,b"/; s/arn:[^,]*a,b/"&"/'
		password_user p arn='arn:aws:iam::123456789012:user/<i>/it'\''s/p'
	} >r.csv
	check 1 -f ndjson r.csv
	is "=1+1 @SUM -x a,b p" "$(failing)"
}

@test "67: a user twice, also in another case: a warning, both are judged" {
	with_rows "$(password_user eve)" "$(password_user eve mfa_active=true)" \
		"$(row Mia)" "$(row mia)" >r.csv
	check 1 --all -f ndjson r.csv
	is eve "$(failing)"
	is "fail pass" "$(outcome_of eve)"
	is "4 6" "$(warning_lines)"
	says eve
}

@test "69: a user that its ARN does not end in, and a second root: warnings" {
	with_rows "$(row x arn=arn:aws:iam::123456789012:user/y)" >r.csv
	check 0 -f ndjson r.csv
	is 3 "$(warning_lines)"
	with_rows "$(root_row mfa_active=false)" >r.csv
	check 1 -f ndjson r.csv
	is '<root_account>' "$(failing)"
}

@test "the last row without a newline, and a file with one row" {
	failing_report | head -c -1 >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
	root_row | head -c -1 | cat <(echo "$HEADER") - >r.csv
	check 0 -f ndjson r.csv
	is 1 "$(summary rows)"
}

@test "47: the last cell cut: the row is judged, the cell unreadable" {
	for cut in 1 2 3; do
		failing_report | head -c -$((cut + 1)) >r.csv
		incomplete r.csv
		is 5 "$(error_lines)"
		is mallory "$(failing)"
	done
}

@test "61: a hundred thousand rows" {
	many_failing 100000 >r.csv
	check 1 -f ndjson -o out.ndjson r.csv
	is 100000 "$(tail -1 out.ndjson | jq .fail)"
	is 100001 "$(tail -1 out.ndjson | jq .rows)"
}

@test "49: an extra column is no defect" {
	failing_report | sed '1s/$/,comment/; 2,$s/$/,x/' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
}

@test "additional_credentials_info may be empty" {
	failing_report | sed '1s/$/,additional_credentials_info/; 2,$s/$/,/' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
}

@test "46: a row that is cut is rejected" {
	for length in 10 60 120; do
		with_rows "$(password_user mallory)" "$(row x | head -c "$length")" | head -c -1 >r.csv
		incomplete r.csv
		is 4 "$(error_lines)"
		is mallory "$(failing)"
	done
}

@test "48: a cut between rows shows in the number of rows" {
	failing_report | head -n 4 >r.csv
	check 0 -v r.csv
	says rows=3
}

@test "50: columns in another order" {
	failing_report | awk -F, -v OFS=, '{ t = $1; $1 = $8; $8 = t; print }' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
}

@test "55: semicolons and TABs" {
	for separator in ';' '\t'; do
		failing_report | tr , "$separator" >r.csv
		check 1 -f ndjson r.csv
		is mallory "$(failing)"
	done
}

@test "56: lines that end in CR; one within a cell splits its row" {
	failing_report | tr '\n' '\r' >r.csv
	check 1 -f ndjson r.csv
	is mallory "$(failing)"
	with_rows "$(row x | sed 's/,false/,fal\rse/')" "$(password_user mallory)" >r.csv
	incomplete r.csv
	is "3 4" "$(error_lines)"
	is mallory "$(failing)"
}

@test "66: a date in the future is a warning, an age from it unknown" {
	with_rows "$(row x access_key_1_active=true \
		access_key_1_last_rotated=2031-01-01T00:00:00Z)" >r.csv
	check 3 -p cis-aws-6.0 --rule=access-key-age --as-of=2026-01-01 -f ndjson r.csv
	is 3 "$(warning_lines)"
	is unknown "$(outcome_of x)"
}
