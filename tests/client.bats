#!/usr/bin/env bats
# Reports as the real tools save them: the AWS client against an endpoint of our own, iconv, gzip...
# What is not installed is skipped with the reason.

# bats file_tags=plain
load helper

setup_file()
{
	export aws='' HOME=$BATS_FILE_TMPDIR
	export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_DEFAULT_REGION=us-east-1
	export AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' no_proxy=127.0.0.1
	unset AWS_PROFILE AWS_SESSION_TOKEN AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
	# A version manager's shim may be found first and know of no client.
	for found in $(type -ap aws); do
		if "$found" --version >"$HOME/version" 2>&1; then
			aws=$found
			break
		fi
	done
	[ -n "$aws" ] || return 0
	mkfifo "$HOME/alive"
	python3 "$BATS_TEST_DIRNAME/endpoint.py" "$HOME/report" "$HOME/port" <"$HOME/alive" \
		>"$HOME/log" 2>&1 3>&- &
	endpoint=$!
	exec 8>"$HOME/alive"
	for _ in $(seq 100); do
		[ ! -e "$HOME/port" ] || break
		sleep 0.1
	done
	export endpoint url
	url=http://127.0.0.1:$(cat "$HOME/port")
}

teardown_file()
{
	exec 8>&-
	[ -z "${endpoint-}" ] || wait "$endpoint" || :
}

# iam COMMAND OPTION...: the real client.
iam()
{
	"$aws" --endpoint-url "$url" iam "$@" 8>&-
}

need_aws()
{
	[ -n "$aws" ] || skip "no aws (Debian: awscli)"
	many_failing 200 | head -c -1 >"$HOME/report"
	"$MFA_CHECK" -f ndjson --as-of=2026-09-11T13:15:19Z "$HOME/report" >raw || [ $? -eq 1 ]
	verdicts <raw >want
}

need()
{
	command -v "$1" >/dev/null || skip "no $1 (Debian: ${2:-$1})"
}

# What was judged, without the input's name and place.
verdicts()
{
	jq -c 'select(.type == "result") | [.user, .rule, .outcome, .fingerprint]'
}

# same FILE [OPTION]...: the file is judged as the report is; by file and through a pipe.
same()
{
	local file=$1
	shift
	check 1 -f ndjson "$@" "$file"
	printf '%s\n' "$output" | verdicts >got
	cmp want got
	run --separate-stderr bash -c 'f=$1 p=$2; shift 2; cat "$f" | "$p" -f ndjson "$@"' - \
		"$file" "$MFA_CHECK" "$@"
	wanted 1
	printf '%s\n' "$output" | verdicts >got
	cmp want got
}

# The same, and its time is the endpoint's.
same_and_timed()
{
	same "$1"
	is '["2026-09-11T13:15:19Z","envelope"]' \
		"$(q '[.[] | select(.type == "report")][0] | [.report_time, .report_time_from]')"
}

each_output()
{
	need_aws
	for form in json text table yaml yaml-stream; do
		# yaml came with version 2.
		case $form,$(cat "$HOME/version") in
		yaml*,aws-cli/1.*) continue ;;
		esac
		"$@" "$form"
	done
}

saved()
{
	iam get-credential-report --output "$1" >"saved.$1"
	same_and_timed "saved.$1"
	cat "saved.$1" "saved.$1" >twice
	check 1 -f ndjson twice
	is 2 "$(summary reports)"
	gzip -nc twice >"$1.gz"
	check 1 -f ndjson "$1.gz"
	is 2 "$(summary reports)"
}

content()
{
	iam get-credential-report --query Content --output "$1" >"content.$1"
	if [ "$1" = table ]; then
		# The client draws the title and nothing else.
		check 3 content.table
		says '"Content"'
	else
		same "content.$1" --as-of=2026-09-11T13:15:19Z
	fi
}

absent()
{
	rm -f "$HOME/report"
	iam get-credential-report --output "$1" >error 2>&1 && return 1
	check 3 error
	says ReportNotPresent
	iam generate-credential-report --output "$1" >started
	check 3 started
	case $1 in
	json | yaml*) says STARTED ;;
	table) says "holds no report" ;;
	esac
}

@test "aws: every --output, saved, appended, compressed" { each_output saved; }
@test "aws: every --output of --query Content" { each_output content; }
@test "aws: no report yet, in every --output" { each_output absent; }

@test "aws: --query Content --output text | base64 -d" {
	need_aws
	iam get-credential-report --query Content --output text | base64 -d >r.csv
	cmp r.csv "$HOME/report"
	same r.csv --as-of=2026-09-11T13:15:19Z
}

# tool FILE: makes want from a report named r.csv.
tool()
{
	need "$@"
	many_failing 200 >r.csv
	"$MFA_CHECK" -f ndjson --as-of=2026-09-11 r.csv >raw || [ $? -eq 1 ]
	verdicts <raw >want
}

@test "iconv" {
	tool iconv libc-bin
	iconv -f UTF-8 -t UTF-16 r.csv >f
	same f --as-of=2026-09-11
}

@test "gzip, pigz" {
	tool gzip
	gzip -c r.csv >f
	same f --as-of=2026-09-11
	need pigz
	pigz -c -b 32 r.csv >f
	same f --as-of=2026-09-11
	pigz -c -i -b 32 r.csv >f
	same f --as-of=2026-09-11
}

@test "base64, openssl base64" {
	tool base64 coreutils
	base64 r.csv >f
	same f --as-of=2026-09-11
	need openssl
	openssl base64 -in r.csv >f
	same f --as-of=2026-09-11
	openssl base64 -A -in r.csv >f
	same f --as-of=2026-09-11
}

@test "split and cat" {
	tool split coreutils
	gzip -nc r.csv >r.gz
	split -b 100 r.gz piece.
	cat piece.* >f
	same f --as-of=2026-09-11
	split -l 50 --filter='gzip -nc' r.csv >f
	same f --as-of=2026-09-11
}

@test "csvformat" {
	tool csvformat csvkit
	csvformat -U 1 r.csv >f
	same f --as-of=2026-09-11
	csvformat -T r.csv >f
	same f --as-of=2026-09-11
	csvformat -D ';' r.csv >f
	same f --as-of=2026-09-11
}

@test "LibreOffice" {
	tool soffice libreoffice-calc
	mkdir out
	soffice --headless -env:UserInstallation="file://$PWD/profile" --convert-to csv \
		--outdir out r.csv >log 2>&1
	same out/r.csv --as-of=2026-09-11
}
