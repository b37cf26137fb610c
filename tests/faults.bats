#!/usr/bin/env bats
# The machine fails: reads, writes, signals, limits, kills.
#
# bats file_tags=plain
# (plain: wants the program as it is, without sanitizers)

load helper

needs_strace()
{
	command -v strace >/dev/null || skip "no strace"
	strace -o /dev/null true 2>/dev/null || skip "strace is not allowed here"
}

# inject CALL=ERROR PATH ARGUMENT...
inject()
{
	local what=$1 path=$2
	shift 2
	run --separate-stderr strace -f -qq -o trace -P "$path" -e "inject=$what" \
		"$MFA_CHECK" "$@"
}

@test "a read that fails: the file is incomplete" {
	needs_strace
	failing_report >r.csv
	inject read:error=EIO "$PWD/r.csv" r.csv
	[ "$status" -ne 0 ] && [ "$status" -ne 1 ]
	wanted 3
	says r.csv "Input/output error"
}

@test "a read that fails after the first: what came before is judged" {
	needs_strace
	many_failing 2000 >r.csv
	inject read:error=EIO:when=2+ "$PWD/r.csv" -f ndjson r.csv
	wanted 3
	is 3 "$(summary status)"
	[ "$(summary fail)" -gt 0 ]
}

@test "an interrupted read is done again" {
	needs_strace
	failing_report >r.csv
	inject read:error=EINTR:when=1 "$PWD/r.csv" -f ndjson r.csv
	wanted 1
	is mallory "$(failing)"
}

@test "a file that cannot be opened" {
	needs_strace
	failing_report >r.csv
	inject openat:error=EMFILE "$PWD/r.csv" "$PWD/r.csv"
	wanted 3
	says r.csv
}

@test "a write, sync or rename that fails: status 2, the old file is kept" {
	needs_strace
	failing_report >r.csv
	echo old >out.csv
	for call in write fsync 'rename,renameat,renameat2'; do
		run --separate-stderr strace -f -qq -o trace -e "inject=$call:error=EIO" \
			"$MFA_CHECK" -q -o out.csv r.csv
		wanted 2
		is old "$(cat out.csv)"
		folder_holds "out.csv r.csv trace"
	done
}

@test "91, 92: bytes that come one at a time, raw and gzip, file and pipe" {
	failing_report >r.csv
	gzip -nc r.csv >r.gz
	check 1 -f csv r.csv
	prints mallory
	one=$(printf '%s' "$output" | sed 's/r\.csv/name/')
	for file in r.csv r.gz; do
		run --separate-stderr env MFA_CHECK_READ_SIZE=1 "$MFA_CHECK" -f csv "$file"
		wanted 1
		is "$one" "$(printf '%s' "$output" | sed "s/$file/name/")"
		run --separate-stderr bash -c "dd if=$file bs=1 status=none |
			'$MFA_CHECK' --stdin-name=name -f csv"
		wanted 1
		is "$one" "$output"
	done
}

@test "110 to 112: SIGINT, SIGTERM and SIGHUP while it waits: dies of them, the old file is kept" {
	echo old >out.csv
	mkfifo p
	for signal in INT TERM HUP; do
		env --default-signal="$signal" "$MFA_CHECK" -o out.csv - <p >/dev/null 2>&1 &
		pid=$!
		exec 7<>p
		failing_report >&7
		sleep 0.3
		kill -s "$signal" "$pid"
		died=0
		wait "$pid" || died=$?
		exec 7>&-
		is "$((128 + $(kill -l "$signal")))" "$died"
		is old "$(cat out.csv)"
		folder_holds "out.csv p"
	done
}

# bats test_tags=kill
@test "126: killed at any moment: the old file or the new one, whole" {
	many_failing 2000 >r.csv
	check 1 -q -o new.csv r.csv
	grep -q mallory new.csv
	mkdir d
	for i in {1..20}; do
		echo old >d/out.csv
		"$MFA_CHECK" -q -o d/out.csv r.csv >/dev/null 2>&1 &
		pid=$!
		sleep "0.0$((i % 10))$((i / 10))"
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
		[ "$(cat d/out.csv)" = old ] || cmp d/out.csv new.csv
		folder_holds out.csv d
	done
}

