#!/usr/bin/env bats
# Mistakes in files of cases, for `policy test`.

load helper

# mistaken PLACE SENTENCE: what is said of the file of cases on standard input.
mistaken()
{
	cat >c.yaml
	check 2 policy test c.yaml
	says "c.yaml:$1: $2"
}

@test "a file of cases that is none" {
	mistaken 1:1 'a file of cases is a map with the keys policy and cases; this is a text' <<<text
	mistaken 1:1 'a file of cases is a map with the keys policy and cases; this is a list' <<<'- a'
	mistaken 2:8 '"cases" takes a list of cases; this is a map' <<-'END'
		policy: builtin:mfa
		cases: {a: b}
	END
	mistaken 2:78 'a case is a map of keys; this is a text' <<-'END'
		policy: builtin:mfa
		cases: [{name: n, at: 2026-09-11, row: {user: a}, expect: {root-mfa: pass}}, text]
	END
	mistaken 1:9 'this quote is not closed' <<<'policy: "'
}

# case AT ROW EXPECT: a file with that one case.
case_of()
{
	printf '%s\n' 'policy: builtin:all' 'cases:' "  - {name: n, at: $1," "    row: $2," \
		"    expect: $3}"
}

@test "a case's time, row and expectations" {
	mistaken 3:19 '"at" takes a time such as 2026-09-11T13:15:19Z or a date; this is "today"' \
		< <(case_of today '{user: a}' '{console-mfa: pass}')
	mistaken 4:10 '"row" takes a map such as {user: alice}; this is a list' \
		< <(case_of 2026-09-11 '[a]' '{console-mfa: pass}')
	mistaken 4:17 'a cell is a text; this is a list' < <(case_of 2026-09-11 '{user: [a]}' '{console-mfa: pass}')
	mistaken 4:17 'a cell has one line' < <(case_of 2026-09-11 '{user: "a\nb"}' '{console-mfa: pass}')
	mistaken 5:13 '"expect" takes a map such as {console-mfa: fail}; this is a text' \
		< <(case_of 2026-09-11 '{user: a}' fail)
}

@test "an expectation that names no rule of the policy, no slot, or one too many" {
	mistaken 5:14 'the policy has no rule "consol-mfa"; did you mean "console-mfa"?' \
		< <(case_of 2026-09-11 '{user: a}' '{consol-mfa: fail}')
	mistaken 5:14 'the rule "console-mfa" judges the row as a whole: no slot follows its name' \
		< <(case_of 2026-09-11 '{user: a}' '{console-mfa access_key_1: fail}')
	slots='"access-key-age access_key_1" or "access-key-age access_key_2"'
	for slot in '' ' access_key_3' ' cert_1'; do
		mistaken 5:14 "the rule \"access-key-age\" judges each slot: $slots" \
			< <(case_of 2026-09-11 '{user: a}' "{access-key-age$slot: fail}")
	done
}

@test "rows that make no report, and cells with quotes and commas" {
	case_of 2026-09-11 '{mfa_active: "true"}' '{console-mfa: fail}' >c.yaml
	check 1 policy test c.yaml
	prints 'the row is rejected: the row makes no report: it needs user or arn'
	case_of 2026-09-11 "{user: 'a \"b\", c', mfa_active: 'false'}" \
		'{console-mfa: pass}' >c.yaml
	check 1 policy test c.yaml
	prints 'the row is rejected: user is "a "b", c"; expected an IAM user name'
}

@test "a slot's expectation that is not met names the slot" {
	case_of 2026-09-11 '{user: a, access_key_1_active: "false"}' \
		'{access-key-age access_key_1: fail}' >c.yaml
	check 1 policy test c.yaml
	prints '    access-key-age access_key_1: expected fail, got '
}
