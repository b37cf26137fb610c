#!/usr/bin/env bats
# Policies: the built-in pack, own files, their errors, and the choice of rules.

load helper

policy()
{
	printf 'policy: 1\nname: test\nrules:\n' >p.yaml
	cat >>p.yaml
}

# with_fail YAML: a policy of one rule on users with this condition.
with_fail()
{
	policy <<-END
		  - id: own
		    title: A rule of our own
		    severity: low
		    scope: user
		    fail: $1
		    message: "{user} fails"
	END
}

# fails_on YAML USER...: the rule fails exactly these.
fails_on()
{
	with_fail "$1"
	shift
	run --separate-stderr "$MFA_CHECK" -p p.yaml -f ndjson r.csv
	is "$*" "$(failing)"
}

# bad_policy LINE:COLUMN TEXT...: the policy in p.yaml is refused at this place.
bad_policy()
{
	local at=$1
	shift
	clean_report >r.csv
	check 2 -p p.yaml r.csv
	says "p.yaml:$at" "^" "$@"
	is "" "$output"
}

# A valid policy; each test changes something of it.
valid()
{
	cat <<-'END'
		policy: 1
		name: test
		rules:
		  - id: own
		    title: A rule of our own
		    severity: low
		    refs: {acme: "1.10"}
		    scope: user
		    when: {password_enabled: true}
		    fail: {mfa_active: false}
		    message: "{user} fails"
		    fix: Mend it.
	END
}

people()
{
	with_rows "$(password_user a)" "$(password_user b mfa_active=true)" \
		"$(row c cert_1_active=true cert_1_last_rotated=2020-01-02T03:04:05Z)" \
		"$(password_user d password_last_used=2021-01-01T00:00:00Z)"
}

@test "policy show mfa prints what is in force" {
	check 0 policy show mfa
	prints "policy: 1" console-mfa root-mfa
	printf '%s\n' "$output" >p.yaml
	failing_report >r.csv
	check 1 -f csv -p p.yaml r.csv
	one=$output
	check 1 -f csv r.csv
	is "$one" "$output"
	check 1 -f csv -p mfa r.csv
	is "$one" "$output"
}

@test "policy show: an unknown name, no name" {
	check 2 policy show mfaa
	says mfaa mfa
	check 2 policy show
	check 2 policy
	check 2 policy shwo mfa
	says shwo show
}

@test "an own policy: message, severity, refs" {
	valid >p.yaml
	failing_report >r.csv
	check 1 -p p.yaml -f ndjson r.csv
	is '["own","low","mallory fails",{"acme":"1.10"}]' \
		"$(q '[.[] | select(.outcome == "fail") | [.rule, .severity, .message, .refs]] | .[0]')"
	is 1 "$(q '.[0].rules')"
	is '["own","A rule of our own","low","Mend it."]' \
		"$(q '[.[] | select(.type == "rule") | [.rule, .title, .severity, .fix]] | .[0]')"
}

@test "MFA_CHECK_POLICY, and -p before it" {
	valid >p.yaml
	failing_report >r.csv
	run --separate-stderr env MFA_CHECK_POLICY=p.yaml "$MFA_CHECK" -f ndjson r.csv
	wanted 1
	is '["test"]' "$(q '.[0].policy')"
	run --separate-stderr env MFA_CHECK_POLICY=p.yaml "$MFA_CHECK" -p mfa -f ndjson r.csv
	is '["mfa"]' "$(q '.[0].policy')"
	run --separate-stderr env MFA_CHECK_POLICY=nowhere.yaml "$MFA_CHECK" r.csv
	wanted 2
	says nowhere.yaml
}

@test "no policy is picked up from the working directory" {
	valid >mfa
	valid >mfa-check.yaml
	valid >.mfa-check.yaml
	failing_report >r.csv
	check 1 -f ndjson r.csv
	is '["console-mfa"]' "$(q '[.[] | select(.outcome == "fail") | .rule]')"
}

@test "literals, any, all, not, is, globs" {
	people >r.csv
	fails_on '{mfa_active: false}' a c d
	fails_on '{mfa_active: false, password_enabled: true}' a d
	fails_on '{any: [{cert_1_active: true}, {mfa_active: true}]}' b c
	fails_on '[{cert_1_active: true}, {mfa_active: true}]' b c
	fails_on '{all: [{password_enabled: true}, {mfa_active: true}]}' b
	fails_on '{not: {mfa_active: false}}' b
	fails_on '{not: {any: [{mfa_active: true}, {cert_1_active: true}]}}' a d
	fails_on '{password_last_used: {is: [no_information]}}' a b
	fails_on '{password_last_used: {is: [n/a]}}' c
	fails_on '{user: c}' c
	fails_on '{user: [a, "d*"]}' a d
	fails_on '{user: ["?"]}' a b c d
	fails_on '{user: ["*"]}' a b c d
	fails_on '{user: ["A"]}' ""
}

