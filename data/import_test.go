package data_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// desk is a branch into which files come.
type desk struct {
	*testing.T
	*data.Store
	b data.Branch
}

func newDesk(t *testing.T) desk {
	t.Helper()
	store, b := datatest.NewBranch(t)
	return desk{t, store, b}
}

func (d desk) begin(i data.Import) data.ImportID {
	d.Helper()
	if i.Kind == "" {
		i.Kind = "households"
	}
	if i.AsOf == 0 {
		i.AsOf = datatest.Today()
	}
	id, err := d.BeginImport(d.Context(), d.b.ID, i)
	if err != nil {
		d.Fatal(err)
	}
	return id
}

func (d desk) in(do func(pgx.Tx) error) error {
	return d.InBranch(d.Context(), []data.BranchID{d.b.ID}, do)
}

// end applies an import of so many accepted and refused rows.
func (d desk) end(id data.ImportID, accepted int64, rejects ...data.Reject) error {
	return d.in(func(tx pgx.Tx) error {
		i := data.Import{ID: id, State: data.Done, Rows: accepted + int64(len(rejects)), Accepted: accepted, Rejected: int64(len(rejects)), CreatedBy: "siti"}
		return data.EndImport(d.Context(), tx, d.b.ID, i, []byte("digest"), rejects)
	})
}

func (d desk) state(id data.ImportID) data.WorkState {
	d.Helper()
	i, err := d.Import(d.Context(), d.b.ID, id)
	if err != nil {
		d.Fatal(err)
	}
	return i.State
}

// An import ends once, whoever comes second is told, and what he wrote is gone.
func TestAnImportEndsOnce(t *testing.T) {
	d := newDesk(t)
	end := map[string]func(data.ImportID) error{
		"applied": func(id data.ImportID) error {
			return d.end(id, 3, data.Reject{Line: 9, Field: "nik", Reason: "panjang"})
		},
		"failed":    func(id data.ImportID) error { return d.FailImport(t.Context(), d.b.ID, id, "Berkas rusak.", false) },
		"cancelled": func(id data.ImportID) error { return d.CancelImport(t.Context(), d.b.ID, id, "siti") },
	}
	states := map[string]data.WorkState{"applied": data.Done, "failed": data.Failed, "cancelled": data.Cancelled}
	for first := range end {
		for second := range end {
			id := d.begin(data.Import{File: first + "-" + second})
			if err := d.ReportImport(t.Context(), d.b.ID, id, "membaca", 1, 2); err != nil {
				t.Fatal(err)
			}
			if err := end[first](id); err != nil {
				t.Errorf("%s: %v", first, err)
			}
			err := end[second](id)
			if second == "failed" && err != nil || second != "failed" && !errors.Is(err, data.ErrConflict) {
				t.Errorf("%s after it was %s: %v", second, first, err)
			}
			if got := d.state(id); got != states[first] {
				t.Errorf("%s, then %s: it is %s", first, second, got)
			}
			if err := d.ReportImport(t.Context(), d.b.ID, id, "menyimpan", 2, 2); !errors.Is(err, data.ErrConflict) {
				t.Errorf("%s, and its work is not told to stop: %v", first, err)
			}
			rejects, err := d.Rejects(t.Context(), d.b.ID, id, 0, "", 0)
			if want := map[bool]int{true: 1}[first == "applied"]; err != nil || len(rejects.Rejects) != want {
				t.Errorf("%s, then %s: %d refused rows, want %d: %v", first, second, len(rejects.Rejects), want, err)
			}
		}
	}
}

func TestAnImportTellsWhatWasWrittenOfIt(t *testing.T) {
	d := newDesk(t)
	asked := data.Import{Kind: "payments", File: "bayar.csv", AsOf: datatest.Today() - 3, DryRun: true, Forced: true, Erase: true, CreatedBy: "siti"}
	asked.ID = d.begin(asked)
	asked.State = data.Queued
	hidden := cmpopts.IgnoreFields(data.Import{}, "StartedAt", "FinishedAt", "Columns", "Warnings")
	got, err := d.Import(t.Context(), d.b.ID, asked.ID)
	if diff := cmp.Diff(asked, got, hidden); err != nil || diff != "" {
		t.Errorf("queued: %v (-want +got)\n%s", err, diff)
	}
	if err := d.ReportImport(t.Context(), d.b.ID, asked.ID, "memeriksa", 5, 9); err != nil {
		t.Fatal(err)
	}
	asked.State, asked.Stage, asked.Done, asked.Total = data.Running, "memeriksa", 5, 9
	got, err = d.Import(t.Context(), d.b.ID, asked.ID)
	if diff := cmp.Diff(asked, got, hidden); err != nil || diff != "" {
		t.Errorf("running: %v (-want +got)\n%s", err, diff)
	}
	var ids []data.ImportID
	for range 3 {
		ids = append([]data.ImportID{d.begin(data.Import{File: "lagi.csv"})}, ids...)
	}
	all, err := d.Imports(t.Context(), d.b.ID)
	if err != nil || len(all) != 4 {
		t.Fatalf("%d imports: %v", len(all), err)
	}
	for i, want := range append(ids, asked.ID) {
		if all[i].ID != want {
			t.Errorf("import %d comes in place %d, want %d", all[i].ID, i, want)
		}
	}
	if _, err := d.Import(t.Context(), d.b.ID, 77); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("an import that there is not: %v", err)
	}
}

