package data_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
)

func TestOnlyImportsOfProgramsThatAreGoneAreEnded(t *testing.T) {
	_, app := datatest.DSN(t)
	living, dying := datatest.Open(t, app, datatest.Clock()), datatest.Open(t, app, datatest.Clock())
	b, err := living.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	begin := func(s *data.Store) data.ImportID {
		id, err := s.BeginImport(t.Context(), b.ID, data.Import{Kind: "kader", File: "kader.csv", CreatedBy: "uji"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	mine, theirs := begin(living), begin(dying)
	state := func(id data.ImportID) data.Import {
		i, err := living.Import(t.Context(), b.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	starting := datatest.Open(t, app, datatest.Clock())
	if err := starting.FailLostImports(t.Context()); err != nil {
		t.Fatal(err)
	}
	if state(mine).State != data.Queued || state(theirs).State != data.Queued {
		t.Fatalf("a starting program ended imports of others: %s, %s", state(mine).State, state(theirs).State)
	}
	dying.Close()
	datatest.Gone(t, living, b.ID, theirs)
	if err := starting.FailLostImports(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := state(theirs); got.State != data.Failed || got.Error == "" {
		t.Errorf("the import of a program that is gone is %s, %q", got.State, got.Error)
	}
	var audited string
	err = living.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select string_agg(reason, '|') from audit where act = 'refuse import'").Scan(&audited)
	})
	if err != nil || !strings.HasPrefix(audited, fmt.Sprintf("import %d: ", theirs)) || strings.Contains(audited, "|") {
		t.Errorf("%v: the audit says %q of the import that is gone", err, audited)
	}
	if got := state(mine); got.State != data.Queued {
		t.Errorf("the import of a program that lives is %s", got.State)
	}
	if err := living.ReportImport(t.Context(), b.ID, mine, "membaca", 1, 2); err != nil {
		t.Error(err)
	}
}

// A program whose lifeline was cut a moment ago, as when PostgreSQL was started again, has
// another one by the time that it begins an import, or has one go on.
func TestAnImportThatBeginsAfterACutLivesOn(t *testing.T) {
	store, b := datatest.NewBranch(t)
	begin := func() data.ImportID {
		id, err := store.BeginImport(t.Context(), b.ID, data.Import{Kind: "kader", File: "kader.csv", CreatedBy: "uji", Upload: data.Upload{Name: "x", Key: "k"}})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	cut := func() {
		_, err := store.Pool().Exec(t.Context(), `
			select pg_terminate_backend(pid, 5000) from pg_locks
			where locktype = 'advisory' and objsubid = 1 and database = (select oid from pg_database where datname = current_database())`)
		if err != nil {
			t.Fatal(err)
		}
	}
	lives := func(id data.ImportID) bool {
		if err := store.FailLostImports(t.Context()); err != nil {
			t.Fatal(err)
		}
		i, err := store.Import(t.Context(), b.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		return i.State == data.Queued
	}
	lost := begin()
	cut()
	if lives(lost) {
		t.Error("an import whose lifeline is gone lives")
	}
	if !lives(begin()) {
		t.Error("an import that began after the cut was ended")
	}
	cut()
	if err := store.ResumeImport(t.Context(), b.ID, lost, "uji"); err != nil {
		t.Fatal(err)
	}
	if !lives(lost) {
		t.Error("an import that goes on after the cut was ended")
	}
}
