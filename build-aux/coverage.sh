#!/bin/sh
# coverage.sh SRCDIR [units|TEST...]: builds with gcov's counters in coverage/
# of the build folder, runs the suite there and calls that fail, or the unit
# tests (UNITS), or what is named, and shows for each folder of src how many
# lines and branches were run. `make coverage` calls it; HACKING.md has more.
#
# Not counted as branches are those of assertions, which a bug would have to
# take. Tests that kill with SIGKILL are left out: they tear the counts. A
# count that gcov derives may be below zero, which gcovr takes for an error.
set -u
export LC_ALL=C PROOFS=brief

srcdir=$(cd "$1" && pwd -P)
shift
: "${FAULTS:=200}"
case ${1-} in
'') lines=95 branches=90 ;;
units)
	lines=60 branches=55 FAULTS=none
	# shellcheck disable=SC2086 # a list of names
	set -- $UNITS
	;;
*) lines=0 branches=0 FAULTS=none ;;
esac

die()
{
	echo "coverage: $*"
	exit 1
}

build()
{
	[ -e Makefile ] ||
		"${SHELL:-/bin/sh}" "$srcdir/configure" --quiet --enable-coverage \
			--enable-werror >configure.log 2>&1 || {
		tail -n 20 configure.log
		die "configure failed"
	}
	make -j"$jobs" all faulty check TESTS= >make.log 2>&1 || {
		tail -n 40 make.log
		die "the build failed"
	}
	find . -name '*.gcda' -exec rm {} +
}

# The tests speak for themselves in the suite; here only failures matter.
run()
{
	make -j"$jobs" check ${1:+TESTS="$*"} BATS_FLAGS='--filter-tags !kill' \
		>check.log 2>&1 || {
		grep -E '^(FAIL|ERROR)' check.log
		failed="the suite failed: coverage/test-suite.log"
	}
	[ "$FAULTS" = none ] ||
		FAULTY=$PWD/faulty python3 "$srcdir/tests/prove_faults.py" "$FAULTS" ||
		failed="the faults failed"
}

# A row for each folder from gcovr's rows for files.
table()
{
	awk -F, -v lines="$lines" -v branches="$branches" '
		function row(name, a, b, c, d) {
			printf "%-10s %7d %9.1f %% %9d %9.1f %%\n", name,
				b, b ? 100 * a / b : 100, d, d ? 100 * c / d : 100
		}
		NR > 1 && $2 > 0 {
			split($1, path, "/")
			folder = path[2]
			if (!(folder in all))
				order[++folders] = folder
			all[folder] += $2; run[folder] += $3
			ways[folder] += $5; taken[folder] += $6
			sum_all += $2; sum_run += $3
			sum_ways += $5; sum_taken += $6
		}
		END {
			printf "%-10s %7s %11s %9s %11s\n", "folder", "lines",
				"run", "branches", "taken"
			for (i = 1; i <= folders; i++) {
				f = order[i]
				row(f, run[f], all[f], taken[f], ways[f])
			}
			row("all", sum_run, sum_all, sum_taken, sum_ways)
			exit 100 * sum_run < lines * sum_all ||
				100 * sum_taken < branches * sum_ways
		}' "$1"
}

report()
{
	command -v gcovr >/dev/null ||
		die "gcovr is needed; on Debian: apt-get install gcovr"
	gcovr --root "$srcdir" --object-directory . --filter "$srcdir/src/" \
		--exclude-throw-branches --gcov-ignore-parse-errors \
		--exclude-branches-by-pattern '.*\bassert\(.*' \
		--csv files.csv --html-details files.html . >gcovr.log 2>&1 || {
		tail -n 20 gcovr.log
		die "gcovr failed"
	}
	table files.csv ||
		failed="less than $lines % of lines or $branches % of branches"
	echo "each line: $PWD/files.html"
}

mkdir -p coverage && cd coverage || exit 1
jobs=$(getconf _NPROCESSORS_ONLN)
failed=
build
run "$@"
report
[ -z "$failed" ] || die "$failed"
