package importer

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// markup reads the XML of a workbook part piece by piece. It knows what such parts
// are made of and refuses the rest: a DOCTYPE, from which attacks by entities come,
// has no place in a workbook.
type markup struct {
	r     io.Reader
	buf   []byte
	from  int
	ended bool

	name  []byte // of the tag, without the prefix of its namespace
	attrs []byte
	empty bool // the tag closes itself
	text  []byte
	raw   bool // the text stands in CDATA: nothing in it is escaped
}

// piece is what markup has read.
type piece byte

const (
	opening piece = iota
	closing
	content
)

var (
	errBroken  = fileError{"Berkas Excel rusak atau terpotong. Buka di Excel, simpan lagi sebagai .xlsx, lalu unggah."}
	errDoctype = fileError{"Berkas Excel ditolak: memuat DOCTYPE, yang tidak pernah ada dalam berkas Excel yang wajar."}
)

// newMarkup reads a part that is said to be so many bytes long.
func newMarkup(r io.Reader, size uint64) *markup {
	return &markup{r: r, buf: make([]byte, 0, max(1<<10, min(size+1, 128<<10)))}
}

// next reads a piece; what it left in the fields before is gone. io.EOF: no more.
func (m *markup) next() (piece, error) {
	for {
		rest, err := m.atLeast(1)
		if err != nil {
			return 0, err
		}
		if rest[0] != '<' {
			return content, m.untilTag()
		}
		if rest, err = m.atLeast(2); err != nil {
			return 0, broken(err)
		}
		switch rest[1] {
		case '?':
			err = m.skip("?>")
		case '!':
			var cdata bool
			if cdata, err = m.declared(); cdata {
				return content, err
			}
		default:
			return m.tag()
		}
		if err != nil {
			return 0, err
		}
	}
}

// atLeast is what is not yet read, n bytes or more; io.EOF if there are fewer.
func (m *markup) atLeast(n int) ([]byte, error) {
	for len(m.buf)-m.from < n {
		if m.ended {
			return nil, io.EOF
		}
		if err := m.fill(); err != nil {
			return nil, err
		}
	}
	return m.buf[m.from:], nil
}

