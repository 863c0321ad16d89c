package importer

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"
	"sync/atomic"
)

// workbook is a visible sheet of an XLSX file, the first unless another holds the
// heading that is looked for.
type workbook struct {
	parts     parts
	sheets    []sheetPart // that a person sees
	at        int         // of sheets
	width     int         // of the heading; 0: not yet known
	file      file
	size      int64
	raw       *counterAt
	part      *unpacked // the sheet
	xml       *markup
	shared    sharedStrings
	forms     []cellForm // by style
	since1904 bool
	inData    bool // within the rows
	ended     bool

	line        int64
	text        []byte // of the row's own cells
	spans       []span
	number      []byte // of one cell, being written
	cells       []string
	formulaLine int64
	notes       notes
}

// counterAt counts the bytes that were asked of a file.
type counterAt struct {
	r io.ReaderAt
	n atomic.Int64
}

func (c *counterAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.r.ReadAt(p, off)
	c.n.Add(int64(n))
	return n, err
}

func openWorkbook(f file, size int64) (*workbook, error) {
	w := &workbook{file: f, size: size, raw: &counterAt{r: f}}
	archive, err := zip.NewReader(w.raw, size)
	if err != nil {
		return nil, errBroken
	}
	if w.parts, err = partsOf(archive, size); err != nil {
		return nil, err
	}
	if err = w.readBook(); err != nil {
		return nil, err
	}
	if err = w.begin(0); err != nil {
		return nil, err
	}
	return w, nil
}

// sheetPart is where a sheet stands in the file, and its name for people.
type sheetPart struct{ part, title string }

// begin goes to the first row of a sheet.
func (w *workbook) begin(at int) error {
	part, err := w.parts.open(w.sheets[at].part)
	if err != nil {
		return err
	}
	if w.part != nil {
		w.part.Close()
	}
	w.at, w.part, w.xml = at, part, newMarkup(part, part.size)
	w.line, w.width, w.formulaLine, w.inData, w.ended, w.notes = 0, 0, 0, false, false, notes{}
	return nil
}

// maxSheets bounds the search for a heading.
const maxSheets = 20

// another goes on to the next sheet, if there is one.
func (w *workbook) another() (bool, error) {
	if w.at+1 >= min(len(w.sheets), maxSheets) {
		return false, nil
	}
	return true, w.begin(w.at + 1)
}

// titles are the names of sheets.
func (w *workbook) titles(at []int) string {
	var names []string
	for _, i := range at {
		names = append(names, fmt.Sprintf("%q", w.sheets[i].title))
	}
	return strings.Join(names, ", ")
}

// headed is told how wide the heading is. What stands to the right of it is no
// column but somebody's remark.
func (w *workbook) headed(width int) {
	w.width = width
	if len(w.sheets) > 1 {
		w.notes.add("sheets", fmt.Sprintf("Berkas berisi %d lembar; yang dibaca hanya lembar %q.", len(w.sheets), w.sheets[w.at].title), w.line)
	}
}

func (w *workbook) Done() int64 {
	if w.ended {
		return w.size
	}
	return min(w.raw.n.Load(), w.size)
}

func (w *workbook) Close() error {
	w.part.Close()
	return w.file.Close()
}

// readBook reads what every sheet needs, and which there are.
func (w *workbook) readBook() error {
	book, err := w.parts.bookName()
	if err != nil {
		return err
	}
	folder := path.Dir(book)
	targets, err := w.parts.relations(path.Join(folder, "_rels", path.Base(book)+".rels"), folder)
	if err != nil {
		return err
	}
	if err = w.listSheets(book, targets.byID); err != nil {
		return err
	}
	if w.forms, err = w.parts.formsOf(targets.byKind["styles"]); err != nil {
		return err
	}
	w.shared, err = w.parts.sharedStrings(targets.byKind["sharedstrings"])
	return err
}

// listSheets finds the sheets that a person sees.
func (w *workbook) listSheets(book string, targets map[string]string) error {
	err := w.parts.each(book, func(m *markup) error {
		switch string(m.name) {
		case "workbookPr":
			w.since1904 = m.on("date1904")
		case "sheet":
			part, state := targets[string(m.attr("id"))], string(m.attr("state"))
			if w.parts.files[part] == nil || state == "hidden" || state == "veryHidden" || len(w.sheets) >= maxParts {
				return nil
			}
			m.text, m.raw = m.attr("name"), false
			w.sheets = append(w.sheets, sheetPart{part, clean(string(m.appendText(nil)))})
		}
		return nil
	})
	if err == nil && len(w.sheets) == 0 {
		err = fileError{"Berkas Excel tidak berisi lembar kerja yang terlihat."}
	}
	return err
}
