package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

var blockHeading = []string{
	"kode_desa", "desa", "sel", "lat", "lon", "wilayah", "kode_kader", "kk", "kk_layak", "jiwa", "tunggakan_rp", "harapan_rp_sebulan",
}

// BlocksCSV writes a territory plan as a table with a line for each block: the families
// of one desa in one cell. Its place is the middle of the cell, nobody's home.
func BlocksCSV(w io.Writer, p data.PlanFile) error {
	holder := holders(p)
	rows := [][]string{blockHeading}
	for _, b := range p.Blocks {
		row, err := blockRow(p, b, holder[b.BlockKey])
		if err != nil {
			return fmt.Errorf("blocks as CSV: %w", err)
		}
		rows = append(rows, row)
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("blocks as CSV: %w", err)
	}
	return nil
}

func blockRow(p data.PlanFile, b planner.Block, of territory.ID) ([]string, error) {
	at, err := geo.Centre(b.Cell)
	if err != nil {
		return nil, err
	}
	number, kader := undivided, planner.Kader{}
	if of != 0 {
		number, kader = strconv.Itoa(int(of)), kaderOf(p, of)
	}
	return []string{
		string(b.Desa), data.AsText(p.Names[b.Desa]), b.Cell.String(), fmt.Sprintf("%.5f", at.Lat), fmt.Sprintf("%.5f", at.Lon), number, data.AsText(kader.Code),
		strconv.Itoa(b.Households), strconv.Itoa(b.Eligible), strconv.Itoa(b.Members), strconv.FormatInt(int64(b.Arrears), 10), strconv.FormatInt(int64(b.Expected), 10),
	}, nil
}

// holders are the territories of blocks; none for what nobody has.
func holders(p data.PlanFile) map[planner.BlockKey]territory.ID {
	out := map[planner.BlockKey]territory.ID{}
	for _, t := range p.Held {
		for _, key := range t.Blocks {
			out[key] = t.ID
		}
	}
	return out
}
