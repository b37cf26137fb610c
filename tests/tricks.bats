#!/usr/bin/env bats
# Reports that try to look clean: each was once passed over, or could be.

load helper

CLEAN=$'user,password_enabled,mfa_active\n<root_account>,true,true'
FAILS=$CLEAN$'\nbob,true,false'

b64()
{
	printf '%s' "$1" | base64 -w0
}

# incomplete_stdin [ARGUMENT]...: standard input is not taken for clean.
incomplete_stdin()
{
	run --separate-stderr "$MFA_CHECK" -q -f csv "$@"
	wanted 3
	[ -n "$stderr" ]
}

# not_skipped FORMAT [VALUE]...: a file of a folder, as printf makes it.
not_skipped()
{
	mkdir -p folder
	printf '%s\n' "$CLEAN" >folder/a.csv
	# shellcheck disable=SC2059 # the format is the test's
	printf "$@" >folder/b
	check 3 -q -f csv folder
	says folder/b
}

@test "a row cannot pose as a header, nor bring its own root row" {
	cat >r.csv <<-'EOT'
		user,arn,password_enabled,mfa_active
		<root_account>,arn:aws:iam::123456789012:root,true,true
		z1,arn:aws:iam::123456789012:user/a,user,mfa_active,b/z1,true,false
		z2,arn:aws:iam::123456789012:user/a,<root_account>,true,b/z2,true,false
		bob,arn:aws:iam::123456789012:user/bob,true,false
	EOT
	check 3 -f ndjson r.csv
	is bob "$(failing)"
	is 2 "$(summary rejected)"
}

@test "glued reports whose last cell is empty" {
	printf '%s\n%s\n%s' 'user,arn,password_enabled,mfa_active,additional_credentials_info' \
		'<root_account>,arn:aws:iam::123456789012:root,true,true,' \
		'bob,arn:aws:iam::123456789012:user/bob,true,false,' >r.csv
	cat r.csv r.csv >two.csv
	check 1 -f ndjson two.csv
	is 2 "$(summary fail)"
	is 2 "$(summary reports)"
	is 4 "$(summary rows)"
}

@test "what stands behind the AWS command's time is not passed over" {
	line=$'\t2026-09-11T13:15:19Z\ttext/csv'
	incomplete_stdin < <(printf '%s%s%s%s' "$(b64 "$CLEAN")" "$line" "$(b64 "$FAILS")" "$line")
	incomplete_stdin < <(printf '%s%s\r%s%s\n' "$(b64 "$CLEAN")" "$line" "$(b64 "$FAILS")" "$line")
	incomplete_stdin < <(printf '%s\t2026-09-11T13:15:19Z\t%s\n' "$(b64 "$CLEAN")" "$(b64 "$FAILS")")
}

@test "what stands on a line of armour is not passed over" {
	for end in "-----END CERTIFICATE-----$(b64 "$FAILS")" '-----END CERTIFIC' ''; do
		incomplete_stdin < <(printf -- '-----BEGIN CERTIFICATE-----\n%s\n%s' \
			"$(b64 "$CLEAN")" "$end")
	done
	incomplete_stdin < <(printf -- '%s\n-----END CERTIFICATE-----\n' "$(b64 "$CLEAN")")
}

@test "a second Content in an envelope is not passed over" {
	incomplete_stdin < <(printf '{"Content":"%s","x":[{"Content":"%s"}]}' \
		"$(b64 "$CLEAN")" "$(b64 "$FAILS")")
	incomplete_stdin < <(printf '{"Content":"%s","content":"%s"}' \
		"$(b64 "$CLEAN")" "$(b64 "$FAILS")")
	incomplete_stdin < <(printf '{"Content":"%s","GeneratedTime":1789132519}' "$(b64 "$CLEAN")")
}

@test "several envelopes in one stream are all read" {
	printf '{"Content":"%s"}\n{"Content":"%s"}' "$(b64 "$CLEAN")" "$(b64 "$FAILS")" >r.json
	check 1 -f ndjson r.json
	is bob "$(failing)"
	is 2 "$(summary reports)"
	printf '{"Content":"<html>"}\n{"Content":"%s"}' "$(b64 "$FAILS")" >r.json
	check 3 -f ndjson r.json
	is bob "$(failing)"
}

@test "a file of a folder with traces of a report is not skipped" {
	not_skipped 'user,arn,user_creation_ti'
	not_skipped '"user","arn","user_creation_ti'
	not_skipped '%s\n' 'user_name,password_enabled,mfa_active' bob,true,false
	not_skipped 'user,password_enabled,mfa_active,Gr\xf6\xdfe\nbob,true,false,1\n'
	not_skipped '{"Owner":"%0900d","Content":"%s"}' 0 "$(b64 "$FAILS")"
	not_skipped '[{"Content":"%s"}]' "$(b64 "$FAILS")"
	not_skipped "GeneratedTime: '2026-09-11T13:15:19+00:00'\nContent: %s\nrest\n" "$(b64 "$FAILS")"
	not_skipped "Generated: today\nGeneratedTime: '2026-09-11T13:15:19Z'\nContent: %s\n" "$(b64 "$FAILS")"
	not_skipped 'aws: [ERROR]: An error occurred (ReportNotPresent) when calling\n'
	not_skipped '<root_account>,true,true\n'
	not_skipped '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
	not_skipped '!%s' "$(b64 "$FAILS")"
	not_skipped '{"Content":"%%PDF-"}{"Content":"%s"}' "$(b64 "$FAILS")"
}

@test "a large document that is no report is read to its end all the same" {
	head -c 400000 /dev/zero | tr '\0' x >body
	(printf 'PK\003\004' && cat body) | base64 >zip.b64
	check 3 zip.b64
	says zip
}

@test "an input that is an output: nothing is written" {
	failing_report >r.csv
	cp r.csv old.csv
	run --separate-stderr "$MFA_CHECK" -f csv -o r.csv <r.csv
	wanted 2
	cmp r.csv old.csv
	mkdir folder
	cp r.csv folder/a.csv
	ln folder/a.csv link.csv
	for out in folder/a.csv link.csv; do
		check 2 -f csv -o "$out" folder
		cmp folder/a.csv old.csv
	done
	run --separate-stderr bash -c "'$MFA_CHECK' list -f csv folder >folder/z.csv"
	wanted 2
}

@test "two outputs to one place under different names" {
	failing_report >r.csv
	run --separate-stderr bash -c "'$MFA_CHECK' -f csv:z -f ndjson r.csv >z"
	wanted 2
	run --separate-stderr bash -c "'$MFA_CHECK' -f csv:/dev/fd/1 -f ndjson r.csv | cat; exit \${PIPESTATUS[0]}"
	wanted 2
}

@test "no more than --max-decoded is used, whatever the read size" {
	many_failing 2000 >r.csv
	gzip -c r.csv >r.gz
	for size in 1 100 65536; do
		MFA_CHECK_READ_SIZE=$size run --separate-stderr "$MFA_CHECK" -f ndjson \
			--max-decoded=100000 r.gz
		wanted 3
		summary rows
	done >rows
	is 1 "$(sort -u rows | wc -l)"
}
