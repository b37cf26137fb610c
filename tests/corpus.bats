#!/usr/bin/env bats
# The corpus of hostile input: the table is corpus.py, corpus_run.py runs it.

load helper

# corpus TABLE: every case of it but the heavy ones.
corpus()
{
	run env MFA_CHECK="$MFA_CHECK" python3 "$srcdir/tests/corpus_run.py" short "$1"
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}

@test "corpus: layers of encoding" {
	corpus LAYERS
}

@test "corpus: rows as JSON" {
	corpus JSON_ROWS
}

@test "corpus: the shape of CSV" {
	corpus SHAPES
}

@test "corpus: values" {
	corpus VALUES
}

@test "corpus: folders" {
	corpus FOLDERS
}

@test "corpus: reports glued to each other" {
	corpus GLUED
}

@test "corpus: policies" {
	corpus POLICIES
}

@test "corpus: no table is left out, and no name is there twice" {
	run env MFA_CHECK="$MFA_CHECK" python3 "$srcdir/tests/corpus_run.py" names
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
	is "$(grep -o '^[[:blank:]]corpus [A-Z_]*' "$BATS_TEST_FILENAME" | cut -d' ' -f2 | sort)" "$output"
}