@test "three-valued: false AND unknown is false, true OR unknown is true" {
	with_rows "$(password_user x mfa_active=maybe)" >r.csv
	outcome()
	{
		with_fail "$2"
		check 3 --all -p p.yaml -f ndjson r.csv
		is "$1" "$(q '[.[] | select(.user == "x" and .type == "result") | .outcome] | .[0]')"
	}
	outcome pass '{mfa_active: false, password_enabled: false}'
	outcome unknown '{mfa_active: false, password_enabled: true}'
	outcome fail '{any: [{mfa_active: false}, {password_enabled: true}]}'
	outcome unknown '{any: [{mfa_active: false}, {password_enabled: false}]}'
	outcome unknown '{not: {mfa_active: true}}'
}

@test "scope: user, root, all" {
	clean_report >r.csv
	for scope in 'user alice bob' 'root <root_account>' 'all <root_account> alice bob'; do
		valid | sed "s/scope: user/scope: ${scope%% *}/; /when:/d; s/fail: .*/fail: {user: [\"*\"]}/" \
			>p.yaml
		check 1 -p p.yaml -f ndjson r.csv
		is "${scope#* }" "$(failing)"
	done
}

@test "several -p are joined; alike is one rule, different is an error that names both" {
	valid >p.yaml
	failing_report >r.csv
	check 1 -p mfa -p p.yaml -f ndjson r.csv
	is '["console-mfa","own"]' "$(q '[.[] | select(.outcome == "fail") | .rule]')"
	valid | sed 's/acme:/beta:/; s/name: test/name: twin/' >q.yaml
	check 1 -p p.yaml -p q.yaml -f ndjson r.csv
	is '[{"acme":"1.10","beta":"1.10"}]' "$(q '[.[] | select(.outcome == "fail") | .refs]')"
	valid | sed 's/severity: low/severity: high/' >q.yaml
	check 2 -p p.yaml -p q.yaml r.csv
	says p.yaml q.yaml own
}

@test "what differs between rules that cannot be joined is said, of all of them at once" {
	clean_report >r.csv
	valid >p.yaml
	valid | sed 's/low/high/; s/user} fails/user} failed/; s/Mend/End/' >q.yaml
	valid | sed 's/scope: user/scope: root/' >s.yaml
	check 2 -p p.yaml -p q.yaml -p s.yaml r.csv
	says 'q.yaml:4:5: the rule "own" is defined differently in p.yaml, line 4: "severity" is high here and low there; different too: "message", "fix"; they cannot be joined' \
		's.yaml:4:5: the rule "own" is defined differently in p.yaml, line 4: "scope" is root here and user there; they cannot be joined'
	# differs SED TEXT: of p.yaml and of what the script makes of it this is said.
	differs()
	{
		valid | sed "$1" >q.yaml
		printf '%s\n' 'policy: 1' 'name: x' 'extends: [p.yaml, q.yaml]' >x.yaml
		check 2 -p x.yaml r.csv
		says "x.yaml:3:19: the rule \"own\" is defined differently in p.yaml, line 4, and in q.yaml, line 4: $2; a rule of that id"
	}
	differs '/when:/d' '"when" is {password_enabled: true} in the one and absent in the other'
	differs 's/fail: .*/fail: [{active_keys: {over: 1}}, {user: ["a*", "b"]}]/' \
		'"fail" is {mfa_active: false} in the one and {any: [active_keys: {over: 1}, user: ["a*", "b"]]} in the other'
	differs 's/fail: .*/fail: {not: {user_age: {within: 2w}}, password_last_used: {is: n\/a, before: now}}/' \
		'"fail" is {mfa_active: false} in the one and {not: {user_age: {within: 14d}}, all: {password_last_used: {... in the other'
	differs 's/title: .*/title: A rule of our own as this file has it, but otherwise than that, at its end and twice/' \
		'"title" is A rule of our own in the one and A rule of our own as this file has it, but otherwise than th... in the other'
	differs 's/    fix: .*/    otherwise: manual/' \
		'"otherwise" is absent in the one and manual in the other; different too: "fix"'
	# In files that are extended, each with a conflict of its own.
	printf '%s\n' 'policy: 1' 'name: y' 'extends: [s.yaml, p.yaml]' >y.yaml
	printf '%s\n' 'policy: 1' 'name: z' 'extends: [x.yaml, y.yaml]' >z.yaml
	check 2 -p z.yaml r.csv
	says 'x.yaml:3:19: ' 'y.yaml:3:19: '
}

@test "--rule, --skip-rule, --tag choose rules" {
	valid >p.yaml
	failing_report >r.csv
	chosen()
	{
		local want=$1
		shift
		run --separate-stderr "$MFA_CHECK" -p mfa -p p.yaml -f ndjson "$@" r.csv
		is "$want" "$(q '[.[] | select(.type == "rule") | .rule] | sort | join(" ")')"
	}
	chosen "console-mfa own root-mfa"
	chosen own --rule=own
	chosen "console-mfa root-mfa" '--rule=*-mfa'
	chosen "own root-mfa" --skip-rule=console-mfa
	chosen root-mfa '--rule=*-mfa' '--skip-rule=console*'
	chosen "console-mfa own" --rule=own --rule=console-mfa
	chosen own --tag=acme
	is '["acme"]' "$(q '.[0].tag')"
}

