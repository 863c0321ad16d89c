package importer

import "bytes"

// splitter parts rows of delimited text in which cells may stand in quotes.
type splitter struct {
	sep, eol byte
	text     []byte // the cells of the row, one behind the other
	ends     []int  // where each ends in text
	wrapped  []byte // a row that stood in quotes as a whole
}

// short says that the row goes on behind the text given.
const short = "short"

// row takes the first row of b into text and ends, and tells how long it is.
// final: b is all there is. fault is "", short, or why the row is refused.
func (s *splitter) row(b []byte, final bool) (n int, fault string) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	for {
		m, end, fault := s.cell(b[n:], final)
		if fault != "" {
			return n, fault
		}
		s.ends = append(s.ends, len(s.text))
		if n += m; end {
			s.unwrap(b)
			return n, ""
		}
	}
}

// unwrap parts a row again that stands in quotes as a whole. A spreadsheet whose
// own separator is another writes rows so when it saves a file it read as one column.
func (s *splitter) unwrap(b []byte) {
	if len(s.ends) != 1 || bytes.IndexByte(s.text, s.sep) < 0 || b[0] != '"' {
		return
	}
	s.wrapped = append(s.wrapped[:0], s.text...)
	s.text, s.ends = s.text[:0], s.ends[:0]
	for rest, end := s.wrapped, false; !end; {
		m, last, fault := s.cell(rest, true)
		if fault != "" {
			m, last, _ = s.bareCell(rest, true)
		}
		s.ends = append(s.ends, len(s.text))
		rest, end = rest[m:], last
	}
}

// cell takes the first cell of b and the sign behind it; end: it was the row's last.
func (s *splitter) cell(b []byte, final bool) (n int, end bool, fault string) {
	i := 0
	for i < len(b) && b[i] == ' ' && s.sep != ' ' {
		i++
	}
	if i < len(b) && b[i] == '"' {
		return s.quotedCell(b, i+1, final)
	}
	return s.bareCell(b, final)
}

// bareCell takes what stands up to the next sign, quotes and all.
func (s *splitter) bareCell(b []byte, final bool) (n int, end bool, fault string) {
	for i, c := range b {
		if c == s.sep {
			s.text = append(s.text, b[:i]...)
			return i + 1, false, ""
		}
		if c == s.eol {
			s.text = append(s.text, trimReturn(b[:i])...)
			return i + 1, true, ""
		}
	}
	if !final {
		return 0, false, short
	}
	s.text = append(s.text, trimReturn(b)...)
	return len(b), true, ""
}

// quotedCell takes a cell whose opening quote stands before i. A quote is doubled
// inside; text between the closing quote and the next sign means, on one line,
// that the quotes belong to the text, and over several that the first was never
// closed.
func (s *splitter) quotedCell(b []byte, i int, final bool) (n int, end bool, fault string) {
	start := len(s.text)
	for {
		q := bytes.IndexByte(b[i:], '"')
		switch {
		case q < 0 && final, len(s.text)-start+max(q, 0) > maxCell, q < 0 && len(b)-i > maxCell:
			return 0, false, openQuote
		case q < 0, i+q+1 == len(b) && !final:
			return 0, false, short
		}
		s.text = append(s.text, b[i:i+q]...)
		i += q + 1
		if i < len(b) && b[i] == '"' {
			s.text = append(s.text, '"')
			i++
			continue
		}
		break
	}
	n, end, fault = s.closing(b, i, final)
	if fault != openQuote {
		return n, end, fault
	}
	if bytes.IndexByte(b[:i], s.eol) >= 0 {
		return 0, false, openQuote
	}
	s.text = s.text[:start]
	return s.bareCell(b, final)
}

// closing looks for the sign behind a closing quote; only blanks may come before it.
func (s *splitter) closing(b []byte, i int, final bool) (n int, end bool, fault string) {
	for ; i < len(b); i++ {
		switch b[i] {
		case s.sep:
			return i + 1, false, ""
		case s.eol:
			return i + 1, true, ""
		case ' ', '\r':
		default:
			return 0, false, openQuote
		}
	}
	if final {
		return i, true, ""
	}
	return 0, false, short
}

// separators are the signs that part columns, the likelier first.
var separators = []byte{',', ';', '\t', '|'}

// separatorOf finds the sign that parts the rows of sample into the most columns,
// equally many in most rows. A file may say it itself: sep=;
func separatorOf(sample []byte, eol byte) byte {
	if n := separatorLine(sample, eol); n > 0 {
		return sample[bytes.IndexByte(sample, '=')+1]
	}
	best, most := separators[0], 0
	for _, sep := range separators {
		if score := evenness(sample, splitter{sep: sep, eol: eol}); score > most {
			best, most = sep, score
		}
	}
	return best
}

// separatorLine is the length of a first line that names the separator; 0 without
// one. A spreadsheet does not show it as a row.
func separatorLine(sample []byte, eol byte) int {
	end := bytes.IndexByte(sample, eol)
	if end < 0 {
		return 0
	}
	line := bytes.Trim(trimReturn(sample[:end]), "\"")
	if len(line) != 5 || !bytes.EqualFold(line[:4], []byte("sep=")) || line[4] < ' ' && line[4] != '\t' {
		return 0
	}
	return end + 1
}

// evenness is how many columns s makes beyond the first, summed over the first
// rows that have as many as most have.
func evenness(sample []byte, s splitter) int {
	rows := map[int]int{}
	for range headingRows {
		n, fault := s.row(sample, true)
		if fault != "" {
			n = bytes.IndexByte(sample, s.eol) + 1
		} else if len(s.ends) > 1 {
			rows[len(s.ends)]++
		}
		if sample = sample[n:]; n == 0 || len(sample) == 0 {
			break
		}
	}
	best := 0
	for columns, n := range rows {
		best = max(best, (columns-1)*n)
	}
	return best
}
