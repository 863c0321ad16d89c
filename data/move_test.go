package data_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// drawn stores a plan that gives each block to the kader whom of names; 0: nobody.
func drawn(t *testing.T, store *data.Store, b data.BranchID, cert territory.Certificate, of func(i int) planner.KaderID) data.PlanID {
	t.Helper()
	blocks, err := store.Blocks(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	held := map[planner.KaderID]*territory.Territory{}
	for i, block := range blocks {
		k := of(i)
		if k == 0 {
			continue
		}
		if held[k] == nil {
			held[k] = &territory.Territory{ID: territory.ID(k), Kader: k, Kecamatan: datatest.VillageKecamatan}
		}
		held[k].Blocks = append(held[k].Blocks, block.BlockKey)
		held[k].Add(block)
	}
	plan := territory.Plan{Certificate: cert}
	for _, k := range []planner.KaderID{1, 2} {
		plan.Territories = append(plan.Territories, *held[k])
	}
	head, err := store.QueuePlan(t.Context(), b, data.TerritoryKind, data.PlanRequest{}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.FinishTerritories(t.Context(), data.UnitJob{Branch: b, Plan: head.ID, Unit: data.WholeBranch}, plan); err != nil {
		t.Fatal(err)
	}
	return head.ID
}

func moves(t *testing.T, store *data.Store, b data.BranchID, id data.PlanID, today planner.Day) data.Moves {
	t.Helper()
	m, err := store.Moves(t.Context(), b, id, today)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMovesTellWhoGivesFamiliesToWhomAndWhatGoesAlong(t *testing.T) {
	store, b := datatest.NewVillage(t)
	blocks, err := store.Blocks(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	first := drawn(t, store, b.ID, territory.Certificate{}, func(i int) planner.KaderID { return []planner.KaderID{1, 1, 1, 2, 2, 0}[i%6] })
	if m := moves(t, store, b.ID, first, today); m.Against != 0 || len(m.Moves) != 0 {
		t.Errorf("with nothing in force before: %+v", m)
	}
	if err := store.PublishPlan(t.Context(), b.ID, first, today, "contoh"); err != nil {
		t.Fatal(err)
	}
	same := drawn(t, store, b.ID, territory.Certificate{}, func(i int) planner.KaderID { return []planner.KaderID{1, 1, 1, 2, 2, 0}[i%6] })
	if m := moves(t, store, b.ID, same, today); m.Against != first || len(m.Moves) != 0 || m.Bound == nil {
		t.Errorf("a plan that changes nothing: %+v", m)
	}

	// 1 gives every sixth block to 2 and another to nobody, and gets what nobody had.
	next := []planner.KaderID{1, 2, 0, 2, 2, 1}
	want := map[[2]planner.KaderID]*data.Moved{{1, 2}: {}, {1, 0}: {}, {0, 1}: {}}
	pairs := map[int][2]planner.KaderID{1: {1, 2}, 2: {1, 0}, 5: {0, 1}}
	for i, block := range blocks {
		if sum := want[pairs[i%6]]; sum != nil {
			sum.Eligible += block.Eligible
			sum.Households += block.Households
		}
	}
	pledge(t, store, b.ID, blocks, today)
	want[[2]planner.KaderID{1, 2}].Promises, want[[2]planner.KaderID{1, 0}].Instalments = 1, 1
	changed := want[[2]planner.KaderID{1, 2}].Eligible + want[[2]planner.KaderID{1, 0}].Eligible
	second := drawn(t, store, b.ID, territory.Certificate{Moved: changed, MovedBound: 7}, func(i int) planner.KaderID { return next[i%6] })

	check := func(when string, m data.Moves) {
		t.Helper()
		got := map[[2]planner.KaderID]*data.Moved{}
		for _, one := range m.Moves {
			got[[2]planner.KaderID{one.From, one.To}] = &one.Moved
		}
		if diff := cmp.Diff(want, got); diff != "" || m.Against != first {
			t.Errorf("%s: against %d (-want +got):\n%s", when, m.Against, diff)
		}
		if m.Changed.Eligible != changed || m.Changed.Promises != 1 || m.Changed.Instalments != 1 || m.Gained != *want[[2]planner.KaderID{0, 1}] {
			t.Errorf("%s: changed %+v, gained %+v", when, m.Changed, m.Gained)
		}
		if m.Bound == nil || *m.Bound != 7 {
			t.Errorf("%s: bound %v, want the certificate's", when, m.Bound)
		}
	}
	check("draft", moves(t, store, b.ID, second, today))
	if err := store.PublishPlan(t.Context(), b.ID, second, today+5, "contoh"); err != nil {
		t.Fatal(err)
	}
	check("published", moves(t, store, b.ID, second, today+9))
	if _, err := store.Moves(t.Context(), b.ID, 99, today); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("no such plan: %v", err)
	}
}

// pledge has families of blocks 1 and 0 promise to pay, families of blocks 2 and 3
// pay instalments, and those of blocks 7 and 8 be done with that.
func pledge(t *testing.T, store *data.Store, b data.BranchID, blocks []planner.Block, today planner.Day) {
	t.Helper()
	promise := func(state planner.PromiseState) planner.Promise {
		return planner.Promise{Due: today + 3, Open: 960, Close: 1200, Amount: 100_000, State: state}
	}
	running := planner.Rehab{Steps: 12, Paid: 3, Instalment: 50_000, NextDue: today + 10}
	over := planner.Rehab{Steps: 12, Paid: 12, Instalment: 50_000, NextDue: today + 10}
	var made []planner.Event
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		for _, one := range []struct {
			block   int
			promise *planner.Promise
			rehab   *planner.Rehab
		}{
			{1, ptr(promise(planner.PromisePending)), nil}, {7, ptr(promise(planner.PromiseKept)), nil}, {0, ptr(promise(planner.PromisePending)), nil},
			{2, nil, &running}, {8, nil, &over}, {3, nil, &running},
		} {
			key := blocks[one.block].BlockKey
			var id planner.HouseholdID
			err := tx.QueryRow(t.Context(), "select min(id) from household where desa = $1 and cell = $2", key.Desa, int64(key.Cell)).Scan(&id)
			if err != nil {
				return err
			}
			if one.rehab != nil {
				_, err = tx.Exec(t.Context(), "update household set rehab = $2 where id = $1", id, one.rehab)
			} else {
				made = append(made, datatest.Promise(id, 1, today-2, *one.promise))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	datatest.Record(t, store, b, made...)
}

func ptr[T any](v T) *T { return &v }
