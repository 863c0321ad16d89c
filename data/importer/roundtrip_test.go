package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// tables draws rows of cells that are hard on readers; no row is blank.
func tables(rt *rapid.T) [][]string {
	cell := rapid.StringOfN(rapid.SampledFrom([]rune("ab1\"'`;,|\t\n =+-@<>&é٣漢")), 0, 6, -1)
	columns := rapid.IntRange(2, 5).Draw(rt, "columns")
	row := rapid.Custom(func(rt *rapid.T) []string {
		cells := rapid.SliceOfN(cell, columns-1, columns-1).Draw(rt, "cells")
		return append([]string{"x"}, cells...)
	})
	return rapid.SliceOfN(row, 1, 8).Draw(rt, "rows")
}

func rowsRead(rt *rapid.T, s sheet) (rows [][]string) {
	for {
		cells, _, err := s.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			rt.Fatal(err)
		}
		rows = append(rows, slices.Clone(cells))
	}
}

func TestWhatTheStandardLibraryWritesComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows := tables(rt)
		var text strings.Builder
		w := csv.NewWriter(&text)
		w.Comma = rapid.SampledFrom([]rune(",;\t|")).Draw(rt, "separator")
		w.UseCRLF = rapid.Bool().Draw(rt, "CRLF")
		text.WriteString("sep=" + string(w.Comma) + "\n")
		if err := w.WriteAll(rows); err != nil {
			rt.Fatal(err)
		}
		if w.UseCRLF { // the writer makes CRLF of line breaks within cells too
			for _, row := range rows {
				for i := range row {
					row[i] = strings.ReplaceAll(row[i], "\n", "\r\n")
				}
			}
		}
		if diff := cmp.Diff(rows, rowsRead(rt, opened(t, text.String()))); diff != "" {
			rt.Fatalf("%q: %s", text.String(), diff)
		}
	})
}

func TestWhatExcelizeWritesComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows := tables(rt)
		f := excelize.NewFile()
		for i, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			if err == nil {
				err = f.SetSheetRow("Sheet1", cell, &row)
			}
			if err != nil {
				rt.Fatal(err)
			}
			for len(row) > 0 && row[len(row)-1] == "" { // empty cells at the end are not written
				row = row[:len(row)-1]
			}
			rows[i] = row
		}
		b, err := f.WriteToBuffer()
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(rows, rowsRead(rt, opened(t, b.String()))); diff != "" {
			rt.Fatal(diff)
		}
	})
}
