#!/usr/bin/env bats
# Reports as other tools export them: Steampipe, files of an organisation, spreadsheets.

load helper

STEAMPIPE=user_name,user_arn,user_creation_time,generated_time,mfa_active,password_enabled
STEAMPIPE+=,password_last_changed,password_last_used,password_status,password_next_rotation
for slot in access_key_1 access_key_2; do
	STEAMPIPE+=,${slot}_active,${slot}_last_rotated,${slot}_last_used_date
	STEAMPIPE+=,${slot}_last_used_region,${slot}_last_used_service
done
STEAMPIPE+=,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated
STEAMPIPE+=,partition,region,account_id

# steampipe NAME [column=value]...: a row of it, every null empty.
steampipe()
{
	local -A cell
	local name=$1 column line=
	shift
	for column in ${STEAMPIPE//,/ }; do
		case $column in
		*_active | password_enabled) cell[$column]=false ;;
		esac
	done
	cell[user_name]=$name
	cell[user_arn]=arn:aws:iam::123456789012:user/$name
	cell[user_creation_time]=2020-01-02T03:04:05Z
	cell[generated_time]=2024-06-30T12:00:00Z
	cell[password_status]=not_set
	cell[account_id]=123456789012
	for column; do
		cell[${column%%=*}]=${column#*=}
	done
	for column in ${STEAMPIPE//,/ }; do
		line+=,${cell[$column]-}
	done
	printf '%s\n' "${line#,}"
}

steampipe_root()
{
	steampipe '<root_account>' user_arn=arn:aws:iam::123456789012:root mfa_active=true \
		password_enabled=true password_last_changed=2020-01-02T03:04:05Z \
		password_status=never_used "$@"
}

# with_steampipe ROW...: a file of the rows after header and root row.
with_steampipe()
{
	printf '%s\n' "$STEAMPIPE" "$(steampipe_root)" "$@"
}

outcomes_of()
{
	q "[.[] | select(.type == \"result\" and .user == \"$1\") | \"\(.rule) \(.outcome)\"] |
		join(\", \")"
}

shown()
{
	check 0 list -f csv --columns="$1" "$2"
	printf '%s\n' "$output" | tr -d '\r' | tail -n 1
}

@test "Steampipe: its names and nulls, with findings as usual" {
	with_steampipe "$(steampipe a)" \
		"$(steampipe m password_enabled=true password_last_changed=2020-01-02T03:04:05Z \
			password_status=never_used)" >s.csv
	check 1 -f ndjson s.csv
	is m "$(failing)"
	is "3 3 0" "$(summary rows) $(summary judged) $(summary rejected)"
	is '[[]]' "$(q '[.[] | select(.type == "report") | .missing_columns]')"
}

@test "Steampipe: password_status restores the word that a null stands for" {
	for pair in never_used:no_information not_set:N/A; do
		with_steampipe "$(steampipe x password_status="${pair%%:*}")" >s.csv
		is "${pair#*:}" "$(shown password_last_used s.csv)"
	done
	with_steampipe "$(steampipe x password_status=used \
		password_last_used=2024-01-02T03:04:05Z)" >s.csv
	is 2024-01-02T03:04:05Z "$(shown password_last_used s.csv)"
}

@test "Steampipe: without password_status a password tells which word it is" {
	for pair in true:no_information false:N/A; do
		printf '%s\n' user_name,password_enabled,password_last_used,mfa_active \
			"x,${pair%%:*},,true" >s.csv
		is "${pair#*:}" "$(shown password_last_used s.csv)"
	done
}

@test "Steampipe: where password_status and the date contradict each other it is unknown" {
	for cells in 'password_status=used' 'password_status=tru' 'password_status=' \
		'password_status=not_set password_last_used=2024-01-02T03:04:05Z' \
		'password_status=never_used password_last_used=2024-01-02T03:04:05Z'; do
		with_steampipe "$(steampipe x password_enabled=true mfa_active=true \
			password_last_changed=2020-01-02T03:04:05Z $cells)" >s.csv
		check 3 --all -p cis-aws-6.0 --rule=unused-password -f ndjson s.csv
		is "unused-password unknown" "$(outcomes_of x)"
		says s.csv:3 password_status
	done
}

@test "Steampipe: the words of a root row of before 2024 and of one of today" {
	with_steampipe >s.csv
	is "2020-01-02T03:04:05Z,not_supported,no_information" \
		"$(shown password_last_changed,password_next_rotation,password_last_used s.csv)"
	printf '%s\n' "$STEAMPIPE" "$(steampipe_root password_last_changed=)" >s.csv
	is not_supported "$(shown password_last_changed s.csv)"
	printf '%s\n' "$STEAMPIPE" "$(steampipe_root password_enabled=false \
		password_last_changed= password_status=not_set)" >s.csv
	is "N/A" "$(shown password_last_changed s.csv)"
}

@test "a null where there must be a value is unreadable" {
	for column in mfa_active password_enabled user_creation_time access_key_1_active; do
		with_steampipe "$(steampipe x "$column=")" >s.csv
		check 3 -f ndjson s.csv
		says s.csv:3 "$column is \"\""
	done
}

@test "an active key without a date, and other values that Steampipe never writes" {
	with_steampipe "$(steampipe x access_key_1_active=true)" >s.csv
	check 3 -p cis-aws-6.0 --rule=access-key-age --all -f ndjson s.csv
	is "access-key-age unknown, access-key-age pass" \
		"$(outcomes_of x | sed 's/not_applicable/pass/')"
	with_steampipe "$(steampipe x mfa_active=1 cert_1_last_rotated=never)" >s.csv
	check 3 -f ndjson s.csv
	says 'mfa_active is "1"' 'cert_1_last_rotated is "never"'
}

@test "an empty cell under AWS's names is unreadable, also in a mixture of names" {
	with_steampipe "$(steampipe x)" >s.csv
	for names in 's/user_name/user/' 's/user_arn/arn/' 's/user_name/user/; s/user_arn/arn/'; do
		sed "1$names" s.csv >mixed.csv
		check 3 -f ndjson mixed.csv
		says 'access_key_1_last_rotated is ""'
	done
	sed '1s/user_name/USER_NAME/; 1s/,/ , /g' s.csv >upper.csv
	check 0 -f ndjson upper.csv
}

@test "times as databases print them: a blank, a short offset, UTC where there is none" {
	while IFS='|' read -r text wanted; do
		with_steampipe "$(steampipe x "user_creation_time=$text")" >s.csv
		is "$wanted" "$(shown user_creation_time s.csv)"
	done <<-'END'
		2024-04-22 19:47:52|2024-04-22T19:47:52Z
		2024-04-22 19:47:52+00|2024-04-22T19:47:52Z
		2024-04-22 19:47:52.123+02|2024-04-22T17:47:52Z
		2024-04-22 19:47:52+0530|2024-04-22T14:17:52Z
		2024-04-22T19:47:52+02:00|2024-04-22T19:47:52+02:00
	END
	for text in '2024-04-22' '2024-04-22 19:47' '2024-02-30 00:00:00' '2024-04-22 19:47:52+2' \
		'2024-04-22 19:47:52 +02' '2024-04-22 19:47:52+02:' '2024-04-22  19:47:52'; do
		with_steampipe "$(steampipe x "user_creation_time=$text")" >s.csv
		check 3 -f ndjson s.csv
	done
	with_rows "$(row x 'user_creation_time=2024-04-22 19:47:52')" >r.csv
	check 3 -f ndjson r.csv
}

@test "generated_time is the time of the report, for each row its own" {
	with_steampipe "$(steampipe a access_key_1_active=true \
		access_key_1_last_rotated=2024-06-01T00:00:00Z)" \
		"$(steampipe b access_key_1_active=true generated_time='2024-09-30 00:00:00' \
			access_key_1_last_rotated=2024-06-01T00:00:00Z)" >2030-01-01.csv
	check 1 -p cis-aws-6.0 --rule=access-key-age -f ndjson 2030-01-01.csv
	is b "$(failing)"
	is '["2024-09-30T00:00:00Z"]' "$(q '[.[] | select(.type == "result") | .report_time]')"
	is '[["2024-06-30T12:00:00Z","envelope"]]' "$(q '[.[] | select(.type == "report") |
		[.report_time, .report_time_from]]')"
	check 1 -p cis-aws-6.0 --rule=access-key-age --as-of=2025-01-01 -f ndjson 2030-01-01.csv
	is "a b" "$(failing)"
}

@test "an unreadable generated_time is a defect" {
	with_steampipe "$(steampipe a generated_time=yesterday)" >2024-07-01.csv
	check 3 -f ndjson 2024-07-01.csv
	says 2024-07-01.csv:3 'generated_time is "yesterday"'
}

# organisation FILE...: the files as one, with their accounts in front.
organisation()
{
	local file account first=1
	for file; do
		account=$(grep -o '[0-9]\{12\}' "$file" | head -n 1)
		sed -n "${first},\$p" "$file" |
			sed "s/^/$account,the $account,/; s/^[^,]*,[^,]*,user,/account_id,account_name,user,/"
		first=2
	done
}

@test "a file of an organisation: account columns lead, a root row for each account" {
	failing_report >a.csv
	failing_report | sed 's/123456789012/210987654321/; s/mallory/mary/' >b.csv
	organisation a.csv b.csv >o.csv
	check 1 -f ndjson o.csv
	is "mallory mary" "$(failing)"
	is '["123456789012","210987654321"]' "$(q '[.[] | select(.outcome == "fail") | .account]')"
	grep -v '^210987654321.*<root_account>' o.csv >p.csv
	check 3 -f ndjson p.csv
	is '[["root-mfa","210987654321",0]]' "$(q '[.[] | select(.outcome == "unknown") |
		[.rule, .account, .line]]')"
}

@test "without an ARN the account is that of account_id" {
	printf '%s\n' account_id,user,password_enabled,mfa_active,access_key_1_active \
		'123456789012,<root_account>,true,true,false' 123456789012,a,true,false,false \
		210987654321,a,true,false,false >o.csv
	check 3 --rule=console-mfa --rule=root-mfa -f ndjson o.csv
	is '["123456789012","210987654321"]' "$(q '[.[] | select(.outcome == "fail") | .account]')"
	is '["210987654321"]' "$(q '[.[] | select(.line == 0 and .rule == "root-mfa") | .account]')"
	is "" "$(q '[.[] | select(.type == "problem") | .message | select(contains("more than once"))] |
		join("")')"
	sed '3s/^[0-9]*/23456789012/' o.csv >p.csv
	check 3 -f ndjson p.csv
	says p.csv:3:1 'account_id is "23456789012"' '12 digits'
}

@test "an account_id that is not that of the ARN: a warning, the ARN counts" {
	failing_report >a.csv
	organisation a.csv | sed '4s/^123456789012/999999999999/' >o.csv
	check 1 -f ndjson o.csv
	says o.csv:4 account_id ARN
	is '["123456789012"]' "$(q '[.[] | select(.outcome == "fail") | .account]')"
}

@test "what a header names twice, under one name or two" {
	with_steampipe "$(steampipe x)" | sed '1s/partition/user/' >s.csv
	check 3 -f ndjson s.csv
	says 'column user more than once'
	with_steampipe "$(steampipe x)" | sed '1s/partition/generated_time/' >s.csv
	check 3 -f ndjson s.csv
	says 'column generated_time more than once'
	with_steampipe "$(steampipe x)" | sed '1s/partition/account_id/' >s.csv
	check 0 -f ndjson s.csv
}

@test "list shows a re-export as AWS wrote it, so that it can be judged again" {
	with_steampipe "$(steampipe m password_enabled=true password_status=never_used \
		'password_last_changed=2020-01-02 03:04:05')" >s.csv
	check 1 -p all --as-of=2024-07-01 -f ndjson s.csv
	one=$(q '[.[] | select(.type == "result") | [.user, .rule, .outcome, .fingerprint]]')
	check 0 list -f csv --columns=all s.csv
	printf '%s\n' "$output" >aws.csv
	check 1 -p all --as-of=2024-07-01 -f ndjson aws.csv
	is "$one" "$(q '[.[] | select(.type == "result") | [.user, .rule, .outcome, .fingerprint]]')"
}

@test "glued exports of one kind and of two" {
	with_steampipe "$(steampipe m password_enabled=true password_status=never_used)" |
		head -c -1 >s.csv
	failing_report >r.csv
	cat s.csv s.csv >two.csv
	check 1 -f ndjson two.csv
	is "m m" "$(failing)"
	head -c -1 r.csv | cat - s.csv >two.csv
	check 1 -f ndjson two.csv
	is "mallory m" "$(failing)"
}

@test "a spreadsheet's copy: all quoted, semicolons, TRUE, blank rows, CR LF" {
	failing_report | awk -F, '{
		line = ""
		for (i = 1; i <= NF; i++) {
			cell = $i == "true" || $i == "false" ? toupper($i) : $i
			line = line (i > 1 ? ";" : "") "\"" cell "\""
		}
		printf "%s\r\n", line
		if (NR == 3)
			printf "\r\n"
	}' >x.csv
	check 1 -f ndjson x.csv
	is mallory "$(failing)"
	{
		printf '\357\273\277sep=;\r\n'
		cat x.csv
	} >y.csv
	check 3 -f ndjson y.csv
	is mallory "$(failing)"
	says y.csv:1 'sep=;'
}

