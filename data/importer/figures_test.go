package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// figuresOf are the days of the figures by KK, as planners see them.
func (o *office) figuresOf() (out []string) {
	o.Helper()
	err := o.store.InBranch(o.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		all, err := datatest.Households(o.Context(), tx)
		for _, h := range all {
			out = append(out, h.AsOf.String())
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return out
}

func (o *office) exec(sql string) {
	o.Helper()
	err := o.store.InBranch(o.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(o.Context(), sql)
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
}

// month imports rows of households as of a day.
func (o *office) month(day planner.Day, rows ...string) data.Import {
	o.Helper()
	got, err := o.take(data.Import{Kind: "households", AsOf: day}, o.write("bulan.csv", append([]string{houseHeading}, rows...)...))
	if err != nil {
		o.Fatal(err)
	}
	return got
}

func TestAMonthWritesWhatChangedAndSaysSo(t *testing.T) {
	o := village(t)
	var rows []string
	for i := range 20 {
		rows = append(rows, house(i+1))
	}
	o.month(asOf-30, rows...)
	written := o.rows("select no_kk, xmin from household order by no_kk")
	rows[3], rows[7] = house(4, "bulan_tunggakan=19", "nilai_tunggakan=1995000"), house(8, "alamat=Jl. Lain")
	got := o.month(asOf, rows...)
	if got.Updated != 2 || got.Unchanged != 18 {
		t.Errorf("%d updated, %d unchanged; want 2 and 18", got.Updated, got.Unchanged)
	}
	again := 0
	for i, row := range o.rows("select no_kk, xmin from household order by no_kk") {
		if row != written[i] {
			again++
		}
	}
	if again != 2 {
		t.Errorf("%d rows were written, want 2", again)
	}
	for i, day := range o.figuresOf() {
		if day != asOf.String() {
			t.Errorf("figures of family %d are of %s", i+1, day)
		}
	}
}

func TestFiguresOfAFamilyThatTheFileLacksStayOld(t *testing.T) {
	o := village(t)
	o.must("areas", o.writeMap("lain.geojson", square("99.01.02.2001", "Seberang", 111.70, -5.40)))
	o.month(asOf-60, house(1), house(2), house(3), house(4, "kd_desa=99.01.02.2001"))
	o.month(asOf-30, house(1), house(2), house(3, "kelas=9"))
	o.month(asOf, house(1))
	got := o.rows("select right(no_kk, 1), stale, as_of, absent_since from household order by no_kk")
	day := func(back int) string { return (asOf - planner.Day(back)).String() }
	want := []string{
		"(1,f," + day(60) + ",)", // written last when it came
		"(2,t," + day(30) + "," + day(0) + ")",
		"(3,t," + day(60) + "," + day(0) + ")", // its row of last month was refused, not missing
		"(4,t," + day(60) + ",)",               // of a kecamatan that no later file speaks of
	}
	// A refused row names the family, so that it is not absent, but its figures are not confirmed.
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("families stand\n%v, want\n%v", got, want)
	}
	if days := fmt.Sprint(o.figuresOf()); days != fmt.Sprint([]string{day(0), day(30), day(60), day(60)}) {
		t.Errorf("figures are of %s", days)
	}
	o.month(asOf, house(2))
	if back := o.rows("select stale, absent_since from household where no_kk like '%2'"); back[0] != "(f,)" {
		t.Errorf("a family that came back stands %s", back[0])
	}
	if still := o.rows("select stale from household where no_kk like '%1'"); still[0] != "(f)" {
		t.Error("a second file of the same day took back what the first told")
	}
}

func TestBlocksAfterPaymentsAreThoseOfARebuild(t *testing.T) {
	o := newOffice(t)
	o.takeSample(2000)
	kk := strings.Split(strings.Trim(o.rows("select no_kk, arrears from household where arrears_status = 'aktif' and months >= 12 order by id limit 1")[0], "()"), ",")
	before := o.rows("select desa, cell, xmin from block order by id")
	o.payments(fmt.Sprintf("%s,2026-11-23,%s,Bank,LUNAS1", kk[0], kk[1]))
	partial := o.rows("select b.* from block b order by id")
	written := 0
	for i, row := range o.rows("select desa, cell, xmin from block order by id") {
		if row != before[i] {
			written++
		}
	}
	if written != 1 {
		t.Errorf("%d blocks were written, want the family's own", written)
	}
	o.exec("update block set expected = -1, households = 0")
	o.exec("update figures set basis = 'x'")
	o.payments(fmt.Sprintf("%s,2026-11-22,1,Bank,LUNAS2", kk[0]))
	if whole := o.rows("select b.* from block b order by id"); strings.Join(whole, "\n") != strings.Join(partial, "\n") {
		t.Error("the blocks of the desa concerned differ from those of all")
	}
}

// The level of a visit moves from the published figure to the branch's own, by
// visits since its first file alone: who paid up before it is not in it.
func TestLevelCountsVisitsSinceTheFirstFile(t *testing.T) {
	o := newOffice(t)
	o.takeSample(2000)
	level := func() (l planner.Level) {
		o.Helper()
		o.in(func(tx pgx.Tx) error {
			f, err := data.FiguresIn(t.Context(), tx)
			if err == nil && (f == nil || f.Level == nil) {
				t.Fatalf("figures %+v", f)
			}
			l = *f.Level
			return err
		})
		return l
	}
	before := level()
	if before.Own != 0 || before.PerVisit != 247_000 || before.Scale <= 0 {
		t.Errorf("level %+v of a branch that has made no visit since its first file", before)
	}
	o.exec("update figures set since = as_of - 300")
	o.exec("update payment set amount = 1 + amount / 4") // of the published Rupiah a visit, as the sample has them
	kk := strings.Split(strings.Trim(o.rows("select no_kk, arrears from household where arrears_status = 'aktif' and months >= 12 order by id limit 1")[0], "()"), ",")
	o.payments(fmt.Sprintf("%s,2026-11-19,1000,Bank,TINGKAT1", kk[0]))
	after := level()
	if after.Own == 0 || after.PerVisit >= before.PerVisit || after.Spread >= before.Spread {
		t.Errorf("level %+v of a branch whose visits brought little, after %+v", after, before)
	}
	sums := o.rows("select sum(expected), sum(later) from block")[0]
	if cash, later := o.expected(); fmt.Sprintf("(%d,%d)", cash, later) != sums || later <= 0 {
		t.Errorf("households bring %d and %d later by the level kept, their blocks %s", cash, later, sums)
	}
}

// expected is what the eligible families bring in a month, and later, by the chances and
// rules that the branch keeps, each worked out by itself.
func (o *office) expected() (cash, later planner.Rupiah) {
	o.Helper()
	o.in(func(tx pgx.Tx) error {
		f, err := data.FiguresIn(o.Context(), tx)
		if err != nil {
			return err
		}
		rules, err := data.RulesIn(o.Context(), tx, f.AsOf)
		if err != nil {
			return err
		}
		holidays, err := data.HolidaysIn(o.Context(), tx)
		if err != nil {
			return err
		}
		chances, err := data.ChancesIn(o.Context(), tx)
		if err != nil {
			return err
		}
		var all []planner.Household
		if err := data.EachHousehold(o.Context(), tx, nil, func(h planner.Household) bool { all = append(all, h); return true }); err != nil {
			return err
		}
		for _, h := range all {
			past, err := data.HistoriesIn(o.Context(), tx, []planner.HouseholdID{h.ID})
			if err != nil {
				return err
			}
			if h.Cell != 0 && rules.Eligible(h) {
				now, then := chances.MonthExpected(planner.Calendar{Holidays: holidays}, &rules, h, past[h.ID])
				cash, later = cash+now, later+then
			}
		}
		return nil
	})
	return cash, later
}

// in looks at the branch in one transaction.
func (o *office) in(do func(pgx.Tx) error) {
	o.Helper()
	if err := o.store.InBranch(o.Context(), []data.BranchID{o.branch.ID}, do); err != nil {
		o.Fatal(err)
	}
}
