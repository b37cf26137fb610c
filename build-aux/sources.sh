#!/bin/sh
# Writes sources.am, the lists of files for Makefile.am, from what lies in the
# folders. Called at the top of the sources; an unchanged list is not written,
# so that nothing is made anew and the sources may be read-only.
set -eu
export LC_ALL=C

# list NAME FILE...: one variable, a line for each file.
list()
{
	printf '%s =' "$1"
	shift
	for file; do
		printf ' \\\n\t%s' "$file"
	done
	printf '\n\n'
}

# files FOLDER TEST...: the files that find(1) gives; names without blanks.
files()
{
	folder=$1
	shift
	find "$folder" -name '.*' -prune -o -name __pycache__ -prune -o \
		-type f \( "$@" \) -print | sort
}

# shellcheck disable=SC2046 # the names are words of the list
lists()
{
	echo '# Made by build-aux/sources.sh: do not edit.'
	list library_sources $(files src -name '*.[ch]' -o -name '*.def' |
		grep -v '^src/program/main\.c$')
	list pack_files $(ls policies/*.yaml)
	list pack_sources policies/make-packs $(files policies/src -name '*')
	list unit_tests $(files tests/unit -name 'test_*.c' | sed 's/\.c$//')
	list bats_files $(files tests -name '*.bats')
	list test_files $(files tests ! -name '*.c') \
		$(files policies/tests -name '*.yaml')
	list fuzz_files $(files tests/fuzz -name '*.c')
	list bench_files $(files tests/bench -name '*.c')
	list example_files $(files testdata -name '*')
	list tool_files $(files build-aux -name '*.sh' -o -name '*.awk' -o \
		-name '*.skip' -o -name run-tap | grep -v tap-driver)
	list documents $(files doc -name '*') AUTHORS COPYING HACKING.md NEWS \
		README
}

new=$(lists)
old=$(cat sources.am 2>/dev/null) || :
[ "$new" = "$old" ] || printf '%s\n' "$new" >sources.am
