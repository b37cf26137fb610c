#!/usr/bin/env bats
# The sandbox: what a run can no longer do, seen from inside and from outside, and that it still can
# do its work.

load helper

needs_sandbox()
{
	"$MFA_CHECK" --sandbox=require --version >/dev/null 2>&1 ||
		skip "this kernel lacks seccomp or Landlock"
}

needs_strace()
{
	command -v strace >/dev/null || skip "no strace"
	strace -o /dev/null true 2>/dev/null || skip "strace is not allowed here"
}

# What a run that waits for its input shows in /proc: waiting ARGUMENT...
waiting()
{
	local pid
	mkfifo wait
	"$MFA_CHECK" "$@" <wait >/dev/null 2>&1 3>&- &
	pid=$!
	exec 7>wait
	for _ in {1..100}; do
		# It sleeps in read(2) when the sandbox is in force.
		grep -q 'State:.*S' "/proc/$pid/status" && grep -q '^0 ' "/proc/$pid/syscall" && break
		sleep 0.1
	done
	grep -E '^(Seccomp|NoNewPrivs):' "/proc/$pid/status" | tr -d '[:blank:]' | paste -sd ' '
	exec 7>&-
	wait "$pid" || true
	rm wait
}

@test "self-test: every way out is refused" {
	needs_sandbox
	check 0 --self-test=sandbox
	[ "$(printf '%s\n' "$output" | grep -c '^refused: ')" -ge 12 ]
	prints "socket(AF_INET)" "socket(AF_UNIX)" io_uring_setup execve connect sendto \
		"openat for writing"
	folder_holds ""
}

# bats test_tags=plain
@test "the self-test fails where nothing is refused" {
	needs_strace
	run --separate-stderr strace -f -qq -o trace -e inject=socket:retval=5:when=2 \
		"$MFA_CHECK" --self-test=sandbox
	wanted 2
	says "did not refuse socket(AF_INET)"
}

@test "--version says what is in force" {
	needs_sandbox
	check 0 --version
	[[ $output =~ sandbox:\ seccomp=(on|reduced)\ landlock=(abi[1-9]|off) ]]
	check 0 --version --sandbox=off
	prints "sandbox: seccomp=off landlock=off"
	check 2 --sandbox=maybe
	says maybe require
}

@test "the kernel knows of it while the run waits for its input" {
	[ -r /proc/self/syscall ] || skip "no /proc/PID/syscall"
	needs_sandbox
	is "NoNewPrivs:1 Seccomp:2" "$(waiting)"
	is "NoNewPrivs:1 Seccomp:2" "$(waiting list)"
	is "NoNewPrivs:0 Seccomp:0" "$(waiting --sandbox=off)"
}

# called FUNCTION ARGUMENTS: gdb stops the program in read(2) of standard input, and calls this
# there. Prints result and errno.
called()
{
	gdb -nx -batch -ex "break read if \$$register == 0" -ex "run $arguments" \
		-ex "print (int)((long(*)())$1)($2)" -ex 'print *((int*(*)())__errno_location)()' \
		"$MFA_CHECK" 2>gdb.err | sed -n 's/^\$[0-9]* = //p' | paste -sd ' '
}

# bats test_tags=plain
@test "from outside: a debugger cannot make it leave the sandbox" {
	command -v gdb >/dev/null || skip "no gdb"
	needs_sandbox
	[[ $("$MFA_CHECK" --version) != *seccomp=reduced* ]] || skip "the filter is reduced"
	case $(uname -m) in
	x86_64) register=rdi ;;
	aarch64) register=x0 ;;
	*) skip "which register holds an argument on $(uname -m)?" ;;
	esac
	failing_report >r.csv
	mkdir out
	arguments="-o out/x.csv - <r.csv >/dev/null"
	[ -n "$(called getpid)" ] || skip "gdb is not allowed here: $(head -n 1 gdb.err)"
	is "-1 1" "$(called socket '2, 1, 0')"
	is "-1 1" "$(called socket '1, 1, 0')"
	is "-1 1" "$(called execve '"/bin/true", 0, 0')"
	is "-1 1" "$(called fork)"
	is "-1 1" "$(called open '"new", 65, 384')"
	is "-1 1" "$(called open '"r.csv", 0')"
	is "-1 13" "$(called rename '"r.csv", "moved.csv"')"
	is "-1 13" "$(called unlink '"r.csv"')"
	arguments="- <r.csv >/dev/null"
	is "-1 1" "$(called unlink '"r.csv"')"
	# With a file to read; reading others is free then.
	arguments="- r.csv <r.csv >/dev/null"
	is "-1 1" "$(called socket '10, 2, 0')"
	is "-1 1" "$(called open '"new", 65, 384')"
	is "-1 1" "$(called open '"r.csv", 1')"
	[[ $(called open '"r.csv", 0') == [0-9]* ]]
	folder_holds "gdb.err out r.csv"
}

