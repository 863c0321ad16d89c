package data_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// The sheet of a pair holds the families that the moves count, whoever promised first,
// no number of anybody whole, and who read it is audited.
func TestAHandoverSheetHoldsTheFamiliesThatMove(t *testing.T) {
	store, b := datatest.NewVillage(t)
	blocks, err := store.Blocks(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	first := drawn(t, store, b.ID, territory.Certificate{}, func(i int) planner.KaderID { return []planner.KaderID{1, 2}[i%2] })
	if _, err := store.Handover(t.Context(), b.ID, first, 1, 2, today, 0); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("with nothing in force before: %v", err)
	}
	if err := store.PublishPlan(t.Context(), b.ID, first, today, "contoh"); err != nil {
		t.Fatal(err)
	}
	second := drawn(t, store, b.ID, territory.Certificate{}, func(i int) planner.KaderID { return []planner.KaderID{1, 2, 2, 2}[i%4] })
	pledge(t, store, b.ID, blocks, today)
	h, err := store.Handover(t.Context(), b.ID, second, 1, 2, today, 1)
	if err != nil {
		t.Fatal(err)
	}
	m := moves(t, store, b.ID, second, today)
	if len(m.Moves) != 1 || len(h.Families) != m.Moves[0].Households || h.FromName != m.Moves[0].FromName || h.Against != first {
		t.Fatalf("%d families of %+v", len(h.Families), m.Moves)
	}
	promises, instalments, plain := 0, 0, false
	for _, f := range h.Families {
		if f.Promise != nil {
			promises++
		}
		if f.Rehab != nil {
			instalments++
		}
		if f.Promise == nil && f.Rehab == nil {
			plain = true
		} else if plain {
			t.Error("who promised comes after who did not")
		}
		if f.NoKKMasked != "" && !strings.Contains(f.NoKKMasked, "••••") {
			t.Errorf("a number is shown: %q", f.NoKKMasked)
		}
	}
	if promises != m.Moves[0].Promises || instalments != m.Moves[0].Instalments || promises+instalments == 0 {
		t.Errorf("%d promises and %d instalments, the moves have %+v", promises, instalments, m.Moves[0])
	}
	audited := 0
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select coalesce(sum(cardinality(households)), 0) from audit where act = 'handover sheet'").Scan(&audited)
	})
	if err != nil || audited != len(h.Families) {
		t.Errorf("%d families audited, %v", audited, err)
	}
}
