package job

import (
	"bytes"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/datatest"
)

// Evaluations are written by themselves once their period has ended and the days for late
// files are over, by the branch's own cadence, and stay as they were written.
func TestTheNightWritesEvaluationsByTheBranchsCadence(t *testing.T) {
	_, app := datatest.DSN(t)
	store := datatest.Open(t, app, data.ClockAt(moment(t, "2026-11-23T12:00:00+07:00")))
	b := datatest.Village(t, store)
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update kader set valid_from = '2026-08-01', valid_to = '2027-12-31'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	written := func(when string, want ...string) data.PackBook {
		t.Helper()
		now := moment(t, when)
		if err := night(t.Context(), store, now); err != nil {
			t.Fatal(err)
		}
		book, err := store.Packs(t.Context(), b.ID, b.Today(now))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range book.Packs {
			got = append(got, p.Period)
		}
		if len(got) != len(want) {
			t.Errorf("%s: packs %v, want %v", when, got, want)
			return book
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: packs %v, want %v", when, got, want)
			}
		}
		return book
	}
	written("2026-11-23T02:00:00+07:00", "2026-10", "2026-Q3")
	first := written("2026-12-03T02:00:00+07:00", "2026-10", "2026-Q3") // November's files may still come
	ownRule(t, store, b, "evaluation", "2026-12-04", `{"every":["week","month"],"waitDays":3}`)
	book := written("2026-12-04T02:00:00+07:00", "2026-11", "2026-11-W4", "2026-10", "2026-Q3")
	if book.WaitDays != 3 || len(book.Every) != 2 || book.Packs[2] != first.Packs[0] {
		t.Errorf("%+v, want the packs of before as they were: %+v", book, first)
	}
	for _, format := range []string{"xlsx", "pdf"} {
		file, err := store.PackFile(t.Context(), b.ID, "2026-11", format)
		if err != nil {
			t.Fatal(err)
		}
		switch format {
		case "pdf":
			if !bytes.HasPrefix(file, []byte("%PDF")) {
				t.Errorf("the PDF begins with %q", file[:8])
			}
		default:
			opened, err := excelize.OpenReader(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			rows, err := opened.GetRows("Imbal jasa")
			if err != nil || len(rows) != 1 {
				t.Errorf("lines of families are in the pack: %v, %v", rows, err)
			}
		}
	}
	ownRule(t, store, b, "evaluation", "2027-01-02", `{"every":[]}`)
	written("2027-01-10T02:00:00+07:00", "2026-11", "2026-11-W4", "2026-10", "2026-Q3")
}
