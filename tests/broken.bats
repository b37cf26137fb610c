#!/usr/bin/env bats
# What is said of broken policies: tests/broken/NAME.yaml, each with one mistake that
# people make, or a few, and NAME.err, the whole of standard error. Take new ones over
# after reading them, with MFA_CHECK as an absolute path:
#	cd tests/broken && for f in *.yaml; do
#		$MFA_CHECK policy check $f 2>${f%.yaml}.err; done

load helper

@test "each broken policy is refused with the text beside it" {
	cp "$srcdir"/tests/broken/*.yaml .
	local file wrong=0
	for file in *.yaml; do
		run --separate-stderr -- "$MFA_CHECK" policy check "$file"
		printf '%s' "${stderr:+$stderr$'\n'}" >said
		[ "$status" -eq 2 ] && [ -z "$output" ] &&
			diff -u --label "want: $file" "$srcdir/tests/broken/${file%.yaml}.err" \
				--label "got, status $status" said && continue
		printf '%s: status %s\n%s\n' "$file" "$status" "$output"
		wrong=$((wrong + 1))
	done
	is 0 "$wrong"
}

@test "each broken policy has its text, and each text its policy" {
	cd "$srcdir/tests/broken"
	is "$(printf '%s\n' *.yaml | sed 's/\.yaml$//')" "$(printf '%s\n' *.err | sed 's/\.err$//')"
	[ "$(printf '%s\n' *.yaml | wc -l)" -ge 60 ]
}

@test "each text names a broken policy, a line of it, and shows that line" {
	cd "$srcdir/tests/broken"
	local err
	for err in *.err; do
		awk -F: -v OFS=: '
			function bad(why) { print FILENAME ":" FNR ": " why; failed = 1 }
			FNR % 3 == 1 {
				if (!/^(builtin:)?[a-z0-9.-]+:[0-9]+:[0-9]+: ./) bad("no place")
				sub(/^builtin:/, ""); line = $2; column = $3
			}
			FNR % 3 == 2 {
				if ($0 !~ "^ *" line " \\| ") bad("not line " line)
			}
			FNR % 3 == 0 && index($0, "^") != column + 9 { bad("no caret at column " column) }
			END { exit failed }' "$err"
	done
}

# bytes PLACE TEXT: what is said of standard input as a policy, which no editor would write.
bytes()
{
	cat >p.yaml
	check 2 policy check p.yaml
	is "" "$output"
	says "p.yaml:$1: $2"
}

@test "bytes that are no text: NUL, UTF-16, Latin-1, control characters" {
	good="$srcdir/policies/mfa.yaml"
	utf16='a policy is UTF-8 text; this looks like UTF-16 or binary data'
	head -n 1 "$good" | grep -q ^#
	bytes 1:2 "$utf16" < <(sed '1s/#/#\x00/' "$good")
	bytes 1:2 'the character U+001B is not allowed here' < <(sed '1s/#/#\x1b/' "$good")
	bytes 1:2 'a policy is UTF-8 text; the byte 0xf6 is none' < <(sed '1s/#/#\xf6/' "$good")
	bytes 1:1 "$utf16" < <(iconv -f UTF-8 -t UTF-16 "$good")
	bytes 1:2 "$utf16" < <(iconv -f UTF-8 -t UTF-16LE "$good")
	bytes 1:1 "$utf16" < <(iconv -f UTF-8 -t UTF-16BE "$good")
	bytes 1:1 'the character U+001F is not allowed here' < <(gzip -c "$good")
}

@test "a mistake in any key is an error at its line" {
	run env MFA_CHECK="$MFA_CHECK" python3 "$srcdir/tests/mutate_keys.py" short \
		"$srcdir/policies/all.yaml"
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}
