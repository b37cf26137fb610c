#!/usr/bin/env bats
# The formats one by one, and what all of them owe: no run looks clean that was not complete, what
# is hidden is said, and the totals are the same; names come back (prove_formats.py).

load helper

FORMATS="table csv ndjson json sarif markdown junit github prom ocsf gcc"

# py PROGRAM [ARGUMENT]...: Python with the readers; the output of the last run is `data`.
py()
{
	local program=$1
	shift
	printf '%s\n' "$output" | PYTHONPATH=$srcdir/tests PYTHONDONTWRITEBYTECODE=1 \
		python3 -c "
import sys
import readers
data = sys.stdin.buffer.read()
$program" "$@"
}

# A run with all there is: two accounts, findings, an exception, what is unknown, what is for a
# person, a rejected row, and a file that cannot be read.
mixed()
{
	failing_report | sed 's/123456789012/210987654321/' >a.csv
	{
		failing_report
		password_user robot
		password_user doubt mfa_active=maybe
		echo bad
	} >b.csv
	printf 'user,mfa_active\n' >c.csv
	cat >p.yaml <<-'END'
	policy: 1
	name: mixed
	extends: [builtin:cis-aws-6.0]
	exceptions:
	  - rules: [console-mfa]
	    users: [robot]
	    approved: 2026-01-01
	    expires: 2026-12-31
	    reason: It has | no hands
	    owner: ops
	END
	options=(-p p.yaml --as-of=2026-06-01 a.csv b.csv c.csv nowhere.csv)
}

@test "json: the objects of ndjson in an array" {
	failing_report >r.csv
	check 1 -f ndjson r.csv
	want=$(printf '%s\n' "$output" | jq -Sc .)
	check 1 -f json r.csv
	is "$want" "$(printf '%s\n' "$output" | jq -Sc '.[]')"
	is "[" "${output:0:1}"
}

@test "markdown: a verdict, findings, rules" {
	failing_report >r.csv
	check 1 -f markdown r.csv
	is "### mfa-check: 1 finding (1 high)" "${lines[0]}"
	prints '| high | console-mfa | 123456789012 | mallory |' '#### Rules' \
		'| console-mfa | high |' ' 1 | 1 | 1 | 0 | 0 | 0 |'
	clean_report >r.csv
	check 0 -f markdown r.csv
	is "### mfa-check: no findings" "${lines[0]}"
	lacks "$output" '#### Findings'
}

@test "markdown: at most 60 KB, the worst and the rules are kept, the rest is counted" {
	many_failing 3000 >r.csv
	name=$(printf 'r\303\251%.0s' $(seq 80)).csv
	mv r.csv "$name"
	check 3 -f markdown "$name" nowhere.csv
	[ "$(printf '%s' "$output" | wc -c)" -le 60000 ]
	[ "$(printf '%s' "$output" | wc -c)" -gt 40000 ]
	printf '%s' "$output" | iconv -f UTF-8 -t UTF-16 >/dev/null
	prints 'and the answer is incomplete' nowhere.csv 'more are left out here' '| console-mfa | high |'
	rows=$(printf '%s\n' "$output" | grep -c '^| high | console-mfa')
	left=$(printf '%s\n' "$output" | sed -n 's/^\([0-9]*\) more are left out.*/\1/p')
	is 3000 "$((rows + left))"
}

@test "junit: suites by report, their numbers, and Jenkins' schema in what it allows" {
	failing_report >r.csv
	check 1 -f junit r.csv
	py '
cases = readers.read_junit(data)
assert [(c["suite"], c["classname"], c["name"], c["ending"]) for c in cases] == [
    ("123456789012", "console-mfa", "123456789012/mallory", "failure"),
    ("mfa-check", "root-mfa", "The root user has an MFA device", ""),
    ("mfa-check", "mfa-check", "everything was read and judged", "")], cases
assert cases[0]["text"].startswith("r.csv:5. "), cases[0]
assert b"skipped" not in data.split(b"\n")[1]'
}

@test "junit: no two cases of one class have one name, nor two accounts one user" {
	{
		failing_report
		failing_report | sed 1d | sed 's/123456789012/210987654321/'
	} >r.csv
	check 1 -f junit --all -p all --as-of=2026-01-01 r.csv
	py '
cases = [(c["classname"], c["name"]) for c in readers.read_junit(data)]
assert len(cases) == len(set(cases)), [c for c in cases if cases.count(c) > 1]
assert ("console-mfa", "210987654321/mallory") in cases'
}

