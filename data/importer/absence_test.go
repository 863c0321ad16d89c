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

// meansFrom has the branch take a meaning of absence for true from a day on.
func (o *office) meansFrom(means planner.Absence, from planner.Day) {
	o.Helper()
	o.exec(fmt.Sprintf(`insert into rule (branch_id, key, valid_from, value, source_note) values (%d, 'arrears', '%s', '{"missing":"%s"}', 'uji')`, o.branch.ID, from, means))
}

// standing is a family as it is stored, and what the branch's blocks hold.
func (o *office) standing(serial int) string {
	o.Helper()
	family := o.rows(fmt.Sprintf("select arrears_status, arrears, absent_since, stale from household where no_kk like '%%%04d'", serial))
	return family[0] + o.rows("select sum(households), sum(eligible), sum(arrears) from block")[0]
}

func TestWhatAbsenceMeansIsADatedRule(t *testing.T) {
	day := func(back int) string { return (asOf - planner.Day(back)).String() }
	tests := []struct {
		means        planner.Absence
		from         planner.Day
		status, code string
		left         string // KK, eligible, Rupiah of the blocks once family 2 is missing
	}{
		{"", 0, "aktif", "tidak_di_berkas", "(2,2,3780000)"},
		{planner.AbsenceUnknown, asOf - 365, "aktif", "tidak_di_berkas", "(2,2,3780000)"},
		{planner.AbsencePaid, asOf - 365, "lunas", "dianggap_lunas", "(1,1,1890000)"},
		{planner.AbsenceMoved, asOf - 365, "pindah", "dianggap_pindah", "(1,1,1890000)"},
		{planner.AbsencePaid, asOf + 1, "aktif", "tidak_di_berkas", "(2,2,3780000)"}, // not yet in force
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s from %v", test.means, test.from), func(t *testing.T) {
			o := shared.another(t)
			if test.means != "" {
				o.meansFrom(test.means, test.from)
			}
			o.month(asOf-30, house(1), house(2))
			before := o.standing(2)
			got := o.month(asOf, house(1))
			if got.Absent != 1 || !hasWarning(got, test.code) {
				t.Errorf("%d absent, warnings %v", got.Absent, got.Warnings)
			}
			gone := fmt.Sprintf("(%s,1890000,%s,t)%s", test.status, day(0), test.left)
			if now := o.standing(2); now != gone {
				t.Errorf("missing, the family stands %s, want %s", now, gone)
			}
			list, err := o.store.AbsentFamilies(t.Context(), o.branch.ID, got.ID, 0, 0)
			if err != nil || len(list) != 1 || list[0].Since != asOf || list[0].AsOf != asOf-30 || list[0].Arrears != 1_890_000 || strings.Contains(list[0].NoKKMasked, "0611990002") {
				t.Errorf("%v: the list is %+v", err, list)
			}
			o.undo(got.ID)
			if back := o.standing(2); back != before {
				t.Errorf("after the undo the family stands %s, before %s", back, before)
			}
			o.month(asOf, house(1))
			if again := o.standing(2); again != gone {
				t.Errorf("missing again, the family stands %s, want %s", again, gone)
			}
			back := o.month(asOf, house(1), house(2)) // the row says nothing that it did not say before
			if now := o.standing(2); now != "(aktif,1890000,,f)(2,2,3780000)" || back.Absent != 0 {
				t.Errorf("%d absent; having returned, the family stands %s", back.Absent, now)
			}
		})
	}
}

// A rule that the branch makes later speaks of the files from its day on: who is
// still missing then leaves the arrears, since the day of the first file.
func TestARuleOfAbsenceHoldsForWhoIsStillMissing(t *testing.T) {
	o := village(t)
	o.meansFrom(planner.AbsencePaid, asOf-10)
	o.month(asOf-60, house(1), house(2))
	o.month(asOf-30, house(1))
	if now := o.standing(2); !strings.HasPrefix(now, "(aktif,") {
		t.Errorf("before the rule the family stands %s", now)
	}
	got := o.month(asOf, house(1))
	want := fmt.Sprintf("(lunas,1890000,%s,t)", asOf-30)
	if now := o.standing(2); !strings.HasPrefix(now, want) || got.Absent != 1 {
		t.Errorf("%d absent, the family stands %s, want %s", got.Absent, now, want)
	}
	o.undo(got.ID)
	if now := o.standing(2); !strings.HasPrefix(now, "(aktif,") {
		t.Errorf("after the undo the family stands %s", now)
	}
}

