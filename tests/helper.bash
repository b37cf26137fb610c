# What the bats files share. MFA_CHECK is the program, srcdir the top of the sources.

bats_require_minimum_version 1.5.0
: "${srcdir:=$BATS_TEST_DIRNAME/..}"
: "${MFA_CHECK:?set MFA_CHECK to the program under test}"
srcdir=$(cd "$srcdir" && pwd)
case $MFA_CHECK in
*/*) MFA_CHECK=$(cd "$(dirname "$MFA_CHECK")" && pwd)/$(basename "$MFA_CHECK") ;;
esac
# Which lane is tested is chosen outside (`make lanes`).
for name in "${!MFA_CHECK_@}"; do
	[ "$name" = MFA_CHECK_LANE ] || unset "$name"
done
unset SOURCE_DATE_EPOCH
export LC_ALL=C NO_COLOR=

HEADER=user,arn,user_creation_time,password_enabled,password_last_used
HEADER+=,password_last_changed,password_next_rotation,mfa_active
HEADER+=,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date
HEADER+=,access_key_1_last_used_region,access_key_1_last_used_service
HEADER+=,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date
HEADER+=,access_key_2_last_used_region,access_key_2_last_used_service
HEADER+=,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated

# Each test works in a directory of its own, so that names in messages are short and relative.
setup()
{
	mkdir "$BATS_TEST_TMPDIR/work" && cd "$BATS_TEST_TMPDIR/work" || return
}

# row NAME [column=value]...: a row; with no value given, a user whom no rule fails.
row()
{
	local -A cell
	local name=$1 column line=
	shift
	for column in ${HEADER//,/ }; do
		case $column in
		*_active | password_enabled) cell[$column]=false ;;
		*) cell[$column]=N/A ;;
		esac
	done
	cell[user]=$name
	cell[arn]=arn:aws:iam::123456789012:user/$name
	cell[user_creation_time]=2020-01-02T03:04:05Z
	for column; do
		cell[${column%%=*}]=${column#*=}
	done
	for column in ${HEADER//,/ }; do
		line+=,${cell[$column]}
	done
	printf '%s\n' "${line#,}"
}

# A user with a password: password_user NAME [column=value]...
password_user()
{
	local name=$1
	shift
	row "$name" password_enabled=true password_last_used=no_information \
		password_last_changed=2020-01-02T03:04:05Z "$@"
}

root_row()
{
	password_user '<root_account>' arn=arn:aws:iam::123456789012:root \
		password_next_rotation=not_supported mfa_active=true "$@"
}

# Whole reports: every user clean, and the same with one more user who fails.
clean_report()
{
	with_rows
	password_user alice mfa_active=true
	row bob
}

failing_report()
{
	clean_report
	password_user mallory
}

# many_failing COUNT: a report with that many users who fail.
many_failing()
{
	with_rows
	password_user mallory | awk -v count="$1" '{
		for (i = 1; i <= count; i++) {
			line = $0
			gsub(/mallory/, "mallory-" i, line)
			print line
		}
	}'
}

# A report of the given lines after header and root row.
with_rows()
{
	printf '%s\n' "$HEADER"
	root_row
	[ $# -eq 0 ] || printf '%s\n' "$@"
}

# check STATUS ARGUMENT...: run the program; $output is stdout, $stderr what went there.
check()
{
	local want=$1
	shift
	run --separate-stderr -- "$MFA_CHECK" "$@"
	wanted "$want"
}

# check_stdin STATUS FILE ARGUMENT...: the same with standard input from the file.
check_stdin()
{
	local want=$1 from=$2
	shift 2
	run --separate-stderr -- "$MFA_CHECK" "$@" <"$from"
	wanted "$want"
}

# On failure bats prints this; the last command's status is what counts.
wanted()
{
	[ "$status" -eq "$1" ] && return
	printf 'status %s, not %s\nstdout: %s\nstderr: %s\n' \
		"$status" "$1" "${output:0:2000}" "${stderr:0:2000}"
	return 1
}

# says TEXT...: each text stands in the messages; prints TEXT...: in the output.
says()
{
	contains "$stderr" "$@"
}

prints()
{
	contains "$output" "$@"
}

contains()
{
	local where=$1 text
	shift
	for text; do
		case $where in
		*"$text"*) ;;
		*)
			printf 'not found: %s\nin: %s\n' "$text" "${where:0:3000}"
			return 1
			;;
		esac
	done
}

lacks()
{
	! contains "$@" >/dev/null || {
		printf 'found: %s\nin: %s\n' "$2" "${1:0:3000}"
		return 1
	}
}

# q FILTER: what jq gives for the NDJSON in $output, all lines as one array.
q()
{
	printf '%s\n' "$output" | jq -rsc "$1"
}

# is WANT GOT
is()
{
	[ "$1" = "$2" ] && return
	printf 'want %s\ngot  %s\n%s\n' "$1" "$2" "${stderr:0:2000}"
	return 1
}

# The names of users that failed, in order, from the NDJSON in $output.
failing()
{
	q '[.[] | select(.outcome == "fail") | .user] | join(" ")'
}

# A field of the NDJSON's summary.
summary()
{
	q ".[-1].$1"
}

# folder_holds NAMES [FOLDER]: these files and no others, so no temporary one either.
folder_holds()
{
	is "$1" "$(find "${2:-.}" -mindepth 1 -printf '%f\n' | sort | paste -sd ' ')"
}

# prove NAME: the short form of tests/prove_NAME.py.
prove()
{
	run env MFA_CHECK="$MFA_CHECK" python3 "$srcdir/tests/prove_$1.py" short
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}