@test "junit: a defect stands in the suite of its own input" {
	failing_report >r.csv
	check 3 -f junit nowhere.csv r.csv
	py '
suites = [c["suite"] for c in readers.read_junit(data)]
assert suites == ["mfa-check", "123456789012", "mfa-check"], suites'
}

@test "github: ten annotations of a kind, the last of which counts the rest" {
	many_failing 30 >r.csv
	check 1 -f github r.csv
	is 10 "${#lines[@]}"
	prints '::error file=r.csv,line=3,col=' '21 more findings and defects not shown here'
	lacks "$output" incomplete
	many_failing 9 >r.csv
	check 1 -f github r.csv
	is 9 "${#lines[@]}"
	many_failing 10 >r.csv
	check 1 -f github r.csv
	is 10 "${#lines[@]}"
	prints '1 more finding or defect not shown here'
}

@test "github: among ten annotations are that the answer is incomplete, and that it hides" {
	many_failing 30 >r.csv
	check 3 -f github --all --min-severity=high r.csv nowhere.csv
	is 10 "$(printf '%s\n' "$output" | grep -c '^::error')"
	prints 'the answer is incomplete; 22 more'
	many_failing 30 | sed 's/mallory-[5-9]\(.*\)true,\([^,]*\),\([^,]*\),\([^,]*\),false/m\1true,\2,\3,\4,true/' >r.csv
	check 1 -f github -p all --as-of=2026-01-01 --all --min-severity=medium r.csv
	[ "$(printf '%s\n' "$output" | grep -c '^::notice')" -le 10 ]
	printf '%s\n' "$output" | grep '^::notice' | head -n 10 | grep -q 'hidden by --min-severity'
}

@test "github: what has no place names no file; a long title is cut" {
	clean_report >r.csv
	cat >p.yaml <<-END
	policy: 1
	name: p
	rules:
	  - id: long
	    title: $(printf 'long %.0s' $(seq 100))
	    severity: low
	    fail: {mfa_active: false}
	    message: bad
	END
	check 1 -f github -p p.yaml r.csv
	py '
titles = [c["title"] for c in readers.read_github(data)]
assert titles and all(len(t) <= 255 and t.endswith("...") for t in titles), titles'
}

@test "prom: zero is a value, unless it may be hidden" {
	clean_report >r.csv
	check 0 -f prom r.csv
	prints 'mfa_check_complete 1' 'mfa_check_status 0' \
		'{account="123456789012",rule="console-mfa",severity="high",outcome="fail"} 0'
	check 0 -f prom --min-severity=critical r.csv
	lacks "$output" 'rule="console-mfa",severity="high",outcome="fail"'
	prints 'rule="root-mfa",severity="critical",outcome="fail"} 0'
}

@test "prom: the newest time of an account's reports" {
	for day in 2024-06-30 2024-07-02 2024-07-01; do
		failing_report >$day.csv
	done
	check 1 -f prom 2024-07-02.csv 2024-06-30.csv 2024-07-01.csv
	prints "mfa_check_report_time_seconds{account=\"123456789012\"} $(date -ud 2024-07-02T23:59:59Z +%s)"
	py '
values = readers.read_prom(data)
assert values[("mfa_check_reports", ())] == 3'
}

@test "gcc: what editors and problem matchers read" {
	failing_report >r.csv
	check 1 -f gcc r.csv
	is "r.csv:5:69: error: mallory has a console password and no MFA device [console-mfa]" "$output"
}

@test "gcc: no line is a command of a build service" {
	failing_report >'::error::x.csv'
	failing_report >' ::error::y.csv'
	failing_report >'a##[error]z.csv'
	check 1 -f gcc '::error::x.csv' ' ::error::y.csv' 'a##[error]z.csv'
	is "./::error::x.csv:5 ./ ::error::y.csv:5 a#\\x23[error]z.csv:5" \
		"$(printf '%s\n' "$output" | sed 's/:69: error.*//' | paste -sd ' ')"
}

@test "table and messages: no line is a command of a build service" {
	name="$(printf 'x%.0s' $(seq 70)) ::error::y##[error]z.csv"
	failing_report >"$name"
	echo bad >>"$name"
	check 3 "$name"
	prints '  \x3a:error::y#\x23[error]z.csv'
	says '#\x23[error]z.csv'
	lacks "$output$stderr" '##'
	is "" "$(printf '%s\n' "$output" "$stderr" | grep '^ *::')"
}

