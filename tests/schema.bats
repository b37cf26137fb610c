#!/usr/bin/env bats
# The JSON Schema of policies against ajv, the validator behind many editors. It and js-yaml
# are looked for in NODE_PATH, else in ./node_modules: npm i ajv js-yaml

modules=${NODE_PATH:-$PWD/node_modules}

load helper

# needs_ajv: skips without it; else makes the schema and the validator.
needs_ajv()
{
	export NODE_PATH=$modules
	command -v node >/dev/null || skip 'no node'
	node -e 'require("ajv/dist/2020"); require("js-yaml")' 2>/dev/null ||
		skip "no ajv and js-yaml in $modules"
	"$MFA_CHECK" policy schema >schema.json
	cat >validate.js <<-'END'
	// Prints for each file: valid, refused, or unreadable where it is no YAML.
	const fs = require("fs"), yaml = require("js-yaml"), Ajv = require("ajv/dist/2020");
	const schema = JSON.parse(fs.readFileSync("schema.json", "utf8"));
	const valid = new Ajv().compile(schema);
	const verdict = (text) => {
		try {  // YAML 1.2, as editors read it: a date is a text
			return valid(yaml.load(text, {schema: yaml.CORE_SCHEMA})) ? "valid" : "refused";
		} catch (error) {
			if (error.name === "YAMLException") return "unreadable";
			throw error;
		}
	};
	for (const name of process.argv.slice(2))
		console.log(verdict(fs.readFileSync(name, "utf8")), name);
	END
}

# verdict WORD FILE...: the files that got it, without folder and ending.
verdict()
{
	local word=$1
	shift
	node validate.js "$@" | sed -n "s/^$word //p" | sed 's/.*\///; s/\.yaml$//' | paste -sd ' '
}

@test "the schema is JSON and says what it is" {
	check 0 policy schema
	is '' "$stderr"
	printf '%s\n' "$output" >schema.json
	python3 -m json.tool schema.json >/dev/null
	is 'https://json-schema.org/draft/2020-12/schema' "$(jq -r '."$schema"' schema.json)"
	is '[]' "$(jq -c '[.. | objects | ."$ref"? // empty | ltrimstr("#/$defs/")] - (."$defs" | keys)' \
		schema.json)"
}

# agree NAME YAML: of the lines of standard input the program takes those in place of @ in
# the YAML that match the pattern of this name in the schema.
agree()
{
	mkdir "$1"
	tee "$1/all" | awk -v folder="$1" -v yaml="$2" '{
		file = sprintf("%s/%05d.yaml", folder, NR)
		at = index(yaml, "@")
		printf "%s%s%s\n", substr(yaml, 1, at - 1), $0, substr(yaml, at + 1) >file
		close(file) }'
	"$MFA_CHECK" policy check -q "$1"/*.yaml 2>said || :
	sed -nE 's/^[a-z]*\/0*([0-9]+)\.yaml:.*/\1/p' said | sort -un >refused
	"$MFA_CHECK" policy schema | jq -r --rawfile all "$1/all" ".\"\$defs\".$1.pattern as \$pattern |
		\$all | rtrimstr(\"\n\") / \"\n\" | to_entries[] |
		select(.value | test(\$pattern) | not) | .key + 1" >unmatched
	diff refused unmatched || { cat said; return 1; }
	# Some are of either kind.
	[ -s refused ]
	[ "$(wc -l <refused)" -lt "$(wc -l <"$1/all")" ]
}

