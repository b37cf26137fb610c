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
unseen='account-short date-wrong exception-date exception-ends-first
	exception-rule-glob-nothing exception-rule-nothing
	extends-cycle-a extends-cycle-b extends-itself extends-missing extends-pack-bare-mistyped
	extends-pack-bare extends-two-versions
	list-unknown override-list-unknown override-param-unknown override-param-unused
	override-rule-nothing override-severity override-value
	param-key-mistyped param-key-of-pack-mistyped param-nested param-quoted param-unknown partition-mistyped
	placeholder-days placeholder-empty placeholder-mistyped placeholder-open
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
