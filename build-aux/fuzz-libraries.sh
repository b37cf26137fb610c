#!/bin/sh
# fuzz-libraries.sh FOLDER: the sources of libyaml, libcsv and zlib as Debian
# has them, compiled so that a fuzzer sees into them: uninstrumented, most of
# what a parser reads is decided where it cannot look. Nothing is installed and
# no list of the system's is touched. Each library that could be made is
# FOLDER/NAME.a with its headers in FOLDER/include; of each other one it is
# said that the system's is used.
set -u
: "${CC:=clang}" "${FUZZ_CFLAGS:?}"

folder=$1
mkdir -p "$folder/include" "$folder/apt/lists/partial" \
	"$folder/apt/cache/archives/partial" || exit 1
cd "$folder" || exit 1
log=$PWD/libraries.log
: >"$log"

say()
{
	echo "fuzz: $*"
}

# apt with lists and a source of its own; a package is verified as ever.
private_apt()
{
	apt-get -q -o Dir::Etc::SourceList="$PWD/apt/debian.sources" \
		-o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$PWD/apt/lists" \
		-o Dir::Cache="$PWD/apt/cache" \
		-o APT::Sandbox::User="$(id -un)" "$@" >>"$log" 2>&1 </dev/null
}

lists()
{
	[ ! -e apt/ready ] || return 0
	cat >apt/debian.sources <<-END
		Types: deb-src
		URIs: http://deb.debian.org/debian
		Suites: ${VERSION_CODENAME:-bookworm}
		Components: main
		Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
	END
	private_apt update && : >apt/ready
}

# unpack PACKAGE: prints the folder of its sources.
unpack()
{
	if ! ls -d "$1"-*/ >/dev/null 2>&1; then
		lists && private_apt source "$1" || return 1
	fi
	set -- "$1"-*/
	[ -d "$1" ] && printf '%s\n' "${1%/}"
}

# compile NAME FLAGS FILE...: NAME.a of the files. The errors of others are
# not ours to mend, so undefined behaviour is told of our code only.
compile()
{
	name=$1 flags=$2
	shift 2
	rm -rf "objects-$name" && mkdir "objects-$name" || return 1
	for file; do
		# shellcheck disable=SC2086 # lists of flags
		$CC $FUZZ_CFLAGS -fno-sanitize=undefined -w $flags -c "$file" \
			-o "objects-$name/$(basename "$file" .c).o" \
			>>"$log" 2>&1 || return 1
	done
	ar crs "$name.a" "objects-$name"/*.o >>"$log" 2>&1
}

yaml()
{
	top=$(unpack libyaml) &&
		compile yaml "-I$top/include -DYAML_VERSION_MAJOR=0
			-DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5
			-DYAML_VERSION_STRING=\"0.2.5\"" \
			"$top"/src/api.c "$top"/src/parser.c \
			"$top"/src/reader.c "$top"/src/scanner.c &&
		cp "$top"/include/yaml.h include
}

csv()
{
	top=$(unpack libcsv) &&
		compile csv "-I$top" "$top"/libcsv.c &&
		cp "$top"/csv.h include
}

z()
{
	top=$(unpack zlib) &&
		compile z "-I$top -D_LARGEFILE64_SOURCE=1 -DHAVE_UNISTD_H" \
			"$top"/adler32.c "$top"/crc32.c "$top"/inflate.c \
			"$top"/inffast.c "$top"/inftrees.c "$top"/zutil.c \
			"$top"/deflate.c "$top"/trees.c "$top"/compress.c &&
		cp "$top"/zlib.h "$top"/zconf.h include
}

# shellcheck disable=SC1091 # a file of the system
[ ! -e /etc/os-release ] || . /etc/os-release
for library in yaml csv z; do
	[ ! -e "$library.a" ] || continue
	if $library; then
		say "lib$library: Debian's sources, instrumented"
	else
		rm -f "$library.a"
		say "lib$library: its sources could not be had ($log);" \
			"the system's library is used, NOT INSTRUMENTED"
	fi
done
