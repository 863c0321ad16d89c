package importer

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// What unpacking may cost. Sheets of numbers pack 10 to 30 to 1; more than 250 to
// 1 is made to harm. The largest branch has some 110,000 families: 24 columns of them
// are 90 MB.
const (
	maxParts    = 10_000
	maxUnpacked = 256 << 20
	maxRatio    = 250
	freeUnpack  = 32 << 20 // so much is never called too much
)

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
func (p parts) open(name string) (*unpacked, error) {
	f := p.files[name]
	if f == nil {
		return nil, errBroken
	}
	r, err := f.Open()
	if err != nil {
		return nil, errBroken
	}
	packed := min(f.CompressedSize64, uint64(p.size))
	u := &unpacked{r: r, size: f.UncompressedSize64, left: max(freeUnpack, int64(packed)*maxRatio), room: maxUnpacked}
	if err := u.bounded(f.UncompressedSize64); err != nil { // as it says itself: nothing need be read
		return nil, errors.Join(err, r.Close())
	}
	return u, nil
}

// bounded refuses a size that the packed one does not explain, or that is too much.
func (u *unpacked) bounded(size uint64) error {
	switch {
	case size > uint64(u.left):
		return fileError{"Berkas Excel ditolak: isinya membengkak tidak wajar saat dibuka (bom zip)."}
	case size > uint64(u.room):
		return fileError{fmt.Sprintf("Berkas Excel ditolak: satu lembarnya lebih besar daripada %d MB setelah dibuka, kira-kira 250.000 baris. Simpan sebagai CSV, atau bagi menjadi beberapa berkas.", maxUnpacked>>20)}
	}
	return nil
}

// unpacked reads a part until it has become larger than its packed size allows.
type unpacked struct {
	r    io.ReadCloser
	size uint64 // as the file says
	left int64  // more than that, packed so small, is made to harm
	room int64  // and more than that is too much
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if refused := u.bounded(uint64(n)); refused != nil {
		return 0, refused
	}
	u.left, u.room = u.left-int64(n), u.room-int64(n)
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
	m := newMarkup(r, r.size)
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