@test "ocsf: the members of a Compliance Finding" {
	failing_report >r.csv
	check 1 -f ocsf --as-of=2026-01-01T00:00:00Z r.csv
	is '[2003,2,1,200301,1767225600000,4,"High",1,"New","1.8.0"]' "$(q '.[0] | [.class_uid,
		.category_uid, .activity_id, .type_uid, .time, .severity_id, .severity, .status_id,
		.status, .metadata.version]')"
	is '["console-mfa","IAM.5",3,"arn:aws:iam::123456789012:user/mallory","123456789012"]' \
		"$(q '.[0] | [.compliance.control, (.compliance.requirements[] |
		select(startswith("aws-security-hub")) | split(" ")[1]), .compliance.status_id,
		.resources[0].uid, .cloud.account.uid]')"
	uid=$(q '.[0].finding_info.uid')
	check 1 -f ndjson --as-of=2026-01-01T00:00:00Z r.csv
	is "$uid" "$(q '[.[] | select(.type == "result").fingerprint][0]')"
	check 1 -f ocsf r.csv
	is 0 "$(q '.[0].time')"
}

@test "ocsf: what is suppressed, passed, unknown, a defect" {
	mixed
	check 3 --all -f ocsf "${options[@]}"
	is '[[1,"Pass",99,"pass"],[2,"Warning",1,"New"],[3,"Fail",1,"New"],[3,"Fail",3,"Suppressed"],[99,"not_applicable",99,"not_applicable"]]' \
		"$(q '[.[] | [.compliance.status_id, .compliance.status, .status_id, .status]] | unique')"
	is '["suppressed","It has | no hands","owner ops, expires 2026-12-31"]' \
		"$(q '[.[] | select(.status_id == 3)][0].compliance.status_details')"
	is '["","maybe"]' "$(q '[.[] | select(.severity_id == 0)] | [.[0].unmapped.credential,
		([.[].message | match("maybe").string] | first)]')"
	is true "$(q '[.[] | .finding_info.uid | test("^[0-9a-f]{64}$")] | all')"
}

@test "ocsf: every event follows the schema" {
	mixed
	check 3 --all --min-severity=high -f ocsf "${options[@]}"
	py '
import ocsf_schema
events = readers.read_lines(data)
assert len(events) > 10
for event in events:
    ocsf_schema.check(event)'
}

# How a clean and complete run is told, in each format: what an incomplete one must not have.
@test "an incomplete run looks clean in no format" {
	clean_report >r.csv
	{
		clean_report
		echo bad
	} >bad.csv
	for format in $FORMATS; do
		check 0 -f "$format" r.csv
		clean=$output
		for input in bad.csv nowhere.csv; do
			check 3 -f "$format" --min-severity=critical --fail-on=none "$input"
			[ "$output" != "$clean" ]
			case $format in
			table) prints INCOMPLETE ;;
			csv) printf '%s\n' "$output" | grep -q '^unknown,' ;;
			ndjson) is '[3,1]' "$(q '[.[-1].status, ([.[] | select(.level == "error")] | length)]')" ;;
			json) is '[3,1]' "$(q '.[0] | [.[-1].status, ([.[] | select(.level == "error")] | length)]')" ;;
			sarif) is false "$(q '.[0].runs[0].invocations[0].executionSuccessful')" ;;
			markdown) contains "${lines[0]}" 'and the answer is incomplete' ;;
			junit)
				prints 'errors="1"'
				lacks "$output" 'everything was read and judged'
				;;
			github) prints ::error 'title=the answer is incomplete' ;;
			prom) prints 'mfa_check_complete 0' 'mfa_check_status 3' 'mfa_check_defects 1' ;;
			ocsf) is '["The answer is incomplete",2]' \
				"$(q '.[0] | [.finding_info.title, .compliance.status_id]')" ;;
			gcc) prints ': error: ' ;;
			*) false ;;
			esac
		done
	done
}

@test "what --min-severity hides is said in every format" {
	failing_report >r.csv
	said='1 result less severe than critical is hidden by --min-severity'
	for format in $FORMATS; do
		check 1 -f "$format" --min-severity=critical r.csv
		lacks "$output" mallory
		case $format in
		table) prints --min-severity=critical hid ;;
		ndjson) is 1 "$(summary hidden)" ;;
		json) is 1 "$(q '.[0][-1].hidden')" ;;
		sarif) is '["critical",1]' "$(q '.[0].runs[0].properties |
			[.run.min_severity, .summary.hidden]')" ;;
		prom) prints 'mfa_check_results_hidden 1' ;;
		*) prints "$said" ;;
		esac
		check 1 -f "$format" r.csv
		lacks "$output" ' hidden by '
	done
}