# bats test_tags=plain
@test "no run makes a call of the network" {
	needs_strace
	failing_report >r.csv
	gzip -nc r.csv | base64 >r.b64
	for arguments in r.csv r.b64 "-f sarif -o x.sarif r.csv" "-f ndjson -" \
		"list r.csv" "rules list" "policy check mfa" --version; do
		# shellcheck disable=SC2086 # several arguments
		strace -f -qqq -o trace -e trace=network "$MFA_CHECK" $arguments <r.csv \
			>/dev/null 2>&1 || [ $? -eq 1 ]
		is "" "$(cat trace)"
	done
}

@test "require: files, links, devices, FIFOs and descriptors can still be written" {
	needs_sandbox
	failing_report >r.csv
	check 1 -f csv r.csv
	want=$output
	mkdir a b c
	echo old >a/old.csv
	echo old >b/target.csv
	ln -s ../b/target.csv c/link.csv
	ln -s ../b/absent.csv c/dangling.csv
	mkfifo p
	cat p >p.csv &
	check 1 --sandbox=require -f csv -o a/new.csv -f csv -o a/old.csv -f csv -o c/link.csv \
		-f csv -o c/dangling.csv -f csv -o p -f csv -o /dev/null -f csv -o /dev/stdout r.csv
	wait
	is "$want" "$output"
	for file in a/new.csv a/old.csv b/target.csv b/absent.csv p.csv; do
		is "$want" "$(cat "$file")"
	done
	[ -L c/link.csv ]
	folder_holds "new.csv old.csv" a
	folder_holds "absent.csv target.csv" b
	"$MFA_CHECK" --sandbox=require -f csv -o /dev/fd/5 r.csv 5>five.csv || [ $? -eq 1 ]
	is "$want" "$(cat five.csv)"
	check 0 list --sandbox=require -f csv -o a/list.csv r.csv
	grep -q mallory a/list.csv
	check 1 --sandbox=require -f csv -o /proc/self/cwd/a/new.csv r.csv
}

# bats test_tags=plain
@test "require: a temporary file that has a name from the start" {
	needs_sandbox
	needs_strace
	failing_report >r.csv
	mkdir d
	# As a file system without O_TMPFILE.
	run --separate-stderr strace -f -qq -o trace -P "$PWD/d" \
		-e inject=openat:error=EOPNOTSUPP:when=1 \
		"$MFA_CHECK" --sandbox=require -f csv -o d/x.csv r.csv
	wanted 1
	grep -q O_EXCL trace
	grep -q mallory d/x.csv
	folder_holds x.csv d
}

@test "require: inputs of every kind can still be read" {
	needs_sandbox
	failing_report >r.csv
	mkdir d
	gzip -nc r.csv >d/r.gz
	printf '{"Content":"%s","GeneratedTime":"2026-01-02T03:04:05Z"}' "$(base64 -w 0 r.csv)" >j.json
	check 1 --sandbox=require -f ndjson r.csv d
	is 2 "$(summary fail)"
	check 1 --sandbox=require -f ndjson <(cat r.csv) <(cat j.json)
	is 2 "$(summary fail)"
	check_stdin 1 r.csv --sandbox=require -f ndjson
	check_stdin 1 j.json --sandbox=require -f ndjson
	is mallory "$(failing)"
	check_stdin 1 j.json --sandbox=require -f ndjson - r.csv
	is 2 "$(summary fail)"
	check_stdin 1 r.csv --sandbox=require -f sarif -o x.sarif --suggest-exceptions
	prints exceptions: mallory
}

@test "require: descriptors 0 to 2 closed" {
	needs_sandbox
	failing_report >r.csv
	status=0
	"$MFA_CHECK" --sandbox=require -o x.csv r.csv <&- >&- 2>&- || status=$?
	wanted 1
	grep -q mallory x.csv
	status=0
	"$MFA_CHECK" --sandbox=require <&- 2>err >/dev/null || status=$?
	wanted 3
	status=0
	"$MFA_CHECK" --sandbox=require r.csv >&- 2>err || status=$?
	wanted 2
}

