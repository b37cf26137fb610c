#!/usr/bin/env bats
# The manual: its examples run, and it has the options that the program has.

load helper

page=$srcdir/man/mfa-check.1

# The commands of the literal blocks: lines that begin with "$ ", without mdoc's escapes.
examples()
{
	awk '/^\.Bd -literal/ { inside = 1; next } /^\.Ed/ { inside = 0 } inside' "$page" |
		sed -n 's/^\$ //p' | sed 's/\\e/\\/g; s/\\&//g; s/\\-/-/g; s/\\(aq/'"'"'/g'
}

# The files that the examples may name.
folder()
{
	cp -R "$srcdir/testdata/." .
	chmod -R u+w .
	failing_report >report.csv
	mkdir bin
	printf '#!/bin/sh\nexec "%s" "$@"\n' "$MFA_CHECK" >bin/mfa-check
	chmod +x bin/mfa-check
	PATH=$PWD/bin:$PATH
}

@test "every example runs" {
	[ -e "$page" ] || skip "no manual yet"
	folder
	count=0
	while IFS= read -r line; do
		run --separate-stderr timeout 20 bash -c "$line" </dev/null
		case $status in
		0 | 1 | 3) ;;
		*)
			echo "example: $line"
			wanted "0, 1 or 3"
			;;
		esac
		count=$((count + 1))
	done < <(examples)
	[ "$count" -gt 0 ]
}

@test "the long options of --help and of the manual are the same" {
	[ -e "$page" ] || skip "no manual yet"
	check 0 --help
	printf '%s\n' "$output" | grep -oE -- '--[a-z][a-z0-9-]+' | sort -u >help.txt
	sed 's/\\-/-/g; s/\\&//g' "$page" | grep -oE -- '(--|Fl -)[a-z][a-z0-9-]+' |
		sed 's/^Fl -/--/' | sort -u >man.txt
	[ -s help.txt ]
	diff help.txt man.txt
}

@test "the manual has no mistakes" {
	command -v mandoc >/dev/null || skip "no mandoc"
	[ -e "$page" ] || skip "no manual yet"
	run mandoc -Tlint -Wwarning "$page"
	is "" "$output"
}
