package datatest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// VillageKecamatan is where Village lies.
const VillageKecamatan = geo.AreaCode("99.01.01")

// Village fills a new branch 9901 with one kecamatan of two desa, two kader under
// contract for a year to come and enough households for both, as of three days ago.
func Village(t testing.TB, store *data.Store) data.Branch {
	t.Helper()
	b, err := store.AddBranch(t.Context(), "9901", "Cabang Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return settle(t.Context(), tx, b.ID, b.Today(store.Now()), households(t, 1300)) })
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var village = Pattern(func(t *testing.T, app string) { Village(t, Open(t, app, Clock())) })

// NewVillage is a store on a database of its own that holds a Village.
func NewVillage(t *testing.T) (*data.Store, data.Branch) {
	t.Helper()
	_, app := village(t)
	store := Open(t, app, Clock())
	b, err := store.Branch(t.Context(), "9901")
	if err != nil {
		t.Fatal(err)
	}
	return store, b
}

// NewBranch is a store on a database of its own with a branch 9901 of which nothing is
// known.
func NewBranch(t testing.TB) (*data.Store, data.Branch) {
	t.Helper()
	store := New(t)
	b, err := store.AddBranch(t.Context(), "9901", "Cabang Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	return store, b
}

func settle(ctx context.Context, tx pgx.Tx, b data.BranchID, today planner.Day, homes []planner.Household) error {
	for k, code := range []geo.AreaCode{VillageKecamatan, VillageKecamatan + ".2001", VillageKecamatan + ".2002"} {
		_, err := tx.Exec(ctx, "insert into area (branch_id, code, level, name, lon, lat) values ($1, $2, $3, $4, 110.8, -7.55)",
			b, code, code.Level(), fmt.Sprint("Contoh ", k))
		if err != nil {
			return err
		}
	}
	for k := planner.KaderID(1); k <= 2; k++ {
		if err := addKader(ctx, tx, b, k); err != nil {
			return err
		}
	}
	if err := insert(ctx, tx, b, today, homes); err != nil {
		return err
	}
	all := func(planner.Household) bool { return true }
	blocks, err := planner.GatherBlocks(slices.Values(homes), all, func(h planner.Household) (cash, later planner.Rupiah) { return h.Arrears / 100, h.Arrears / 200 })
	if err != nil {
		return err
	}
	links, err := planner.LinkBlocks(blocks)
	if err != nil {
		return err
	}
	return data.ReplaceBlocks(ctx, tx, b, blocks, links)
}

// Households are all of the branch's as planners see them, by number.
func Households(ctx context.Context, tx pgx.Tx) ([]planner.Household, error) {
	rows, err := tx.Query(ctx, "select id from household")
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil {
		return nil, err
	}
	return data.HouseholdsIn(ctx, tx, ids)
}

// AddKader adds a kader under contract, with the code K1 for number 1, to a branch.
func AddKader(t testing.TB, store *data.Store, b data.BranchID, id planner.KaderID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error { return addKader(t.Context(), tx, b, id) })
	if err != nil {
		t.Fatal(err)
	}
}

func addKader(ctx context.Context, tx pgx.Tx, b data.BranchID, id planner.KaderID) error {
	_, err := tx.Exec(ctx, `
		insert into kader (branch_id, id, code, name, lon, lat, kecamatan, valid_from, valid_to, shifts, status)
		values ($1, $2, $3, 'Contoh', 110.8, -7.55, $4, $5, $6, $7, 'aktif')`, b, id, fmt.Sprint("K", id), VillageKecamatan, Today()-300, Today()+400, shifts())
	return err
}

func shifts() []planner.Shift {
	var out []planner.Shift
	for d := time.Monday; d <= time.Friday; d++ {
		out = append(out, planner.Shift{Weekday: d, Open: 16 * 60, Close: 20 * 60})
	}
	return out
}

func households(t testing.TB, n int) []planner.Household {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	out := make([]planner.Household, n)
	for i := range out {
		at := geo.Position{Lon: 110.8 + 0.03*(rng.Float64()-0.5), Lat: -7.55 + 0.03*(rng.Float64()-0.5)}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		desa := VillageKecamatan + ".2001"
		if at.Lon > 110.8 {
			desa = VillageKecamatan + ".2002"
		}
		out[i] = planner.Household{
			ID: planner.HouseholdID(i + 1), Classes: []planner.CareClass{3, 3}, Months: 12 + rng.IntN(13), Arrears: planner.Rupiah(1_000_000 + rng.IntN(2_000_000)),
			ArrearsStatus: planner.ArrearsActive, Desa: desa, At: &at, Cell: cell,
		}
	}
	return out
}

func insert(ctx context.Context, tx pgx.Tx, b data.BranchID, today planner.Day, homes []planner.Household) error {
	type row struct {
		ID       planner.HouseholdID `json:"id"`
		KK       string              `json:"kk"`
		Classes  []planner.CareClass `json:"classes"`
		Months   int                 `json:"months"`
		Arrears  planner.Rupiah      `json:"arrears"`
		Desa     geo.AreaCode        `json:"desa"`
		Lon, Lat float64
		Cell     int64 `json:"cell"`
	}
	rows := make([]row, len(homes))
	for i, h := range homes {
		rows[i] = row{h.ID, fmt.Sprintf("99%014d", h.ID), h.Classes, h.Months, h.Arrears, h.Desa, h.At.Lon, h.At.Lat, int64(h.Cell)}
	}
	_, err := tx.Exec(ctx, `
		insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa,
		  phone_quality, lon, lat, accuracy, cell, as_of)
		select $1, id, kk, 'Contoh', classes, 'PBPU', 'PBPU', months, arrears, 'aktif', desa, 'none', "Lon", "Lat", 'A', cell, $2
		from json_to_recordset($3) x (id bigint, kk text, classes smallint[], months smallint, arrears bigint, desa text, "Lon" double precision, "Lat" double precision, cell bigint)`,
		b, today-3, rows)
	return err
}
