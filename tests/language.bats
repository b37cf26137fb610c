# Policies of several files, parameters, overrides and exceptions, from the
# command line. What is said of broken files is tests/unit/test_resolve.c's.

load helper

# policy NAME [LINE]...: a policy file with these lines behind its name.
policy()
{
	printf 'policy: 1\nname: %s\n' "$1"
	shift
	printf '%s\n' "$@"
}

# keys_rule: a rule that counts keys, by the parameter most.
keys_rule()
{
	printf '%s\n' 'rules:' '  - id: keys' '    title: Few keys' \
		'    severity: medium' '    scope: user' \
		"    fail: {active_keys: {over: \$most}}" \
		'    message: "{user} has {active_keys} keys"'
}

# exceptions [KEY: VALUE]...: a file with one, for console-mfa.
exceptions()
{
	printf '%s\n' 'policy: 1' 'exceptions:' '  - rules: [console-mfa]' \
		'    approved: 2026-07-01' '    expires: 2027-06-30' '    reason: Old thing'
	[ $# -eq 0 ] || printf '    %s\n' "$@"
}

# robot_rows: a report of two users with a key each.
robot_rows()
{
	clean_report
	row svc-a access_key_1_active=true \
		access_key_1_last_rotated=2026-05-01T00:00:00Z \
		access_key_1_last_used_date=2026-06-30T00:00:00Z
	row joe access_key_1_active=true \
		access_key_1_last_rotated=2026-05-01T00:00:00Z \
		access_key_1_last_used_date=2026-06-30T00:00:00Z
}

digest()
{
	q '.[0].policy_sha256'
}

@test "a policy extends packs and files beside it, and nothing else" {
	mkdir dir
	policy base 'params: {most: 0}' "$(keys_rule)" >dir/base.yaml
	policy acme 'extends: [builtin:mfa, base.yaml]' >dir/acme.yaml
	robot_rows >r.csv
	check 1 -p dir/acme.yaml -f ndjson r.csv
	is 'svc-a joe' "$(failing)"
	is '["acme"]' "$(q '.[0].policy')"
	cp dir/base.yaml mfa
	policy acme 'extends: [mfa]' >acme.yaml
	check 1 -p acme.yaml -f ndjson r.csv
	is 'svc-a joe' "$(failing)"
	rm mfa
	check 2 -p acme.yaml r.csv
	says 'acme.yaml:3:11: ' '; a built-in pack is written builtin:mfa'
	policy acme 'extends: [dir/../acme.yaml]' >acme.yaml
	check 2 -p acme.yaml r.csv
	says 'a policy cannot extend itself: acme.yaml extends acme.yaml'
}

@test "errors of an extended file have its name, and all are said" {
	policy base 'params: {most: x}' "$(keys_rule)" >base.yaml
	policy acme 'extends: [base.yaml, none.yaml]' 'lists: {a: b}' >acme.yaml
	policy other 'rulse: []' >other.yaml
	check 2 policy check acme.yaml other.yaml
	says 'acme.yaml:3:22: policy none.yaml cannot be read: No such file' \
		'acme.yaml:4:12: the list "a" takes globs' \
		'base.yaml:3:16: "over" takes a number' \
		'; $most is used in line 9' \
		'other.yaml:3:1: unknown key "rulse"; did you mean "rules"?'
	check 0 policy check mfa all
	is '' "$stderr"
	check 2 policy check
	check 2 policy chekc
}

@test "--set beats overrides, they beat params" {
	policy acme 'params: {most: 1}' 'lists: {robots: ["svc-*"]}' "$(keys_rule)" \
		'overrides: [{rules: [keys], users: "@robots", set: {most: 0}}]' >acme.yaml
	robot_rows >r.csv
	check 1 -p acme.yaml -f ndjson r.csv
	is 'svc-a' "$(failing)"
	first=$(digest)
	check 0 -p acme.yaml -f ndjson --set=most=1 r.csv
	is '["most=1"]' "$(q '.[0].set')"
	[ "$first" != "$(digest)" ]
	check 1 -p acme.yaml -f ndjson --set most=0 r.csv
	is 'svc-a joe' "$(failing)"
	check 2 -p acme.yaml --set=mots=0 r.csv
	says '--set=mots=0: no policy of this run has such a parameter; did you mean "most"?'
	check 2 -p acme.yaml --set=most r.csv
	says '--set is "most"; expected'
	check 2 -p acme.yaml --set=most=0 --set=most=1 r.csv
	check 2 -p acme.yaml --set=most=90d r.csv
	says '--set=most=90d: "over" takes a number' '$most is used in acme.yaml, line 10'
	check 2 -p acme.yaml --set=mots=0 --set=most=90d r.csv
	says '--set=mots=0: no policy' '--set=most=90d: "over" takes a number'
}

@test "of several overrides the last counts, and each reaches its own policy alone" {
	robot_rows >r.csv
	policy acme 'params: {most: 1}' "$(keys_rule)" 'overrides:' \
		'  - {rules: [keys], users: [joe], set: {most: 1}}' \
		'  - {rules: [keys], users: ["*"], set: {most: 0}}' >acme.yaml
	check 1 -p acme.yaml -f ndjson r.csv
	is 'svc-a joe' "$(failing)"
	policy top 'extends: [acme.yaml]' \
		'overrides: [{rules: [keys], users: [joe], set: {most: 1}}]' >top.yaml
	check 1 -p top.yaml -f ndjson r.csv
	is 'svc-a' "$(failing)"
	policy other 'params: {most: 1}' "$(keys_rule | sed 's/id: keys/id: more/')" >other.yaml
	check 1 -p acme.yaml -p other.yaml -f ndjson r.csv
	is '["keys"]' "$(q '[.[] | select(.outcome == "fail") | .rule] | unique')"
	policy same 'params: {most: 1}' "$(keys_rule)" >same.yaml
	check 2 -p acme.yaml -p same.yaml r.csv
	says 'same.yaml:5:5: the rule "keys" is defined differently in acme.yaml, line 5: overrides set other values, or reach others'
}

@test "an exception of one policy covers findings of all, by globs that match its own" {
	excuse()
	{
		policy acme 'params: {most: 0}' "$(keys_rule)" 'exceptions:' \
			"  - {rules: [$1], users: [joe], approved: 2026-01-01, expires: 2027-01-01, reason: x}" \
			>acme.yaml
	}
	robot_rows >r.csv
	policy other 'params: {most: 0}' "$(keys_rule | sed 's/id: keys/id: more/')" >other.yaml
	excuse '"*"'
	check 1 -p acme.yaml -p other.yaml --as-of=2026-08-01 -f ndjson r.csv
	is '["keys joe","more joe"]' \
		"$(q '[.[] | select(.outcome == "suppressed") | "\(.rule) \(.user)"]')"
	excuse more
	check 2 -p acme.yaml -p other.yaml --as-of=2026-08-01 r.csv
	says 'acme.yaml:12:14: "more" matches no rule'
}

@test "a list of the file replaces that of the same name in what it extends" {
	robot_rows >r.csv
	policy base 'params: {most: 1}' 'lists: {robots: ["svc-*"], spare: [x]}' "$(keys_rule)" \
		'overrides: [{rules: [keys], users: "@robots", set: {most: 0}}]' >base.yaml
	policy acme 'extends: [base.yaml]' 'lists: {robots: [joe]}' >acme.yaml
	check 1 -p acme.yaml -f ndjson r.csv
	is joe "$(failing)"
	says 'base.yaml:4:28: warning: nothing uses the list "spare"'
	lacks "$stderr" '"robots"'
}

@test "an exception suppresses what it covers, for its time" {
	failing_report >r.csv
	exceptions 'users: [mallory]' 'owner: team' >e.yaml
	check 0 --exceptions=e.yaml --as-of=2026-07-01T00:00:00Z -f ndjson r.csv
	is '{"reason":"Old thing","owner":"team","expires":"2027-06-30"}' \
		"$(q '.[] | select(.outcome == "suppressed") | .suppression')"
	is 1 "$(summary suppressed)"
	is "[{\"name\":\"e.yaml\",\"sha256\":\"$(sha256sum e.yaml | cut -d' ' -f1)\"}]" \
		"$(q '.[0].exceptions')"
	is '' "$stderr"
	check 0 --exceptions=e.yaml --as-of=2027-06-30 r.csv
	check 1 --exceptions=e.yaml --as-of=2026-06-30 r.csv
	says 'e.yaml:3: this exception suppressed 0 results; it was approved on 2026-07-01'
	check 1 --exceptions=e.yaml --as-of=2027-07-01T00:00:00Z -f ndjson r.csv
	says 'it expired on 2027-06-30, and later ones count again: 1 result'
	is 'e.yaml:3' "$(q '.[] | select(.type == "problem") | "\(.source):\(.line)"')"
	check 0 --exceptions=e.yaml --as-of=2026-08-01 -v r.csv
	says 'e.yaml:3: this exception suppressed 1 result'
}

@test "an exception needs a time that is known, and an account that is there" {
	failing_report >r.csv
	exceptions >e.yaml
	touch -d 2026-08-01 r.csv
	check 1 --exceptions=e.yaml --require-time r.csv
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	exceptions 'accounts: ["*"]' >e.yaml
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	cut -d, -f1,4,8 r.csv >cut.csv
	check 1 --exceptions=e.yaml --as-of=2026-08-01 --rule=console-mfa cut.csv
}

@test "an unused exception is warned about, unless its rules are not run" {
	clean_report >r.csv
	exceptions 'users: [mallory]' >e.yaml
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	says 'warning: e.yaml:3: this exception suppressed 0 results'
	check 0 --exceptions=e.yaml --as-of=2026-08-01 --rule=root-mfa r.csv
	is '' "$stderr"
	check 0 --exceptions=e.yaml --as-of=2026-08-01 -q r.csv
	is '' "$stderr"
}

@test "what a file of exceptions may not be" {
	clean_report >r.csv
	exceptions 'reasn: x' >e.yaml
	check 2 --exceptions=e.yaml r.csv
	says 'e.yaml:7:5: unknown key "reasn"; did you mean "reason"?'
	check 2 --exceptions=none.yaml r.csv
	says 'none.yaml cannot be read'
	exceptions >e.yaml
	check 2 -p e.yaml r.csv
	says 'e.yaml:1:1: this is a file of exceptions, no policy: give it with --exceptions=FILE'
	check 2 -p e.yaml --exceptions=e.yaml r.csv
	says 'e.yaml is given as a policy and as exceptions'
	check 2 --exceptions=e.yaml -f csv -o e.yaml r.csv
	says 'e.yaml is read as a policy and written in one run'
}

@test "policy check takes a file of exceptions, and nothing else does" {
	exceptions 'users: [mallory]' >e.yaml
	check 0 policy check e.yaml mfa
	is '' "$stderr"
	exceptions 'users: [mallory]' | sed 's/console/consol/' >old.yaml
	check 0 policy check old.yaml
	is '' "$stderr"
	check 2 policy check mfa --exceptions=old.yaml
	says 'old.yaml:3:13: "consol-mfa" matches no rule; did you mean "console-mfa"?'
	exceptions 'owner:' | sed 's/Old thing/" "/' >bad.yaml
	check 2 policy check mfa bad.yaml
	says 'bad.yaml:6:13: "reason" is empty' 'bad.yaml:7:5: "owner" is empty'
	exceptions | sed 's/2026-07/2020-07/; s/2027/2021/' >old.yaml
	check 0 policy check old.yaml
	says 'old.yaml:5:14: warning: this exception has expired' 'covers every user'
	failing_report >r.csv
	check 2 -p e.yaml r.csv
	says 'e.yaml:1:1: this is a file of exceptions, no policy: give it with --exceptions=FILE'
	check 2 policy show --resolved e.yaml
	policy acme 'extends: [e.yaml]' >acme.yaml
	check 2 policy check acme.yaml
	says 'e.yaml:1:1: this is a file of exceptions, no policy'
	printf '%s\n' 'policy: e.yaml' \
		'cases: [{name: x, at: 2026-08-01, row: {user: a}, expect: {a: fail}}]' >c.yaml
	check 2 policy test c.yaml
	says 'e.yaml:1:1: this is a file of exceptions, no policy'
}

@test "suggested exceptions are refused until somebody fills them in" {
	failing_report >r.csv
	check 1 --suggest-exceptions --as-of=2026-08-01 r.csv
	prints '  - rules: ["console-mfa"]' '- "mallory"' 'accounts: ["123456789012"]' \
		'approved: 2026-08-01' 'expires: 2026-10-30'
	printf '%s\n' "$output" >e.yaml
	check 2 --exceptions=e.yaml r.csv
	says '"reason" is empty; write here why it is excused' \
		'"owner" is empty; write here who answers for it, or remove the key'
	sed -i 's/reason:/& x/; s/owner:/& y/' e.yaml
	check 0 --exceptions=e.yaml --as-of=2026-08-01 r.csv
	check 2 --suggest-exceptions -f csv r.csv
	says '--suggest-exceptions prints to standard output'
	check 1 --suggest-exceptions -f csv:out.csv r.csv
	folder_holds 'e.yaml out.csv r.csv'
	clean_report >r.csv
	check 0 --suggest-exceptions r.csv
	is '# There is no finding to excuse.' "$output"
}

@test "suggested exceptions read back whatever ids and users look like" {
	for id in 123 on 1e5; do
		policy t 'rules:' "  - {id: \"$id\", title: t, severity: low, fail: {has_password: true}, message: m}" \
			>p.yaml
		failing_report | sed 's/mallory/@SUM/g' >r.csv
		check 1 --suggest-exceptions -p p.yaml --as-of=2026-08-01 r.csv
		prints "rules: [\"$id\"]" '- "?SUM"' '# A name cannot begin with @ here'
		[[ $output != *'names no account'* ]]
		printf '%s\n' "$output" | sed 's/reason:/& x/; s/owner:/& y/' >e.yaml
		check 0 -p p.yaml --exceptions=e.yaml --as-of=2026-08-01 r.csv
	done
	failing_report | cut -d, -f1,3- >r.csv
	check 1 --suggest-exceptions --as-of=2026-08-01 r.csv
	prints '# The report names no account: this covers users of'
}

@test "policy show --resolved is the policy in effect" {
	policy base 'params: {most: 3, least: 2}' "$(keys_rule)" >base.yaml
	policy acme 'extends: [builtin:cis-aws-6.0, base.yaml]' 'params: {most: 1}' \
		'lists: {robots: ["svc-*", "@x"]}' 'rules:' '  - id: console-mfa' \
		'    title: "T: [x]"' '    severity: low' '    when: {not: {user: ["@robots"]}}' \
		'    fail: {mfa_active: false}' '    message: m' \
		'overrides: [{rules: [keys], users: "@robots", set: {most: 0}}]' \
		'exceptions: [{rules: [keys], approved: 2026-01-01, expires: never, reason: "a: b"}]' \
		>acme.yaml
	sed -i 's/, "@x"/, "x"/' acme.yaml
	robot_rows >r.csv
	check 0 policy show --resolved acme.yaml
	prints 'most: 1  # acme.yaml:4' '# acme.yaml:7 replaced that of builtin:cis-aws-6.0:' \
		'; @robots: acme.yaml:5' '; $most: acme.yaml:4'
	says 'base.yaml:3:19: warning: no rule uses the parameter "least"' \
		'this exception never expires' 'covers every user'
	printf '%s\n' "$output" >flat.yaml
	run --separate-stderr -- "$MFA_CHECK" -p acme.yaml --as-of=2026-08-01 -f ndjson r.csv
	first=$(digest) users=$(failing)
	run --separate-stderr -- "$MFA_CHECK" -p flat.yaml --as-of=2026-08-01 -f ndjson r.csv
	is "$first" "$(digest)"
	is "$users" "$(failing)"
	check 0 policy show acme.yaml
	is "$(cat acme.yaml)" "$output"
	check 2 policy show
	check 2 policy show none.yaml
}

# accepted FILE...: which of the files the schema accepts.
accepted()
{
	python3 - "$@" <<-'PY'
	import json, sys, yaml
	from jsonschema import Draft202012Validator as Validator

	class Loader(yaml.SafeLoader):
	    """YAML 1.2, as editors read it: a date is a text."""

	Loader.yaml_implicit_resolvers = {
	    key: [(tag, test) for tag, test in value if not tag.endswith("timestamp")]
	    for key, value in yaml.SafeLoader.yaml_implicit_resolvers.items()}
	schema = json.load(open("schema.json"))
	Validator.check_schema(schema)
	print(*[name for name in sys.argv[1:]
	        if Validator(schema).is_valid(yaml.load(open(name), Loader))])
	PY
}

@test "the schema accepts what the program accepts, and refuses what it refuses" {
	python3 -c 'import jsonschema, yaml' || skip 'no python3 with jsonschema and yaml'
	check 0 policy schema
	printf '%s\n' "$output" >schema.json
	is 'https://json-schema.org/draft/2020-12/schema' "$(jq -r '."$schema"' schema.json)"
	packs=("$srcdir"/policies/*.yaml)
	is "${packs[*]}" "$(accepted "${packs[@]}")"

	policy acme 'params: {most: 1}' 'lists: {robots: ["svc-*"]}' "$(keys_rule)" \
		'overrides: [{rules: [keys], users: "@robots", set: {most: 0}}]' \
		'exceptions: [{rules: [keys], approved: 2026-01-01, expires: never, reason: x}]' \
		>good.yaml
	exceptions >e.yaml
	check 0 policy check good.yaml
	is 'good.yaml e.yaml' "$(accepted good.yaml e.yaml)"
	local number=0 change
	for change in 's/^policy: 1/policy: 2/' 's/^name/nmae/' 's/^rules/rulse/' \
		's/severity: medium/severity: urgent/' 's/scope: user/scope: users/' \
		's/active_keys/activ_keys/' 's/over:/ovr:/' 's/over: \$most/over: 90d/' \
		's/over: \$most/over: -1/' 's/"@robots"/robots/' 's/set:/sets:/' \
		's/reason: x/reason:/' 's/expires: never/expires: nevr/' \
		's/title: Few keys/title: 1.10/' 's/id: keys/id: Keys/' \
		's/fail: .*/fail: {active: true}/' 's/fail: .*/fail: {user: "a*"}/' \
		's/fail: .*/fail: {mfa_active: "true"}/' 's/fail: .*/fail: {mfa_active: yes, x: 1}/' \
		's/fail: .*/fail: {user_age: {over: 90}}/' 's/fail: .*/fail: {user: {is: nope}}/' \
		's/fail: .*/fail: {}/' 's/fail: .*/fail: [[]]/' 's/{most: 1}/[most]/' \
		's/scope: user/each: slot/' 's/scope: user/otherwise: pass/'; do
		number=$((number + 1))
		sed "$change" good.yaml >"bad-$number.yaml"
		check 2 policy check "bad-$number.yaml" || { echo "$change"; false; }
		is '' "$(accepted "bad-$number.yaml")" || { echo "$change"; false; }
	done
}

@test "policy test compares verdicts with those that are expected" {
	policy acme 'params: {most: 0}' "$(keys_rule)" >acme.yaml
	mkdir cases
	cat >cases/good.yaml <<-'END'
	policy: ../acme.yaml
	cases:
	  - name: a key
	    at: 2026-09-11T13:15:19Z
	    row: {user: alice, access_key_1_active: "true", access_key_2_active: "false"}
	    expect: {keys: fail}
	  - name: no column
	    at: 2026-09-11
	    row: {user: alice, access_key_1_active: "false"}
	    expect: {keys: unknown}
	  - name: root
	    at: 2026-09-11
	    row: {user: <root_account>, access_key_1_active: "false"}
	    expect: {keys: none}
	END
	check 0 policy test cases/good.yaml "$srcdir"/policies/tests/*.yaml
	prints 'cases/good.yaml: 3 cases, 0 differ'
	sed 's/keys: fail/keys: pass/; s/keys: none/keys: manual/' cases/good.yaml >cases/wrong.yaml
	check 1 policy test cases/wrong.yaml
	prints 'cases/wrong.yaml:3: a key' \
		'    keys: expected pass, got fail: alice has 1 keys' \
		'    keys: expected manual, got none' 'cases/wrong.yaml: 3 cases, 2 differ'
	check 1 policy test --set=most=1 cases/good.yaml
	sed 's/keys: fail/kes: fail/; s/user: alice/usr: alice/; s/unknown/unknwn/; s/name: root/nam: x/' \
		cases/good.yaml >cases/bad.yaml
	check 2 policy test cases/bad.yaml
	says 'cases/bad.yaml:5:11: unknown column "usr"; did you mean "user"?' \
		'cases/bad.yaml:10:20: unknown outcome "unknwn"; did you mean "unknown"?' \
		'cases/bad.yaml:11:5: unknown key "nam"; did you mean "name"?'
	sed 's/keys: fail/kes: fail/; s/keys: none/keys cert_1: none/' cases/good.yaml >cases/bad.yaml
	check 2 policy test cases/bad.yaml
	says 'cases/bad.yaml:6:14: the policy has no rule "kes"; did you mean "keys"?' \
		'judges the row as a whole'
	sed 's/arn/x/; s/user: alice/user: "a b"/' cases/good.yaml >cases/bad.yaml
	check 1 policy test cases/bad.yaml
	prints '    the row is rejected: '
	check 2 policy test none.yaml
	check 2 policy test
}

@test "the policy in effect reads back whatever the ids look like" {
	for id in 0 010 -1 1e3 true null -; do
		cat >p.yaml <<-EOT
			policy: 1
			name: t
			params: {most: 1}
			rules:
			  - id: "$id"
			    title: t
			    severity: low
			    fail: {active_keys: {over: \$most}}
			    message: m
			overrides:
			  - {rules: ["$id"], users: [a], set: {most: 2}}
		EOT
		"$MFA_CHECK" policy show --resolved p.yaml >resolved.yaml
		check 0 policy check resolved.yaml
	done
}

@test "what can never hold or match is warned about, in a check and in a run" {
	cat >never.yaml <<-'END'
	policy: 1
	name: never
	params: {most: 5}
	lists: {robots: ["^svc-.*$"]}
	rules:
	  - id: keys
	    title: Few keys
	    severity: low
	    fail: {active_keys: {over: $most}, not: {user: ["{a,b}"]}}
	    message: "{user}"
	overrides:
	  - {rules: [keys], users: "@robots", set: {most: 1}}
	exceptions:
	  - rules: [keys]
	    accounts: ["1234", "1234*", "*"]
	    users: ["svc-*"]
	    approved: 2026-07-01
	    expires: 2199-06-30
	    reason: Old thing
	END
	failing_report >r.csv
	for arguments in 'policy check never.yaml' '-p never.yaml --as-of=2026-08-01 r.csv'; do
		run --separate-stderr -- "$MFA_CHECK" $arguments
		[ "$status" -ne 2 ]
		says 'never.yaml:3:16: warning: this never holds: active_keys is 0 to 2; $most is used in' \
			'never.yaml:9:53: warning: "{a,b}" matches no user: in a glob only' \
			'never.yaml:12:28: warning: "^svc-.*$" matches no user' \
			'never.yaml:15:16: warning: "1234" matches no account: an account is 12 digits'
		[[ $stderr != *'"1234*" matches'* && $stderr != *'"svc-*" matches'* ]]
	done
}

@test "a number that a field can have is not warned about, one that it cannot have is" {
	local each test
	# Which of them hold: fields of the row, of a slot.
	for test in 'active_keys: 0' 'active_keys: 2' 'active_keys: {over: 1}' 'active_keys: {under: 1}' \
		'active_keys: {at_least: 2}' 'active_keys: {within: 0}' 'active_certs: {over: 1}' \
		'slot: 1' 'slot: 2' 'slot: {over: 1}' 'slot: {under: 2}'; do
		can_hold "$test"
		is "" "$stderr"
	done
	for test in 'active_keys: 3' 'active_keys: {over: 2}' 'active_keys: {under: 0}' \
		'active_keys: {at_least: 3}' 'active_certs: {over: 2}'; do
		can_hold "$test"
		says "warning: this never holds: ${test%%:*} is 0 to 2"
	done
	for test in 'slot: 0' 'slot: 3' 'slot: {over: 2}' 'slot: {under: 1}'; do
		can_hold "$test"
		says 'warning: this never holds: slot is 1 to 2'
	done
}

# can_hold TEST: what is said of a rule with that test.
can_hold()
{
	local each=
	[[ $1 != slot:* ]] || each='each: access_key, '
	printf '%s\n' 'policy: 1' 'name: n' 'rules:' \
		"  - {id: r, title: T, severity: low, ${each}fail: {$1}, message: m}" >p.yaml
	check 0 policy check p.yaml
}

@test "messages: spans by their unit, long texts cut, truth values and numbers" {
	long=/$(printf 'path-of-a-team/%.0s' {1..33})
	with_rows "$(password_user alice "arn=arn:aws:iam::123456789012:user${long}alice" \
		access_key_1_active=true access_key_1_last_rotated=2026-09-11T11:00:00Z)" >r.csv
	printf '%s\n' 'policy: 1' 'name: n' 'rules:' \
		'  - {id: r, title: T, severity: low, each: access_key, scope: user, fail: {active: true},' \
		'     message: "{age}; {active_keys}; {has_password}; {mfa_active}; {path}"}' >p.yaml
	for at in '11:00:00Z 0s' '11:00:59Z 59s' '11:01:00Z 1m' '11:59:59Z 59m' '12:00:00Z 1h' '13:15:19Z 2h'; do
		check 1 -p p.yaml -f ndjson --as-of="2026-09-11T${at% *}" r.csv
		message=$(q '[.[] | select(.type == "result" and .outcome == "fail") | .message] | .[0]')
		[[ $message == "${at#* }; 1; true; false; /path-of-a-team/"* ]]
	done
	check 1 -p p.yaml -f ndjson --as-of=2026-09-12T11:00:00Z r.csv
	[[ $(q '[.[] | select(.outcome == "fail") | .message] | .[0]') == "1d; 1; "* ]]
}

@test "messages: a free text is cut behind 1,024 bytes, never inside a character" {
	printf '%s\n' 'policy: 1' 'name: n' 'rules:' \
		'  - {id: r, title: T, severity: low, scope: user, fail: {mfa_active: false},' \
		'     message: "{additional_credentials_info}"}' >p.yaml
	for size in 1020 1022 1023 1024; do
		x=$(printf "%${size}s" '' | tr ' ' x)
		printf '%s\n' user,mfa_active,additional_credentials_info "a,false,${x}éé" >r.csv
		check 1 -p p.yaml -f ndjson r.csv
		case $size in
		1020) want=${x}éé ;;
		1022) want=${x}é... ;;
		1023) want=${x}é... ;;
		*) want=$x... ;;
		esac
		is "$want" "$(q '[.[] | select(.outcome == "fail") | .message] | .[0]')"
	done
}

@test "policy show --resolved has the digest of the run, whatever --set leaves of overrides" {
	digest()
	{
		"$MFA_CHECK" "$@" -f ndjson r.csv | jq -r 'select(.type == "run").policy_sha256'
	}
	failing_report >r.csv
	for days in {1..12}; do
		cat >p.yaml <<-END
			policy: 1
			name: main
			params: {count: 1, flag: true, span: ${days}d}
			rules:
			  - id: r
			    title: T
			    severity: high
			    when: {active_keys: {at_least: \$count}}
			    fail: {any: [{mfa_active: \$flag}, {user_age: {over: \$span}}]}
			    message: m
			overrides:
			  - {rules: [r], users: [a], set: {count: 2}}
			  - {rules: [r], users: [b], set: {count: 2}}
			  - {rules: [r], users: [c], set: {flag: false}}
			  - {rules: [r], users: [d], set: {span: 400d}}
			  - {rules: [r], users: [e], set: {flag: false}}
		END
		"$MFA_CHECK" policy show --resolved --set=count=2 p.yaml >effect.yaml
		is "$(digest -p p.yaml --set=count=2)" "$(digest -p effect.yaml)"
	done
}
