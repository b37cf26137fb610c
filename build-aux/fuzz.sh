#!/bin/sh
# fuzz.sh SRCDIR SECONDS NAME...: builds these harnesses of tests/fuzz with
# clang, libFuzzer and sanitizers below fuzz/ of the build folder, and runs
# each of them for so many seconds on one processor. A table at the end says
# what was done; what breaks a harness is left in fuzz/found, and then the exit
# status is 1. `make fuzz` calls it; HACKING.md has more.
set -u
export LC_ALL=C

srcdir=$1 seconds=$2
shift 2
: "${FUZZ_CC:=clang}"
export CC="$FUZZ_CC"
# In one line, since it goes into a Makefile. To trace each comparison takes
# half of the time in loops over bytes; seeds and dictionaries replace it.
sanitize='-fsanitize=fuzzer-no-link,address,undefined'
sanitize="$sanitize -fno-sanitize-coverage=trace-cmp"
export FUZZ_CFLAGS="-g -O1 -fno-omit-frame-pointer $sanitize"
# A quarantine of the default 256 MB makes each allocation touch new memory,
# which takes more time than what is tested.
asan=quarantine_size_mb=8:max_malloc_fill_size=64:malloc_context_size=6
export ASAN_OPTIONS="${ASAN_OPTIONS-$asan}"

say()
{
	echo "fuzz: $*"
}

die()
{
	say "$@"
	exit 1
}

# The compiler, and its runtime, which is a package of its own.
check_compiler()
{
	printf '%s\n' '#include <stddef.h>' '#include <stdint.h>' \
		'int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);' \
		'int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)' \
		'{ (void)p; (void)n; return 0; }' >probe.c
	$CC -fsanitize=fuzzer,address,undefined probe.c -o probe \
		>probe.log 2>&1 || {
		cat probe.log
		die "$CC with libFuzzer is needed; on Debian: apt-get install" \
			"clang libclang-rt-14-dev"
	}
}

# The library of everything but main(), by the same configure and Makefile.
build_library()
{
	libraries=$PWD/libraries
	$SHELL "$srcdir/build-aux/fuzz-libraries.sh" "$libraries" || exit 1
	export CPPFLAGS="-I$libraries/include"
	if [ -e libraries/yaml.a ]; then
		export YAML_CFLAGS=' ' YAML_LIBS="$libraries/yaml.a"
	fi
	if [ -e libraries/z.a ]; then
		export ZLIB_CFLAGS=' ' ZLIB_LIBS="$libraries/z.a"
	fi
	[ -e Makefile ] || "$SHELL" "$srcdir/configure" --quiet \
		--enable-sanitizers CFLAGS="$FUZZ_CFLAGS" >configure.log 2>&1 || {
		tail -n 20 configure.log
		die "configure failed"
	}
	make -j"${FUZZ_JOBS:-2}" libmfa.a >make.log 2>&1 || {
		tail -n 40 make.log
		die "the build failed"
	}
}

# value VARIABLE: what configure found.
value()
{
	sed -n "s/^$1 = //p" Makefile
}

build_harnesses()
{
	flags="-std=c11 -D_GNU_SOURCE -Wall -Wextra -Wno-unused-function -I$srcdir/src
		-I$srcdir/tests $CPPFLAGS $FUZZ_CFLAGS
		-fno-sanitize-recover=all"
	# What run.c keeps from run to run.
	links="-Wl,--wrap=hash_set_new,--wrap=hash_set_free
		libmfa.a $(if [ -e libraries/csv.a ]; then
		echo libraries/csv.a
	else
		value CSV_LIBS
	fi) $(value ZLIB_LIBS) $(value YAML_LIBS)
		$(value NETTLE_LIBS) $(value JANSSON_LIBS)"
	common=
	for file in "$srcdir"/tests/fuzz/*.c; do
		case ${file##*/} in
		fuzz_*) ;;
		*) common="$common $file" ;;
		esac
	done
	for name; do
		# shellcheck disable=SC2086 # lists of flags and files
		$CC $flags -fsanitize=fuzzer -o "$name" \
			"$srcdir/tests/fuzz/fuzz_$name.c" $common $links ||
			die "the harness $name cannot be built"
	done
}

row()
{
	printf '%-10s %12s %9s %9s %9s\n' "$@"
}

# run NAME: one line of the table.
run()
{
	name=$1
	mkdir -p "corpus/$name" "seeds/$name" found
	echo "# no more" >>"seeds/$name.dict"
	# The longest input that a harness wants: what is longer is slower.
	longest=$(sed -n 's/.*FUZZ_LONGEST \([0-9]*\).*/\1/p' \
		"$srcdir/tests/fuzz/fuzz_$name.c")
	status=0
	"./$name" -dict="seeds/$name.dict" -max_total_time="$seconds" -timeout=25 \
		-rss_limit_mb=2048 -max_len="${longest:-4096}" \
		-print_final_stats=1 -entropic=0 \
		-artifact_prefix="found/$name-" \
		"corpus/$name" "seeds/$name" >"$name.log" 2>&1 || status=$?
	executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$name.log")
	speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$name.log")
	coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$name.log" | tail -n 1)
	findings=$(find found -name "$name-*" | wc -l)
	[ "$status" -eq 0 ] || [ "$findings" -gt 0 ] || findings=1
	row "$name" "${executions:-?}" "${speed:-?}" "${coverage:-?}" \
		"$findings" >>table
	sed -n 's/^note: /           /p' "$name.log" >>table
	[ "$status" -eq 0 ] && [ "$findings" -eq 0 ]
}

mkdir -p fuzz && cd fuzz || exit 1
SHELL=${SHELL:-/bin/sh}
check_compiler
build_library
build_harnesses "$@"
python3 "$srcdir/tests/fuzz/seeds.py" "$srcdir" seeds ||
	die "the seeds cannot be made"

row harness executions exec/s edges findings >table
failed=
for harness; do
	say "$harness, $seconds s"
	run "$harness" || failed="$failed $harness"
done
cat table
[ -z "$failed" ] || {
	for harness in $failed; do
		say "$harness.log ends:"
		grep -vE '^(stat::|[#=]|MS:)' "$harness.log" | tail -n 30
	done
	die "failed:$failed; the inputs are in $PWD/found:" \
		"run fuzz/NAME FILE to see one again"
}
