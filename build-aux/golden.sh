#!/bin/sh
# Compares the program's outputs with tests/golden/INPUT.FORMAT. INPUT is a
# folder of testdata, or "sample", the report there. With "take" it takes the
# new outputs over after it has shown how they differ. PROGRAM is the program;
# called at the top of the sources.
set -eu

: "${PROGRAM:=build/mfa-check}"
new=$(mktemp)
trap 'rm -f "$new"' EXIT
differ=0

for old in tests/golden/*.*; do
	name=${old##*/}
	format=${name##*.}
	input=${name%.*}
	[ "$input" != sample ] || input=status_reports_2026-09-11T13-15-19+00-00.csv
	status=0
	(cd testdata && env -u MFA_CHECK_POLICY -u SOURCE_DATE_EPOCH NO_COLOR=1 \
		"$PROGRAM" -f "$format" "$input") >"$new" || status=$?
	[ "$status" -le 1 ] || {
		echo "$old: status $status"
		exit 1
	}
	diff -u "$old" "$new" && continue
	differ=1
	[ "${1-}" != take ] || cp "$new" "$old"
done
[ "${1-}" = take ] || exit "$differ"
