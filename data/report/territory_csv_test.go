package report_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/data/report"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// divided is a plan of two desa: the first in three parts, one of them nobody's, the
// second in two blocks of one territory, whose kader the branch no longer knows.
func divided(name string) data.PlanFile {
	const west, east = geo.AreaCode("99.01.01.2001"), geo.AreaCode("99.01.01.2002")
	block := func(desa geo.AreaCode, cell geo.Cell, kk int) planner.Block {
		return planner.Block{BlockKey: planner.BlockKey{Desa: desa, Cell: cell}, Households: kk, Eligible: kk - 1, Members: 3 * kk, Arrears: planner.Rupiah(1000 * kk), Expected: planner.Rupiah(10 * kk), Later: planner.Rupiah(3 * kk)}
	}
	p := data.PlanFile{
		Blocks: []planner.Block{block(west, 1, 10), block(west, 2, 20), block(west, 3, 30), block(east, 3, 40), block(east, 4, 50)},
		Kader:  []planner.Kader{{ID: 5, Code: "K5", Name: name}},
		Names:  map[geo.AreaCode]string{"99.01.01": "Contoh", west: "Barat, Lama"},
	}
	hold := func(id territory.ID, kader planner.KaderID, blocks ...planner.Block) {
		t := territory.Territory{ID: id, Kader: kader}
		for _, b := range blocks {
			t.Blocks = append(t.Blocks, b.BlockKey)
		}
		p.Held = append(p.Held, t)
	}
	hold(2, 5, p.Blocks[2])
	hold(10, 77, p.Blocks[0], p.Blocks[3], p.Blocks[4])
	return p
}

func table(t *testing.T, p data.PlanFile) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := report.DesaCSV(&b, p); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEveryPartOfADesaHasItsLineAndTheRestIsLast(t *testing.T) {
	want := [][]string{
		{"99.01.01", "Contoh", "99.01.01.2001", "Barat, Lama", "2", "K5", "Sri", "30", "29", "90", "30000", "300", "90"},
		{"99.01.01", "Contoh", "99.01.01.2001", "Barat, Lama", "10", "", "", "10", "9", "30", "10000", "100", "30"},
		{"99.01.01", "Contoh", "99.01.01.2001", "Barat, Lama", "belum terbagi", "", "", "20", "19", "60", "20000", "200", "60"},
		{"99.01.01", "Contoh", "99.01.01.2002", "", "10", "", "", "90", "88", "270", "90000", "900", "270"},
	}
	rows := table(t, divided("Sri"))
	if diff := cmp.Diff(want, rows[1:]); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(rows[0]) != len(want[0]) || slices.Contains(rows[0], "") {
		t.Errorf("heading %q", rows[0])
	}
}

func TestNoNameOfATableIsAFormula(t *testing.T) {
	for _, name := range []string{"=1+1", "+62", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=\"a\",b"} {
		p := divided(name)
		p.Kader[0].Code = name
		for code := range p.Names {
			p.Names[code] = name
		}
		for _, row := range table(t, p) {
			for _, cell := range row {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
					t.Errorf("%q begins a formula", cell)
				}
			}
		}
		if got := table(t, p)[1][6]; strings.ReplaceAll(got, "\r", "") != "'"+strings.ReplaceAll(name, "\r", "") {
			t.Errorf("%q became %q", name, got)
		}
	}
	if got := table(t, divided("Sri =1"))[1][6]; got != "Sri =1" {
		t.Errorf("a name that is no formula became %q", got)
	}
}
