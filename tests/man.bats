#!/usr/bin/env bats
# The manual: its examples run, and it has the options that the program has.

load helper

page=$srcdir/man/mfa-check.1
formats=$srcdir/man/mfa-check-output.5

# The commands of the literal blocks: lines that begin with "$ ", without mdoc's escapes.
examples()
{
	awk '/^\.Bd -literal/ { inside = 1; next } /^\.Ed/ { inside = 0 } inside' "$page" "$formats" |
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
	run mandoc -Tlint -Wwarning "$page" "$formats"
	is "" "$output"
}

# named PAGE SECTION: the first words of the list items there, in order.
named()
{
	awk -v name="$2" '/^\.S[hs] / { inside = substr($0, 5) == name; next }
		inside && /^\.It (Li|Cm) /' "$1" |
		sed -E 's/^\.It (Li|Cm) //; s/ Pq .*//; s/ Ns .*//; s/ , /\n/g'
}

@test "the formats of the program, of --help and of both manuals are the same" {
	sed -n 's/^WRITER(\(.*\))$/\1/p' "$srcdir/src/output/writers.def" | sort >program
	[ -s program ]
	check 0 --help
	printf '%s\n' "$output" | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p' | sort >help
	named "$page" FORMATS | sort >short
	sed -n 's/^\.Sh \([A-Z]*\)$/\1/p' "$formats" | tr A-Z a-z |
		grep -vxE 'name|description|examples|standards' | sort >long
	tr '\n' ' ' <"$srcdir/README" | sed 's/.*Formats: \([^.]*\)\..*/\1/' |
		sed 's/, \| and /\n/g' | sed 's/^ *//; s/ *$//' | sort >readme
	for other in help short long readme; do
		diff program "$other"
	done
}

@test "the endings of files that the manual has are told" {
	failing_report >r.csv
	sed -n 's/^\.It Cm \([a-z]*\) Pq Pa \(\..*\)/\1 \2/p' "$page" | sed 's/ , / /g' >endings
	[ "$(wc -l <endings)" -ge 9 ]
	while read -r format all; do
		check 1 -f "$format" r.csv
		want=$output
		for ending in $all; do
			check 1 -o "out$ending" r.csv
			is "$want" "$(cat "out$ending")"
		done
	done <endings
	grep -ohE '\.(ending|also) = "[^"]*"' "$srcdir"/src/output/writer_*.c |
		sed 's/.*"\(.*\)"/\1/' | sort >program
	cut -d ' ' -f 2- endings | tr ' ' '\n' | sort >manual
	diff program manual
}

# A run in which every type of line, outcome and member occurs.
everything()
{
	with_rows "$(password_user mallory)" "$(password_user robot)" \
		"$(password_user x mfa_active=maybe)" bad >r.csv
	cat >p.yaml <<-'END'
	policy: 1
	name: p
	extends: [builtin:mfa]
	exceptions:
	  - rules: ["*"]
	    users: [robot]
	    approved: 2026-01-01
	    expires: 2026-12-31
	    reason: r
	    owner: o
	END
	check 3 -p p.yaml --as-of=2026-06-01 --all -f "$1" r.csv
}

@test "the members of ndjson are those in the manual" {
	everything ndjson
	for type in $(q '.[].type' | sort -u); do
		q ".[] | select(.type == \"$type\") | keys[]" | sort -u | grep -vx type >program
		named "$formats" "$type" >manual
		[ "$type" != result ] || printf '%s\n' outcome severity rule account user arn \
			credential message source line report_time fingerprint >>manual
		sort -u manual | diff program -
	done
	named "$page" 'THE RECORD' >manual
	check 3 -f csv r.csv
	is "$(printf '%s\n' "$output" | head -n 1)" "$(paste -sd , manual)"
}

@test "the metrics of prom and the members of ocsf are those in the manual" {
	everything prom
	printf '%s\n' "$output" | sed -n 's/^# TYPE \(.*\) gauge/\1/p' | sort >program
	named "$formats" PROM | sort | diff program -
	everything ocsf
	q '.[] | keys[]' | sort -u >program
	named "$formats" OCSF | sort -u | diff program -
}
