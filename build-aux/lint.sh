#!/bin/sh
# Holds the sources to their own rules (HACKING.md). Runs every check, names
# every violation, and fails at the end. `make lint` calls it at the top of the
# sources; PROGRAM is the built program.
# shellcheck disable=SC2046,SC2086 # lists of files, no blanks in their names
# shellcheck disable=SC2089,SC2090 # the quotes are the compiler's
# shellcheck disable=SC2317 # check() calls the functions
set -u
export LC_ALL=C

: "${CC:=gcc}" "${PROGRAM:=build/mfa-check}"
sources=$(find src -name '*.c' | sort)
headers=$(find src -name '*.h' | sort)
tests=$(find tests -name '*.c' | sort)
# Scripts of our own: automake puts its own into build-aux, too.
scripts="bootstrap quickstart .ci/run policies/embed.sh build-aux/run-tap
	$(find build-aux -name '*.sh' ! -name 'tap-driver.sh' | sort)"
defines='-std=c11 -D_GNU_SOURCE -DPACKAGE_VERSION="" -Isrc'
failed=0 passed=0

# check NAME COMMAND...: one check; says what it was if it fails.
check()
{
	name=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		printf 'lint: %s: failed\n' "$name"
		failed=$((failed + 1))
	fi
}

# nothing COMMAND...: the command prints nothing.
nothing()
{
	found=$("$@")
	[ -z "$found" ] || {
		printf '%s\n' "$found"
		return 1
	}
}

# absent PATTERN FILE...: the pattern stands in no file.
absent()
{
	nothing grep -nHE "$@"
}

tools()
{
	lacking=
	for tool in clang-format cppcheck shellcheck mandoc pmccabe nm; do
		command -v "$tool" >/dev/null || lacking="$lacking $tool"
	done
	[ -z "$lacking" ] || {
		echo "not installed:$lacking"
		return 1
	}
}

# Switches and tables may be longer than pmccabe's first number allows.
functions()
{
	pmccabe $sources | awk '
		$1 > 15 { print $6 " " $7 ": complexity " $1; bad = 1 }
		$5 > 60 { print $6 " " $7 ": " $5 " lines"; bad = 1 }
		END { exit bad }'
}

# longest LINES FILE...: no file is longer.
longest()
{
	max=$1
	shift
	wc -l "$@" | awk -v max="$max" '
		$2 != "total" && $1 > max { print $2 ": " $1 " lines"; bad = 1 }
		END { exit bad }'
}

# Lines of at most 80 columns, a TAB counted as up to 8.
width()
{
	bad=0
	for file; do
		expand "$file" | awk -v file="$file" '
			length > 80 { print file ":" NR ": " length; bad = 1 }
			END { exit bad }' || bad=1
	done
	return "$bad"
}

# once HEADER...: each library's header stands in one file, the only one that
# knows the library.
once()
{
	bad=0
	for header; do
		users=$(grep -lE "^#include <$header" $sources $headers)
		case $users in
		*.c) [ "$(echo "$users" | wc -l)" -eq 1 ] && continue ;;
		esac
		printf '<%s> is included by: ' "$header"
		echo $users
		bad=1
	done
	return "$bad"
}

first_comments()
{
	bad=0
	for file in $sources $headers; do
		[ "$(head -n 1 "$file")" = '/*' ] && continue
		echo "$file: does not begin with a comment"
		bad=1
	done
	return "$bad"
}

# A guard is the path: MFA_LAYER_NAME_H.
guards()
{
	bad=0
	for file in $headers; do
		guard=MFA_$(echo "${file#src/}" | tr 'a-z/.' 'A-Z__')
		grep -qx "#ifndef $guard" "$file" && continue
		echo "$file: the guard is not $guard"
		bad=1
	done
	return "$bad"
}

self_contained()
{
	for file in $headers; do
		printf '#include "%s"\n' "${file#src/}" |
			$CC $defines -Wall -Werror -fsyntax-only -x c - || return 1
	done
}

# The lists for the Makefile are those of the files that there are.
lists()
{
	for file in $sources $headers; do
		grep -qE "[[:space:]]$file( |\$)" sources.am Makefile.am && continue
		echo "$file: not in sources.am"
		return 1
	done
}

analyze()
{
	for file in $sources; do
		echo "-O0 $file"
		echo "-O2 $file"
	done | xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 \
		$CC $defines -fanalyzer -Werror -c -o /dev/null
}

# The pages refer to each other, so mandoc has to find both. What is said to
# standard error is about its database, not the pages.
manual()
{
	pages=$(mktemp -d) lines=
	for section in 1 5; do
		mkdir "$pages/man$section"
		cp man/*."$section" "$pages/man$section"
	done
	lines=$(MANPATH=$pages:/usr/share/man mandoc -Tlint -Wstyle man/*.[15] \
		2>/dev/null)
	rm -r "$pages"
	[ -z "$lines" ] || {
		printf '%s\n' "$lines"
		return 1
	}
}

symbols()
{
	[ -x "$PROGRAM" ] || {
		echo "$PROGRAM: not built"
		return 1
	}
	forbidden='socket|connect|getaddrinfo|gethostby.*|exec.*|posix_spawn.*'
	forbidden="$forbidden|fork|vfork|system|popen|dlopen"
	! nm -D --undefined-only "$PROGRAM" | awk '{ print $2 }' |
		grep -E "^($forbidden)(@|\$)"
}

banned='\b(strcpy|strcat|stpcpy|strncat|v?sprintf|gets|strtok|ato[ilf]|atoll'
banned="$banned|v?[fs]?scanf|localtime|gmtime|mktime|setlocale|alloca|system|popen)"
banned="$banned(_r)?[[:space:]]*\\("
words='\b(TODO|FIXME|XXX|HACK)\b'
places='/(home|root|work)/[a-z]|/Users/'

check 'tools' tools
check 'clang-format (make format)' clang-format --dry-run -Werror $sources $tests
check 'size and complexity of functions' functions
check 'length of sources' longest 600 $sources
check 'length of headers' longest 150 $headers
check 'lines of at most 80 columns' width $headers
check 'layers' awk -f build-aux/layers.awk $sources $headers
check 'one file per library' once csv.h yaml.h zlib.h jansson.h nettle/sha2.h
check 'banned functions' absent "$banned" $sources $headers
check 'only main.c exits' absent '[^_a-z]exit[[:space:]]*\(' \
	$(echo "$sources" | grep -v '^src/program/main\.c$')
check 'unfinished work' absent "$words" $sources $headers $tests
check 'paths of a machine' absent "$places" $sources $headers $tests README NEWS \
	HACKING.md doc/* man/* testdata/README quickstart \
	$(find policies -type f)
check 'first comments' first_comments
check 'guards of headers' guards
check 'headers stand alone' self_contained
check 'lists of files (./bootstrap)' lists
check 'packs (make packs)' policies/make-packs --check
check 'cppcheck' cppcheck --quiet --error-exitcode=1 --inline-suppr \
	--enable=warning,performance,portability --std=c11 -Isrc \
	-D_GNU_SOURCE -DPACKAGE_VERSION='""' --suppress=missingIncludeSystem \
	-j "$(getconf _NPROCESSORS_ONLN)" $sources
check 'shellcheck' shellcheck $scripts
check 'manual' manual
check 'no call of the network or of programs' symbols
check 'gcc -fanalyzer' analyze
echo "lint: $passed checks passed, $failed failed"
[ "$failed" -eq 0 ]
