package report

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// undivided stands in the place of a territory's number for what no territory holds.
const undivided = "belum terbagi"

var desaHeading = []string{
	"kode_kecamatan", "kecamatan", "kode_desa", "desa", "wilayah", "kode_kader", "kader", "kk", "kk_layak", "jiwa", "tunggakan_rp", "harapan_rp_sebulan", "kemudian_rp",
}

// part is what a territory holds of a desa; territory 0 holds what nobody has.
type part struct {
	desa      geo.AreaCode
	territory territory.ID
}

// DesaCSV writes a territory plan as a table with a line for each desa and territory
// that share families, the rest of a desa last. Figures are of the branch's blocks.
func DesaCSV(w io.Writer, p data.PlanFile) error {
	sums := parts(p)
	rows := [][]string{desaHeading}
	for _, of := range slices.SortedFunc(maps.Keys(sums), byDesa) {
		rows = append(rows, desaRow(p, of, sums[of]))
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("desa of territories as CSV: %w", err)
	}
	return nil
}

func parts(p data.PlanFile) map[part]planner.Figures {
	holder := holders(p)
	sums := map[part]planner.Figures{}
	for _, b := range p.Blocks {
		of := part{b.Desa, holder[b.BlockKey]}
		f := sums[of]
		f.Add(b)
		sums[of] = f
	}
	return sums
}

// byDesa has the rest after the territories.
func byDesa(a, b part) int {
	rest := func(p part) int { return map[bool]int{true: 1}[p.territory == 0] }
	return cmp.Or(cmp.Compare(a.desa, b.desa), cmp.Compare(rest(a), rest(b)), cmp.Compare(a.territory, b.territory))
}

func desaRow(p data.PlanFile, of part, f planner.Figures) []string {
	kecamatan, number, kader := of.desa.Kecamatan(), undivided, planner.Kader{}
	if of.territory != 0 {
		number, kader = strconv.Itoa(int(of.territory)), kaderOf(p, of.territory)
	}
	return []string{
		string(kecamatan), data.AsText(p.Names[kecamatan]), string(of.desa), data.AsText(p.Names[of.desa]), number, data.AsText(kader.Code), data.AsText(kader.Name),
		strconv.Itoa(f.Households), strconv.Itoa(f.Eligible), strconv.Itoa(f.Members), strconv.FormatInt(int64(f.Arrears), 10), strconv.FormatInt(int64(f.Expected), 10), strconv.FormatInt(int64(f.Later), 10),
	}
}

// kaderOf is the kader of a territory; nobody's where it has none.
func kaderOf(p data.PlanFile, id territory.ID) planner.Kader {
	at := slices.IndexFunc(p.Held, func(t territory.Territory) bool { return t.ID == id })
	for _, k := range p.Kader {
		if k.ID == p.Held[at].Kader {
			return k
		}
	}
	return planner.Kader{}
}
