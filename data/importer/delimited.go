package importer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// delimited is a file of text with a sign between its columns: CSV and its kin.
type delimited struct {
	file   file
	raw    counter
	text   io.Reader // UTF-8, or close to it
	buf    []byte
	from   int // buf[from:] is not yet read
	ended  bool
	split  splitter
	line   int64
	cells  []string
	wasted int64 // bytes read again behind quotes that were not closed
	open   bool  // the last line has no end
	last   lastCells
	notes  notes
}

// counter knows how many bytes have gone through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// newDelimited reads f, which begins with head, from its start.
func newDelimited(f file, head []byte) (*delimited, error) {
	d := &delimited{file: f, raw: counter{r: f}, buf: make([]byte, 0, 512+4*len(head))}
	d.text = decoded(&d.raw, head, &d.notes)
	if err := d.fill(); err != nil {
		return nil, err
	}
	sample := d.buf[:min(len(d.buf), sniffed)]
	if binaryText(sample) {
		return nil, fileError{"Berkas ini bukan tabel Excel dan bukan teks CSV. Simpan sebagai .xlsx atau .csv, lalu unggah lagi."}
	}
	d.split.eol = eolOf(sample)
	d.split.sep = separatorOf(sample, d.split.eol)
	d.from = separatorLine(sample, d.split.eol)
	return d, nil
}

func (d *delimited) Done() int64  { return d.raw.n - int64(len(d.buf)-d.from) }
func (d *delimited) Close() error { return d.file.Close() }

// Number is never true: all that text has is text.
func (d *delimited) Number(int) bool { return false }

// fill reads more text behind what is not yet read.
func (d *delimited) fill() error {
	if d.from > 0 {
		d.buf = d.buf[:copy(d.buf, d.buf[d.from:])]
		d.from = 0
	}
	if len(d.buf) == cap(d.buf) {
		d.buf = append(d.buf, make([]byte, len(d.buf))...)[:len(d.buf)]
	}
	for !d.ended && len(d.buf) < cap(d.buf) {
		n, err := d.text.Read(d.buf[len(d.buf):cap(d.buf)])
		d.buf = d.buf[:len(d.buf)+n]
		if errors.Is(err, io.EOF) {
			d.ended = true
		} else if err != nil {
			return unreadable(err)
		}
	}
	return nil
}

// Next reads a row.
func (d *delimited) Next() ([]string, int64, error) {
	for {
		line, next, err := d.physical()
		if err != nil && !errors.As(err, new(rowError)) {
			return nil, d.line, err
		}
		d.line++
		switch {
		case err != nil:
		case bytes.IndexByte(line, '"') < 0:
			d.from = next
			err = d.plain(line)
		default:
			err = d.quoted()
		}
		if err != nil {
			return nil, d.line, err
		}
		if !blank(d.cells) {
			if d.last.shortened(d.cells) && d.open {
				d.notes.add("terpotong", "Baris terakhir tidak diakhiri, dan sel terakhirnya lebih pendek daripada semua di atasnya: berkas mungkin terpotong. Bandingkan dengan sumbernya.", d.line)
			}
			return d.cells, d.line, nil
		}
	}
}

// lastCells knows how short the last cells of a file are.
type lastCells struct{ rows, shortest int }

// shortened reports whether the last cell of a row is shorter than those of all rows
// above it but the first, which may be a heading.
func (t *lastCells) shortened(cells []string) bool {
	t.rows++
	now := len(strings.TrimSpace(cells[len(cells)-1]))
	shorter := t.rows > 2 && now < t.shortest
	switch {
	case t.rows == 2:
		t.shortest = now
	case t.rows > 2:
		t.shortest = min(t.shortest, now)
	}
	return shorter
}

// physical is the text up to the next end of a line, and where the one after it
// begins. It is not yet taken.
func (d *delimited) physical() (line []byte, next int, err error) {
	for seen := 0; ; {
		rest := d.buf[d.from:]
		if i := bytes.IndexByte(rest[seen:], d.split.eol); i >= 0 {
			return trimReturn(rest[:seen+i]), d.from + seen + i + 1, nil
		}
		switch seen = len(rest); {
		case d.ended && seen == 0:
			return nil, 0, io.EOF
		case d.ended:
			d.open = true
			return trimReturn(rest), len(d.buf), nil
		case seen > maxRow:
			return nil, 0, d.skipLine(longRow)
		}
		if err := d.fill(); err != nil {
			return nil, 0, err
		}
	}
}

func trimReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

// skipLine leaves the rest of a line out, however long it is.
func (d *delimited) skipLine(reason string) error {
	for {
		if i := bytes.IndexByte(d.buf[d.from:], d.split.eol); i >= 0 {
			d.from += i + 1
			return rowError{reason}
		}
		d.from = len(d.buf)
		if d.ended {
			return rowError{reason}
		}
		if err := d.fill(); err != nil {
			return err
		}
	}
}

const (
	longRow     = "baris lebih dari satu juta huruf"
	longCell    = "satu sel berisi lebih dari 32.767 huruf"
	manyColumns = "baris berisi lebih dari 1.000 kolom"
	openQuote   = "tanda kutip pembuka tidak ditutup"
)

// plain takes the cells of a line without quotes. They share one string, so a row
// costs one allocation, and what a caller keeps of it stays good.
func (d *delimited) plain(line []byte) error {
	text := d.decode(line)
	d.cells = d.cells[:0]
	for len(d.cells) < maxColumns {
		i := strings.IndexByte(text, d.split.sep)
		if i < 0 {
			d.cells = append(d.cells, text)
			return d.checkCells(len(line))
		}
		d.cells = append(d.cells, text[:i])
		text = text[i+1:]
	}
	return rowError{manyColumns}
}

func (d *delimited) checkCells(size int) error {
	if size <= maxCell {
		return nil
	}
	for _, cell := range d.cells {
		if len(cell) > maxCell {
			return rowError{longCell}
		}
	}
	return nil
}

// quoted takes the cells of a row with quotes, which may run over several lines.
func (d *delimited) quoted() error {
	for {
		rest := d.buf[d.from:]
		n, fault := d.split.row(rest, d.ended)
		switch {
		case fault == "":
			d.from += n
			return d.unquote()
		case fault != short:
			return d.afterFault(n, fault)
		case len(rest) > maxRow:
			return d.afterFault(len(rest), openQuote)
		}
		if err := d.fill(); err != nil {
			return err
		}
	}
}

// maxWasted bounds the work on a file full of quotes that are not closed.
const maxWasted = 256 << 20

// afterFault gives up the line on which a row began and goes on with the next, so
// that one quote too many costs one row and not the rest of the file.
func (d *delimited) afterFault(read int, fault string) error {
	if d.wasted += int64(read); d.wasted > maxWasted {
		return fileError{"Berkas rusak: terlalu banyak tanda kutip yang tidak ditutup."}
	}
	return d.skipLine(fault)
}

// unquote makes cells of what the splitter found.
func (d *delimited) unquote() error {
	d.cells = d.cells[:0]
	if len(d.split.ends) > maxColumns {
		return rowError{manyColumns}
	}
	whole, from := "", 0
	valid := utf8.Valid(d.split.text) && bytes.IndexByte(d.split.text, 0) < 0
	if valid {
		whole = string(d.split.text)
	}
	for _, end := range d.split.ends {
		if valid {
			d.cells = append(d.cells, whole[from:end])
		} else {
			d.cells = append(d.cells, d.decode(d.split.text[from:end]))
		}
		from = end
	}
	return d.checkCells(len(d.split.text))
}

// decode is the text of a line, with bytes that are not UTF-8 read as
// Windows-1252: a file may hold both, row by row.
func (d *delimited) decode(line []byte) string {
	if bytes.IndexByte(line, 0) >= 0 {
		d.notes.add("nul", "Huruf kosong (NUL) dibuang.", d.line)
		line = bytes.ReplaceAll(line, []byte{0}, nil)
	}
	if utf8.Valid(line) {
		return string(line)
	}
	d.notes.add("windows-1252", "Huruf di luar UTF-8 dibaca sebagai Windows-1252.", d.line)
	return windowsText(line)
}

// blank tells that no cell shows anything.
func blank(cells []string) bool {
	for _, cell := range cells {
		for i := range len(cell) {
			if cell[i] > ' ' {
				return false
			}
		}
	}
	return true
}
