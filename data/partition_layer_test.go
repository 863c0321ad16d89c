package data_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/maptile"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
)

// Outlines are made with the division and only read afterwards; what another version of the
// program wrote, or one before there were any, is made anew.
func TestOutlinesOfPartsAreMadeOnce(t *testing.T) {
	store, b := datatest.NewVillage(t)
	quarter := data.Quarter(datatest.Today())
	if _, err := store.PartLayer(t.Context(), b.ID, quarter, "parts"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("before there are parts: %v", err)
	}
	p, err := store.EnsurePartition(t.Context(), b.ID, quarter)
	if err != nil {
		t.Fatal(err)
	}
	run := func(sql string) (n int64) {
		t.Helper()
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			tag, err := tx.Exec(t.Context(), sql)
			n = tag.RowsAffected()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := run("select from part_layer"); n != 2 {
		t.Errorf("%d layers are kept with the division, want parts and units", n)
	}
	for _, layer := range []string{"parts", "units"} {
		kept := wholeTile(t, store, b.ID, layer)
		if run("update part_layer set outlines = '' where layer = '" + layer + "'"); tileFails(t, store, b.ID, layer) == nil {
			t.Errorf("%s: made anew although there are some", layer)
		}
		for _, sql := range []string{"update part_layer set form = 0, outlines = ''", "delete from part_layer"} {
			if run(sql); !bytes.Equal(wholeTile(t, store, b.ID, layer), kept) {
				t.Errorf("%s: another layer after %s", layer, sql)
			}
		}
		if len(kept) < 100 {
			t.Errorf("%s: a tile of %d bytes of %d parts", layer, len(kept), len(p.Parts))
		}
	}
}

func tileFails(t *testing.T, store *data.Store, b data.BranchID, layer string) error {
	_, err := store.PartLayer(t.Context(), b, data.Quarter(datatest.Today()), layer)
	return err
}

// wholeTile shows all of the village.
func wholeTile(t *testing.T, store *data.Store, b data.BranchID, layer string) []byte {
	t.Helper()
	l, err := store.PartLayer(t.Context(), b, data.Quarter(datatest.Today()), layer)
	if err != nil {
		t.Fatal(err)
	}
	return l.Tile(maptile.At(geo.Position{Lon: 110.8, Lat: -7.55}.Point(), 8))
}