@test "a report of nobody to whom a rule applies, and one without a finding, in every format" {
	clean_report >clean.csv
	head -n 2 clean.csv >root.csv
	for format in $FORMATS; do
		check 0 -f "$format" --rule=console-mfa root.csv
		[ "$format" != junit ] || py 'assert len(readers.read_junit(data)) == 2'
		check 0 -f "$format" clean.csv
		case $format in
		csv) is 1 "${#lines[@]}" ;;
		github | gcc | ocsf) is "" "$output" ;;
		*) [ -n "$output" ] ;;
		esac
	done
}

@test "the totals of all formats are equal" {
	mixed
	for all in "" --all; do
		args=()
		for format in $FORMATS; do
			args+=(-f "$format:out.$format")
		done
		check 3 $all "${args[@]}" "${options[@]}"
		py '
import collections, re
def read(name):
    with open("out." + name, "rb") as f:
        return f.read()
events = readers.read_lines(read("ndjson"))
summary = events[-1]
results = [e for e in events if e["type"] == "result"]
defects = sum(e["type"] == "problem" and e["level"] == "error" for e in events)
want = collections.Counter(e["outcome"] for e in results)
for outcome in ("fail", "unknown", "manual", "suppressed"):
    assert want[outcome] == summary[outcome] > 0, (outcome, want, summary)
assert summary["rejected"] == 1 and defects >= 3 and len({e["account"] for e in results}) >= 2
assert readers.read_json(read("json")) == events
records = want + collections.Counter({"unknown": defects})
got = collections.Counter(r["outcome"] for r in readers.read_csv(read("csv")))
assert got == records, ("csv", got, records)
got = collections.Counter(e["unmapped"]["outcome"] for e in readers.read_lines(read("ocsf")))
assert got == records, ("ocsf", got, records)
ends = collections.Counter(c["ending"] for c in readers.read_junit(read("junit")))
assert ends["failure"] == want["fail"], ends
assert ends["error"] == want["unknown"] + defects, ends
assert ends["skipped"] == want["manual"] + want["suppressed"] + want["not_applicable"], ends
kinds = collections.Counter(readers.GCC.fullmatch(l)[4] for l in readers.read_gcc(read("gcc")))
assert kinds["error"] == want["fail"] + defects and kinds["warning"] == want["unknown"], kinds
assert sum(kinds.values()) == len(results) + defects, kinds
tables = readers.read_markdown(read("markdown"))
assert sum(len(t) - 1 for t in tables if "What" in t[0]) == len(results) + defects
shown = collections.Counter()
for command in readers.read_github(read("github")):
    more = re.search(r"(\d+) more ", command["message"])
    shown[command["command"]] += int(more[1]) if more else 1
assert shown["error"] == kinds["error"] and shown["warning"] == kinds["warning"], shown
assert shown["notice"] == kinds["note"], shown
prom = readers.read_prom(read("prom"))
got = collections.Counter()
for (name, labels), value in prom.items():
    if name == "mfa_check_results":
        got[dict(labels)["outcome"]] += int(value)
assert +got == +want, ("prom", got, want)
for name in ("reports", "rows"):
    assert prom[("mfa_check_" + name, ())] == summary[name]
assert prom[("mfa_check_rows_rejected", ())] == summary["rejected"]
assert prom[("mfa_check_defects", ())] == defects
run = readers.read_json(read("sarif"))["runs"][0]
assert len(run["results"]) == len(results)
notes = run["invocations"][0]["toolExecutionNotifications"]
table = read("table").decode()
assert "%d findings" % want["fail"] in table and "%d unknown" % want["unknown"] in table'
	done
}

@test "the ending of a file tells the format; the longest one counts" {
	failing_report >r.csv
	for pair in json:json md:markdown xml:junit prom:prom ocsf:ocsf ocsf.json:ocsf sarif.json:sarif; do
		check 1 -o "out.${pair%:*}" r.csv
		check 1 -f "${pair#*:}" r.csv
		is "$output" "$(cat "out.${pair%:*}")"
	done
	check 2 -o .json r.csv
	check 2 -o out.github r.csv
}

@test "the same run gives the same bytes in every format" {
	mixed
	for format in $FORMATS; do
		check 3 -f "$format" "${options[@]}"
		one=$output
		check 3 -f "$format" "${options[@]}"
		is "$one" "$output"
		lacks "$output" "$PWD"
	done
}

