#!/usr/bin/env bats
# The manual of the policy language: it has what the tables of the program have,
# and nothing else; its policy loads, its case is judged as it says.

load helper

page=$srcdir/man/mfa-check-policy.5
policy=$srcdir/src/policy

# table FILE: the macros of a .def file, one a line, without comments.
table()
{
	sed -e '/^\/\*.*\*\/$/d' -e '/^\/\*/,/\*\//d' -e '/^#/d' "$1" | tr '\n\t' '  ' |
		sed -E 's/\) +([A-Z_]+\()/)\n\1/g; s/" +"//g; s/  +/ /g'
}

# macro FILE NAME PATTERN SHOWN: what a pattern after the macro's name takes of
# each such macro. Nothing is found only where the table has another form now.
macro()
{
	table "$1" | sed -nE "s/^ *$2\($3.*/$4/p" | sort >from_table.txt
	[ -s from_table.txt ]
}

# section NAME: the lines of a section or subsection of the page.
section()
{
	awk -v name="$1" '/^\.S[hs] / { inside = substr($0, 5) == name; next } inside' "$page"
}

# entries SECTION: the names in its list, each once.
entries()
{
	section "$1" | sed -n 's/^\.It Li //p' | sort
}

# typed SECTION: the same with what stands before the first colon or dot.
typed()
{
	section "$1" | awk '/^\.It Li / { name = $3; getline; sub(/[:.].*/, ""); print name, $0 }' |
		sed -e 's/True or false/TRUTH/' -e 's/Text/TEXT/' -e 's/Time/TIME/' \
			-e 's/Number/NUMBER/' -e 's/Age/AGE/' -e 's/Span/SPAN/' | sort
}

same()
{
	diff from_table.txt from_page.txt
}

# block PATTERN: the literal block of the page that has such a line.
block()
{
	awk -v pattern="$1" '/^\.Bd -literal/ { text = ""; inside = 1; next }
		/^\.Ed/ { inside = 0; if (text ~ pattern) { printf "%s", text; exit } next }
		inside { text = text $0 "\n" }' "$page"
}

@test "the keys of files, overrides and exceptions are those of the program" {
	for kind in FILE:file OVERRIDE:override EXCEPTION:exception; do
		case $kind in
		FILE:*) title="Keys of the file" ;;
		*) title="Keys of an ${kind#*:}" ;;
		esac
		macro "$policy/policy_keys.def" "${kind%%:*}_KEY" '([a-z]+), (true|false)' '\1 \2'
		section "$title" | awk '
			function give() { if (name != "") print name, required }
			/^\.It Li / { give(); name = $3; required = "false" }
			/^Required\.$/ { required = "true" }
			END { give() }' | sort >from_page.txt
		same
	done
}

@test "the keys of rules are those of the program" {
	macro "$policy/policy_keys.def" RULE_KEY '([a-z]+)' '\1'
	section "Keys of a rule" | sed '/^The sections of/,$d' | sed -n 's/^\.It Li //p' |
		sort >from_page.txt
	same
	macro "$policy/policy_keys.def" RULE_KEY '([a-z]+), true' '\1'
	section "Keys of a rule" | sed -e '1,/^\.El$/d' -e '/^are required\.$/,$d' |
		sed -e '/^\.Pp$/d' -e 's/^\.Li//' | tr -s ' ,' '\n' | grep -vxE 'and|' |
		sort >from_page.txt
	same
}

@test "the sections of help and the frameworks are those of the program" {
	macro "$srcdir/src/model/help_sections.def" HELP_SECTION '[A-Z_]+, "([a-z_]+)"' '\1'
	section "Keys of a rule" | sed '1,/^The sections of/d' | sed -n 's/^\.It Li //p' |
		sort >from_page.txt
	same
	macro "$policy/frameworks.def" FRAMEWORK '"([^"]+)"' '\1'
	section "Keys of a rule" | sed -e '1,/one of these:$/d' -e '/^\.Pp/,$d' |
		sed 's/^\.Li //' | tr -s ' ' '\n' | grep -vx '[,.]' | sort >from_page.txt
	same
}

