#!/usr/bin/env bats
# Where reports come from: files, standard input, folders. What is in them: corpus.py.

load helper

@test "standard input: no operand, -, and a name for it" {
	failing_report >r.csv
	check_stdin 1 r.csv -f ndjson
	is mallory "$(failing)"
	check_stdin 1 r.csv -f ndjson -
	is mallory "$(failing)"
	check_stdin 1 r.csv -f ndjson --stdin-name=archive/r.csv
	is archive/r.csv "$(q '[.[] | select(.type == "input") | .source] | .[0]')"
}

@test "standard input through a pipe, and a FIFO" {
	failing_report >r.csv
	run --separate-stderr bash -c "cat r.csv | '$MFA_CHECK'"
	wanted 1
	mkfifo p
	timeout 10 sh -c 'cat r.csv >p' &
	check 1 p
	prints mallory
}

@test "several files: in the order given" {
	failing_report >b.csv
	failing_report | sed s/mallory/mary/ >a.csv
	check 1 -f ndjson b.csv a.csv
	is "mallory mary" "$(failing)"
	is 2 "$(summary inputs)"
	is 2 "$(summary reports)"
	is 8 "$(summary rows)"
}

@test "a folder is walked in byte order, folders within too" {
	mkdir -p d/B d/a/c
	for name in d/B/2.csv d/B/10.csv d/a/c/x.csv d/a.csv d/Z.csv d/z.csv; do
		failing_report >"$name"
	done
	check 1 -f ndjson d
	is '["d/B/10.csv","d/B/2.csv","d/Z.csv","d/a/c/x.csv","d/a.csv","d/z.csv"]' \
		"$(q '[.[] | select(.type == "input") | .source]')"
}

@test "links are followed, but no folder twice" {
	mkdir d
	failing_report >d/r.csv
	ln -s . d/loop
	ln -s ../d d/again
	failing_report >other.csv
	ln -s ../other.csv d/other.csv
	check 1 -f ndjson d
	is 2 "$(summary inputs)"
	is 8 "$(summary rows)"
}

@test "a link to nothing and a device in a folder are defects" {
	mkdir d
	clean_report >d/r.csv
	ln -s nowhere d/broken
	check 3 d
	says d/broken
	rm d/broken
	mkfifo d/pipe
	check 3 d
	says d/pipe
}

@test "the same file as an operand is never skipped" {
	clean_report >r.csv
	echo 'Exported by Ann on Monday.' >notes.txt
	check 3 r.csv notes.txt
	says notes.txt
}

@test "/dev/null, and standard input that is closed" {
	check 3 /dev/null
	run --separate-stderr bash -c "'$MFA_CHECK' <&-"
	wanted 3
}

@test "a missing file among good ones: the others are read" {
	failing_report >a.csv
	failing_report | sed s/mallory/mary/ >c.csv
	check 3 -f ndjson a.csv b.csv c.csv
	is "mallory mary" "$(failing)"
	says b.csv "No such file"
	is 3 "$(summary status)"
}

@test "an unreadable file" {
	clean_report >r.csv
	chmod 0 r.csv
	if [ "$(id -u)" -eq 0 ]; then
		command -v setpriv >/dev/null || skip "root reads every file"
		chmod 755 .
		run --separate-stderr setpriv --reuid=65534 --regid=65534 --clear-groups \
			"$MFA_CHECK" "$PWD/r.csv"
		[ "$status" -ne 127 ] && [ "$status" -ne 126 ] || skip "cannot run as another user"
		wanted 3
	else
		check 3 r.csv
	fi
	says r.csv "Permission denied"
}

@test "--max-decoded: the cap on what a compressed input may inflate to" {
	failing_report >r.csv
	gzip -nc r.csv >r.gz
	check 1 --max-decoded=1M r.gz
	check 3 --max-decoded=500 r.gz
	says r.gz
	check 1 --max-decoded=500 r.csv
	base64 r.csv >r.b64
	check 1 --max-decoded=500 r.b64
	check 2 --max-decoded=lots r.gz
	says lots
	check 2 --max-decoded= r.gz
}