@test "--csv-raw, --csv-bom, --no-header: check, list and rules" {
	with_rows "$(password_user "=1+1")" >r.csv
	check 1 -f csv --csv-raw r.csv
	prints ',=1+1,'
	check 1 -f csv r.csv
	prints ",'=1+1,"
	whole=$output
	check 1 -f csv --no-header r.csv
	is "$whole" "${whole%%$'\n'*}"$'\n'"$output"
	check 1 -f csv --csv-bom r.csv
	is $'\357\273\277'"$whole" "$output"
	check 0 list -f csv --csv-raw --no-header r.csv
	is '=1+1,true,false' "${lines[1]}"
	check 0 list -f csv --csv-bom r.csv
	is $'\357\273\277'"user,password_enabled,mfa_active" "${lines[0]}"
	check 0 rules list -f csv --csv-bom
	is $'\357\273\277'rule, "${output:0:8}"
	check 0 rules list -f csv --no-header
	is console-mfa "${output%%,*}"
}

@test "--summary: defects and totals, no single results" {
	mixed
	check 3 --summary "${options[@]}"
	prints nowhere.csv 'left out, by --summary' 'INCOMPLETE: ' 'console-mfa (high)'
	lacks "$output" mallory
	check 3 "${options[@]}"
	lacks "$output" --summary
	many_failing 3000 >r.csv
	check 1 --summary r.csv
	prints '3000 findings'
	[ "${#lines[@]}" -lt 12 ]
}

@test "options that no output heeds, or that contradict each other" {
	failing_report >r.csv
	for option in --csv-raw --csv-bom --no-header; do
		check 2 "$option" r.csv
		says "$option" 'no output of this run'
		check 2 "$option" -f ndjson r.csv
		check 2 list "$option" r.csv
		check 1 "$option" -f table -f csv:out.csv r.csv
	done
	check 2 --summary -f csv r.csv
	says --summary
	check 2 list --summary r.csv
	check 2 --summary --all r.csv
	says --all
	check 1 --summary --all -f table -f csv:out.csv r.csv
	check 2 -f csv --csv-bom --no-header r.csv
	says --csv-bom --no-header
}

@test "--note: in the run of ndjson, json and sarif" {
	failing_report >r.csv
	notes=(--note=ticket=SEC-1421 --note 'by=a "b" = c</script>')
	for format in ndjson json sarif; do
		check 1 -f "$format" "${notes[@]}" r.csv
		is '{"ticket":"SEC-1421","by":"a \"b\" = c</script>"}' \
			"$(q '[.. | objects | .notes // empty][0]')"
	done
	check 1 -f ndjson --note=empty= r.csv
	is '{"empty":""}' "$(q '.[0].notes')"
	check 1 -f ndjson r.csv
	is '{}' "$(q '.[0].notes')"
	for bad in ticket =x 'a b=x' "a:=x" "$(printf 'n%.0s' $(seq 65))=x"; do
		check 2 --note="$bad" r.csv
		says --note ticket=SEC-1421
	done
	check 2 --note=a=1 --note=a=1 r.csv
	says 'note a'
	check 2 list --note=a=1 r.csv
}

@test "list and rules print no other format than theirs" {
	clean_report >r.csv
	for format in json markdown junit github prom ocsf gcc; do
		check 2 list -f "$format" r.csv
		says "$format"
		check 2 rules list -f "$format"
	done
}

@test "hostile names come back from every format" {
	prove formats
}

@test "prom: a choice of rules, and accounts beyond the limit" {
	failing_report >r.csv
	check 0 -f prom --rule='root-*' r.csv
	prints 'mfa_check_rules_chosen 1' 'mfa_check_accounts_joined 0'
	check 1 -f prom r.csv
	prints 'mfa_check_rules_chosen 0'
	{
		printf '%s\n' "$HEADER"
		password_user mallory | awk '{
			for (i = 0; i < 16000; i++) {
				line = $0
				sub(/123456789012/, 100000000000 + i, line)
				print line
			}
		}'
	} >many.csv
	check 3 -q -p all --as-of=2026-07-01 -f prom many.csv
	prints 'mfa_check_accounts_joined 1' 'account="others",rule="console-mfa"'
	is 16000 "$(printf '%s\n' "$output" | awk '/^mfa_check_results.*console-mfa.*outcome="fail"/ {
		sum += $NF } END { print sum }')"
}

@test "a choice of rules is said for people and services alike" {
	failing_report >r.csv
	for format in markdown gcc github junit ocsf table html; do
		check 0 -f "$format" --rule='root-*' --skip-rule='*sole*' r.csv
		[[ ${output,,} == *'only the rules chosen by '*'skip-rule'*' were applied'* ]]
		check 1 -f "$format" r.csv
		lacks "${output,,}" 'only the rules chosen'
	done
	check 0 -f github --rule='root-*' --min-severity=critical r.csv
	is 1 "$(grep -c 'were applied' <<<"$output")"
}