@test "115, 116: little memory and a small stack: it works, or status 2, never a crash" {
	failing_report >r.csv
	for limit in "-v 4000" "-v 8000" "-v 16000" "-v 32000" "-v 131072" "-s 128" "-n 16"; do
		# With so little memory the loader may fail before the program begins (127).
		run --separate-stderr bash -c "ulimit $limit || exit 77; exec '$MFA_CHECK' r.csv"
		case $status in
		1) prints mallory ;;
		2 | 77 | 127) ;;
		*) wanted "2 (ulimit $limit)" ;;
		esac
	done
}

@test "117: 300 files with 16 descriptors" {
	mkdir d
	failing_report >d/000.csv
	for i in {100..399}; do
		cp d/000.csv "d/$i.csv"
	done
	run --separate-stderr bash -c "ulimit -n 16; '$MFA_CHECK' -f ndjson d"
	wanted 1
	is 301 "$(summary inputs)"
}

@test "a file that grows or is cut while it is read" {
	needs_strace
	many_failing 2000 >r.csv
	cp r.csv whole.csv
	# The file is cut between two reads by a writer that waits for the first.
	run --separate-stderr timeout 20 bash -c "
		strace -f -qq -o trace -P '$PWD/r.csv' -e inject=read:delay_enter=300000 \
			'$MFA_CHECK' -q r.csv & pid=\$!
		sleep 0.45
		head -c 5 whole.csv >>r.csv
		wait \$pid"
	wanted 3
	says r.csv changed
}

@test "123, 124: no environment, no name" {
	failing_report >r.csv
	run --separate-stderr env -i "$MFA_CHECK" r.csv
	wanted 1
	prints mallory
	run --separate-stderr bash -c "exec -a '' '$MFA_CHECK' r.csv"
	wanted 1
}

@test "93 to 95: descriptors 0 to 2 closed in any combination" {
	failing_report >r.csv
	echo bad >>r.csv
	check 3 -f csv r.csv
	want=$output
	for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&-' '0<&- 2>&-' '1>&- 2>&-' '0<&- 1>&- 2>&-'; do
		run bash -c "'$MFA_CHECK' -f csv -o out.csv r.csv $closed"
		is 3 "$status"
		is "$want" "$(cat out.csv)"
		rm out.csv
		for command in check list; do
			case $closed in
			*1*) status_wanted=2 ;;
			*) status_wanted=3 ;;
			esac
			run bash -c "'$MFA_CHECK' $command -f csv r.csv $closed"
			is "$status_wanted" "$status"
		done
	done
	sha256sum r.csv >sums
	run bash -c "'$MFA_CHECK' --files-from=- -f csv -o out.csv <&-"
	is 2 "$status"
	[ ! -e out.csv ]
}

@test "96 to 98: list and check to a full device, and to a reader that closes early" {
	many_failing 3000 >r.csv
	for command in check list; do
		run --separate-stderr bash -c "'$MFA_CHECK' $command r.csv >/dev/full"
		wanted 2
		says "No space left"
		run bash -c "'$MFA_CHECK' $command -f csv r.csv 2>/dev/null | head -c 1 >/dev/null
			echo \${PIPESTATUS[0]}"
		[ "$output" -eq 2 ] || is 141 "$output"
	done
}

@test "99 to 106: list writes by the same rules as check" {
	failing_report >r.csv
	check 2 list -f csv -o nowhere/out.csv r.csv
	mkdir d
	check 2 list -f csv -o d r.csv
	echo old >old.csv
	ln -s old.csv link.csv
	check 0 list -f csv -o link.csv r.csv
	[ -L link.csv ]
	grep -q mallory old.csv
	check 0 list -f csv -o /dev/null r.csv
	[ -c /dev/null ]
	mkfifo p
	timeout 10 sh -c 'cat p >got' &
	check 0 list -f csv -o p r.csv
	wait
	[ -p p ]
	cmp got old.csv
}

