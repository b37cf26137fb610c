#!/usr/bin/env bats
# Layers of encoding, whole, odd and damaged: layers.py, by the numbers of its rows.

load helper

rows()
{
	run env MFA_CHECK="$MFA_CHECK" python3 "$srcdir/tests/layers.py" "$@"
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}

@test "rows 1 to 24: whole reports in every encoding" { rows $(seq 1 24); }
@test "row 25: UTF-16, with and without a byte order mark" { rows 25; }
@test "row 26: gzip cut at every kind of place" { rows 26; }
@test "row 27: gzip with a wrong CRC or length, or a bit flipped" { rows 27; }
@test "row 28: something after a gzip member" { rows 28; }
@test "row 29: zeros after a gzip member" { rows 29; }
@test "row 30: a damaged second gzip member" { rows 30; }
@test "row 31: gzip headers" { rows 31; }
@test "row 32: other compression, archives, encryption" { rows 32; }
@test "row 33: layers upon layers" { rows 33; }
@test "row 34: a bomb of zeros" { rows 34; }
@test "row 35: a bomb of newlines" { rows 35; }
@test "row 36: more than deflate can expand" { rows 36; }
@test "row 37: base64, damaged and decorated" { rows 37; }
@test "row 38: base64 cut on a border" { rows 38; }
@test "row 39: the text of the AWS command" { rows 39; }
@test "row 40: envelopes, cut, empty, doubled, deep" { rows 40; }
@test "row 41: answers that are no report" { rows 41; }
