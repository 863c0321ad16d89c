package importer

import (
	"archive/zip"
	"errors"
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
	part      io.ReadCloser // the sheet, unpacked
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

// What unpacking may cost. Sheets of numbers pack 10 to 30 to 1; more than 250 to
// 1 is made to harm.
const (
	maxParts    = 10_000
	maxUnpacked = 4 << 30
	maxRatio    = 250
	freeUnpack  = 32 << 20 // so much is never called too much
)

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
	w.at, w.part, w.xml = at, part, newMarkup(part)
	w.line, w.formulaLine, w.inData, w.ended, w.notes = 0, 0, false, false, notes{}
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

// parts are the files within a workbook by name, in lower case.
type parts struct {
	files map[string]*zip.File
	size  int64
}

func partsOf(archive *zip.Reader, size int64) (parts, error) {
	p := parts{make(map[string]*zip.File), size}
	if len(archive.File) > maxParts {
		return p, fileError{"Berkas Excel ditolak: berisi terlalu banyak bagian."}
	}
	for _, f := range archive.File {
		if f.Flags&1 != 0 {
			return p, fileError{"Berkas dikunci kata sandi. Hapus kata sandinya, lalu unggah lagi."}
		}
		p.files[partName("", f.Name)] = f
	}
	return p, p.otherKind()
}

// otherKind names archives that are no XLSX.
func (p parts) otherKind() error {
	switch {
	case p.files["xl/workbook.bin"] != nil:
		return fileError{"Berkas ini Excel biner (.xlsb). Buka di Excel, pilih Simpan Sebagai > Excel Workbook (.xlsx), lalu unggah lagi."}
	case p.files["content.xml"] != nil && p.files["mimetype"] != nil:
		return fileError{"Berkas ini OpenDocument (.ods). Simpan sebagai .xlsx, lalu unggah lagi."}
	case p.files["word/document.xml"] != nil:
		return fileError{"Berkas ini dokumen Word, bukan tabel. Minta berkas Excel atau CSV dari sumbernya."}
	case p.files["_rels/.rels"] == nil && p.files["xl/workbook.xml"] == nil:
		return fileError{"Berkas ini arsip ZIP, bukan Excel. Ekstrak dahulu, lalu unggah tabel di dalamnya."}
	}
	return nil
}

// partName is target as seen from the folder base.
func partName(base, target string) string {
	target = strings.ToLower(strings.ReplaceAll(target, "\\", "/"))
	if strings.HasPrefix(target, "/") {
		base = ""
	}
	return strings.TrimPrefix(path.Join("/", base, target), "/")
}

// open unpacks a part as far as is reasonable.
func (p parts) open(name string) (io.ReadCloser, error) {
	f := p.files[name]
	if f == nil {
		return nil, errBroken
	}
	r, err := f.Open()
	if err != nil {
		return nil, errBroken
	}
	packed := min(f.CompressedSize64, uint64(p.size))
	return &unpacked{r: r, left: min(maxUnpacked, max(freeUnpack, int64(packed)*maxRatio))}, nil
}

// unpacked reads a part until it has become larger than its packed size allows.
type unpacked struct {
	r    io.ReadCloser
	left int64
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if u.left -= int64(n); u.left < 0 {
		return 0, fileError{"Berkas Excel ditolak: isinya membengkak tidak wajar saat dibuka (bom zip)."}
	}
	return n, err
}

func (u *unpacked) Close() error { return u.r.Close() }

// each calls take for every tag that opens in a part; a part that is not there has
// none.
func (p parts) each(name string, take func(m *markup) error) error {
	if p.files[name] == nil {
		return nil
	}
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	m := newMarkup(r)
	for {
		kind, err := m.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && kind == opening {
			err = take(m)
		}
		if err != nil {
			return broken(err)
		}
	}
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

// relations are the parts that a part refers to, by the reference's id and by the
// last word of its kind.
type relations struct{ byID, byKind map[string]string }

func (p parts) relations(name, folder string) (relations, error) {
	to := relations{map[string]string{}, map[string]string{}}
	err := p.each(partName("", name), func(m *markup) error {
		if string(m.name) != "Relationship" || string(m.attr("TargetMode")) == "External" {
			return nil
		}
		if len(to.byID) > maxParts {
			return errBroken
		}
		target := partName(folder, string(m.attr("Target")))
		kind := strings.ToLower(path.Base(string(m.attr("Type"))))
		to.byID[string(m.attr("Id"))] = target
		to.byKind[kind] = target
		return nil
	})
	return to, err
}

// bookName is the part that lists the sheets.
func (p parts) bookName() (string, error) {
	root, err := p.relations("_rels/.rels", "")
	if err != nil {
		return "", err
	}
	for _, name := range []string{root.byKind["officedocument"], "xl/workbook.xml"} {
		if p.files[name] != nil {
			return name, nil
		}
	}
	return "", fileError{"Berkas ini arsip ZIP, bukan Excel. Ekstrak dahulu, lalu unggah tabel di dalamnya."}
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

// formsOf reads what each style makes of a number.
func (p parts) formsOf(name string) (forms []cellForm, err error) {
	custom := map[int]cellForm{}
	inCells := false
	err = p.each(name, func(m *markup) error {
		switch string(m.name) {
		case "numFmt":
			m.text, m.raw = m.attr("formatCode"), false
			if id, ok := smallNumber(m.attr("numFmtId")); ok && len(custom) < maxParts {
				custom[id] = formOf(string(m.appendText(nil)))
			}
		case "cellXfs":
			inCells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if id, _ := smallNumber(m.attr("numFmtId")); inCells && len(forms) < 1<<20 {
				form, ok := custom[id]
				if !ok {
					form = builtinForm(id)
				}
				forms = append(forms, form)
			}
		}
		return nil
	})
	return forms, err
}

// smallNumber reads up to 9 digits.
func smallNumber(v []byte) (int, bool) {
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, len(v) > 0 && len(v) <= 9
}
