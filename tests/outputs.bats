#!/usr/bin/env bats
# What is written, in each format, and where; what happens when it cannot be written.

load helper

@test "table: a finding is one line with user, rule, severity" {
	failing_report >r.csv
	check 1 r.csv
	line=$(printf '%s\n' "$output" | grep mallory | head -n 1)
	contains "$line" mallory
	prints high console-mfa 123456789012
}

@test "table: colour only on demand, and NO_COLOR" {
	failing_report >r.csv
	check 1 r.csv
	lacks "$output" $'\033'
	check 1 --color=always r.csv
	prints $'\033['
	check 1 --color=never r.csv
	lacks "$output" $'\033'
}

@test "csv: the record's fields in order" {
	failing_report >r.csv
	check 1 -f csv r.csv
	is "outcome,severity,rule,account,user,arn,credential,message,source,line,report_time,fingerprint" \
		"$(printf '%s\n' "$output" | head -n 1 | tr -d '\r')"
	printf '%s\n' "$output" | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert len(rows) == 1, rows
row = rows[0]
assert (row["outcome"], row["severity"], row["rule"]) == ("fail", "high", "console-mfa"), row
assert (row["account"], row["user"]) == ("123456789012", "mallory"), row
assert row["arn"] == "arn:aws:iam::123456789012:user/mallory", row
assert (row["source"], row["line"], row["report_time"]) == ("r.csv", "5", ""), row
assert len(row["fingerprint"]) == 64, row'
}

@test "csv: what a spreadsheet would run is made text" {
	with_rows "$(password_user "=1+1")" "$(password_user +x)" "$(password_user -x)" \
		"$(password_user @x)" "$(password_user x=1)" >r.csv
	check 1 -f csv r.csv
	is "'=1+1 '+x '-x '@x x=1" "$(printf '%s\n' "$output" | python3 -c '
import csv, sys
print(*[row["user"] for row in csv.DictReader(sys.stdin)])')"
	check 1 -f ndjson r.csv
	is "=1+1 +x -x @x x=1" "$(failing)"
}

@test "csv: file names too" {
	failing_report >=x.csv
	check 1 -f csv =x.csv
	prints "'=x.csv"
}

@test "csv and table: a defect that makes status 3 is a record" {
	failing_report >r.csv
	echo bad >>r.csv
	check 3 -f csv r.csv
	printf '%s\n' "$output" | python3 -c '
import csv, sys
rows = [r for r in csv.DictReader(sys.stdin) if r["outcome"] == "unknown"]
assert len(rows) == 1, rows
assert (rows[0]["severity"], rows[0]["rule"], rows[0]["fingerprint"]) == ("", "", ""), rows
assert (rows[0]["source"], rows[0]["line"]) == ("r.csv", "6"), rows
assert rows[0]["message"], rows'
	check 3 r.csv
	prints unknown mallory
	check 3 --min-severity=critical -f csv nowhere.csv
	prints unknown nowhere.csv
}

@test "ndjson: the order of lines and fields" {
	failing_report >r.csv
	check 1 -f ndjson r.csv
	is '["run","rule","rule","input","result","report","input_end","tally","tally","summary"]' \
		"$(q 'map(.type)')"
	is '["type"]' "$(q 'map(keys_unsorted[0]) | unique')"
	is '["type","outcome","severity","rule","account","user","arn","credential","message","source","line","report_time","fingerprint"]' \
		"$(q '[.[] | select(.type == "result")] | .[0] | keys_unsorted[:13]')"
	is '["format","tool","version","policy","policy_sha256","rules"]' \
		"$(q '.[0] | keys_unsorted[1:7]')"
	is '[1,"mfa-check"]' "$(q '.[0] | [.format, .tool]')"
}

@test "ndjson: evidence names the cells, with their columns" {
	failing_report >r.csv
	check 1 -f ndjson r.csv
	is '["mfa_active","password_enabled"]' \
		"$(q '[.[] | select(.type == "result")] | .[0].evidence | map(.name) | sort')"
	line=$(sed -n 5p r.csv)
	for name in password_enabled mfa_active; do
		from=$(q "[.[] | select(.type == \"result\")] | .[0].evidence[] | select(.name == \"$name\") | .column")
		to=$(q "[.[] | select(.type == \"result\")] | .[0].evidence[] | select(.name == \"$name\") | .end_column")
		value=$(q "[.[] | select(.type == \"result\")] | .[0].evidence[] | select(.name == \"$name\") | .value")
		is "$value" "${line:from-1:to-from}"
	done
}