@test "a choice that matches nothing is status 2" {
	clean_report >r.csv
	check 2 --rule=console-mfq r.csv
	says console-mfq
	check 2 --skip-rule=nosuch r.csv
	says nosuch
	check 2 --tag=nosuch r.csv
	says nosuch
	check 2 '--skip-rule=*' r.csv
	check 2 --rule=console-mfa --skip-rule=console-mfa r.csv
	check 2 --rule= r.csv
}

@test "a policy that is missing, a folder" {
	clean_report >r.csv
	check 2 -p nowhere.yaml r.csv
	says nowhere.yaml "No such file"
	check 2 -p . r.csv
}

@test "a mistyped built-in pack" {
	clean_report >r.csv
	check 2 -p mfs r.csv
	says mfs mfa
}

@test "errors have file, line, column, the source line and a caret" {
	valid | sed 's/severity:/severty:/' >p.yaml
	bad_policy 6:5 "severty: low" severity
	valid | sed 's/mfa_active:/mfa_activ:/' >p.yaml
	bad_policy 10:12 mfa_active
	valid | sed 's/severity: low/severity: lwo/' >p.yaml
	bad_policy 6:15 lwo low
	valid | sed 's/scope: user/scope: users/' >p.yaml
	bad_policy 8:12 users user
	valid | sed 's/{user} fails/{usr} fails/' >p.yaml
	bad_policy 11: usr user
	valid | sed 's/policy: 1/policy: 2/' >p.yaml
	bad_policy 1:9
	valid | sed 's/policy: 1/polcy: 1/' >p.yaml
	bad_policy 1:1 policy
}

@test "as many errors as there are, not only the first" {
	valid | sed 's/severity:/severty:/; s/mfa_active:/mfa_activ:/; s/{user}/{usr}/' >p.yaml
	bad_policy 6:5 p.yaml:10:12 p.yaml:11:
}

@test "every key with one letter changed, and in upper case, is an error" {
	clean_report >r.csv
	for key in policy name rules id title severity refs scope when fail message fix; do
		valid | sed -E "0,/\\b$key:/s/\\b$key:/${key}x:/" >p.yaml
		check 2 -p p.yaml r.csv
		says p.yaml: "${key}x"
		valid | sed -E "0,/\\b$key:/s/\\b$key:/${key^^}:/" >p.yaml
		check 2 -p p.yaml r.csv
		says p.yaml:
	done
}

@test "a rule without id, title, severity, scope, fail or message" {
	clean_report >r.csv
	for key in id title severity fail; do
		valid | sed -E "s/^(  - |    )$key:.*/\\1#/; s/^  - #/  -/" | sed '/^    #$/d' >p.yaml
		check 2 -p p.yaml r.csv
		says p.yaml: "$key"
	done
}

@test "operators that do not fit the field" {
	for fail in '{mfa_active: {over: 90d}}' '{mfa_active: maybe}' '{mfa_active: 1}' \
		'{user: {is: [no_information]}, mfa_active: {is: [sometimes]}}' \
		'{mfa_active: {iz: [empty]}}' '{password_last_used: true}' '{mfa_active: }' '{}' '[]' \
		'{any: []}' '{not: }' '{all: mfa_active}'; do
		with_fail "$fail"
		echo "fail: $fail"
		bad_policy 8:
	done
}

@test "a file over 1 MiB is refused where it becomes too large, whoever names it" {
	clean_report >r.csv
	{
		valid
		yes '# a comment' | head -c 1100000
	} >big.yaml
	line=$(($(head -c 1048576 big.yaml | wc -l) + 1))
	check 2 -p big.yaml r.csv
	says "big.yaml:$line:" 'here the file becomes larger than 1048576 bytes, the most that it may have' '^'
	check 2 --exceptions=big.yaml r.csv
	says "big.yaml:$line:"
	printf '%s\n' 'policy: 1' 'name: x' 'extends: [big.yaml]' >p.yaml
	check 2 policy check p.yaml
	says "big.yaml:$line:"
	for command in show test; do
		check 2 policy "$command" big.yaml
		says 'big.yaml is larger than 1048576 bytes, the most that such a file may have'
	done
	head -c 1048576 big.yaml >fits.yaml
	check 0 policy check fits.yaml
}

@test "the policy's digest changes with what it demands, not with its layout" {
	failing_report >r.csv
	digest()
	{
		check 1 -p p.yaml -f ndjson r.csv
		q '.[0].policy_sha256'
	}
	valid >p.yaml
	one=$(digest)
	[[ $one =~ ^[0-9a-f]{64}$ ]]
	valid | sed 's/severity: low/severity: high/' >p.yaml
	[ "$one" != "$(digest)" ]
	valid >p.yaml
	is "$one" "$(digest)"
}