# exports: report.csv as other tools write it, in files of their own.
exports()
{
	python3 - "$srcdir/tests" <<-'END'
		import csv, json, sys
		sys.path.insert(0, sys.argv[1])
		import gen
		made = list(csv.DictReader(open("report.csv")))
		status = {"no_information": "never_used", "N/A": "not_set"}
		nulls = ("N/A", "no_information", "not_supported")
		def steampipe(row):
		    cells = {k: "" if v in nulls else v for k, v in row.items()}
		    cells["password_enabled"] = row["password_enabled"].replace("not_supported", "true")
		    cells["password_status"] = status.get(row["password_last_used"], "used")
		    return cells
		names = {"user": "user_name", "arn": "user_arn"}
		columns = gen.COLUMNS + ["password_status"]
		def write(name, columns, rows, **how):
		    with open(name, "w", newline="") as out:
		        made = csv.writer(out, **how)
		        made.writerow(names.get(c, c) if name.startswith("steampipe") else c
		                      for c in columns)
		        made.writerows([row[c] for c in columns] for row in rows)
		write("steampipe.csv", columns, map(steampipe, made))
		typed = {"": None, "true": True, "false": False}
		rows = [{names.get(k, k): typed.get(v, v) for k, v in steampipe(row).items()} | {
		        "_ctx": {"connection_name": "aws"}} for row in made]
		with open("list.json", "w") as out:
		    json.dump(rows, out, indent=1, sort_keys=True)
		with open("rows.json", "w") as out:
		    json.dump({"columns": [{"name": k, "data_type": "text"} for k in rows[0]],
		               "rows": rows, "metadata": {"rows_returned": len(rows)}}, out)
		write("organisation.csv", ["account_name", "account_id"] + gen.COLUMNS,
		      [dict(row, account_name="dev, old", account_id="123456789012") for row in made])
		write("sheet.csv", gen.COLUMNS, [{k: v.upper() if v in ("true", "false") else v
		      for k, v in row.items()} for row in made], delimiter=";", quoting=csv.QUOTE_ALL)
		with open("bare.csv", "w") as out:
		    out.write("\n".join(",".join(row[c] for c in gen.COLUMNS)
		                        for row in [dict(zip(gen.COLUMNS, gen.COLUMNS))] + made))
	END
}

@test "one report in every form: the same verdicts and fingerprints" {
	for seed in 1 2 3 4 5; do
		for root in current legacy bare; do
			python3 "$srcdir/tests/gen.py" --rows 60 --seed "$seed" --root "$root" \
				--dates mixed --paths --commas --odd >report.csv
			exports
			one=
			for form in report.csv steampipe.csv organisation.csv sheet.csv bare.csv \
				list.json rows.json; do
				run --separate-stderr -- "$MFA_CHECK" -p all --all \
					--as-of=2024-07-01 -f ndjson "$form"
				made=$(q '[.[] | select(.type == "result") |
					[.user, .rule, .credential, .outcome, .line, .fingerprint]]')
				[ -n "$one" ] || one=$made
				[ "$one" = "$made" ] || {
					echo "differs: $form, seed $seed, root $root"
					return 1
				}
			done
			is 60 "$(summary judged)"
		done
	done
}

@test "what is not read yet of Steampipe is named, never clean" {
	printf -- '-[ RECORD 1 ]---\nuser_name  | x\nmfa_active | false\n' >s.line
	check 3 s.line
	mkdir d
	cp s.line d
	check 3 d
}
