#!/usr/bin/env bats
# Completions: what bash, zsh and fish themselves make of a line when TAB is pressed. A shell that is
# not installed is skipped.

load helper

# try SHELL 'LINE => WORD...'...: what is offered at the end of these lines.
try()
{
	local shell=$1
	shift
	command -v "$shell" >/dev/null || skip "no $shell"
	"$MFA_CHECK" completion "$shell" >script
	touch report.csv 'two words.csv'
	run timeout 120 python3 "$srcdir/tests/complete.py" "$shell" ./script \
		'mfa-check --for => --format' \
		'mfa-check  => check list rules policy completion report.csv' \
		'mfa-check rules sh => show' \
		'mfa-check rules show root-m => root-mfa' \
		'mfa-check policy show cis-aws-6 => cis-aws-6.0' \
		'mfa-check completion z => zsh' \
		'mfa-check -f  => table csv ndjson json sarif markdown junit github prom ocsf gcc' \
		'mfa-check --fail-on=no => none' \
		'mfa-check --tag aws-sec => aws-security-hub' \
		'mfa-check list --columns=user,cert_2_a => user,cert_2_active' \
		'mfa-check --rule unused-password-9 => unused-password-90d' \
		'mfa-check --quiet rep => report.csv' \
		'mfa-check list --po => !--policy' "$@"
	wanted 0
}

@test "bash" {
	try bash 'mfa-check two => two\ words.csv' 'mfa-check -f csv:rep => csv:report.csv'
}

@test "zsh" {
	try zsh 'mfa-check two => two\ words.csv'
}

@test "fish" {
	try fish
}

@test "every command, option, format, pack and rule is in every script" {
	check 0 --help
	printf '%s\n' "$output" | grep -oE -- '--[a-z][a-z0-9-]+' | sed 's/^--//' |
		grep -vxE 'tag=.*' | sort -u >words
	printf '%s\n' "$output" | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >>words
	printf '%s\n' "$output" | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p' >>words
	for pack in "$srcdir"/policies/*.yaml; do
		basename "$pack" .yaml >>words
		sed -n 's/^  - id: *//p' "$pack" >>words
	done
	[ "$(wc -l <words)" -gt 100 ]
	for shell in bash zsh fish; do
		check 0 completion "$shell"
		while read -r word; do
			case $output in
			*[!a-z0-9]"$word"[!a-z0-9]*) ;;
			*)
				echo "$shell: no $word"
				return 1
				;;
			esac
		done < <(sort -u words)
		lacks "$output" self-test
	done
}

@test "no shell, two, or another one" {
	check 2 completion
	says bash zsh fish
	check 2 completion bash zsh
	check 2 completion tcsh
	says tcsh
	check 2 completion --policy=mfa bash
	run bash -c "'$MFA_CHECK' completion bash >/dev/full"
	[ "$status" -eq 2 ]
}
