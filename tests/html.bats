#!/usr/bin/env bats
# The html format: what stands on the page is what the run found, and nothing else.

load helper

# holds STATUS ARGUMENT...: page.html and the facts of the same run agree.
holds()
{
	check "$1" -f html:page.html -f ndjson:facts.ndjson "${@:2}"
	run python3 "$srcdir/tests/html_page.py" page.html facts.ndjson
	[ "$status" -eq 0 ] || {
		printf '%s\n' "$output"
		return 1
	}
}

# shows TEXT...: each stands on the page, after markup was read.
shows()
{
	contains "$(python3 -c '
import sys
sys.path.insert(0, sys.argv[1])
import html_page
print("".join(html_page.Page(open("page.html", encoding="utf-8").read()).text))
' "$srcdir/tests")" "$@"
}

# old_key NAME: a user whose key is from 2021.
old_key()
{
	row "$1" access_key_1_active=true access_key_1_last_rotated=2021-03-04T05:06:07Z \
		access_key_1_last_used_date=2026-09-01T00:00:00Z \
		access_key_1_last_used_region=eu-west-1 access_key_1_last_used_service=s3
}

exceptions()
{
	cat >exceptions.yaml <<-'END'
		policy: 1
		exceptions:
		  - rules: [console-mfa]
		    users: [mallory]
		    expires: 2026-12-31
		    approved: 2026-08-01
		    reason: "leaves <soon> & \"for good\""
		    owner: "it@example.com"
	END
}

@test "html: no finding, and the ending tells the format" {
	clean_report >2026-09-11.csv
	holds 0 2026-09-11.csv
	check 0 -o other.html 2026-09-11.csv
	cmp other.html page.html
	shows "No findings, and everything was read and judged." "What a report cannot show"
}

@test "html: findings, tallies, why and remedy of every rule" {
	{ failing_report && old_key robot; } >2026-09-11.csv
	holds 1 -p cis-aws-6.0 2026-09-11.csv
	shows "Why it matters" "What to do" "What the report cannot show" "References" \
		"password_enabled=true" "access_key_1_last_rotated=2021-03-04T05:06:07Z" \
		"Of 2: 1 with MFA, 1 without MFA." "from the file's name"
}

@test "html: what passed and does not apply, with --all" {
	failing_report >2026-09-11.csv
	holds 1 --all 2026-09-11.csv
	shows "1 to which it does not apply"
}

@test "html: findings that --fail-on lets pass are findings" {
	failing_report >2026-09-11.csv
	holds 0 --fail-on=none 2026-09-11.csv
	shows "1 finding (1 high)" "0: complete, nothing to report at or over --fail-on"
}

@test "html: long tables are parted and lose nothing" {
	many_failing 777 >2026-09-11.csv
	holds 1 -p all --all 2026-09-11.csv
	shows "Continued, from row 251" "Continued, from row 501" "Continued, from row 751"
	many_failing 250 >2026-09-11.csv
	holds 1 2026-09-11.csv
	run ! shows "Continued"
}

