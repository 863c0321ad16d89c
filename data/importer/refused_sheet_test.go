package importer

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/planner"
)

func TestTheSheetOfRefusedRowsLosesNoCellAndRunsNoFormula(t *testing.T) {
	columns := []data.ColumnUsed{{Heading: "No KK"}, {Heading: "Nama"}}
	for _, c := range []struct {
		name string
		i    data.Import
		rows []data.RejectedRow
		want [][]string
	}{
		{"as the file had them", data.Import{Kind: "households", Columns: columns},
			[]data.RejectedRow{{Line: 3, Cells: []string{"99", "Siti"}, Reason: "nomor KK harus 16 angka"}},
			[][]string{{"No KK", "Nama", reasonHeading, lineHeading}, {"99", "Siti", "nomor KK harus 16 angka", "3"}}},
		{"wider than the heading", data.Import{Kind: "households", Columns: columns},
			[]data.RejectedRow{{Line: 3, Cells: []string{"99", "Siti", "lebih"}, Reason: "x"}, {Line: 5, Cells: []string{"98"}, Reason: "y"}},
			[][]string{{"No KK", "Nama", "", reasonHeading, lineHeading}, {"99", "Siti", "lebih", "x", "3"}, {"98", "", "", "y", "5"}}},
		{"what would be a formula", data.Import{Kind: "households", Columns: columns},
			[]data.RejectedRow{{Line: 3, Cells: []string{"=1+1", "@Siti"}, Reason: "x"}},
			[][]string{{"No KK", "Nama", reasonHeading, lineHeading}, {"'=1+1", "'@Siti", "x", "3"}}},
		{"areas have no rows", data.Import{Kind: "areas", Columns: columns},
			[]data.RejectedRow{{Line: 2, Reason: "kode desa"}},
			[][]string{{reasonHeading, lineHeading}, {"kode desa", "2"}}},
		{"none", data.Import{Kind: "kader", Columns: columns}, nil, [][]string{{"No KK", "Nama", reasonHeading, lineHeading}}},
	} {
		if diff := cmp.Diff(c.want, RefusedSheet(c.i, c.rows)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestCellsAreKeptAsPostgreSQLCanKeepThem(t *testing.T) {
	got := kept([]string{"a\x00b", "c\xffd", "", "lebih"}, 2)
	if diff := cmp.Diff([]string{"ab", "cd", "", "lebih"}, got); diff != "" {
		t.Errorf("wider than the heading (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "", ""}, kept([]string{"a"}, 3)); diff != "" {
		t.Errorf("narrower (-want +got)\n%s", diff)
	}
}

func TestSumsAreReadUpToABound(t *testing.T) {
	for text, want := range map[string]planner.Rupiah{
		"1000000000000": 1_000_000_000_000, "Rp 1.000.000.000.000,00": 1_000_000_000_000, "000000000000000000012": 12, "0": 0,
	} {
		if got, refusal := parseRupiah(text); got != want || refusal != "" {
			t.Errorf("%q: %v, %q", text, got, refusal)
		}
	}
	for _, text := range []string{"1000000000001", "1.000.000.000.001", "9999999999999", "10000000000000", "99999999999999999999999"} {
		if got, refusal := parseRupiah(text); got != 0 || refusal != tooMuch {
			t.Errorf("%q: %v, %q", text, got, refusal)
		}
	}
	for _, text := range []string{"1000.5", "Rp1.250,25"} {
		if got, refusal := parseRupiah(text); got != 0 || refusal != fraction {
			t.Errorf("%q: %v, %q", text, got, refusal)
		}
	}
	if got, refusal := numericRupiah("1250000.50"); got != 0 || refusal != fraction {
		t.Errorf("a number of a spreadsheet with a part of a rupiah: %v, %q", got, refusal)
	}
	if got, refusal := numericRupiah("1250000.00"); got != 1_250_000 || refusal != "" {
		t.Errorf("a number of a spreadsheet: %v, %q", got, refusal)
	}
}
