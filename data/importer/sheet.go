package importer

import (
	"errors"
	"fmt"
	"io"
	"os"

	"binaan/data"
)

// sheet is the rows of a file, streaming. Rows without any text are passed over,
// but counted: line is the row's number as a spreadsheet shows it, from 1.
type sheet interface {
	// Next reads a row. The cells are valid until the next call; io.EOF marks the
	// end. After a rowError the sheet can be read on, after any other it cannot.
	Next() (cells []string, line int64, err error)
	// Number tells of a column of the row read last that its cell is a number (or a
	// date) and not a text that looks like one: 350.125 is then no 350,125.
	Number(column int) bool
	Done() int64 // bytes of the file consumed so far
	Close() error
}

// What a file may hold. A spreadsheet's own limit is 32,767 letters a cell.
const (
	maxCell    = 32_767
	maxRow     = 1 << 20 // bytes
	maxColumns = 1_000
)

// fileError says, in an Indonesian sentence, why a file as a whole is refused.
type fileError struct{ text string }

func (e fileError) Error() string        { return e.text }
func (e fileError) Is(target error) bool { return target == ErrFile }

// rowError says, in an Indonesian sentence, why one row cannot be told apart into
// cells. A caller that cannot refuse a single row may refuse the file: it is
// ErrFile too.
type rowError struct{ text string }

func (e rowError) Error() string        { return e.text }
func (e rowError) Is(target error) bool { return target == ErrFile }

// openSheet opens path as what its content is, whatever its name says.
func openSheet(path string) (s sheet, size int64, err error) {
	f, size, err := openFile(path)
	if err != nil {
		return nil, 0, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if s, err = sheetOf(f, size); err != nil {
		return nil, 0, err
	}
	return s, size, nil
}

// file is bytes, read from the start or anywhere.
type file interface {
	io.Reader
	io.ReaderAt
	io.Closer
}

// sniffed is how much of a file's beginning is looked at to know what it is.
const sniffed = 64 << 10

func sheetOf(f file, size int64) (sheet, error) {
	head := make([]byte, min(size, sniffed))
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, size), head); err != nil {
		return nil, unreadable(err)
	}
	if reason := refusedContent(f, size, head); reason != "" {
		return nil, fileError{reason}
	}
	if isZip(head) {
		return openWorkbook(f, size)
	}
	return newDelimited(f, head)
}

func unreadable(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fileError{"Berkas tidak ditemukan."}
	}
	return fileError{fmt.Sprintf("Berkas tidak dapat dibaca (%v).", err)}
}

// notesOf tells what was noticed while s was read; complete after io.EOF.
func notesOf(s sheet) []data.Warning {
	switch s := s.(type) {
	case *delimited:
		return s.notes.list()
	case *workbook:
		s.tellJoined()
		return s.notes.list()
	}
	return nil
}

// sheetsOf are the sheets that were read as one; none where there is but one.
func sheetsOf(s sheet) []joinedSheet {
	if w, ok := s.(*workbook); ok {
		return w.joined
	}
	return nil
}

// notes counts rows in which something was noticed, by code.
type notes struct{ seen []data.Warning }

func (n *notes) add(code, text string, line int64) {
	for i := range n.seen {
		if n.seen[i].Code == code {
			n.seen[i].Rows++
			return
		}
	}
	n.seen = append(n.seen, data.Warning{Code: code, Text: text, Rows: 1, First: line})
}

func (n *notes) list() []data.Warning { return n.seen }