@test "ndjson: the run line tells what narrows the answer" {
	failing_report >r.csv
	check 1 -f ndjson --rule=console-mfa --min-severity=low --fail-on=high --all \
		--as-of=2026-09-11 --max-decoded=1G r.csv
	is '[["console-mfa"],"low","high",true,"2026-09-11T23:59:59Z"]' \
		"$(q '.[0] | [.rule, .min_severity, .fail_on, .all, .as_of]')"
	is '["exceptions","set","as_of","rule","skip_rule","tag","min_severity","fail_on","all","require_time","max_decoded","sha256sums","notes"]' \
		"$(q '.[0] | keys_unsorted[7:]')"
}

@test "ndjson: tallies and the summary" {
	failing_report >r.csv
	check 1 -f ndjson r.csv
	is '{"console-mfa":[1,1,1],"root-mfa":[0,1,0]}' "$(q '[.[] | select(.type == "tally") |
		{(.rule): [.fail, .pass, .not_applicable]}] | add')"
	is '[1,0,1,0,4,4,0,1]' "$(q '.[-1] |
		[.inputs, .skipped, .reports, .incomplete, .rows, .judged, .rejected, .status]')"
}

@test "sarif: version, rules, results, invocation" {
	failing_report >r.csv
	check 1 -f sarif r.csv
	printf '%s\n' "$output" | python3 -c '
import json, sys
log = json.load(sys.stdin)
assert log["version"] == "2.1.0" and len(log["runs"]) == 1
run = log["runs"][0]
driver = run["tool"]["driver"]
assert driver["name"] == "mfa-check"
assert [r["id"] for r in driver["rules"]] == ["console-mfa", "root-mfa"], driver["rules"]
assert run["columnKind"] == "unicodeCodePoints"
assert run["invocations"][0]["executionSuccessful"] is True
[result] = run["results"]
assert result["ruleId"] == "console-mfa"
assert driver["rules"][result["ruleIndex"]]["id"] == "console-mfa"
place = result["locations"][0]["physicalLocation"]
assert place["artifactLocation"]["uri"] == "r.csv", place
assert place["region"]["startLine"] == 5, place
assert "mallory" in result["message"]["text"]
assert result["partialFingerprints"]'
}

@test "sarif: an incomplete run has an error notification and is not successful" {
	failing_report >r.csv
	echo bad >>r.csv
	check 3 -f sarif r.csv nowhere.csv
	printf '%s\n' "$output" | python3 -c '
import json, sys
run = json.load(sys.stdin)["runs"][0]
invocation = run["invocations"][0]
assert invocation["executionSuccessful"] is False
notes = invocation["toolExecutionNotifications"]
assert sum(n["level"] == "error" for n in notes) == 2, notes'
}

@test "sarif: no clock, host or absolute path; odd names are escaped in uris" {
	failing_report >'a b%<é>.csv'
	check 1 -f sarif 'a b%<é>.csv'
	one=$output
	lacks "$output" "$PWD"
	lacks "$output" "$(uname -n)"
	is "a%20b%25%3C%C3%A9%3E.csv" \
		"$(printf '%s' "$output" | jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri')"
	check 1 -f sarif 'a b%<é>.csv'
	is "$one" "$output"
	lacks "$output" TimeUtc
}

@test "-o: the file of the format before it, or told from the ending" {
	failing_report >r.csv
	check 1 -f csv -o out.txt r.csv
	is "" "$output"
	grep -q ^fail out.txt
	for ending in csv ndjson sarif; do
		check 1 -o "out.$ending" r.csv
		is "" "$output"
		run --separate-stderr "$MFA_CHECK" -f "$ending" r.csv
		is "$output" "$(cat "out.$ending")"
	done
	check 2 -o out.unknown r.csv
	says out.unknown
	[ ! -e out.unknown ]
}

@test "-f FORMAT:FILE, and several outputs in one pass" {
	failing_report >r.csv
	check 1 -f csv:one.csv -f ndjson:two.ndjson -f sarif -o three.sarif -f table r.csv
	prints mallory
	grep -q mallory one.csv
	jq -es 'length > 5' two.ndjson
	jq -e '.runs[0].results | length == 1' three.sarif
	check 1 -f csv -o a.csv -o b.ndjson r.csv
	is "" "$output"
	cmp a.csv one.csv
	cmp b.ndjson two.ndjson
}