// Who left the arrears by the rule is visited no more; a dry run only says so.
func TestWhoIsTakenToHavePaidIsLeftAlone(t *testing.T) {
	o := village(t)
	o.meansFrom(planner.AbsencePaid, asOf-365)
	o.month(asOf-30, house(1), house(2))
	i := data.Import{Kind: "households", AsOf: asOf, DryRun: true}
	dry, err := o.take(i, o.write("bulan.csv", houseHeading, house(1)))
	if err != nil {
		t.Fatal(err)
	}
	if now := o.standing(2); !strings.HasPrefix(now, "(aktif,1890000,,f)") || dry.Absent != 1 {
		t.Errorf("%d absent, after a dry run the family stands %s", dry.Absent, now)
	}
	if list, err := o.store.AbsentFamilies(t.Context(), o.branch.ID, dry.ID, 0, 0); err != nil || len(list) != 1 {
		t.Errorf("%v: a dry run lists %+v", err, list)
	}
	looks := "select count(*) from river.river_job where kind = 'replan' and state = 'available'"
	o.exec("delete from river.river_job where kind = 'replan'")
	o.month(asOf, house(1))
	if n := o.rows(looks); n[0] != "(1)" {
		t.Errorf("%s looks at the routes wait, want one", n[0])
	}
	o.in(func(tx pgx.Tx) error {
		rules, err := data.RulesIn(t.Context(), tx, asOf)
		if err != nil {
			return err
		}
		all, err := datatest.Households(t.Context(), tx)
		for _, h := range all {
			if rest := rules.RestOf(h, planner.History{}); rest.Forever() != (h.ArrearsStatus != planner.ArrearsActive) {
				t.Errorf("family %d, %s, rests until %v for %s", h.ID, h.ArrearsStatus, rest.From, rest.Code)
			}
		}
		return err
	})
}

func TestWhatWasWrittenOffIsNotBroughtBackByABlankCell(t *testing.T) {
	const heading = houseHeading + ",status_tunggakan"
	tests := []struct {
		name, stored, now string
		erase             bool
		want, code        string
	}{
		{"blank", "dihapus", "", false, "dihapus", "tetap_dihapus"},
		{"unknown word", "dihapus", "entah", false, "dihapus", "tetap_dihapus"},
		{"said", "dihapus", "aktif", false, "aktif", "tunggakan_hidup_lagi"},
		{"blanks erase", "dihapus", "", true, "aktif", "tunggakan_hidup_lagi"},
		{"paid, and owes again", "lunas", "", false, "aktif", ""},
		{"written off now", "", "dihapus", false, "dihapus", ""},
		{"new, blank", "", "", false, "aktif", ""},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			take := func(day planner.Day, status, months string, erase bool) data.Import {
				row := house(1, "bulan_tunggakan="+months) + "," + status
				got, err := o.take(data.Import{Kind: "households", AsOf: day, Erase: erase}, o.write("status.csv", heading, row))
				if err != nil {
					t.Fatal(err)
				}
				return got
			}
			take(asOf-30, test.stored, "18", false)
			got := take(asOf, test.now, "19", test.erase)
			if now := o.rows("select arrears_status, months from household"); now[0] != "("+test.want+",19)" {
				t.Errorf("stored is %s, want %s", now[0], test.want)
			}
			for _, code := range []string{"tetap_dihapus", "tunggakan_hidup_lagi"} {
				if hasWarning(got, code) != (code == test.code) {
					t.Errorf("warnings %v, want %q", got.Warnings, test.code)
				}
			}
		})
	}
}

func TestAFileWhoseTotalIsAnotherIsTold(t *testing.T) {
	all := func(from, n int, changes ...string) (rows []string) {
		for i := range n {
			rows = append(rows, house(from+i, changes...))
		}
		return rows
	}
	tests := []struct {
		name string
		day  planner.Day
		rows []string
		code string
	}{
		{"the same", asOf, all(1, 20), ""},
		{"a month more", asOf, all(1, 20, "bulan_tunggakan=19", "nilai_tunggakan=1995000"), ""},
		{"sums fell by 40 %", asOf, all(1, 20, "nilai_tunggakan=1134000"), "total_berubah"},
		{"two in five families are missing", asOf, all(1, 12), "total_berubah"},
		{"as many families again", asOf, all(1, 40), "total_berubah"},
		{"the other half of the same day", asOf - 30, all(21, 20), ""},
		{"sums fell on the same day", asOf - 30, all(1, 20, "nilai_tunggakan=1134000"), "total_berubah"},
		{"another kecamatan alone", asOf, all(41, 12, "kd_desa=99.01.02.2001"), "kecamatan_tidak_disebut"},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			o.must("areas", o.writeMap("lain.geojson", square("99.01.02.2001", "Seberang", 111.70, -5.40)))
			o.month(asOf-30, all(1, 20)...)
			got := o.month(test.day, test.rows...)
			for _, code := range []string{"total_berubah", "kecamatan_tidak_disebut"} {
				if hasWarning(got, code) != (code == test.code) {
					t.Errorf("warnings %v, want %q", got.Warnings, test.code)
				}
			}
		})
	}
}
