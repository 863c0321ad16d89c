package importer

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"
	"sync/atomic"

	"binaan/data"
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

	more   []int // sheets that go on where this one ends: they have its heading
	past   func() error
	joined []joinedSheet // all sheets that are read as one, where there are several
	above  int64         // rows of the sheets before

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
	w.line, w.width, w.formulaLine, w.inData, w.ended = w.above, 0, 0, false, false
	return nil
}

// joinedSheet is a sheet of several that are read as one: its row 1 counts as the
// line after above.
type joinedSheet struct {
	title string
	above int64
}

// join has the sheets at some places read on from the present one, each from the
// row below its heading, to which past goes.
func (w *workbook) join(at []int, past func() error) {
	w.more, w.past = at, past
	if len(at) > 0 {
		w.joined = []joinedSheet{{title: w.sheets[w.at].title}}
	}
}

// goOn goes to the next sheet that is read with the present one; io.EOF after the
// last.
func (w *workbook) goOn() error {
	if len(w.more) == 0 {
		return io.EOF
	}
	next, width := w.more[0], w.width
	w.more, w.above = w.more[1:], w.line
	if err := w.begin(next); err != nil {
		return err
	}
	w.joined = append(w.joined, joinedSheet{w.sheets[next].title, w.above})
	if err := w.past(); err != nil {
		return err
	}
	w.width = width
	return nil
}

// tellJoined notes which sheets were read as one.
func (w *workbook) tellJoined() {
	if len(w.joined) == 0 {
		return
	}
	var parts []string
	for _, j := range w.joined {
		parts = append(parts, fmt.Sprintf("%q mulai baris %d", j.title, j.above+1))
	}
	w.notes.seen = append(w.notes.seen, data.Warning{Code: "sheets-joined", Rows: int64(len(w.joined)), First: 1,
		Text: "lembar yang berjudul kolom sama dibaca sebagai satu, barisnya dihitung terus: " + strings.Join(parts, ", ")})
}

// maxSheets bounds the search for a heading.
const maxSheets = 20

// afresh goes to the first row of a sheet as if no other had been looked at.
func (w *workbook) afresh(at int) error {
	w.notes, w.more, w.joined, w.above = notes{}, nil, nil, 0
	return w.begin(at)
}

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
	if others := len(w.sheets) - 1 - len(w.more); others > 0 {
		w.notes.add("sheets", fmt.Sprintf("Berkas berisi %d lembar; yang dibaca hanya lembar %s.", len(w.sheets), w.titles(append([]int{w.at}, w.more...))), w.line)
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
