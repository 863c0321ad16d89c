package planner_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

func TestTextIsKeptAsItIsSeen(t *testing.T) {
	for text, want := range map[string]string{
		"Siti Contoh":                       "Siti Contoh",
		"Siti\u202ehotnoC":                  "SitihotnoC",
		"\u2066Budi\u2069\u200b\u200f":      "Budi",
		"\u202a+62 812-3456\u202c":          "+62 812-3456", // as telephones are copied out of WhatsApp
		"So\u00adfi\ufeffa":                 "Sofia",
		"\u3164\u2800\u115f":                "",
		"tag\U000e0041\U000e007f":           "tag",
		"baris satu\nbaris\tdua\u00a0tiga":  "baris satu\nbaris\tdua\u00a0tiga",
		"José, ʿAisyah, Ḥasan, 子, 🙂 \ufffd": "José, ʿAisyah, Ḥasan, 子, 🙂 \ufffd",
		"bel\a dan esc\x1b[31m":             "bel dan esc[31m",
		"\U0001f469\u200d\U0001f467":        "\U0001f469\U0001f467",
	} {
		got := planner.Seen(text)
		if got != want || planner.Seen(got) != got {
			t.Errorf("%q is seen as %q, want %q", text, got, want)
		}
	}
}

// What a phone sent with marks that nobody sees says what is seen of it, and is, sent
// again, what it was: its hash is over what was sent.
func TestAnEventSaysWhatIsSeenOfIt(t *testing.T) {
	plain := `{"payload":{"amount":1.50,"note":"rumah cat hijau"},"type":"X"}`
	for turned, want := range map[string]string{
		strings.Replace(plain, "cat", "\u202ecat\u202c", 1):           "{\"payload\":{\"amount\":1.50,\"note\":\"rumah \u202ecat\u202c hijau\"},\"type\":\"X\"}",
		strings.Replace(plain, "cat", `\u202ecat\u200b`, 1):           "{\"payload\":{\"amount\":1.50,\"note\":\"rumah \u202ecat\u200b hijau\"},\"type\":\"X\"}",
		strings.Replace(plain, `{"payload"`, ` { "\u0070ayload" `, 1): plain,
		strings.Replace(plain, "cat", `\u0007\u003ccat`, 1):           `{"payload":{"amount":1.50,"note":"rumah \u0007<cat hijau"},"type":"X"}`,
	} {
		body, err := planner.BodyOf([]byte(turned))
		if diff := cmp.Diff(want, string(body)); diff != "" || err != nil {
			t.Errorf("%q (-want +got):\n%s%v", turned, diff, err)
		}
	}
	body := planner.Body("{\"payload\":{\"note\":\"rumah \u202ecat\u202c \\u0007hijau\"},\"type\":\"WA\"}")
	if e, err := body.Event(); err != nil || e.Payload.Note != "rumah cat hijau" || e.Type != planner.WhatsApp {
		t.Errorf("%s says %+v, %v", body, e, err)
	}
}

// JSON that is read later is cleaned by itself: names too, and no number is spelt anew.
func TestJSONIsKeptAsItIsSeen(t *testing.T) {
	for text, want := range map[string]string{
		"{\"a\":1.50,\"b\":[\"x\u200by\",{\"c\u2060\":1e3}]}":    `{"a":1.50,"b":["xy",{"c":1e3}]}`,
		`{"letter": "satu\u202edua", "n": 12345678901234567890}`: `{"letter":"satudua","n":12345678901234567890}`,
		"{\"a\":1,\"a\u200b\":2}":                                `{"a":2}`,
		`{ "as": "it is" }`:                                      `{ "as": "it is" }`,
		`{ "back": "it\b is" }`:                                  `{"back":"it is"}`,
		"{\u200b":                                                "{\u200b",
		`"\u200b" 7`:                                             `"\u200b" 7`,
	} {
		if diff := cmp.Diff(want, string(planner.SeenIn([]byte(text)))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// Whatever JSON is cleaned, stays JSON of the same make, and is clean then.
func FuzzSeenIn(f *testing.F) {
	for _, text := range []string{`{"a":1.50,"b":"x\u200by"}`, "[\"\u202e\",{\"\u2800\":null}]", `"\ud800"`, `{"a":1,"a\u200b":2}`, `{}x`, "\x00", `"\\u200b"`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		once := planner.SeenIn(text)
		if !json.Valid(text) {
			return
		}
		if again := planner.SeenIn(once); !json.Valid(once) || string(again) != string(once) {
			t.Errorf("%q is seen as %q, and that as %q", text, once, again)
		}
		var value any
		if json.Unmarshal(once, &value) == nil && hides(value) {
			t.Errorf("%q is seen as %q", text, once)
		}
	})
}

// hides reports whether a text in a value of JSON holds what nobody sees.
func hides(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.ContainsFunc(v, planner.Unseen)
	case map[string]any:
		for name, inner := range v {
			if hides(name) || hides(inner) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, hides)
	}
	return false
}
