#!/usr/bin/env bats
# Files and folders as evidence: lists of operands, lists of digests, the same bytes twice, odd
# names. Rows 82 to 91, 107, 109, 117 to 121 of hostile.md.

load helper

sources()
{
	q '[.[] | select(.type == "input") | .source] | join(" ")'
}

# errors: the texts of the defects.
errors()
{
	q '[.[] | select(.type == "problem" and .level == "error") | .message] | join("|")'
}

@test "--files-from: operands of the command line first, then the list's, in order" {
	for name in a b c d; do
		failing_report >$name.csv
	done
	printf 'd.csv\nb.csv' >list
	check 1 -f ndjson --files-from=list a.csv
	is "a.csv d.csv b.csv" "$(sources)"
	printf 'd.csv\0b.csv\0' >list
	check 1 -f ndjson -0 --files-from list a.csv c.csv
	is "a.csv c.csv d.csv b.csv" "$(sources)"
	printf 'b.csv\0a.csv' >list
	check_stdin 1 list -f ndjson --files-from=- -0
	is "b.csv a.csv" "$(sources)"
	check_stdin 0 list list -f csv --files-from=- -0
	is 9 "$(printf '%s\n' "$output" | wc -l)"
}

@test "--files-from: names that begin with a dash are names; folders are walked; - is stdin" {
	failing_report >-x
	failing_report >--help
	mkdir d
	failing_report >d/r.csv
	printf '%s\n' -x --help d >list
	check 1 -f ndjson --files-from=list
	is "-x --help d/r.csv" "$(sources)"
	printf '%s\n' -x - >list
	check_stdin 1 d/r.csv -f ndjson --files-from=list
	is "-x stdin" "$(sources)"
}

@test "--files-from: a list without a name, with an empty one, that cannot be read: status 2" {
	failing_report >r.csv
	refused_list()
	{
		check 2 -f csv -o out.csv "$@"
		[ ! -e out.csv ]
	}
	: >list
	refused_list --files-from=list r.csv
	says "no name"
	refused_list --files-from=list -0
	says "no name"
	printf '\n' >list
	refused_list --files-from=list
	says "name 1 of list"
	printf 'r.csv\n\nr.csv\n' >list
	refused_list --files-from=list
	says "name 2 of list"
	printf 'r.csv\0\0' >list
	refused_list --files-from=list -0
	says "name 2 of list"
	printf 'r.csv\0r.csv\0' >list
	refused_list --files-from=list
	says "-0"
	refused_list --files-from=nowhere
	says nowhere "No such file"
	refused_list --files-from=.
	refused_list --files-from=
	refused_list --files-from=list --files-from=list
	says twice
	refused_list -0 r.csv
	says files-from
	check 2 rules list -0
	says "-0 does not belong"
}

@test "--files-from: standard input for a list and an input is an error" {
	failing_report >r.csv
	echo r.csv >list
	check_stdin 2 list --files-from=- -
	says "standard input"
	printf 'r.csv\n-\n' >both
	check_stdin 2 both --files-from=-
	says "standard input"
	check_stdin 2 list --files-from=- --sha256sums=-
	says "standard input"
	check_stdin 2 r.csv --sha256sums=-
	says "standard input"
}

@test "107, 109: an output that is a list is refused, the list is kept" {
	failing_report >r.csv
	echo r.csv >list.csv
	cp list.csv before
	check 2 --files-from=list.csv -o list.csv
	says list.csv
	cmp list.csv before
	sha256sum r.csv >sums.csv
	cp sums.csv before
	ln sums.csv link.csv
	check 2 --sha256sums=sums.csv -o link.csv r.csv
	says sums.csv
	cmp sums.csv before
	check 2 list --sha256sums=sums.csv -f csv -o sums.csv r.csv
	cmp sums.csv before
}

@test "--sha256sums: a right list, in every form that sha256sum prints" {
	clean_report >a.csv
	{
		clean_report
		row carol
	} >'odd\name
.csv'
	for form in --text --binary --tag; do
		sha256sum "$form" a.csv 'odd\name
.csv' >sums
		check 0 -f ndjson --sha256sums=sums ./a.csv 'odd\name
.csv'
		check 0 list --sha256sums=sums a.csv 'odd\name
.csv'
	done
	sha256sum ./a.csv | tr a-f A-F | sed 's/A.Csv/a.csv/; s/\.\/A/.\/a/; s/\.Csv/.csv/' >sums
	sed -i 's/ .*/  .\/a.csv\r/' sums
	sed -i '1i # made by hand' sums
	check 0 -f ndjson --sha256sums=sums a.csv
	is "{\"name\":\"sums\",\"sha256\":\"$(sha256sum <sums | cut -c1-64)\"}" \
		"$(q '.[0].sha256sums')"
	check 0 -f sarif --sha256sums=sums a.csv
	is sums "$(printf '%s' "$output" | jq -r '.runs[0].properties.run.sha256sums.name')"
	check_stdin 0 sums -q --sha256sums=- a.csv
}

