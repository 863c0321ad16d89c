package importer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// sharedStrings are the texts that a workbook's cells refer to by number, one
// behind the other.
type sharedStrings struct {
	text string
	ends []uint32
}

// What the texts of a workbook may take in memory.
const (
	maxShared     = 256 << 20 // bytes
	maxSharedText = 16 << 20  // texts
)

var errShared = fileError{"Berkas Excel ditolak: terlalu banyak teks di dalamnya. Simpan sebagai .csv, lalu unggah lagi."}

// at is text i of those there are.
func (s sharedStrings) at(i int) string {
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.text[from:s.ends[i]]
}

func (p parts) sharedStrings(name string) (s sharedStrings, err error) {
	if p.files[name] == nil {
		return s, nil
	}
	r, err := p.open(name)
	if err != nil {
		return s, err
	}
	defer r.Close()
	var all strings.Builder
	all.Grow(int(min(r.size, uint64(r.left), maxShared))) // the texts without their tags need less
	m, one := newMarkup(r, r.size), []byte(nil)
	for {
		kind, err := m.next()
		if errors.Is(err, io.EOF) {
			s.text = all.String()
			return s, nil
		}
		if err != nil {
			return s, broken(err)
		}
		if kind != opening || string(m.name) != "si" {
			continue
		}
		if one, err = m.richText(one[:0], "si"); err != nil {
			return s, err
		}
		if good(one) {
			all.Write(one)
		} else {
			all.WriteString(validText(one))
		}
		s.ends = append(s.ends, uint32(all.Len()))
		if all.Len() > maxShared || len(s.ends) > maxSharedText {
			return s, errShared
		}
	}
}

// richText appends the texts within the tag just opened, up to its end: pieces
// with their own looks are one text, how to pronounce it is none. Of a text that
// is too long as much is kept as shows it.
func (m *markup) richText(to []byte, end string) ([]byte, error) {
	start, inText, spoken := len(to), false, false
	for !m.empty || string(m.name) != end {
		kind, err := m.next()
		if err != nil {
			return to, broken(err)
		}
		switch {
		case kind == content:
			if inText && !spoken && len(to)-start <= maxCell {
				to = m.appendText(to)
			}
		case string(m.name) == "t":
			inText = kind == opening && !m.empty
		case string(m.name) == "rPh":
			spoken = kind == opening && !m.empty
		case kind == closing && string(m.name) == end:
			return to, nil
		}
	}
	return to, nil
}

// good tells that validText would leave b as it is.
func good(b []byte) bool { return utf8.Valid(b) && !bytes.Contains(b, []byte("_x00")) }

// validText is b without bytes that are no UTF-8 and without the way in which
// workbooks write signs that XML has no place for: _x000D_.
func validText(b []byte) string {
	return controlSigns.Replace(strings.ToValidUTF8(string(b), ""))
}

var controlSigns = strings.NewReplacer("_x000D_", "\r", "_x000A_", "\n", "_x0009_", "\t", "_x0000_", "", "_x005F_", "_")
