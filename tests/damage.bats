#!/usr/bin/env bats
# The short forms of the proofs about damage: to reports, to outputs.

load helper

@test "a cut report is never judged as a whole one" {
	prove cuts
}

@test "a damaged byte never changes a verdict unnoticed" {
	prove flips
}

# bats test_tags=kill
@test "126: killed at any moment, the output is the old one or the new one" {
	prove kill
}
