package api

import (
	"encoding/json"
	"strings"
	"testing"
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
