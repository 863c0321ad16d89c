package planner_test

import (
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

// What a phone sent with marks that nobody sees is the event without them, whichever way
// it is sent again.
func TestAnEventSaysWhatIsSeenOfIt(t *testing.T) {
	plain := `{"payload":{"note":"rumah cat hijau"},"type":"X"}`
	want, err := planner.BodyOf([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	for _, turned := range []string{
		strings.Replace(plain, "cat", "\u202ecat\u202c", 1),
		strings.Replace(plain, "cat", `\u202ecat\u200b`, 1),
	} {
		got, err := planner.BodyOf([]byte(turned))
		if err != nil || cmp.Diff(string(want), string(got)) != "" {
			t.Errorf("%q is %s, %v", turned, got, err)
		}
	}
}