// What a file says is older than another one only if that one was applied.
func TestOnlyAppliedFilesSayHowOldTheDataAre(t *testing.T) {
	d := newDesk(t)
	last := func() string {
		t.Helper()
		var day *planner.Day
		err := d.in(func(tx pgx.Tx) (err error) {
			day, err = data.LastAsOf(t.Context(), tx, "households")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if day == nil {
			return "none"
		}
		return fmt.Sprint(int(*day - datatest.Today()))
	}
	ends := []struct {
		name string
		i    data.Import
		end  func(data.ImportID) error
		want string
	}{
		{"none yet", data.Import{}, nil, "none"},
		{"a dry run", data.Import{AsOf: datatest.Today() - 1, DryRun: true}, func(id data.ImportID) error { return d.end(id, 1) }, "none"},
		{"one that failed", data.Import{AsOf: datatest.Today() - 1}, func(id data.ImportID) error { return d.FailImport(t.Context(), d.b.ID, id, "rusak", false) }, "none"},
		{"one that was cancelled", data.Import{AsOf: datatest.Today() - 1}, func(id data.ImportID) error { return d.CancelImport(t.Context(), d.b.ID, id, "siti") }, "none"},
		{"of another kind", data.Import{Kind: "payments", AsOf: datatest.Today() - 1}, func(id data.ImportID) error { return d.end(id, 1) }, "none"},
		{"applied", data.Import{AsOf: datatest.Today() - 9}, func(id data.ImportID) error { return d.end(id, 1) }, "-9"},
		{"a newer one", data.Import{AsOf: datatest.Today() - 5}, func(id data.ImportID) error { return d.end(id, 1) }, "-5"},
		{"an older one, by force", data.Import{AsOf: datatest.Today() - 7, Forced: true}, func(id data.ImportID) error { return d.end(id, 1) }, "-5"},
	}
	var newest data.ImportID
	for _, c := range ends {
		if c.end != nil {
			newest = d.begin(c.i)
			if err := c.end(newest); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		if got := last(); got != c.want {
			t.Errorf("%s: the data are of day %s, want %s", c.name, got, c.want)
		}
	}
	undo := func(id data.ImportID) error {
		return d.in(func(tx pgx.Tx) error { return data.UndoImport(t.Context(), tx, d.b.ID, id, "siti") })
	}
	if err := undo(newest - 1); !errors.Is(err, data.ErrConflict) {
		t.Errorf("one before the newest is undone: %v", err)
	}
	for id := newest; id > newest-2; id-- {
		if err := undo(id); err != nil {
			t.Errorf("the newest is not undone: %v", err)
		}
		if err := undo(id); !errors.Is(err, data.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
	}
	if got := last(); got != "-9" {
		t.Errorf("after two were undone the data are of day %s, want -9", got)
	}
	for id := newest - 3; id > 0; id-- {
		if err := undo(id); !errors.Is(err, data.ErrConflict) {
			t.Errorf("import %d, never applied to households, is undone: %v", id, err)
		}
	}
}

func TestHeadingsAreRememberedByKindAndBranch(t *testing.T) {
	d := newDesk(t)
	other, err := d.AddBranch(t.Context(), "9902", "Lain", "WIT")
	if err != nil {
		t.Fatal(err)
	}
	save := func(kind string, headings map[string]string) {
		t.Helper()
		if err := d.in(func(tx pgx.Tx) error { return data.SaveColumnMap(t.Context(), tx, d.b.ID, kind, headings) }); err != nil {
			t.Fatal(err)
		}
	}
	save("households", map[string]string{"No. Keluarga": "no_kk"})
	save("payments", map[string]string{"Jumlah": "jumlah"})
	save("households", map[string]string{"Nomor KK": "no_kk", "NIK": "nik"})
	for _, c := range []struct {
		b    data.BranchID
		kind string
		want map[string]string
	}{
		{d.b.ID, "households", map[string]string{"Nomor KK": "no_kk", "NIK": "nik"}},
		{d.b.ID, "payments", map[string]string{"Jumlah": "jumlah"}},
		{d.b.ID, "visits", map[string]string{}},
		{other.ID, "households", map[string]string{}},
	} {
		got, err := d.ColumnMap(t.Context(), c.b, c.kind)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s of branch %d: %v (-want +got)\n%s", c.kind, c.b, err, diff)
		}
	}
}
