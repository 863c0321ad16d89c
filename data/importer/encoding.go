package importer

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const byteOrderMark = "\xef\xbb\xbf"

// decoded reads r, which begins with head, as UTF-8; bytes that are not stay as
// they are.
func decoded(r io.Reader, head []byte, n *notes) io.Reader {
	if bytes.HasPrefix(head, []byte(byteOrderMark)) {
		return skipping(r, len(byteOrderMark))
	}
	order, ok := wideOrder(head)
	if !ok {
		return r
	}
	n.add("utf-16", "Berkas ditulis dalam UTF-16 dan sudah diubah.", 1)
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(r)
}

// skipping leaves the first n bytes of r out.
func skipping(r io.Reader, n int) io.Reader {
	_, err := io.CopyN(io.Discard, r, int64(n))
	if err != nil {
		return bytes.NewReader(nil)
	}
	return r
}

// wideOrder tells UTF-16 by its mark, or by the zeros that every second byte of
// Latin text is in it.
func wideOrder(head []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.BigEndian, true
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch half := len(head) / 2; {
	case half < 2:
	case 10*zeros[1] > 7*half && 10*zeros[0] < half:
		return unicode.LittleEndian, true
	case 10*zeros[0] > 7*half && 10*zeros[1] < half:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// windowsText reads line as UTF-8 and every byte that is none as Windows-1252.
func windowsText(line []byte) string {
	out := make([]byte, 0, len(line)+len(line)/4)
	for len(line) > 0 {
		r, n := utf8.DecodeRune(line)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(line[0])
		}
		out = utf8.AppendRune(out, r)
		line = line[n:]
	}
	return string(out)
}

// binaryText tells by its control characters that sample is no text at all.
func binaryText(sample []byte) bool {
	zeros, signs := 0, 0
	for _, c := range sample {
		switch {
		case c == 0:
			zeros++
		case c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f' && c != '\v':
			signs++
		}
	}
	return 20*signs > len(sample)+100 || 3*zeros > len(sample)
}

// eolOf is the sign that ends a line: \n, or \r in files of old.
func eolOf(sample []byte) byte {
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		return '\r'
	}
	return '\n'
}