@test "require: sockets as standard input and output, as some callers give them" {
	needs_sandbox
	command -v python3 >/dev/null || skip "no python3"
	failing_report >r.csv
	run python3 - "$MFA_CHECK" <<-'END'
		import socket, subprocess, sys
		ours, theirs = socket.socketpair()
		child = subprocess.Popen([sys.argv[1], "--sandbox=require", "-f", "csv"],
		                         stdin=theirs, stdout=theirs)
		theirs.close()
		ours.sendall(open("r.csv", "rb").read())
		ours.shutdown(socket.SHUT_WR)
		text = b""
		while piece := ours.recv(65536):
		    text += piece
		print(text.decode())
		sys.exit(child.wait())
	END
	wanted 1
	prints mallory
}

# lacking INJECTION...: a kernel that lacks something, and what is then done.
lacking()
{
	local inject=() what
	for what; do
		inject+=(-e "inject=$what")
	done
	run --separate-stderr strace -f -qq -o trace "${inject[@]}" "$MFA_CHECK" r.csv
	wanted 1
	says "warning: the sandbox is not complete"
	warning=$stderr
	prints mallory
	run --separate-stderr strace -f -qq -o trace "${inject[@]}" "$MFA_CHECK" -q r.csv
	wanted 1
	is "" "$stderr"
	run --separate-stderr strace -f -qq -o trace "${inject[@]}" "$MFA_CHECK" --sandbox=off r.csv
	wanted 1
	is "" "$stderr"
	for command in check list; do
		run --separate-stderr strace -f -qq -o trace "${inject[@]}" \
			"$MFA_CHECK" "$command" --sandbox=require -f csv -o x.csv r.csv
		wanted 2
		says --sandbox=require
		[ ! -e x.csv ]
	done
	run --separate-stderr strace -f -qq -o trace "${inject[@]}" "$MFA_CHECK" --version
	wanted 0
}

# bats test_tags=plain
@test "a kernel without Landlock, or that has switched it off" {
	needs_strace
	needs_sandbox
	failing_report >r.csv
	for error in ENOSYS EOPNOTSUPP; do
		lacking "landlock_create_ruleset:error=$error"
		contains "$warning" "no Landlock"
		lacks "$warning" seccomp
		[[ $output =~ seccomp=(on|reduced)\ landlock=off ]]
	done
}

# bats test_tags=plain
@test "a kernel without seccomp" {
	needs_strace
	needs_sandbox
	failing_report >r.csv
	lacking prctl:error=EINVAL:when=2+
	contains "$warning" "no seccomp filter"
	lacks "$warning" Landlock
	prints "seccomp=off landlock=abi"
	lacking prctl:error=ENOSYS
	contains "$warning" "neither a seccomp filter nor Landlock"
	prints "seccomp=off landlock=off"
}

# bats test_tags=plain
@test "a kernel that claims a version of Landlock and lacks a part of it" {
	needs_strace
	needs_sandbox
	failing_report >r.csv
	run --separate-stderr strace -f -qq -o trace \
		-e inject=landlock_create_ruleset:error=EINVAL:when=2..3 \
		"$MFA_CHECK" --sandbox=require --version
	wanted 0
	newest=$("$MFA_CHECK" --version | sed -n 's/.*landlock=abi//p')
	prints "landlock=abi$((newest - 2))"
}

# bats test_tags=plain
@test "under valgrind" {
	command -v valgrind >/dev/null || skip "no valgrind"
	failing_report >r.csv
	run --separate-stderr valgrind -q --vgdb=no --error-exitcode=99 --leak-check=full \
		"$MFA_CHECK" -f csv -o x.csv r.csv
	wanted 1
	grep -q mallory x.csv
	lacks "$stderr" "no seccomp"
	run --separate-stderr valgrind -q --vgdb=no --error-exitcode=99 --leak-check=full \
		"$MFA_CHECK" -f csv - <r.csv
	wanted 1
}

@test "SARIF: only what was required is told, for it is the same on every machine" {
	needs_sandbox
	failing_report >r.csv
	check 1 -f sarif r.csv
	one=$output
	is null "$(q '.[0].runs[0].invocations[0].properties')"
	check 1 -f sarif --sandbox=off r.csv
	is "$one" "$output"
	check 1 -f sarif --sandbox=require r.csv
	is require "$(q '.[0].runs[0].invocations[0].properties.sandbox')"
}
