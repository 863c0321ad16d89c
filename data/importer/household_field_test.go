package importer_test

import (
	"encoding/csv"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"binaan/data/importer"
	"binaan/data/sample"
)

// TestOneTableTellsTheColumnsOfHouseholds holds the guide and the sample, which
// cannot be made from the table of fields, to it.
func TestOneTableTellsTheColumnsOfHouseholds(t *testing.T) {
	must, may := importer.HouseholdFields()
	known := slices.Concat(must, may)
	guide := guideRow(t, "households")
	for _, name := range must {
		if !slices.Contains(guide[0], name) {
			t.Errorf("docs/import.md does not say that %s must be there", name)
		}
	}
	for _, name := range may {
		if !slices.Contains(slices.Concat(guide[0], guide[1]), name) {
			t.Errorf("docs/import.md does not say that %s may be there", name)
		}
	}
	for _, name := range slices.Concat(guide[0], guide[1]) {
		if !slices.Contains(known, name) {
			t.Errorf("docs/import.md speaks of %s, which is no field", name)
		}
	}
	for _, head := range sampleHead(t) {
		if !slices.Contains(known, head) {
			t.Errorf("the sample has a column %s, which is no field", head)
		}
	}
}

// guideRow are the names in the two cells that docs/import.md has for a kind.
func guideRow(t *testing.T, kind string) (names [2][]string) {
	t.Helper()
	guide, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(guide)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.TrimSpace(cells[1]) != "`"+kind+"`" {
			continue
		}
		for i := range names {
			for _, name := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(cells[2+i], -1) {
				names[i] = append(names[i], name[1])
			}
		}
		return names
	}
	t.Fatalf("docs/import.md has no row for %s", kind)
	return names
}

func sampleHead(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Options{Households: 2000, Seed: 1, AsOf: asOf}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(dir + "/" + sample.HouseholdsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	head, err := csv.NewReader(f).Read()
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func TestCellsThatSayNothingLeaveWhatIsStored(t *testing.T) {
	o := village(t)
	o.houses(house(1, "telepon=081200000001"))
	got := o.houses(house(1, "nik_kepala=9.9E+15", "telepon=tidak ada", "alamat="))
	if got.Rejected != 0 || got.Updated != 0 {
		t.Errorf("%d updated, %d rejected", got.Updated, got.Rejected)
	}
	if kept := o.rows("select nik, phone, address, phone_quality from household"); kept[0] != `(9901010511800001,+6281200000001,"Jl. Melati Contoh No. 1",unknown)` {
		t.Errorf("stored is %s", kept[0])
	}
}
