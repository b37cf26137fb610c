#!/usr/bin/env bats
# Whole outputs, byte for byte; `make golden` takes new ones over.

load helper

@test "outputs are those in tests/golden" {
	cd "$srcdir"
	run env PROGRAM="$MFA_CHECK" sh build-aux/golden.sh
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}