@test "two outputs to one place" {
	failing_report >r.csv
	check 2 -f csv -f table r.csv
	check 2 -f csv:out -f ndjson:out r.csv
	says out
	check 2 -f csv:out -f ndjson:./out r.csv
	check 2 -f table -f csv:- r.csv
	[ ! -e out ]
	echo old >out
	ln out same
	check 2 -f csv:out -f ndjson:same r.csv
	is old "$(cat out)"
}

@test "-o on an input or on the policy is refused before anything is written" {
	failing_report >r.csv
	cp r.csv before
	check 2 -f csv -o r.csv r.csv
	cmp r.csv before
	ln r.csv link.csv
	check 2 -f csv -o link.csv r.csv
	cmp r.csv before
	"$MFA_CHECK" policy show mfa >p.yaml
	cp p.yaml before
	check 2 -p p.yaml -f csv -o p.yaml r.csv
	cmp p.yaml before
}

@test "a file is replaced as a whole: mode kept new, links followed, nothing left behind" {
	failing_report >r.csv
	mkdir d
	echo old >d/out.csv
	ln -s d/out.csv link.csv
	check 1 -o link.csv r.csv
	[ -L link.csv ]
	grep -q mallory d/out.csv
	folder_holds "out.csv" d
}

@test "an old output is kept when the run fails" {
	echo old >out.csv
	failing_report >r.csv
	check 2 -o out.csv --rule=nosuch r.csv
	is old "$(cat out.csv)"
	check 2 -o out.csv -f ndjson:nowhere/out r.csv
	is old "$(cat out.csv)"
	folder_holds "out.csv r.csv"
}

@test "-o: a folder that is missing, a folder, a read-only one" {
	failing_report >r.csv
	check 2 -o nowhere/out.csv r.csv
	says nowhere/out.csv
	mkdir d.csv
	check 2 -o d.csv r.csv
	says d.csv
}

@test "-o: a device and a FIFO are written to, never replaced" {
	failing_report >r.csv
	check 1 -f csv -o /dev/null r.csv
	[ -c /dev/null ]
	mkfifo p
	timeout 10 sh -c 'cat p >got' &
	check 1 -f csv -o p r.csv
	wait
	[ -p p ]
	grep -q mallory got
}

@test "/dev/full: status 2, small and large" {
	failing_report >r.csv
	run --separate-stderr bash -c "'$MFA_CHECK' r.csv >/dev/full"
	wanted 2
	says "No space left"
	check 2 -f csv -o /dev/full r.csv
	[ -c /dev/full ]
	many_failing 2000 >r.csv
	run --separate-stderr bash -c "'$MFA_CHECK' r.csv >/dev/full"
	wanted 2
	run --separate-stderr bash -c "'$MFA_CHECK' --help >/dev/full"
	wanted 2
	run --separate-stderr bash -c "'$MFA_CHECK' list r.csv >/dev/full"
	wanted 2
}

@test "standard output closed: status 2 where it is needed" {
	failing_report >r.csv
	run --separate-stderr bash -c "'$MFA_CHECK' r.csv >&-"
	wanted 2
	run --separate-stderr bash -c "'$MFA_CHECK' -o out.csv r.csv >&-"
	wanted 1
	grep -q mallory out.csv
}

@test "all three descriptors closed: messages do not land in the report" {
	failing_report >r.csv
	echo bad >>r.csv
	run bash -c "'$MFA_CHECK' -f csv -o out.csv r.csv <&- >&- 2>&-"
	wanted 3
	is 3 "$(wc -l <out.csv)"
	is "" "$(grep -v '^outcome,\|^fail,\|^unknown,' out.csv)"
}

@test "a full file system: the old report is kept, nothing is left behind" {
	[ "$(id -u)" -eq 0 ] || skip "only root can mount"
	mkdir m
	mount -t tmpfs -o size=16k tmpfs m 2>/dev/null || skip "cannot mount a tmpfs here"
	echo old >m/out.csv
	many_failing 300 >r.csv
	run --separate-stderr "$MFA_CHECK" -o m/out.csv r.csv
	old=$(cat m/out.csv)
	left=$(ls -A m)
	umount m
	wanted 2
	is old "$old"
	is out.csv "$left"
}

@test "a limit on file size: status 2, not a signal" {
	many_failing 300 >r.csv
	echo old >out.csv
	run --separate-stderr bash -c "ulimit -f 1; '$MFA_CHECK' -o out.csv r.csv"
	wanted 2
	is old "$(cat out.csv)"
	folder_holds "out.csv r.csv"
}

