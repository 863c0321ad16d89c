package datatest_test

import (
	"testing"

	"binaan/data"
	"binaan/data/datatest"
)

// What another connection commits is seen at once, without a look in between.
func TestUntilLooksWhenRowsChangeAndNeverElse(t *testing.T) {
	store := datatest.New(t)
	go func() { _, _ = store.AddBranch(t.Context(), "9901", "Contoh", "WIB") }()
	looks := 0
	datatest.Until(t, store, "a branch", func() bool {
		looks++
		_, err := store.Branch(t.Context(), "9901")
		return err == nil
	}, "branch")
	if looks > 2 {
		t.Errorf("%d looks at one change", looks)
	}
}

func TestGoneWaitsForTheProgramOfAnImport(t *testing.T) {
	_, app := datatest.DSN(t)
	living, dying := datatest.Open(t, app, datatest.Clock()), datatest.Open(t, app, datatest.Clock())
	b, err := living.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	id, err := dying.BeginImport(t.Context(), b.ID, data.Import{Kind: "kader", File: "kader.csv", CreatedBy: "uji"})
	if err != nil {
		t.Fatal(err)
	}
	go dying.Close()
	datatest.Gone(t, living, b.ID, id)
	if err := living.FailLostImports(t.Context()); err != nil {
		t.Fatal(err)
	}
	if i, err := living.Import(t.Context(), b.ID, id); err != nil || i.State != data.Failed {
		t.Errorf("%v: the import of a program that is gone is %s", err, i.State)
	}
}
