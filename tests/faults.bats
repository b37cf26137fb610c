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

@test "bytes that come one at a time, raw and gzip, file and pipe" {
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

@test "SIGINT, SIGTERM and SIGHUP while it waits: dies of them, the old file is kept" {
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

@test "killed at any moment: the old file or the new one, whole" {
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

@test "little memory and a small stack: it works, or status 2, never a crash" {
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

@test "300 files with 16 descriptors" {
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

@test "no environment, no name" {
	failing_report >r.csv
	run --separate-stderr env -i "$MFA_CHECK" r.csv
	wanted 1
	prints mallory
	run --separate-stderr bash -c "exec -a '' '$MFA_CHECK' r.csv"
	wanted 1
}