func (m *markup) fill() error {
	if m.from > 0 {
		m.buf = m.buf[:copy(m.buf, m.buf[m.from:])]
		m.from = 0
	}
	for range 100 { // a reader may return nothing, but not for ever
		n, err := m.r.Read(m.buf[len(m.buf):cap(m.buf)])
		m.buf = m.buf[:len(m.buf)+n]
		if errors.Is(err, io.EOF) {
			m.ended = true
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if n > 0 {
			return nil
		}
	}
	return errBroken
}

// broken is err as the sentence that a person gets.
func broken(err error) error {
	if errors.Is(err, ErrFile) {
		return err
	}
	return errBroken
}

// full tells that no more fits behind what is not yet read.
func (m *markup) full() bool { return len(m.buf)-m.from == cap(m.buf) }

// find is where mark stands from the offset from on.
func (m *markup) find(mark string, from int) (int, error) {
	for {
		rest := m.buf[m.from:]
		if from < len(rest) {
			if i := bytes.Index(rest[from:], []byte(mark)); i >= 0 {
				return from + i, nil
			}
			from = max(from, len(rest)-len(mark)+1)
		}
		if m.ended || m.full() {
			return 0, errBroken
		}
		if err := m.fill(); err != nil {
			return 0, err
		}
	}
}

// skip leaves out everything up to and with mark, however far it is.
func (m *markup) skip(mark string) error {
	for {
		rest := m.buf[m.from:]
		if i := bytes.Index(rest, []byte(mark)); i >= 0 {
			m.from += i + len(mark)
			return nil
		}
		m.from += max(0, len(rest)-len(mark)+1)
		if m.ended {
			return errBroken
		}
		if err := m.fill(); err != nil {
			return err
		}
	}
}

// declared takes what begins with <!: a comment, or text that is not escaped.
func (m *markup) declared() (cdata bool, err error) {
	rest, err := m.atLeast(4)
	switch {
	case err != nil:
		return false, broken(err)
	case bytes.HasPrefix(rest, []byte("<!--")):
		return false, m.skip("-->")
	case !bytes.HasPrefix(rest, []byte("<![C")):
		return false, errDoctype
	}
	end, err := m.find("]]>", 9)
	if err != nil {
		return false, err
	}
	m.text, m.raw = m.buf[m.from+9:m.from+end], true
	m.from += end + 3
	return true, nil
}

// untilTag takes text up to the next tag, or a good part of it when it is long.
func (m *markup) untilTag() error {
	m.raw = false
	for seen := 0; ; {
		rest := m.buf[m.from:]
		if i := bytes.IndexByte(rest[seen:], '<'); i >= 0 {
			m.text = rest[:seen+i]
			m.from += seen + i
			return nil
		}
		seen = len(rest)
		if m.ended || m.full() {
			m.text = beforeEntity(rest)
			m.from += len(m.text)
			return nil
		}
		if err := m.fill(); err != nil {
			return err
		}
	}
}

// beforeEntity cuts text before an entity or letter that may go on behind its end.
func beforeEntity(text []byte) []byte {
	const longest = 12
	from := max(1, len(text)-longest)
	if i := bytes.LastIndexByte(text[from:], '&'); i >= 0 && bytes.IndexByte(text[from+i:], ';') < 0 {
		return text[:from+i]
	}
	for end := len(text); end > from && len(text)-end < utf8.UTFMax; end-- {
		if utf8.RuneStart(text[end-1]) {
			if !utf8.FullRune(text[end-1:]) {
				return text[:end-1]
			}
			break
		}
	}
	return text
}

// tag takes a tag. A > within the quotes of an attribute does not end it.
func (m *markup) tag() (piece, error) {
	end, err := m.find(">", 1)
	for err == nil && bytes.Count(m.buf[m.from:m.from+end], []byte{'"'})&1 == 1 {
		end, err = m.find(">", end+1)
	}
	if err != nil {
		return 0, err
	}
	inside := m.buf[m.from+1 : m.from+end]
	m.from += end + 1
	kind := opening
	if len(inside) > 0 && inside[0] == '/' {
		kind, inside = closing, inside[1:]
	}
	m.empty = len(inside) > 0 && inside[len(inside)-1] == '/'
	if m.empty {
		inside = inside[:len(inside)-1]
	}
	m.name, m.attrs = inside, nil
	for i, c := range inside {
		if c <= ' ' {
			m.name, m.attrs = inside[:i], inside[i:]
			break
		}
	}
	if i := bytes.IndexByte(m.name, ':'); i >= 0 {
		m.name = m.name[i+1:]
	}
	return kind, nil
}

// attr is the value of the attribute, as it stands; nil without it. A name with a
// prefix is looked for by what follows the prefix.
func (m *markup) attr(name string) []byte {
	for a := m.attrs; ; {
		key, rest, ok := bytes.Cut(a, []byte{'='})
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if !ok || len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if key = bytes.TrimSpace(key); isNamed(key, name) {
			return rest[1 : 1+end]
		}
		a = rest[end+2:]
	}
}

func isNamed(key []byte, name string) bool {
	if i := bytes.IndexByte(key, ':'); i >= 0 {
		key = key[i+1:]
	}
	return string(key) == name
}

// on tells that the attribute is switched on.
func (m *markup) on(name string) bool {
	v := m.attr(name)
	return string(v) == "1" || string(v) == "true"
}

// appendText appends the text read to to, without its escapes.
func (m *markup) appendText(to []byte) []byte {
	text := m.text
	for !m.raw {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			break
		}
		to = append(to, text[:i]...)
		end := bytes.IndexByte(text[i:min(len(text), i+12)], ';')
		r, ok := rune(0), false
		if end > 0 {
			r, ok = entity(string(text[i+1 : i+end]))
		}
		if !ok {
			to = append(to, '&')
			text = text[i+1:]
			continue
		}
		to = utf8.AppendRune(to, r)
		text = text[i+end+1:]
	}
	return append(to, text...)
}

// entity is the letter that &name; stands for.
func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
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
