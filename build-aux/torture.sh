#!/bin/sh
# torture.sh SRCDIR: the heavy forms of what the suite tries in short ones, one
# after another in the build folder: every proof, kill -9, calls that fail,
# fuzzing. A table says what was compared and what differed. `make torture`
# calls it; these change how much is done:
#
#	SIZE=short	the short forms of the proofs instead of the long ones
#	KILLS=500	kill -9 so many times
#	FAULTS=1	every Nth allocation fails
#	TIME=60		seconds for each harness of tests/fuzz; 0: none
#	TORTURE='cuts kill'	only these (proofs by name, kill, faults, fuzz)
set -u
export LC_ALL=C

srcdir=$1
: "${SIZE:=long}" "${KILLS:=500}" "${FAULTS:=1}" "${TIME:=60}" "${TORTURE:=}"
MFA_CHECK=$PWD/mfa-check FAULTY=$PWD/sanitize/faulty
export MFA_CHECK FAULTY
failed=

# wanted NAME: it was not left out.
wanted()
{
	case " $TORTURE " in
	'  ' | *" $1 "*) return 0 ;;
	esac
	return 1
}

# try NAME COMMAND...: its output goes to torture/NAME.log, a row of the table
# to torture/table.
try()
{
	name=$1 log=torture/$1.log begin=$(date +%s) status=0
	shift
	wanted "$name" || return 0
	echo "torture: $name"
	"$@" >"$log" 2>&1 || status=$?
	row "$name" "$(counts "$log")" $(($(date +%s) - begin)) "$status" \
		>>torture/table
	[ "$status" -eq 0 ] || {
		failed="$failed $name"
		tail -n 20 "$log"
	}
}

# counts LOG: how many were compared, and how many differed, by what a proof
# says at its end ("NAME: N compared, M differences") and the rows of
# `make fuzz` (the fifth column are findings).
counts()
{
	awk '
		/^[a-z ]+: [0-9]+ .*compared.* [0-9]+( runs)? differ/ {
			sub(/^[^:]*: /, "")
			compared += $1
			sub(/( runs)? differ.*/, "")
			differed += $NF
			any = 1
		}
		NF == 5 && $2 ~ /^[0-9]+$/ && $5 ~ /^[0-9]+$/ {
			compared += $2; differed += $5; any = 1
		}
		END { if (any) printf "%d %d\n", compared, differed
		      else print "? ?" }' "$1"
}

# row NAME "COMPARED DIFFERED" SECONDS STATUS
row()
{
	printf '%-12s %14s %9s %8s  %s\n' "$1" "${2% *}" "${2#* }" "$3" \
		"$([ "$4" -eq 0 ] && echo passed || echo "FAILED ($4)")"
}

mkdir -p torture
printf '%-12s %14s %9s %8s  %s\n' what compared differed seconds result \
	>torture/table
for script in "$srcdir"/tests/prove_*.py; do
	name=${script##*/prove_}
	name=${name%.py}
	case $name in
	kill | faults) ;;
	*) try "$name" python3 "$script" "$SIZE" ;;
	esac
done
try kill python3 "$srcdir/tests/prove_kill.py" "$KILLS"
try faults python3 "$srcdir/tests/prove_faults.py" "$FAULTS"
[ "$TIME" -eq 0 ] ||
	try fuzz "${SHELL:-/bin/sh}" "$srcdir/build-aux/fuzz.sh" "$srcdir" "$TIME"
cat torture/table
[ -z "$failed" ] || {
	echo "torture: failed:$failed; the logs are in $PWD/torture"
	exit 1
}
