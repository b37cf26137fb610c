#!/usr/bin/env bats
# Where reports come from: files, standard input, folders; and what is no report.

load helper

# refused FILE TEXT...: as an operand the file is a defect that is named.
refused()
{
	local file=$1
	shift
	check 3 "$file"
	says "$file" "$@"
}

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

@test "in a folder, what is no report is skipped with a warning and counted" {
	mkdir d
	failing_report >d/r.csv
	echo 'Exported by Ann on Monday.' >d/notes.txt
	printf '\211PNG\r\n\032\n' >d/logo.png
	check 1 -f ndjson d
	is 2 "$(summary skipped)"
	is 1 "$(summary reports)"
	says d/notes.txt d/logo.png
	is 2 "$(q '[.[] | select(.type == "problem" and .level == "warning")] | length')"
}

@test "the same file as an operand is never skipped" {
	clean_report >r.csv
	echo 'Exported by Ann on Monday.' >notes.txt
	check 3 r.csv notes.txt
	says notes.txt
}

@test "a folder without a report" {
	mkdir d empty
	echo hello >d/notes.txt
	refused d
	refused empty
}

@test "in a folder, what looks like a report and fails is an error" {
	mkdir d
	clean_report >d/r.csv
	check 0 d
	make_case()
	{
		check 3 d
		says "d/$1"
		rm "d/$1"
	}
	: >d/empty.csv
	make_case empty.csv
	printf '\n \n\n' >d/blank.csv
	make_case blank.csv
	clean_report | sed 1d >d/headless.csv
	make_case headless.csv
	failing_report | gzip | head -c 200 >d/cut.gz
	make_case cut.gz
	printf 'PK\003\004rest' >d/archive.zip
	make_case archive.zip
	echo 'An error occurred (ReportNotPresent) when calling the GetCredentialReport operation' \
		>d/error.csv
	make_case error.csv
	echo '<!DOCTYPE html><html><title>403 Forbidden</title></html>' >d/page.csv
	make_case page.csv
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

@test "empty, blank, /dev/null, closed standard input" {
	: >e.csv
	refused e.csv empty
	printf '\n\n' >b.csv
	refused b.csv
	printf '\357\273\277' >bom.csv
	refused bom.csv
	check 3 /dev/null
	check_stdin 3 e.csv
	run --separate-stderr bash -c "'$MFA_CHECK' <&-"
	wanted 3
}

@test "a header only, or a part of one" {
	echo "$HEADER" >h.csv
	refused h.csv
	printf '%s' "${HEADER:0:60}" >part.csv
	refused part.csv
	printf 'user' >user.csv
	refused user.csv
}

@test "known archives and other formats are named" {
	named()
	{
		local name=$1
		cat >f
		check 3 f
		printf '%s\n' "$stderr" | grep -i -q -- "$name" || {
			printf '%s is not named: %s\n' "$name" "$stderr"
			return 1
		}
	}
	printf 'PK\003\004\024\0\0\0' | named zip
	printf '\3757zXZ\0\0' | named xz
	printf 'BZh91AY&SY' | named bzip2
	printf '\050\265\057\375\0\0' | named zstd
	printf '7z\274\257\047\034' | named 7z
	printf '<!DOCTYPE html><html></html>' | named html
	printf '<html><body>403</body></html>' | named html
	{
		printf 'r.csv'
		head -c 252 /dev/zero
		printf 'ustar\00000'
		head -c 500 /dev/zero
	} | named tar
	echo '-----BEGIN PGP MESSAGE-----' | named 'gpg\|pgp'
}

@test "saved AWS errors are named" {
	for code in ReportNotPresent ReportInProgress ReportExpired AccessDenied; do
		printf '\nAn error occurred (%s) when calling the GetCredentialReport operation: x\n' \
			"$code" >f
		refused f "$code"
	done
	echo '{"State":"STARTED","Description":"No report exists. Starting a new one"}' >f
	refused f STARTED
	printf '{\n    "State": "INPROGRESS"\n}\n' >f
	refused f INPROGRESS
}

@test "UTF-16 is read or named, never 0 rows" {
	command -v iconv >/dev/null || skip "no iconv"
	failing_report >r.csv
	for code in UTF-16LE UTF-16BE; do
		iconv -f UTF-8 -t "$code" r.csv >plain.csv
		{
			printf '\357\273\277' | iconv -f UTF-8 -t "$code"
			cat plain.csv
		} >bom.csv
		for file in plain.csv bom.csv; do
			run --separate-stderr "$MFA_CHECK" -f ndjson "$file"
			if [ "$status" -eq 1 ]; then
				is mallory "$(failing)"
			else
				wanted 3
				says UTF-16
			fi
		done
	done
}


@test "JSON: no Content, null, a number, empty, two of them, something after it" {
	content=$(failing_report | base64 -w0)
	bad()
	{
		printf '%s' "$1" >f.json
		check 3 f.json
		says f.json
	}
	bad '{"ReportFormat": "text/csv", "GeneratedTime": "2026-09-11T13:15:19Z"}'
	bad '{"Content": null}'
	bad '{"Content": 17}'
	bad '{"Content": ""}'
	bad "{\"Content\": \"$content\", \"Content\": \"$content\"}"
	bad "{\"Content\": \"$content\"} rest"
	bad "{\"Content\": \"$content\", }"
	bad "{\"Content\": \"$content\""
	bad "{\"a\": {\"Content\": \"$content\"}}"
	bad "$(printf '[%.0s' {1..5000})"
	bad '{}'
	bad '[]'
}

@test "gzip: cut, damaged, something after it" {
	failing_report >r.csv
	gzip -nc r.csv >r.gz
	size=$(stat -c %s r.gz)
	for keep in 1 2 10 $((size / 2)) $((size - 8)) $((size - 1)); do
		head -c "$keep" r.gz >f.gz
		refused f.gz
	done
	for rest in x '\n' '\0037' 'a,b\n'; do
		{
			cat r.gz
			printf '%b' "$rest"
		} >f.gz
		refused f.gz "$size"
	done
	{
		head -c $((size - 5)) r.gz
		printf '\377\377\377\377\377'
	} >f.gz
	check 3 -f ndjson f.gz
	is mallory "$(failing)"
	{
		gzip -nc </dev/null
		cat r.csv
	} >f.gz
	refused f.gz
}

@test "gzip: a damaged second member; the rows of the first are kept" {
	failing_report | gzip -n >one.gz
	row zoe | gzip -n | head -c 30 >two.gz
	cat one.gz two.gz >f.gz
	check 3 -f ndjson f.gz
	is mallory "$(failing)"
	is false "$(q '[.[] | select(.type == "input_end") | .complete] | .[0]')"
}

@test "more than eight layers" {
	failing_report >f
	for _ in 1 2 3 4 5 6 7 8; do
		gzip -nc f >g
		mv g f
	done
	check 1 -f ndjson f
	is '["gzip","gzip","gzip","gzip","gzip","gzip","gzip","gzip"]' \
		"$(q '[.[] | select(.type == "input") | .layers] | .[0]')"
	gzip -nc f >g
	refused g 8
}

@test "base64: a bad character, a symbol too many, the URL alphabet" {
	base64=$(failing_report | base64 -w0)
	for text in "${base64:0:100}*${base64:100}" "${base64:0:101}" "${base64:0:100}_${base64:101}"; do
		printf '%s' "$text" >f
		refused f
	done
}

@test "base64: pieces one after another are all read, not only the first" {
	{
		clean_report | base64 -w0
		password_user mallory | base64 -w0
	} >f
	check 1 -f ndjson f
	is mallory "$(failing)"
	is 4 "$(summary rows)"
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

@test "bombs: a megabyte of zeros a row, nested; little memory, no answer" {
	head -c 100000000 /dev/zero | gzip -9n >zeros.gz
	refused zeros.gz
	gzip -9nc zeros.gz >twice.gz
	refused twice.gz
	printf '%s\n' "$HEADER" >r.csv
	head -c 67108864 /dev/zero | tr '\0' '\n' >>r.csv
	root_row >>r.csv
	gzip -9n r.csv
	check 0 -f ndjson r.csv.gz
	is 1 "$(summary rows)"
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