@test "--sha256sums: a wrong digest, one that is not listed, one that was not given" {
	clean_report >a.csv
	failing_report >b.csv
	row x >>b.csv
	sha256sum a.csv b.csv >sums
	row y >>b.csv
	check 3 -f ndjson --sha256sums=sums a.csv b.csv
	contains "$(errors)" "sums:2 gives" "$(sha256sum <b.csv | cut -c1-64)"
	is mallory "$(failing)"
	is '[true,false]' "$(q '[.[] | select(.type == "input_end") | .complete]')"
	sha256sum a.csv >sums
	check 3 -f ndjson --sha256sums=sums a.csv b.csv
	contains "$(errors)" "does not stand in sums"
	sha256sum a.csv b.csv >sums
	check 3 -f ndjson --sha256sums=sums a.csv
	says "sums:2: b.csv is listed, but was not given"
	is 3 "$(summary status)"
	check 3 -f csv --sha256sums=sums a.csv
	prints "b.csv is listed"
	check 3 -f sarif --sha256sums=sums a.csv
	is false "$(printf '%s' "$output" | jq .runs[0].invocations[0].executionSuccessful)"
	check 3 list --sha256sums=sums a.csv
	says "b.csv is listed"
	rm b.csv
	check 3 -f ndjson --sha256sums=sums a.csv b.csv
	is "cannot be opened: No such file or directory" "$(errors)"
}

@test "--sha256sums: a malformed list and two digests for a name are status 2" {
	clean_report >a.csv
	digest=$(sha256sum <a.csv | cut -c1-64)
	other=$(sha256sum </dev/null | cut -c1-64)
	bad()
	{
		printf "$@" >sums
		check 2 -f csv -o out.csv --sha256sums=sums a.csv
		says "sums:"
		[ ! -e out.csv ]
	}
	bad ''
	bad '# nothing\n'
	bad '\n'
	bad '%s\n' "$digest"
	bad '%s a.csv\n' "$digest"
	bad '%s  \n' "$digest"
	bad '%s  ./\n' "$digest"
	bad '%s0  a.csv\n' "$digest"
	bad '%s  a.csv\n' "${digest:1}"
	bad '%s  a.csv\n' "${digest/[0-9]/g}"
	bad '%s  a.csv\n\n' "$digest"
	bad '\\%s  a\\x.csv\n' "$digest"
	bad '\\%s  a\\\n' "$digest"
	bad '%s  a\0.csv\n' "$digest"
	bad 'SHA256 (a.csv) = %s0\n' "$digest"
	bad 'SHA256 (a.csv)= %s\n' "$digest"
	bad 'SHA256 () = %s\n' "$digest"
	bad 'SHA256 (\n'
	bad 'MD5 (a.csv) = %s\n' "$digest"
	bad '%s  a.csv\n%s  ./a.csv\n' "$digest" "$other"
	says "sums:2" "another digest" a.csv
	printf '%s  a.csv\n%s *./a.csv\n' "$digest" "$digest" >sums
	check 0 --sha256sums=sums a.csv
	check 2 --sha256sums=nowhere a.csv
	check 2 --sha256sums=sums --sha256sums=sums a.csv
	says twice
}

@test "--sha256sums: standard input is - or its --stdin-name" {
	clean_report >a.csv
	sha256sum <a.csv >sums
	check_stdin 0 a.csv --sha256sums=sums
	check_stdin 3 a.csv --sha256sums=sums --stdin-name=a.csv
	sha256sum a.csv >sums
	check_stdin 0 a.csv --sha256sums=sums --stdin-name=./a.csv
	check_stdin 3 a.csv --sha256sums=sums
}