@test "groups, operators and words are those of the program" {
	macro "$policy/operators.def" GROUP '[A-Z_]+, "([a-z]+)"' '\1'
	entries Groups >from_page.txt
	same
	macro "$policy/operators.def" OPERATOR '[A-Z_]+, "([a-z_]+)", ([^,]+),' '\1 \2'
	sed -i 's/TYPE_//g; s/ | /|/g' from_table.txt
	section Operators | awk '/^\.It Li / { name = $3; getline; sub(/:.*/, ""); print name, $0 }' |
		sed -e 's/Numbers, ages, spans, times/MEASURED/' -e 's/Truths/TRUTH/' \
			-e 's/[Tt]imes/TIME/' -e 's/texts/TEXT/' -e 's/numbers/NUMBER/' \
			-e 's/, /|/g' | sort >from_page.txt
	same
	macro "$policy/words.def" WORD '"([^"]+)"' '\1'
	entries "Words for the lack of a value" >from_page.txt
	same
}

@test "the fields and their types are those of the program" {
	macro "$srcdir/src/model/columns.def" COLUMN '[A-Z_0-9]+, "([a-z_0-9]+)", ([A-Z]+),' '\1 \2'
	sed -i -E 's/ (USER|ARN|TOKEN|FREE)$/ TEXT/; s/ DATE$/ TIME/; s/ BOOL$/ TRUTH/' from_table.txt
	typed "Columns of the report" >from_page.txt
	same
	macro "$policy/fields.def" DERIVED_FIELD '[A-Z_]+, "([a-z_]+)", ([A-Z]+),' '\1 \2'
	typed "Fields made from columns" >from_page.txt
	same
	macro "$policy/fields.def" SLOT_FIELD \
		'[A-Z_]+, "([a-z_]+)", ([A-Z]+), .*, (OF_KEYS|OF_BOTH),' '\1 \2 \3'
	sed -i 's/ OF_BOTH$//; s/ OF_KEYS$/, keys/' from_table.txt
	typed "Fields of a slot" >from_page.txt
	same
}

@test "the packs and their rules are those of the program" {
	for file in "$srcdir"/policies/*.yaml; do
		basename "$file" .yaml
	done | sort >from_table.txt
	section PACKS | sed '/^A pack of a benchmark/,$d' | sed -n 's/^\.It Li //p' |
		sort >from_page.txt
	same
	sed -n 's/^  - id: //p' "$srcdir"/policies/*.yaml | sort -u >from_table.txt
	section PACKS | sed '1,/^A pack of a benchmark/d' | sed -n 's/^\.It Li //p' |
		sort >from_page.txt
	same
	# In: mfa, all, hub, FIRST to LAST.
	for file in "$srcdir"/policies/*.yaml; do
		pack=$(basename "$file" .yaml)
		sed -n "s/^  - id: \(.*\)/\1 $pack/p" "$file"
	done | sort >from_table.txt
	section PACKS | awk '/^\.It Li / { rule = $3 }
		/^In: / {
			gsub(/[,]|\.$|^In: /, "")
			for (i = 1; i <= NF; i++) {
				if ($i == "to") {
					for (v = $(i - 1); v != $(i + 1); v = after[v])
						if (v != $(i - 1)) print rule, "cis-aws-" v
				} else {
					print rule, $i == "hub" ? "aws-security-hub" :
						$i ~ /^[0-9]/ ? "cis-aws-" $i : $i
				}
			}
		}
		BEGIN {
			count = split("1.2 1.3 1.4 1.5 2.0 3.0 4.0 5.0 6.0 7.0", all, " ")
			for (i = 1; i < count; i++) after[all[i]] = all[i + 1]
		}' | sort >from_page.txt
	same
}

@test "the example policy loads, and its cases are judged as they say" {
	block '^policy: 1' >acme.yaml
	[ -s acme.yaml ]
	check 0 policy check acme.yaml
	is '' "$stderr"
	block '^policy: acme' >cases.yaml
	check 0 policy test cases.yaml
	is 'cases.yaml: 1 case, 0 differ' "$output"
	clean_report >r.csv
	check 0 -p acme.yaml --as-of=2026-09-11 --fail-on=none r.csv
}

@test "the example of a mistake is what the program says" {
	block '^policy: 1' | sed 's/severity: low/severty: low/' >acme.yaml
	check 2 policy check acme.yaml
	says ': unknown key "severty"; did you mean "severity"?' 'severty: low'
}

@test "the manual of the language has no mistakes" {
	command -v mandoc >/dev/null || skip "no mandoc"
	mandoc -Tlint -Wstyle "$page" 2>/dev/null >lint.txt || true
	is "" "$(grep -v 'referenced manual not found' lint.txt)"
}