@test "106: a disc that is full at any byte: the old report or the whole new one" {
	[ "$(id -u)" -eq 0 ] || skip "only root can mount"
	many_failing 150 >r.csv
	for format in csv ndjson sarif json junit ocsf html; do
		check 1 -f "$format" -o whole r.csv
		mkdir -p m
		mount -t tmpfs -o size=128k tmpfs m 2>/dev/null || skip "cannot mount a tmpfs here"
		for free in 4 8 12 16 20 24 28 32 48 64 96; do
			echo old >m/out
			head -c "$((124 - free))K" /dev/zero >m/ballast
			run --separate-stderr "$MFA_CHECK" -q -f "$format" -o m/out r.csv
			case $status in
			1) cmp m/out whole || break ;;
			2) is old "$(cat m/out)" || break ;;
			*) break ;;
			esac
			is "ballast out" "$(find m -mindepth 1 -printf '%f\n' | sort | paste -sd ' ')" ||
				break
			free=done
		done
		umount m
		is done "$free"
		[ "$status" -eq 1 ] || [ "$status" -eq 2 ]
	done
}

@test "107, 108: an output that is an input, or a hard link to one, of list too" {
	failing_report >r.csv
	cp r.csv before
	ln r.csv link.csv
	for out in r.csv link.csv ./r.csv; do
		check 2 list -f csv -o "$out" r.csv
		check 2 -f csv -o "$out" r.csv
		cmp r.csv before
	done
	mkdir d
	cp r.csv d
	check 2 -f csv -o d/r.csv d
	cmp d/r.csv before
}

@test "113: stopped and continued, it goes on" {
	failing_report >r.csv
	mkfifo p
	"$MFA_CHECK" -f csv -o out.csv - <p &
	pid=$!
	exec 7>p
	head -c 100 r.csv >&7
	sleep 0.2
	kill -STOP "$pid"
	tail -c +101 r.csv >&7
	kill -CONT "$pid"
	exec 7>&-
	ended=0
	wait "$pid" || ended=$?
	is 1 "$ended"
	grep -q mallory out.csv
}

@test "114: a limit on the size of files, of list too, and of standard output" {
	many_failing 600 >r.csv
	for command in check list; do
		echo old >out.csv
		run --separate-stderr bash -c "ulimit -f 1; '$MFA_CHECK' $command -f csv -o out.csv r.csv"
		wanted 2
		is old "$(cat out.csv)"
		run --separate-stderr bash -c "ulimit -f 1; '$MFA_CHECK' $command -f csv r.csv >got"
		wanted 2
		rm got
	done
	folder_holds "out.csv r.csv"
}

@test "115: little memory with lists and many inputs: status 1 or 2, the old file is kept" {
	mkdir d
	for i in {1..200}; do
		failing_report >"d/$i"
		row "u$i" >>"d/$i"
	done
	sha256sum d/* >sums
	for limit in 4096 8192 12288 16384 24576 32768 65536 131072; do
		echo old >out.csv
		run --separate-stderr bash -c "ulimit -v $limit || exit 77
			exec '$MFA_CHECK' --sha256sums=sums -o out.csv d"
		case $status in
		1) grep -q mallory out.csv ;;
		2 | 77 | 127) is old "$(cat out.csv)" ;;
		*) wanted "1 or 2 (ulimit -v $limit)" ;;
		esac
		is "d out.csv sums" "$(printf '%s\n' * | paste -sd ' ')"
	done
	is 1 "$status"
}

@test "125: two runs over a folder are alike, warnings too" {
	mkdir d
	for i in {1..40}; do
		failing_report >"d/$i"
	done
	check 1 -f ndjson d
	one=$output$stderr
	run --separate-stderr env MFA_CHECK_READ_SIZE=7 "$MFA_CHECK" -f ndjson d
	is "$one" "$output$stderr"
}
