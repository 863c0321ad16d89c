package data_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/heat"
)

// Whatever happens to families, what is kept of their desa is a recount, and the map made of
// it, of this month and of one that is past, is the map made of every family.
func TestWhatIsOwedIsARecountWhateverHappens(t *testing.T) {
	const seed = 3
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	past := today.Month().First().AddMonths(-1)
	did(t, store, b, `insert into arrears_month (branch_id, month, household_id, as_of, months, arrears)
		select branch_id, $1, id, $1, months, case when id % 9 = 0 then 0 else arrears + id end from household`, past)
	for round := range 6 {
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return changeSomeFamilies(t.Context(), tx, rng, b.ID, round) })
		if err != nil {
			t.Fatal(err)
		}
		if n := miscounted(t, store, b); n > 0 {
			t.Errorf("round %d: %d desa are not those of a recount", round, n)
		}
	}
	for _, month := range []planner.Month{today.Month(), past.Month()} {
		p, err := store.EnsurePartition(t.Context(), b.ID, data.Quarter(month.First()))
		if err != nil {
			t.Fatal(err)
		}
		short, err := store.HeatMonth(t.Context(), b, p, month, true)
		if err != nil {
			t.Fatal(err)
		}
		long, err := store.HeatFamilies(t.Context(), b, short)
		if err != nil {
			t.Fatal(err)
		}
		for _, measure := range []heat.Measure{heat.Arrears, heat.Households, heat.Months, heat.Expected, heat.Uncovered} {
			want, err := long.Table.Ask(heat.Query{Measure: measure})
			if err != nil || want.Count.Households == 0 {
				t.Fatalf("%s of %s: %+v, %v", measure, month, want.Count, err)
			}
			got, err := short.Table.Ask(heat.Query{Measure: measure})
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(heat.Value{})); diff != "" || err != nil {
				t.Errorf("%s of %s: %v (-families +sums)\n%s", measure, month, err, diff)
			}
		}
	}
}

// changeSomeFamilies does to them what files and officers do.
func changeSomeFamilies(ctx context.Context, tx pgx.Tx, rng *rand.Rand, b data.BranchID, round int) error {
	k, n := rng.IntN(7), 3+rng.IntN(9)
	for _, sql := range []string{
		"update household set arrears = arrears + 1000, months = months + 1 where id % $1 = $2",
		"update household set accuracy = 'E', spread = true where id % (5 * $1) = $2",
		"update household set cell = 0 where id % (7 * $1) = $2",
		"update household set desa = '" + string(datatest.VillageKecamatan) + ".2001' where id % (6 * $1) = $2",
		"update household set arrears_status = 'lunas' where id % (4 * $1) = $2",
		"update household set arrears_status = 'aktif', accuracy = 'A', spread = false where id % (8 * $1) = $2",
		"update household set classes = '{1}' where id % (9 * $1) = $2",
		`update household set rehab = case when rehab is null then '{"monthly":35000,"steps":12,"paid":1}'::jsonb end where id % (10 * $1) = $2`,
		"update household set phone_quality = 'dead' where id % $1 = $2", // nothing that is summed
	} {
		if _, err := tx.Exec(ctx, sql, n, k%n); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `
		insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa, phone_quality, accuracy, as_of)
		values ($1, $2, $3, 'Contoh', '{3}', 'PBPU', 'PBPU', 300, 5, 'aktif', '99.01.01.2009', 'none', 'F', $4)`, b, 5000+round, fmt.Sprintf("99%014d", 5000+round), datatest.Today())
	if err != nil || round%3 > 0 {
		return err
	}
	_, err = tx.Exec(ctx, "delete from household where id >= 5000")
	return err
}

// miscounted is of how many desa what is kept differs from a recount.
func miscounted(t *testing.T, store *data.Store, b data.Branch) (n int) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), `
			with counted as (
			  select desa, string_agg(int8send(cell) || int4send(n), '' order by cell, n > 0) as blocks, string_agg(families, '' order by cell, n > 0) as families
			  from (
			    select desa, cell, count(*)::int * case when spread or cell = 0 or accuracy in ('E', 'F') then -1 else 1 end as n,
			      string_agg(int8send(id) || int8send(arrears * 4096 + least(months, 255) * 16 + classes[1] * 2 + (rehab is not null)::int), '' order by id) as families
			    from household
			    where arrears_status = 'aktif'
			    group by desa, cell, spread or cell = 0 or accuracy in ('E', 'F')) x
			  group by desa),
			kept as (select desa, blocks, families from owed)
			select (select count(*) from (table kept except table counted) x) + (select count(*) from (table counted except table kept) y)`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
