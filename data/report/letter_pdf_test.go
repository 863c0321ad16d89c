package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/report"
)

// A letter names each desa, its number and its days; one that was withdrawn says so first.
func TestALetterOnPaperSaysWhatWasWritten(t *testing.T) {
	l := data.Letter{Number: "12/ST/XI/2026", From: datatest.Today(), Until: datatest.Today() + 30, Text: "Menugaskan Contoh.",
		Desa: []data.LetterDesa{{Code: "99.01.01.2001", Name: "Sukamaju"}, {Code: "99.01.01.2002", Name: "Sukadamai"}}}
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	written := func() string {
		t.Helper()
		var out, again bytes.Buffer
		for _, w := range []*bytes.Buffer{&out, &again} {
			if err := report.LetterPDF(w, data.Branch{Name: "Cabang Contoh"}, l, at); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Error("the same letter makes another document")
		}
		return strings.Join(wordsOf(t, out.Bytes()), "\n")
	}
	text := written()
	for _, want := range []string{"Cabang Contoh", l.Number, "Menugaskan", "Sukamaju", "Sukadamai", l.From.Words(), l.Until.Words()} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter does not say %s", want)
		}
	}
	if strings.Contains(text, "DICABUT") {
		t.Error("a letter that holds says that it was withdrawn")
	}
	l.Withdrawn = &at
	if !strings.Contains(written(), "DICABUT") {
		t.Error("a withdrawn letter does not say so")
	}
}