@test "--sha256sums: what is skipped in a folder is compared where it is listed" {
	mkdir d
	clean_report >d/r.csv
	echo 'Exported by Ann on Monday.' >d/notes.txt
	sha256sum d/* >sums
	cp sums d/SHA256SUMS
	check 0 -f ndjson --sha256sums=d/SHA256SUMS d
	is "[1,2]" "$(q '.[-1] | [.inputs, .skipped]')"
	sha256sum d/r.csv >short
	cp d/SHA256SUMS sums
	rm d/SHA256SUMS
	check 0 --sha256sums=short d
	mv sums d/SHA256SUMS
	echo 'and Tuesday' >>d/notes.txt
	check 3 -f ndjson --sha256sums=d/SHA256SUMS d
	is "[2,1,1]" "$(q '.[-1] | [.inputs, .skipped, .incomplete]')"
	contains "$(errors)" "SHA256SUMS:1 gives"
	rm d/SHA256SUMS d/notes.txt
	# A listed report that was emptied of all that makes it one.
	echo 'nothing to see' >d/r.csv
	check 3 --sha256sums=short d
	says "d/r.csv" "short:1 gives"
}

@test "digest and size are those of the whole file, however far it could be read" {
	ends()
	{
		q '[.[] | select(.type == "input_end") | "\(.sha256) \(.size)"] | .[0]'
	}
	real()
	{
		echo "$(sha256sum <"$1" | cut -c1-64) $(stat -c %s "$1")"
	}
	failing_report | gzip -n >r.gz
	{
		cat r.gz
		head -c 200000 /dev/zero | tr '\0' x
	} >rest.gz
	head -c 100 r.gz >cut.gz
	{
		many_failing 3000
		echo '"'
	} >bad.csv
	head -c 300000 /dev/urandom >noise
	for file in r.gz rest.gz cut.gz bad.csv noise; do
		for size in 7 65536; do
			[ "$size" = 65536 ] || [ "$file" = r.gz ] || [ "$file" = cut.gz ] || continue
			run --separate-stderr env MFA_CHECK_READ_SIZE=$size \
				"$MFA_CHECK" -f ndjson "$file"
			is "$(real "$file")" "$(ends)"
		done
		run --separate-stderr bash -c "cat $file | '$MFA_CHECK' -f ndjson"
		is "$(real "$file")" "$(ends)"
		run --separate-stderr "$MFA_CHECK" -f sarif "$file"
		is "$(real "$file")" "$(printf '%s' "$output" |
			jq -r '.runs[0].artifacts[0] | "\(.hashes["sha-256"]) \(.length)"')"
	done
	run --separate-stderr "$MFA_CHECK" -f ndjson nowhere
	is "null null" "$(ends)"
	says nowhere
}

@test "the same bytes as an earlier input: a warning, counted" {
	failing_report >a.csv
	cp a.csv b.csv
	ln -s a.csv c.csv
	failing_report | gzip -n >d.gz
	check 1 -f ndjson a.csv d.gz b.csv c.csv
	is 2 "$(summary duplicates)"
	is '["b.csv","c.csv"]' "$(q '[.[] | select(.type == "problem") | .source]')"
	says "b.csv: it has the same bytes as a.csv" "c.csv: it has the same bytes as a.csv"
	check 1 -v a.csv b.csv
	says duplicates=1 "same bytes"
	mkdir d
	cp a.csv b.csv d
	check 1 d
	says "d/b.csv: it has the same bytes as d/a.csv"
	: >e1
	: >e2
	check 3 -f ndjson e1 e2
	is 0 "$(summary duplicates)"
}

@test "82, 83: what is missing, among good ones too" {
	failing_report >r.csv
	check 3 nowhere.csv
	printf 'r.csv\nnowhere.csv\n' >list
	check 3 -f ndjson --files-from=list
	is mallory "$(failing)"
	check 3 list --files-from=list
	prints mallory
}

@test "84 to 90: folders, devices, loops, FIFOs, closed standard input" {
	mkdir -p d/a/b
	clean_report >d/a/b/r.csv
	ln -s ../.. d/a/b/up
	ln -s loop2 loop1
	ln -s loop1 loop2
	check 0 -f ndjson d
	is 1 "$(summary inputs)"
	check 3 loop1
	says loop1 "symbolic links"
	check 3 /dev/null
	says empty
	check_stdin 3 /dev/null
	run --separate-stderr bash -c "'$MFA_CHECK' <&-"
	wanted 3
	run --separate-stderr bash -c "'$MFA_CHECK' <." 
	wanted 3
	ln -s /dev/null d/device
	check 3 d
	says d/device
	for command in check list; do
		rm -f p
		mkfifo p
		clean_report >clean.csv
		timeout 10 sh -c 'cat clean.csv >p' &
		check 0 "$command" p
	done
}

@test "a folder of folders that is wide and deep: each once" {
	mkdir -p w
	clean_report >w/r.csv
	for i in {1..300}; do
		mkdir "w/$i"
		ln -s .. "w/$i/up"
		ln -s ../7 "w/$i/seven"
	done
	check 0 -f ndjson w
	is 1 "$(summary inputs)"
}

@test "91: bytes of standard input that another program read do not count as a change" {
	failing_report >r.csv
	{
		echo first
		cat r.csv
	} >f.csv
	run --separate-stderr bash -c "{ read -r x; '$MFA_CHECK' -f ndjson; } <f.csv"
	wanted 1
	is mallory "$(failing)"
}

# bats test_tags=plain
@test "117, 118: many files by a list, through 16 descriptors, in little memory" {
	mkdir d
	failing_report >r.csv
	for i in {1..1500}; do
		cp r.csv "d/$i"
	done
	find d -type f -print0 | sort -z >list
	run --separate-stderr bash -c "ulimit -n 16; '$MFA_CHECK' -q -f ndjson -0 --files-from=list"
	wanted 1
	is "[1500,1499,6000]" "$(q '.[-1] | [.inputs, .duplicates, .judged]')"
}

@test "119: odd names in messages and outputs: visible, valid" {
	names=(-x =1+1 @x $'a\nb' $'e\033[31mx' '<b>&"' '%s%n' $'l\377x' $'bidi\342\200\256x' ',;"' "a'b" '\x')
	for name in "${names[@]}"; do
		{
			failing_report
			echo bad
		} >"./$name"
	done
	printf '%s\0' "${names[@]}" >list.nul
	mkdir dir
	mv -- "${names[@]}" dir/
	cd dir
	for format in table csv ndjson sarif html; do
		check 3 -f "$format" -0 --files-from=../list.nul
		for raw in $'\033' $'\377' $'a\nb'; do
			lacks "$output" "$raw"
			lacks "$stderr" "$raw"
		done
		printf '%s' "$output" >../out
		iconv -f UTF-8 -t UTF-8 ../out >/dev/null
		case $format in
		csv) is 25 "$(python3 -c 'import csv, sys; print(len(list(csv.reader(open(sys.argv[1], newline="")))))' ../out)" ;;
		ndjson) is 12 "$(summary inputs)" ;;
		sarif) is 12 "$(jq '.runs[0].results | length' ../out)" ;;
		esac
	done
	says '-x:6: ' '%s%n:6: ' 'a\x0ab' 'e\x1b[31mx' 'l\xffx' '<b>&"'
	check 3 list -f ndjson -0 --files-from=../list.nul
	lacks "$output$stderr" $'\377'
	is 48 "$(q length)"
	sha256sum -- "${names[@]}" >../sums
	check 3 -f ndjson -0 --files-from=../list.nul --sha256sums=../sums
	is 12 "$(q '[.[] | select(.type == "problem" and .level == "error")] | length')"
}

# bats test_tags=plain
@test "120, 121: an input that grows or is cut while it is read" {
	command -v strace >/dev/null || skip "no strace"
	strace -o /dev/null true 2>/dev/null || skip "strace is not allowed here"
	for command in check list; do
		for change in 'head -c 5 whole.csv >>r.csv' 'truncate -s -300 r.csv'; do
			many_failing 2000 >r.csv
			cp r.csv whole.csv
			run --separate-stderr timeout 20 bash -c "
				strace -f -qq -o trace -P '$PWD/r.csv' \
					-e inject=read:delay_enter=300000 \
					'$MFA_CHECK' $command -q r.csv >/dev/null & pid=\$!
				sleep 0.45
				$change
				wait \$pid"
			wanted 3
			says r.csv "changed while it was being read"
		done
	done
}

@test "a folder as it comes: notes, pictures, an old page; nothing unread is called clean" {
	mkdir d
	clean_report >d/2024-06-30.csv
	echo 'Exported by Ann on Monday.' >d/notes.txt
	printf '\211PNG\r\n\032\n' >d/logo.png
	check 0 -f ndjson d
	is "[1,2,0]" "$(q '.[-1] | [.inputs, .skipped, .status]')"
	says d/notes.txt d/logo.png
	echo '<!DOCTYPE html><html><title>Sign in</title></html>' >d/page.html
	check 3 -f ndjson d
	is "[2,2,1,3]" "$(q '.[-1] | [.inputs, .skipped, .incomplete, .status]')"
	says d/page.html
}

@test "an input that is an output: nothing is written" {
	failing_report >r.csv
	cp r.csv old.csv
	run --separate-stderr "$MFA_CHECK" -f csv -o r.csv <r.csv
	wanted 2
	cmp r.csv old.csv
	mkdir folder
	cp r.csv folder/a.csv
	ln folder/a.csv link.csv
	for out in folder/a.csv link.csv; do
		check 2 -f csv -o "$out" folder
		cmp folder/a.csv old.csv
	done
	run --separate-stderr bash -c "'$MFA_CHECK' list -f csv folder >folder/z.csv"
	wanted 2
}

@test "two outputs to one place under different names" {
	failing_report >r.csv
	run --separate-stderr bash -c "'$MFA_CHECK' -f csv:z -f ndjson r.csv >z"
	wanted 2
	run --separate-stderr bash -c "'$MFA_CHECK' -f csv:/dev/fd/1 -f ndjson r.csv | cat; exit \${PIPESTATUS[0]}"
	wanted 2
}
