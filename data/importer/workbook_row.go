package importer

import (
	"bytes"
	"errors"
	"io"
)

// span is a cell's text: a part of the row's own, or a shared one.
type span struct {
	from, to int
	shared   string
	number   bool
}

// Number tells whether a cell of the row read last is a number.
func (w *workbook) Number(column int) bool {
	return column < len(w.spans) && w.spans[column].number
}

// Next reads a row.
func (w *workbook) Next() ([]string, int64, error) {
	for {
		if err := w.toRow(); errors.Is(err, io.EOF) && len(w.more) > 0 {
			if err := w.goOn(); err != nil {
				return nil, w.line, err
			}
			continue
		} else if err != nil {
			return nil, w.line, err
		}
		if err := w.row(); err != nil {
			return nil, w.line, err
		}
		if !blank(w.cells) {
			return w.cells, w.line, nil
		}
	}
}

// toRow reads on until a row opens. What follows the rows is read too, for the
// merged cells stand there.
func (w *workbook) toRow() error {
	for {
		kind, err := w.xml.next()
		if errors.Is(err, io.EOF) {
			if w.inData {
				return errBroken
			}
			w.ended = true
			return io.EOF
		}
		if err != nil {
			return err
		}
		switch string(w.xml.name) {
		case "row":
			if kind == opening && w.inData {
				return nil
			}
		case "sheetData":
			if kind != content {
				w.inData = kind == opening && !w.xml.empty
			}
		case "mergeCell":
			if kind == opening {
				_, line := reference(w.xml.attr("ref"))
				w.notes.add("merged", "Sel gabungan: isinya hanya ada di sel kiri atas, yang lain kosong.", line)
			}
		}
		w.xml.name = nil
	}
}

// row takes the row just opened. A cell that is too much refuses the row, which is
// read to its end all the same.
func (w *workbook) row() error {
	w.numberRow()
	if w.xml.empty {
		return nil
	}
	var fault error
	for column := 0; ; column++ {
		more, err := w.toCell()
		switch {
		case err != nil:
			return err
		case !more:
			return w.finish(fault)
		}
		if c, _ := reference(w.xml.attr("r")); c > 0 {
			column = c - 1
		}
		switch err := w.cell(column); {
		case err == nil:
		case errors.As(err, new(rowError)):
			fault = err
		default:
			return err
		}
	}
}

// toCell reads on to the row's next cell.
func (w *workbook) toCell() (more bool, err error) {
	for {
		kind, err := w.xml.next()
		switch {
		case err != nil:
			return false, broken(err)
		case kind == opening && string(w.xml.name) == "c":
			return true, nil
		case kind == closing && string(w.xml.name) == "row":
			return false, nil
		}
	}
}

// numberRow reads a row's own number; rows are numbered upwards even where the file
// is not.
func (w *workbook) numberRow() {
	n, ok := smallNumber(w.xml.attr("r"))
	if line := w.above + int64(n); ok && line > w.line {
		w.line = line
	} else {
		w.line++
	}
	if w.xml.on("hidden") {
		w.notes.add("hidden", "Baris tersembunyi ikut dibaca.", w.line)
	}
	w.text, w.spans, w.cells = w.text[:0], w.spans[:0], w.cells[:0]
}

// finish makes the row's cells. Its own texts share one string, as in delimited.
func (w *workbook) finish(fault error) error {
	if fault != nil {
		return fault
	}
	own, size := string(w.text), len(w.text)
	mend := !good(w.text)
	for _, s := range w.spans {
		text := s.shared
		if text == "" {
			text = own[s.from:s.to]
		}
		if mend && s.shared == "" {
			text = validText([]byte(text))
		}
		if len(text) > maxCell {
			return rowError{longCell}
		}
		if size += len(s.shared); size > maxRow {
			return rowError{longRow}
		}
		w.cells = append(w.cells, text)
	}
	return nil
}

