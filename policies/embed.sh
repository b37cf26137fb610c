#!/bin/sh
# Turns policies into a C file that holds their bytes: packs[] in byte order
# of the names, which are the files' names without .yaml.
#
# usage: embed.sh OUT FILE...
set -eu
LC_ALL=C
export LC_ALL

out=$1
shift
tmp=$out.tmp
trap 'rm -f "$tmp"' EXIT

# One line a file, "NAME PATH", sorted by name.
sorted()
{
	for file; do
		printf '%s %s\n' "$(basename "$file" .yaml)" "$file"
	done | sort
}

# The bytes of a file as numbers, twelve a line.
bytes()
{
	od -An -v -tu1 "$1" | awk '
		{ for (i = 1; i <= NF; i++) print $i }' | awk '
		{ printf "%s%s,", NR % 12 == 1 ? "\n\t" : " ", $1 }
		END { print "" }'
}

{
	echo '/* Made by policies/embed.sh; do not edit. */'
	echo '#include "policy/pack.h"'
	number=0
	sorted "$@" | while read -r name file; do
		printf '\n/* %s */\nstatic const unsigned char text_%d[] = {' \
			"$name" "$number"
		bytes "$file"
		echo '};'
		number=$((number + 1))
	done
	printf '\nconst struct pack packs[] = {\n'
	number=0
	sorted "$@" | while read -r name file; do
		printf '\t{ "%s", (const char *)text_%d, sizeof(text_%d) },\n' \
			"$name" "$number" "$number"
		number=$((number + 1))
	done
	printf '};\n\nconst size_t pack_count = %d;\n' "$#"
} >"$tmp"
mv "$tmp" "$out"
trap - EXIT
