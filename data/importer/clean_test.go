package importer

import "testing"

func TestCleanLeavesWhatAPersonSees(t *testing.T) {
	for text, want := range map[string]string{
		"Jl. Melati No. 66":                 "Jl. Melati No. 66",
		"  Siti \u00a0\t Contoh\r\n":        "Siti Contoh",
		"Si\u200bti\u200f Contoh\ufeff":     "Siti Contoh",
		"ＲＴ　００６":                            "RT 006",
		"٣٣":                                "33",
		"'0812":                             "0812",
		"'=1+1":                             "=1+1",
		"'Aisyah Contoh":                    "'Aisyah Contoh",
		"Ane\u0301":                         "Ané",
		"<script>alert(1)</script>":         "<script>alert(1)</script>",
		"'; drop table household; --Contoh": "'; drop table household; --Contoh",
		"../../etc/passwd":                  "../../etc/passwd",
		"\x00\x01":                          "",
		" ":                                 "",
	} {
		if got := clean(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if got := clean(clean(text)); got != clean(text) {
			t.Errorf("%q: cleaned twice %q", text, got)
		}
	}
	if n := testing.AllocsPerRun(10, func() { clean("Jl. Melati Contoh No. 66") }); n != 0 {
		t.Errorf("%v allocations for good ASCII", n)
	}
}
