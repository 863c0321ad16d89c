package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// What can be read stays byte for byte; what cannot is marked and leaves JSON behind.
func TestWhatNobodyCanReadIsMarkedWhereItStands(t *testing.T) {
	deep := func(n int, in string) string { return strings.Repeat("[", n) + in + strings.Repeat("]", n) }
	for text, want := range map[string]string{
		`{"a": [1, -2.5e10, true, null, "1e400 NaN [[[ \" {"]}`: "",
		`{"a":1e400,"b":2}`:                                 `{"a":"\ufffd","b":2}`,
		`[-1E+999, NaN, -Infinity, 01, 1.]`:                 `["\ufffd", "\ufffd", "\ufffd", "\ufffd", "\ufffd"]`,
		`[1e-400, 0.1]`:                                     "",
		deep(mostNested, `1`):                               "",
		`{"a":` + deep(mostNested, `{"b":[1]}`) + `,"c":1}`: `{"a":` + deep(mostNested-1, `"\ufffd"`) + `,"c":1}`,
	} {
		if want == "" {
			want = text
		}
		if got := string(markValues([]byte(text))); got != want || !json.Valid([]byte(got)) {
			t.Errorf("%s\n is %s\nwant %s", text, got, want)
		}
	}
	for _, torn := range []string{``, `{"a`, `{"a\`, `]]]`, `[[[`, strings.Repeat("[", 200), `"\`} { // torn text is torn still
		if got := markValues([]byte(torn)); json.Valid(got) {
			t.Errorf("%q became %q", torn, got)
		}
	}
}

// Of any delivery: what is JSON stays JSON, and as it was where every part of it can be
// read and kept.
func FuzzMarked(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5e10,true,null,"\u0000"]}`, `[1e400,NaN]`, strings.Repeat("[", 70) + strings.Repeat("]", 70), "{\"a\":\"\x00\xff\"}", `"\\u0000\\\u0000`, `{"a\`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got := marked(bytes.Clone(text))
		if !utf8.Valid(got) || bytes.ContainsRune(got, 0) || escapesNUL(got) {
			t.Errorf("%q is marked as %q, which no column holds", text, got)
		}
		var value any
		if json.Valid(text) && (!json.Valid(got) || json.Unmarshal(got, &value) != nil) {
			t.Errorf("%q is JSON, %q is not read", text, got)
		}
	})
}
