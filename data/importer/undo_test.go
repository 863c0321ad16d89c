package importer_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
	"binaan/data/sample"
)

func (o *office) undo(id data.ImportID) importer.Undone {
	o.Helper()
	u, err := importer.Undo(o.Context(), o.store, o.branch, id, "uji")
	if err != nil {
		o.Fatalf("undo import %d: %v", id, err)
	}
	return u
}

// state is everything but the version, which counts imports and what undid them,
// and the basis of the blocks, which is worked out anew.
func (o *office) state() string {
	o.Helper()
	all := o.everything()
	return all[:max(0, strings.LastIndex(all, "\n"))] + "\n" + strings.Join(o.rows("select as_of from figures"), "")
}

// damagedSample is the sample's file of households with cells blanked, changed and
// rows left out or moved, as next month's file might be.
func (o *office) damagedSample(rng *rand.Rand) string {
	o.Helper()
	text, err := os.ReadFile(o.file(sample.HouseholdsFile))
	if err != nil {
		o.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	kept := lines[:1]
	for _, line := range lines[1:] {
		cells := strings.Split(line, ",")
		switch rng.IntN(12) {
		case 0:
			continue
		case 1:
			cells[8], cells[9] = "7", "735000"
		case 2:
			cells[20], cells[21] = "", ""
		case 3:
			cells[0] = cells[0][:10] + fmt.Sprintf("%06d", 700000+rng.IntN(200000)) // another KK, the same NIK
		case 4:
			cells[4] = "x"
		}
		kept = append(kept, strings.Join(cells, ","))
	}
	return o.write("rusak.csv", kept...)
}

func TestUndoBringsBackWhatStoodBefore(t *testing.T) {
	o := newOffice(t)
	o.sample(1000)
	rng := rand.New(rand.NewPCG(1, 0))
	var ids []data.ImportID
	var states []string
	files := append(sampleFiles[:len(sampleFiles):len(sampleFiles)], []struct{ kind, file string }{
		{"households", "rusak.csv"}, {"households", sample.HouseholdsFile}, {"areas", "geser.geojson"},
	}...)
	o.damagedSample(rng)
	o.writeMap("geser.geojson", square("99.01.01.2001", "Geser", 111.55, -5.42), square("99.09.01.2001", "Baru", 111.95, -5.42))
	for i, f := range files {
		states = append(states, o.state())
		got, err := o.take(data.Import{Kind: f.kind, AsOf: asOf + 1}, o.file(f.file))
		if err != nil {
			t.Fatalf("%s: %v", f.file, err)
		}
		if i > 0 && o.state() == states[i] {
			t.Errorf("%s changed nothing", f.file)
		}
		ids = append(ids, got.ID)
	}
	for i := len(ids) - 1; i >= 0; i-- {
		if u := o.undo(ids[i]); u.Removed+u.Restored == 0 || u.Withdrawn > 0 {
			t.Errorf("undoing %s came to %+v", files[i].file, u)
		}
		if got := o.state(); got != states[i] {
			t.Fatalf("undoing %s did not bring back what stood before:\n%s", files[i].file, firstDifference(states[i], got))
		}
	}
	o.stored("select count(*) from audit where act = 'undo import'", fmt.Sprintf("(%d)", len(ids)))
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "want " + a[i] + "\ngot  " + b[i]
		}
	}
	return fmt.Sprintf("%d rows, want %d", len(b), len(a))
}

func TestOnlyTheNewestImportIsUndoneAndOnlyOnce(t *testing.T) {
	o := village(t)
	first, second := o.houses(house(1)), o.houses(house(1), house(2))
	undo := func(id data.ImportID) error {
		_, err := importer.Undo(t.Context(), o.store, o.branch, id, "uji")
		return err
	}
	dry, err := o.take(data.Import{Kind: "households", DryRun: true}, o.file("keluarga.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := undo(first.ID); !errors.Is(err, importer.ErrLater) {
		t.Errorf("the import before the newest: %v", err)
	}
	if err := undo(dry.ID); !errors.Is(err, importer.ErrNotKept) {
		t.Errorf("a dry run: %v", err)
	}
	if err := undo(99); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("no import: %v", err)
	}
	if err := undo(second.ID); err != nil {
		t.Error(err)
	}
	if err := undo(second.ID); !errors.Is(err, importer.ErrUndone) {
		t.Errorf("a second time: %v", err)
	}
	if got := o.report(second.ID); got.UndoneAt == nil || got.UndoneBy != "uji" || got.Kept {
		t.Errorf("the report is %+v", got)
	}
	if err := undo(first.ID); err != nil {
		t.Error(err)
	}
	if left := o.rows("select no_kk from household"); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

func TestAFamilyOnARouteIsWithdrawnWithItsImport(t *testing.T) {
	o := staffed(t)
	got := o.houses(house(3), house(4))
	o.exec(`insert into plan (branch_id, id, kind, name, state, request, seed, created_by)
		values (` + fmt.Sprint(o.branch.ID) + `, 1, 'route', 'uji', 'done', '{}', 1, 'uji')`)
	o.exec(`insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, proven, few, reserve)
		select branch_id, 1, id, '2026-11-24', 960, 1200, 0, 0, false, '', '{}' from kader`)
	o.exec(`insert into stop (branch_id, plan_id, kader_id, day, seq, household_id, arrive, begin_at, window_open, window_close, ride, ride_time, expected, contact, reasons, probability, desa)
		select branch_id, 1, kader_id, day, 1, (select id from household where no_kk like '%3'), 970, 970, 960, 1200, 0, 0, 0, 0, '{}', 1, '' from route`)
	if u := o.undo(got.ID); u.Removed != 1 || u.Withdrawn != 1 {
		t.Errorf("undone: %+v", u)
	}
	if left := o.rows("select right(no_kk, 1), arrears_status from household order by 1"); strings.Join(left, " ") != "(1,aktif) (2,aktif) (3,ditarik)" {
		t.Errorf("families stand %v", left)
	}
	if back := o.houses(house(3)); back.Updated != 1 {
		t.Errorf("%d updated when the family comes again", back.Updated)
	}
}