// cell takes the cell just opened.
func (w *workbook) cell(column int) error {
	kind, form := kindOf(w.xml.attr("t")), isNumber
	if style, ok := smallNumber(w.xml.attr("s")); ok && style < len(w.forms) {
		form = w.forms[style]
	}
	if w.xml.empty {
		return nil
	}
	from := len(w.text)
	formula, err := w.value(from)
	if err != nil {
		return err
	}
	if formula {
		w.noteFormula(len(w.text) > from)
	}
	return w.place(column, from, kind, form)
}

// value appends what the cell just opened holds, from on, to w.text and reads on to
// the cell's end. Of a formula it takes the result.
func (w *workbook) value(from int) (formula bool, err error) {
	m := w.xml
	for inValue := false; ; {
		piece, err := m.next()
		switch {
		case err != nil:
			return false, broken(err)
		case piece == content:
			if inValue && len(w.text)-from <= maxCell {
				w.text = m.appendText(w.text)
			}
			continue
		}
		switch string(m.name) {
		case "v":
			inValue = piece == opening && !m.empty
		case "f":
			formula = true
		case "is":
			if piece == opening {
				w.text, err = m.richText(w.text, "is")
			}
		case "c":
			return formula, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// noteFormula counts rows with formulas, of which only the result that was saved
// last is known.
func (w *workbook) noteFormula(hasResult bool) {
	switch {
	case !hasResult:
		w.notes.add("formula-empty", "Rumus tanpa hasil tersimpan dibaca kosong: buka dan simpan berkas di Excel dahulu.", w.line)
	case w.formulaLine != w.line:
		w.formulaLine = w.line
		w.notes.add("formula", "Rumus: yang dipakai hasil yang terakhir disimpan Excel.", w.line)
	}
}

// cellKind is what a cell's value is, by its attribute t.
type cellKind byte

const (
	numeric cellKind = iota
	sharedText
	truth
	ownText
)

func kindOf(t []byte) cellKind {
	switch string(t) {
	case "", "n":
		return numeric
	case "s":
		return sharedText
	case "b":
		return truth
	}
	return ownText
}

// place puts the value that stands in w.text from on into a column.
func (w *workbook) place(column, from int, kind cellKind, form cellForm) error {
	at, err := w.spanOf(from, kind, form)
	if err != nil || at.from == at.to && at.shared == "" {
		return err
	}
	switch {
	case w.width > 0 && column >= w.width:
		w.text = w.text[:from]
		return nil
	case column >= maxColumns:
		return rowError{manyColumns}
	case len(w.text) > maxRow:
		w.text = w.text[:from]
		return rowError{longRow}
	}
	for len(w.spans) <= column {
		w.spans = append(w.spans, span{})
	}
	w.spans[column] = at
	return nil
}

// spanOf writes the value that stands in w.text from on the way that the parsers
// read it.
func (w *workbook) spanOf(from int, kind cellKind, form cellForm) (span, error) {
	at, value := span{from: from}, w.text[from:]
	switch kind {
	case sharedText:
		i, ok := smallNumber(bytes.TrimSpace(value))
		if ok = ok && i < len(w.shared.ends); !ok && len(value) > 0 {
			return at, errBroken
		}
		if w.text = w.text[:from]; ok {
			at.shared = w.shared.at(i)
		}
	case numeric:
		w.number = appendValue(w.number[:0], value, form, w.since1904)
		w.text = append(w.text[:from], w.number...)
		at.number = true
	case truth:
		w.text = append(w.text[:from], truthText(value)...)
	case ownText:
	}
	at.to = len(w.text)
	return at, nil
}

func truthText(v []byte) string {
	if string(bytes.TrimSpace(v)) == "1" {
		return "TRUE"
	}
	return "FALSE"
}

// reference reads B12 as column 2, line 12; of a range its first corner. 0: none.
func reference(ref []byte) (column int, line int64) {
	i := 0
	for ; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = 26*column + int(ref[i]-'A') + 1
	}
	for ; i < len(ref) && i < 12 && ref[i] >= '0' && ref[i] <= '9'; i++ {
		line = 10*line + int64(ref[i]-'0')
	}
	return column, line
}
