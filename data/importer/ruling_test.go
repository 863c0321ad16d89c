package importer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/importer"
	"binaan/geo"
	"binaan/planner"
)

// exceptions is a village with one family next door to its desa, one without a position,
// 21 on one point and ten where they say.
func exceptions(t *testing.T) *office {
	t.Helper()
	o := village(t)
	o.houses(exceptionRows()...)
	return o
}

func exceptionRows() []string {
	rows := []string{house(1, "lat=-5.3900", "lon=111.6300", "akurasi=A"), house(2)}
	for i := range 21 {
		rows = append(rows, house(10+i, "lat=-5.3950", "lon=111.6050", "akurasi=B"))
	}
	for i := range 10 {
		rows = append(rows, house(40+i, fmt.Sprintf("lat=-5.38%02d", i), "lon=111.6100", "akurasi=A"))
	}
	return rows
}

// draft is a plan in which one territory holds all of the first desa.
func (o *office) draft() data.PlanID {
	o.Helper()
	head, err := o.store.AddDraft(o.Context(), o.branch.ID, data.NewDraft{Name: "Gambar"}, asOf, "uji")
	if err != nil {
		o.Fatal(err)
	}
	err = o.store.InBranch(o.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		for _, sql := range []string{
			"insert into territory (branch_id, plan_id, id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected) values ($1, $2, 1, '99.01.01', false, false, 0, 0, 0, 0, 0)",
			"insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select $1, $2, desa, cell, 1 from block where branch_id = $1 and desa = '99.01.01.2001'",
		} {
			if _, err := tx.Exec(o.Context(), sql, o.branch.ID, head.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.Fatal(err)
	}
	return head.ID
}

func (o *office) id(serial int) (id planner.HouseholdID) {
	o.Helper()
	if _, err := fmt.Sscanf(o.rows("select id from household where no_kk = $1", fmt.Sprintf("990101061199%04d", serial))[0], "(%d)", &id); err != nil {
		o.Fatal(err)
	}
	return id
}

func (o *office) rule(r data.Ruling, plan data.PlanID, dry bool) (data.RulingEffect, error) {
	o.Helper()
	return importer.Rule(o.Context(), o.store, o.branch, r, plan, dry, data.Account{Login: "petugas"})
}

// agrees fails where blocks are not what households add up to.
func (o *office) agrees(when string) {
	o.Helper()
	differ := o.rows(`
		select b.desa, b.cell, b.households, h.n
		from block b
		full join (select desa, cell, count(*) n from household where cell <> 0 and arrears_status = 'aktif' group by desa, cell) h using (desa, cell)
		where b.households is distinct from h.n`)
	if len(differ) > 0 {
		o.Errorf("%s: blocks are not what households add up to: %v", when, differ)
	}
}

func TestExceptionsAreKeptAsTheFileHadThem(t *testing.T) {
	o := exceptions(t)
	e, err := o.store.Exceptions(t.Context(), o.branch.ID)
	if err != nil {
		t.Fatal(err)
	}
	if e.Unplaced.Households != 1 || e.Outside.Households != 1 || e.Pile.Households != 21 || e.Excluded.Households != 0 {
		t.Errorf("counted %+v", e)
	}
	for _, pin := range e.Pins {
		if house := (geo.Position{Lon: 111.63, Lat: -5.39}); pin.Kind == "outside" && pin.At == house {
			t.Error("a pin tells where a single family lives")
		}
	}
	list, err := o.store.ExceptionRows(t.Context(), o.branch.ID, data.ExceptionFilter{Kind: "outside"}, 0)
	if err != nil || list.Total != 1 {
		t.Fatalf("%v: %+v", err, list)
	}
	if got := list.Rows[0]; got.Lies != "Sukajaya" || got.Away < 1000 || strings.Contains(got.NoKKMasked, "061199") {
		t.Errorf("the family outside its desa: %+v", got)
	}
	o.houses(house(1, "lat=-5.3900", "lon=111.6100", "akurasi=A"))
	if e, err = o.store.Exceptions(t.Context(), o.branch.ID); err != nil || e.Outside.Households != 0 {
		t.Errorf("%v: a family whose new file is right waits still: %+v", err, e.Outside)
	}
}

func TestPagesOfExceptionsHoldEachFamilyOnce(t *testing.T) {
	o := village(t)
	var rows []string
	for i := range 230 {
		rows = append(rows, house(i+1, fmt.Sprintf("kd_desa=99.01.01.200%d", 1+i%2)))
	}
	o.houses(rows...)
	seen, after := map[planner.HouseholdID]bool{}, planner.HouseholdID(0)
	for {
		list, err := o.store.ExceptionRows(t.Context(), o.branch.ID, data.ExceptionFilter{Kind: "unplaced", After: after}, 0)
		if err != nil || list.Total != 230 {
			t.Fatalf("%v: %d in all", err, list.Total)
		}
		for _, row := range list.Rows {
			if seen[row.ID] {
				t.Fatalf("family %d stands on two pages", row.ID)
			}
			seen[row.ID] = true
		}
		if after = list.Next; after == 0 {
			break
		}
	}
	if len(seen) != 230 {
		t.Errorf("%d families on all pages", len(seen))
	}
}

func TestWhatARulingDoesIsToldBeforeAndThenSo(t *testing.T) {
	o := exceptions(t)
	plan := o.draft()
	r := data.Ruling{Kind: data.RuleExclude, Households: []planner.HouseholdID{o.id(40), o.id(41)}, Reason: "sudah pindah ke luar kota"}
	before := o.everything()
	told, err := o.rule(r, plan, true)
	if err != nil {
		t.Fatal(err)
	}
	if o.everything() != before {
		t.Error("asking what would become of it changed rows")
	}
	if len(told.Territories) != 1 || told.Territories[0].Before.Households-told.Territories[0].After.Households != 2 || told.Unlocated[0] != told.Unlocated[1] {
		t.Errorf("told %+v", told)
	}
	done, err := o.rule(r, plan, false)
	if err != nil || fmt.Sprint(done) != fmt.Sprint(told) {
		t.Errorf("%v: told %+v, came to %+v", err, told, done)
	}
	o.agrees("excluded")
	if again := o.rows("select act, reason from audit where act = 'rule: exclude'"); len(again) != 1 {
		t.Errorf("audited %v", again)
	}
	var who *data.DoneError
	if _, err := o.rule(r, plan, false); !errors.Is(err, importer.ErrExcluded) || !errors.As(err, &who) || who.Who != "petugas" || who.Day != o.branch.Today(o.store.Now()) {
		t.Errorf("excluded twice: %v, want one that names who did", err)
	}
	o.houses(exceptionRows()...)
	o.agrees("imported again")
	if cells := o.rows("select from household where excluded_on is not null and cell = 0"); len(cells) != 2 {
		t.Error("an import brought excluded families back")
	}
	if _, err := o.rule(data.Ruling{Kind: data.RuleUndo, Households: r.Households, Reason: "keliru"}, plan, false); err != nil {
		t.Fatal(err)
	}
	o.agrees("taken back")
	drop := func(s string) string { return s[:strings.LastIndex(s, "\n")] }
	o.houses(exceptionRows()...)
	if got := drop(o.everything()); got != drop(before) {
		t.Errorf("taking it back did not: %s", firstDifference(drop(before), got))
	}
}

func TestPlacedFamiliesStayOverTheNextFile(t *testing.T) {
	o := exceptions(t)
	plan := o.draft()
	at := &geo.Position{Lon: 111.6180, Lat: -5.3990}
	e, err := o.rule(data.Ruling{Kind: data.RulePlace, Households: []planner.HouseholdID{o.id(2)}, At: at}, plan, false)
	if err != nil || e.Desa != "Sukasari" || e.Unserved.After != e.Unserved.Before {
		t.Errorf("%v: %+v; the territory holds the desa whole no longer", err, e)
	}
	o.agrees("placed")
	// The family next door is right and its desa wrong: it gets the position that was not believed.
	e, err = o.rule(data.Ruling{Kind: data.RuleAssign, Households: []planner.HouseholdID{o.id(1)}, Desa: "99.01.01.2002"}, plan, false)
	if err != nil || e.Desa != "Sukajaya" {
		t.Errorf("%v: %+v", err, e)
	}
	o.agrees("assigned")
	want := o.rows("select id, desa, lon, lat, accuracy, radius, cell, doubt from household order by id")
	if !strings.Contains(want[0], "99.01.01.2002,111.63,-5.39,C") || !strings.Contains(want[1], "99.01.01.2001,111.618,-5.399,D") {
		t.Errorf("they stand %v", want[:2])
	}
	o.houses(exceptionRows()...)
	o.agrees("the same file again")
	if got := o.rows("select id, desa, lon, lat, accuracy, radius, cell, doubt from household order by id"); fmt.Sprint(got[:2]) != fmt.Sprint(want[:2]) {
		t.Errorf("the same file again moved them to %v", got[:2])
	}
	o.houses(house(1, "kd_desa=99.01.01.2001", "lat=-5.3910", "lon=111.6110", "akurasi=A"), house(2))
	if got := o.rows("select lon from household where desa = '99.01.01.2002'"); len(got) != 1 {
		t.Errorf("the file still says the desa that was found wrong, and is believed: %v", got)
	}
	list, err := o.store.Rulings(t.Context(), o.branch.ID, 0, 0)
	if err != nil || len(list.Rulings) != 2 || !list.Rulings[1].Holds || list.Rulings[0].SaidDesa != "Sukasari" {
		t.Errorf("%v: %+v", err, list.Rulings)
	}
}

func TestRulingsThatCannotBe(t *testing.T) {
	o := exceptions(t)
	var pile []planner.HouseholdID
	for i := range 21 {
		pile = append(pile, o.id(10+i))
	}
	one := []planner.HouseholdID{o.id(2)}
	sea := &geo.Position{Lon: 111.9, Lat: -5.1}
	for _, test := range []struct {
		name string
		r    data.Ruling
		want error
	}{
		{"at sea", data.Ruling{Kind: data.RulePlace, Households: one, At: sea}, importer.ErrNoDesa},
		{"nowhere", data.Ruling{Kind: data.RulePlace, Households: one}, importer.ErrNoDesa},
		{"to no desa", data.Ruling{Kind: data.RuleAssign, Households: one, Desa: "99.01.01.2009"}, importer.ErrNoDesa},
		{"a new pile", data.Ruling{Kind: data.RulePlace, Households: pile, At: &geo.Position{Lon: 111.61, Lat: -5.39}}, importer.ErrTooMany},
		{"nobody's", data.Ruling{Kind: data.RuleExclude, Households: []planner.HouseholdID{999999}}, data.ErrNotFound},
		{"nothing to take back", data.Ruling{Kind: data.RuleUndo, Households: one}, data.ErrConflict},
	} {
		if _, err := o.rule(test.r, 0, false); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
	if all := o.rows("select from ruling"); len(all) > 0 {
		t.Errorf("%d rulings stand", len(all))
	}
	e, err := o.rule(data.Ruling{Kind: data.RuleAssign, Households: pile, Desa: "99.01.01.2002"}, 0, false)
	if err != nil || e.Households != 21 || e.Unserved.After.Households != e.Unserved.Before.Households {
		t.Errorf("a pile is assigned: %v, %+v", err, e)
	}
	o.agrees("a pile is assigned")
}
