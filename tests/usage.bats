#!/usr/bin/env bats
# What each option and command refuses, and with which words.

load helper

# refuses SENTENCE ARGUMENT...: status 2, nothing on standard output.
refuses()
{
	local sentence=$1
	shift
	check 2 "$@"
	is "" "$output"
	says "$sentence"
}

@test "an option with an empty value" {
	for option in policy exceptions output stdin-name set self-test sandbox max-decoded; do
		refuses "--$option is \"\"; expected " "--$option="
	done
	refuses '--columns is ""; expected names of columns' list --columns=
	refuses 'an empty operand names no file' ''
	refuses 'has no verb ""; expected list, show' rules ''
}

@test "an option with a value that it does not know" {
	refuses '--self-test is "network"; expected sandbox' --self-test=network
	refuses '--sandbox is "maybe"; expected auto, require or off' --sandbox=maybe
	refuses '--format is "csv:"; expected a file name behind the colon' -f csv:
	refuses '--set is "=1"; expected a parameter' --set==1
	refuses '--set is "a="; expected a parameter' --set=a=
	refuses 'expected names with one comma between two' list --columns=user,,arn
	refuses 'expected a name behind the last comma' list --columns=user,
}

@test "--max-decoded: what is no size, and what is too large for one" {
	for size in 0 K 1X 1KB 1KK -1 1.5M 99999999999999999999999 18446744073709551616 99999999999999999T; do
		refuses "--max-decoded is \"$size\"; expected bytes" --max-decoded="$size"
	done
	clean_report >r.csv
	for size in 2048 2K 1M 1G 16777215T; do
		check 0 --max-decoded="$size" r.csv
	done
}

@test "at most 16 outputs" {
	clean_report >r.csv
	outputs=()
	for i in {1..16}; do
		outputs+=(-f "csv:$i")
	done
	check 0 "${outputs[@]}" r.csv
	cmp 1 16
	refuses 'at most 16 outputs can be written in one run' "${outputs[@]}" -f csv:17 r.csv
	[ ! -e 17 ]
}

@test "commands with one output" {
	refuses 'list` writes one output' list -f csv:a -f csv:b
	refuses 'rules list` writes one output' rules list -f csv:a -f csv:b
	folder_holds ""
}

@test "commands with too many operands, or too few" {
	refuses 'rules show` needs the id of a rule' rules show
	refuses 'policy schema` takes no operand' policy schema mfa
	refuses 'policy show` needs the name of one pack' policy show mfa all
	refuses 'policy check` needs the name of a pack or a file' policy check
	refuses 'the command comes before the options' --color=always list r.csv
}

@test "more columns than there are" {
	columns=user
	for i in {1..40}; do
		columns+=,user
	done
	clean_report >r.csv
	refuses 'columns' list --columns="$columns" r.csv
}

@test "help for each command, wherever it is asked for" {
	check 0 --help
	help=$output
	for command in check list rules 'rules list' 'rules show' policy 'policy check'; do
		for option in -h --help; do
			check 0 $command $option
			is "$help" "$output"
		done
	done
}

@test "rules show: several rules, a blank line between two" {
	check 0 rules show console-mfa
	one=$output
	check 0 rules show root-mfa
	other=$output
	check 0 rules show console-mfa root-mfa
	is "$one"$'\n\n'"$other" "$output"
}