@test "html: several accounts" {
	for account in 111122223333 444455556666 777788889999; do
		failing_report | sed "s/123456789012/$account/" >"$account-2026-09-11.csv"
	done
	holds 1 ./*.csv
	shows "Findings by account" 111122223333
}

@test "html: an incomplete run cannot be mistaken" {
	{ failing_report && echo bad && password_user odd mfa_active=perhaps; } >2026-09-11.csv
	printf '\037\213\010' >cut.gz
	holds 3 -p cis-aws-6.0 2026-09-11.csv cut.gz
	shows "Incomplete: " "This must not be taken as clean." "not completely"
	grep -q '<title>.*incomplete' page.html
	clean_report | cut -d, -f1,4,8 >2026-09-11.csv
	holds 3 -p cis-aws-6.0 2026-09-11.csv
	shows "Incomplete: no findings in what could be judged" \
		"is said once for a report and a rule"
	holds 3 absent.csv
	shows "Incomplete: no findings in what could be judged, with 1 defect"
}

@test "html: what narrows the answer is said at the top" {
	failing_report >2026-09-11.csv
	holds 1 --min-severity=critical --rule='*-mfa' --skip-rule='root-h*' --set=max_key_age=60d \
		-p cis-aws-6.0 --fail-on=high --as-of=2026-10-01 --require-time \
		--note="TICKET=<7>" 2026-09-11.csv
	shows "1 result less severe than critical is hidden by --min-severity" \
		"Its findings are hidden by --min-severity." "max_key_age=60d" \
		"2026-10-01T23:59:59Z" "given by --as-of" "TICKET=<7>"
	{ failing_report && old_key robot; } >report.csv
	touch -d 2026-09-03T00:00:00Z report.csv
	holds 1 -p cis-aws-6.0 report.csv
	shows "The time of 1 report is a guess"
}

@test "html: exceptions with reason, owner and end; what is to be checked by hand" {
	failing_report >2026-09-11.csv
	exceptions
	holds 0 -p cis-aws-6.0 --rule=console-mfa --rule=root-hardware-mfa \
		--exceptions=exceptions.yaml 2026-09-11.csv
	shows 'leaves <soon> & "for good"' it@example.com 2026-12-31 "To check by hand" \
		"1 result has to be checked by hand; 1 more finding is excepted." exceptions.yaml
}

# tags: how often each tag stands on the page.
tags()
{
	python3 -c '
import sys
sys.path.insert(0, sys.argv[1])
import html_page
print(sorted(html_page.Page(open("page.html", encoding="utf-8").read()).tags.items()))
' "$srcdir/tests"
}

@test "html: names and texts are never markup" {
	cat >plain.yaml <<-'END'
		policy: 1
		name: plain
		rules:
		  - id: hostile
		    title: "T"
		    severity: low
		    scope: user
		    refs: {f: "c"}
		    fail: {mfa_active: false}
		    message: "M {user}"
		    fix: "F"
		    help: {why: "W", limits: "L", remedy_command: "    R"}
	END
	evil='</td></table><script>alert(1)</script><img src=x onerror=alert(1)>'
	evil+="\\\"'&amp;<!--"
	python3 - "$evil" <<-'END'
		import re, sys
		text = open("plain.yaml").read()
		text = re.sub(r'"( *)(T|F|W|L|R|M \{user\})"',
		    lambda m: '"%s%s%s"' % (m[1], m[2], sys.argv[1]), text)
		open("hostile.yaml", "w").write(text.replace('f: "c"', 'f: "%s"' % sys.argv[1]))
	END
	# A user of such a name is rejected, and said so.
	with_rows "$(password_user alice)" "$(password_user 'no(name')" >plain.csv
	name=$'<script>alert(1)<_script>"\'&amp;\033[31m\342\200\256.csv'
	with_rows "$(password_user alice)" "$(password_user '<script>alert(2)</script>')" >"$name"
	check 3 -p plain.yaml --as-of=2026-09-11 -f html:page.html plain.csv
	want=$(tags)
	holds 3 -p hostile.yaml --as-of=2026-09-11 "$name"
	is "$want" "$(tags)"
	shows "<script>alert(2)</script>" \
		"M alice</td></table><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;<!--"
	lacks "$(cat page.html)" $'\033'
	lacks "$(cat page.html)" $'\342\200\256'
}

@test "html: the same bytes anywhere" {
	failing_report >2026-09-11.csv
	check 1 -p all --as-of=2026-09-11 -f html:a.html 2026-09-11.csv
	mkdir elsewhere
	cp 2026-09-11.csv elsewhere
	cd elsewhere
	TZ=Asia/Tokyo LC_ALL=C.UTF-8 check 1 -p all --as-of=2026-09-11 -f html 2026-09-11.csv
	printf '%s\n' "$output" | cmp - ../a.html
	lacks "$output" "$PWD"
	lacks "$output" "$(hostname)"
}

# bats test_tags=plain
@test "html: memory does not follow the results" {
	many_failing 40000 >2026-09-11.csv
	run python3 -c '
import os, sys
pid = os.spawnlp(os.P_NOWAIT, sys.argv[1], sys.argv[1], "-qp", "all", "-f", "html:page.html",
    "2026-09-11.csv")
_, status, used = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss < 24 * 1024,
    os.path.getsize("page.html") > 36 << 20)' "$MFA_CHECK"
	is "1 True True" "$output"
}