@test "no more than --max-decoded is used, whatever the read size" {
	many_failing 2000 >r.csv
	gzip -c r.csv >r.gz
	for size in 1 100 65536; do
		MFA_CHECK_READ_SIZE=$size run --separate-stderr "$MFA_CHECK" -f ndjson \
			--max-decoded=100000 r.gz
		wanted 3
		summary rows
	done >rows
	is 1 "$(sort -u rows | wc -l)"
}

@test "a file that is one of the inputs twice is judged twice" {
	failing_report >r.csv
	check 1 -f ndjson r.csv r.csv
	is "mallory mallory" "$(failing)"
}

@test "the digest and size of each input" {
	failing_report >r.csv
	gzip -nc r.csv >r.gz
	check 1 -f ndjson r.csv r.gz
	is "$(sha256sum <r.csv | cut -c1-64) $(sha256sum <r.gz | cut -c1-64)" \
		"$(q '[.[] | select(.type == "input_end") | .sha256] | join(" ")')"
	is "[$(stat -c %s r.csv),$(stat -c %s r.gz)]" \
		"$(q '[.[] | select(.type == "input_end") | .size]')"
}

@test "a table is known whatever its width, also where the first bytes end in its title" {
	PYTHONPATH=$srcdir/tests python3 - <<-'PYTHON'
	from envelopes import cli_table, gzip_level
	for i in range(60, 121):
	    name = "x" * (i // 2), "y" * (i - i // 2)
	    raw = "user,password_enabled,mfa_active\n%s,true,true\n%s,true,true\n%s" % (
	        *name, "z,true,true\n" * 15)
	    with open("%d.txt" % i, "wb") as file:
	        file.write(cli_table(gzip_level(0)(raw.encode())))
	PYTHON
	run --separate-stderr "$MFA_CHECK" --skip-rule=root-mfa -f csv ./*.txt
	[ "$status" -eq 0 ]
	[ "$(awk 'NR == 1 { print length; exit }' 60.txt)" -lt 480 ]
	[ "$(awk 'NR == 1 { print length; exit }' 120.txt)" -gt 512 ]
}

# bats test_tags=plain
@test "memory follows what is there, not what could be: eight layers in little" {
	{
		root_row
		password_user bob mfa_active=true
	} >r.csv
	printf '%s\n' "$HEADER" | cat - r.csv >whole.csv
	cp whole.csv now
	for _ in 1 2 3 4 5 6 7 8; do
		base64 -w0 now >next && mv next now
	done
	run --separate-stderr bash -c "ulimit -v 150000 || exit 77
		exec '$MFA_CHECK' --sandbox=off now"
	[ "$status" -ne 77 ] || skip "no limit of memory can be set"
	[ "$status" -eq 0 ] || {
		printf '%s\n' "$output" "$stderr"
		false
	}
}

@test "a table with too long a cell is told with one place, whatever the reads" {
	{
		printf -- '-%.0s' {1..120} && echo
		printf '|  GetCredentialReport%96s|\n' ''
		printf -- '+-%.0s' {1..60} && echo
		printf '|  %s|\n' "$(printf 'k%.0s' {1..900})"
	} >t.txt
	for size in 1 7 65536; do
		MFA_CHECK_READ_SIZE=$size run --separate-stderr "$MFA_CHECK" -f csv t.txt
		[ "$status" -eq 3 ]
		[[ $output == *'has too long a cell at byte 365;'* ]] || {
			printf '%s: %s\n' "$size" "$output"
			false
		}
	done
}

@test "encrypted files of every kind of OpenPGP packet are named" {
	# Tag, length, version: of one byte, of two; a key of someone, a password.
	for packet in '\x84\x0c\x03\x00' '\x85\x01\x0c\x03' '\xc1\x0c\x03\x00' '\xc1\xc0\x0c\x03' \
		'\x8c\x0d\x04\x00' '\xc3\x0d\x04\x00' '\xc3\xc0\x0d\x04'; do
		printf "$packet\x01\x02\x03\x04\x05\x06\x07\x08" >r.gpg
		check 3 r.gpg
		says "data encrypted by OpenPGP" 'gpg -d'
	done
	printf '\xc1\x0c\x07\x00\x01\x02\x03\x04' >r.gpg
	check 3 r.gpg
	lacks "$stderr" OpenPGP
}
