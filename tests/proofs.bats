#!/usr/bin/env bats
# The short forms of the proofs; `python3 tests/prove_x.py long` is the long one of each.

load helper

prove()
{
	run env MFA_CHECK="$MFA_CHECK" python3 "$srcdir/tests/prove_$1.py" short
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}

@test "every encoding of a report gives the same answer" {
	prove encodings
}

@test "the users that fail are those of Python and awk" {
	prove oracle
}

@test "the verdicts of random policies are those of an independent evaluator" {
	prove policies
}

@test "surplus cells are joined as every split tried in turn says" {
	prove surplus
}

@test "a cut report is never judged as a whole one" {
	prove cuts
}

@test "a damaged byte never changes a verdict unnoticed" {
	prove flips
}

@test "NDJSON adds up" {
	prove ndjson
}

@test "126: killed at any moment, the output is the old one or the new one" {
	prove kill
}

# bats test_tags=plain
@test "memory does not depend on the input's length" {
	prove memory
}