@test "spans, days and times: the schema's patterns take what the program takes" {
	rule=$'policy: 1\nname: a\nrules:\n  - {id: a, title: a, severity: low, message: a, fail: '
	for number in '' 0 00 1 9 01 10 100 999999 100000 1000000 -1 +1 1.5 1e3 1_0 0x1 ' 1' '1 ' $'\u0661'; do
		for unit in '' s m h d w y D S M Y mo ms ' d' 'd ' dd 'd1' day; do
			echo "$number$unit"
		done
	done | agree duration "$rule{user_age: {over: \"@\"}}}"
	for year in 0000 0001 0004 1900 2000 2023 2024 2100 2400 9996 9999 10000 999; do
		for month in 00 01 02 03 04 05 06 07 08 09 10 11 12 13; do
			for day in 00 01 10 28 29 30 31 32; do
				echo "$year-$month-$day"
			done
		done
	done >days
	printf '%s\n' 2026-7-1 2026/07/01 01.07.2026 20260701 2026-07-01T00:00:00Z now never \
		'2026-07-01 ' ' 2026-07-01' 2026-07 2026-182 +2026-07-01 x2026-07-01 >>days
	agree day $'policy: 1\nexceptions:\n  - {rules: [a], expires: never, reason: a, approved: "@"}' <days
	{
		cat days
		printf '%s\n' Now NOW today 'now ' 1785542400 2026-07-01T 2026-02-29T00:00:00Z
		for clock in 00:00:00 23:59:59 24:00:00 19:60:00 19:00:60 23:59:60 7:00:00 0:0:0 00:00 000000; do
			for behind in Z z '' .1Z .123456789Z .1234567890Z .Z ,5Z ' Z' +00:00 -00:00 +23:59 -23:59 \
				+24:00 +05:60 +0545 +05 UTC; do
				echo "2024-02-29T$clock$behind"
			done
			printf '%s\n' "2024-02-29 ${clock}Z" "2024-02-29t${clock}Z"
		done
		echo 2017-01-01T05:44:60+05:45
	} | agree time "$rule{user_creation_time: {before: \"@\"}}}"
	grep -qF 'this is "2024-02-29T23:59:60Z": a policy knows no second 60, write 59' said
}

@test "the schema accepts every valid policy of the sources" {
	needs_ajv
	cp "$srcdir"/policies/*.yaml .
	awk '/^\.Bd -literal$/ { inside = 1; next } /^\.Ed/ { exit } inside' \
		"$srcdir/man/mfa-check-policy.5" >manual.yaml
	PYTHONPATH=$srcdir/tests python3 -B -c 'import mutate_keys; print(mutate_keys.RICH)' >rich.yaml
	printf '%s\n' 'policy: 1' 'lists: {robots: ["svc-*"]}' 'exceptions:' \
		'  - rules: [console-mfa]' '    users: "@robots"' '    approved: 2026-07-01' \
		'    expires: never' '    reason: Old thing' >exceptions.yaml
	check 0 policy check manual.yaml rich.yaml
	clean_report >r.csv
	check 0 --exceptions=exceptions.yaml --as-of=2026-08-01 r.csv
	is "$(printf '%s\n' *.yaml | sed 's/\.yaml$//' | paste -sd ' ')" "$(verdict valid ./*.yaml)"
}

# What takes another place of the policy, another file, the calendar or the grammar of
# messages to see, or is gone when the YAML has been read. All else must be refused.
unseen='account-short exception-ends-first
	exception-rule-glob-nothing exception-rule-nothing
	extends-cycle-a extends-cycle-b extends-itself extends-missing extends-pack-bare-mistyped
	extends-pack-bare extends-two-versions
	list-unknown message-open-long name-groups name-yes
	override-list-unknown override-param-unknown override-param-unused
	override-rule-nothing override-severity override-value
	param-key-mistyped param-key-of-pack-mistyped param-nested param-quoted param-unknown
	partition-mistyped partition-short placeholder-days placeholder-empty placeholder-mistyped placeholder-open
	placeholder-param placeholder-slot
	policy-fraction policy-not-first ref-mistyped ref-newer rule-twice span-in-params truth-python user-empty
	yaml-anchor yaml-tag'

@test "the schema refuses every broken policy whose mistake a schema can see" {
	needs_ajv
	is "$(echo $unseen)" "$(verdict valid "$srcdir"/tests/broken/*.yaml)"
	# What is no YAML is so for both.
	for name in $(verdict unreadable "$srcdir"/tests/broken/*.yaml); do
		case $name in
		key-twice* | list-not-quoted | nothing | yaml-*) ;;
		*) is '' "$name" ;;
		esac
	done
}
