package importer

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// cellForm is what a cell's style says its number is.
type cellForm byte

const (
	isNumber cellForm = 0
	isDate   cellForm = 1
	isTime   cellForm = 2
	isMoment          = isDate | isTime
)

// formOf reads the code of a number format, "dd/mm/yyyy hh:mm". What stands in
// quotes, brackets or behind a backslash is shown as it is, and only the first
// part, that for numbers above zero, counts.
func formOf(code string) (form cellForm) {
	code = strings.ToLower(code)
	if strings.HasPrefix(code, "general") {
		return isNumber
	}
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			i = skipTo(code, i, '"')
		case '[':
			if i+2 < len(code) && strings.IndexByte("hms", code[i+1]) >= 0 && (code[i+2] == ']' || code[i+2] == code[i+1]) {
				form |= isTime // [h]:mm, hours on end
			}
			i = skipTo(code, i, ']')
		case '\\', '_', '*':
			i++
		case 'd', 'y':
			form |= isDate
		case 'h', 's':
			form |= isTime
		case 'm':
			form |= monthOrMinute(code, i)
		case ';':
			return form
		case '0', '#', '?':
			if form == isNumber {
				return isNumber
			}
		}
	}
	return form
}

func skipTo(code string, i int, end byte) int {
	if j := strings.IndexByte(code[i+1:], end); j >= 0 {
		return i + 1 + j
	}
	return len(code)
}

// monthOrMinute: m is a minute when the code has hours or seconds, and else a month.
func monthOrMinute(code string, i int) cellForm {
	if strings.ContainsAny(code, "hs") {
		return isTime
	}
	return isDate
}

// builtinForm is the form of the formats that a workbook need not describe
// (ECMA-376, part 1, 18.8.30).
func builtinForm(id int) cellForm {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return isDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return isTime
	case id == 22:
		return isMoment
	}
	return isNumber
}

// appendValue writes the number v the way that the parsers read it: dates as
// 2026-12-31, times as 17.59, other numbers without what floating point added.
func appendValue(to, v []byte, form cellForm, since1904 bool) []byte {
	v = bytes.TrimSpace(v)
	if form == isNumber {
		return appendNumber(to, v)
	}
	serial, err := strconv.ParseFloat(string(v), 64)
	if err != nil || !(serial >= 0 && serial < 2_958_466) {
		return append(to, v...)
	}
	return appendMoment(to, serial, form, since1904)
}

// appendMoment writes serial, days since the last day of 1899, or 1904. In the
// first count 1900 has a 29 February that never was.
func appendMoment(to []byte, serial float64, form cellForm, since1904 bool) []byte {
	seconds := int64(math.Round(serial * 86_400))
	day, second := seconds/86_400, seconds%86_400
	switch {
	case since1904:
		day += 1462
	case day < 60:
		day++
	}
	if form&isDate != 0 {
		at := time.Unix((day-serialEpoch)*86_400, 0).UTC()
		to = at.AppendFormat(to, "2006-01-02")
		if form == isDate || second == 0 {
			return to
		}
		to = append(to, ' ')
	}
	minute := second / 60
	return append(to, byte('0'+minute/600), byte('0'+minute/60%10), '.', byte('0'+minute%60/10), byte('0'+minute%10))
}

// appendNumber writes v without an exponent where no digit is lost by it, and
// rounds to the 15 digits that a spreadsheet keeps: 0.30000000000000004 is 0.3.
// Whole numbers stay as they are, whatever their length.
func appendNumber(to, v []byte) []byte {
	exponent := bytes.ContainsAny(v, "eE")
	if !exponent && (len(v) <= 16 || bytes.IndexByte(v, '.') < 0) {
		return append(to, v...)
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil || math.Abs(f) >= 1e15 || math.IsNaN(f) {
		return append(to, v...)
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64); err != nil {
		return append(to, v...)
	}
	return strconv.AppendFloat(to, f, 'f', -1, 64)
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
