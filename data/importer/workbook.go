package importer

import (
	"os"
)

// workbook is a sheet of an XLSX file.
type workbook struct {
	file  *os.File
	notes notes
}

func openWorkbook(f *os.File, size int64) (*workbook, error) {
	return nil, fileError{"Berkas Excel belum dapat dibaca."}
}

func (w *workbook) Next() ([]string, int64, error) { return nil, 0, nil }
func (w *workbook) Done() int64                    { return 0 }
func (w *workbook) Close() error                   { return w.file.Close() }