@test "a reader that closes early" {
	many_failing 2000 >r.csv
	run bash -c "'$MFA_CHECK' -f csv r.csv 2>/dev/null | head -n 1 >/dev/null
		echo \${PIPESTATUS[0]}"
	[ "$output" -eq 2 ] || is 141 "$output"
}

# CSV keeps the bytes of a name, so that it can be found again.
@test "control and bidirectional characters of file names are made visible" {
	name=$(printf 'r\033[31m\342\200\256x.csv')
	failing_report >"$name"
	echo bad >>"$name"
	for format in table ndjson sarif; do
		check 3 -f "$format" "$name"
		lacks "$output" $'\033'
		lacks "$stderr" $'\033'
		lacks "$stderr" $'\342\200\256'
		[ "$format" != table ] || lacks "$output" $'\342\200\256'
	done
}

@test "a row that is rejected for its characters is shown with them escaped" {
	with_rows "$(row $'x\033[31m')" "$(row $'y\342\200\256')" "$(row $'z\302\2331m')" >r.csv
	for format in table csv ndjson sarif; do
		check 3 -f "$format" r.csv
		for raw in $'\033' $'\302\233'; do
			lacks "$output" "$raw"
			lacks "$stderr" "$raw"
		done
		lacks "$stderr" $'\342\200\256'
	done
}

@test "markup in a path is only text" {
	with_rows "$(password_user p arn='arn:aws:iam::123456789012:user/<script>&"/p' |
		sed 's/arn:[^,]*/"&"/; s/&"/\&""/')" >r.csv
	check 1 -f ndjson r.csv
	is 'arn:aws:iam::123456789012:user/<script>&"/p' "$(q '[.[] | select(.type == "result") | .arn] | .[0]')"
	check 1 -f csv r.csv
	is 'arn:aws:iam::123456789012:user/<script>&"/p' "$(printf '%s\n' "$output" |
		python3 -c 'import csv, sys; print(next(csv.DictReader(sys.stdin))["arn"])')"
}

@test "the fingerprint is the same however the report is encoded, moved or sorted" {
	fingerprint()
	{
		check 1 -f ndjson "$@"
		q '[.[] | select(.user == "mallory") | .fingerprint] | .[0]'
	}
	failing_report >r.csv
	one=$(fingerprint r.csv)
	[[ $one =~ ^[0-9a-f]{64}$ ]]
	mkdir d
	gzip -nc r.csv >d/2024-06-30.csv.gz
	is "$one" "$(fingerprint d/2024-06-30.csv.gz)"
	sed 's/Z,/+00:00,/g' r.csv >old.csv
	is "$one" "$(fingerprint old.csv)"
	{
		sed -n '1p;5p' r.csv
		sed -n 2,4p r.csv
	} >sorted.csv
	is "$one" "$(fingerprint sorted.csv)"
	sed 's/mallory,\(.*\)2020-01-02T03:04:05Z,true/mallory,\12020-01-02T03:04:06Z,true/' r.csv \
		>other.csv
	[ "$one" != "$(fingerprint other.csv)" ]
	sed 's/123456789012/210987654321/' r.csv >other.csv
	[ "$one" != "$(fingerprint other.csv)" ]
}

@test "the table keeps its width where a wide character takes the last column" {
	local name
	name=$(printf 'a%.0s' {1..70})😀
	{
		printf '%s\n' "$HEADER"
		root_row
	} >"$name"
	run --separate-stderr "$MFA_CHECK" "$name"
	[ "$status" -eq 0 ]
	[[ $output == *😀* ]]
	[[ $output != *😀:* ]]
}

@test "sarif: --fail-on=none, absolute paths and paths from here" {
	failing_report >r.csv
	check 0 --fail-on=none -f sarif "$PWD/r.csv" ././r.csv
	is '"none"' "$(printf '%s' "$output" | jq -c '.runs[0].properties.run.fail_on')"
	is "[\"file://$PWD/r.csv\",\"r.csv\"]" "$(printf '%s' "$output" | jq -c \
		'[.runs[0].results[].locations[].physicalLocation.artifactLocation.uri] | unique | sort')"
}

@test "an output in the root folder, and one whose name is a link's to nowhere" {
	failing_report >r.csv
	check 2 -q -f csv -o / r.csv
	check 2 -q -f csv -o /nowhere/out.csv r.csv
	says /nowhere/out.csv
	ln -s b a
	ln -s a b
	check 2 -q -f csv -o a r.csv
	says 'mfa-check: error: '
}
