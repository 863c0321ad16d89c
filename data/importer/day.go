package importer

import (
	"strconv"
	"strings"
	"time"

	"binaan/planner"
)

// read reads a date of a column, 2026-12-31, 31/12/2026 (day first, as people here
// write it), 31 Desember 2026 or a spreadsheet's count of days, and remembers what it tells of the column's order.
// typed: the cell is a date of a spreadsheet and not text.
func (c *dates) read(s string, typed bool) (planner.Day, string) {
	if d, ok := isoDay(s); ok {
		return c.typed(d, typed)
	}
	s = strings.ToLower(clean(s))
	if s == "" {
		return 0, "tanggal kosong"
	}
	parts := dateParts(withoutClock(s))
	switch {
	case len(parts) == 1:
		return unpartedDay(parts[0])
	case len(parts) == 2:
		return 0, incomplete
	case len(parts) != 3:
		return 0, noDate
	case len(parts[0]) == 4 && digitsOnly(parts[0]):
		return dayOf(parts[0], parts[1], parts[2])
	case digitsOnly(parts[0]) && digitsOnly(parts[1]) && len(parts[0]) <= 2 && len(parts[1]) <= 2:
		return c.ordered(parts[2], parts[0], parts[1])
	}
	return dayOf(parts[2], parts[1], parts[0])
}

const (
	noDate     = "tanggal tidak dapat dibaca: tulis misalnya 31/12/2026"
	incomplete = "tanggal tidak lengkap: hari, bulan dan tahun harus ada, misalnya 31/12/2026"
	american   = "bulan tidak ada: tampaknya urutan Amerika (bulan/hari/tahun); tulis hari dahulu, misalnya 31/12/2026"
)

// programmeBegan is the first day of JKN: nothing was paid or owed before.
var programmeBegan = planner.DayOf(time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC))

// isoDay reads the usual form without allocating.
func isoDay(s string) (planner.Day, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !digitsOnly(s[:4]) || !digitsOnly(s[5:7]) || !digitsOnly(s[8:]) {
		return 0, false
	}
	return civil(pair(s, 0)*100+pair(s, 2), pair(s, 5), pair(s, 8))
}

// civil is a day that exists, in the years that a branch can have to do with.
func civil(year, month, day int) (planner.Day, bool) {
	if year < 1900 || year > 2199 || !dayExists(day, month) || month == 2 && day == 29 && !leap(year) {
		return 0, false
	}
	return planner.DayOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)), true
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// withoutClock drops a time of day behind the date, and a weekday before it.
func withoutClock(s string) string {
	if i := strings.IndexByte(s, 't'); i == 10 && digitsOnly(s[:4]) {
		s = s[:i]
	}
	if before, after, ok := strings.Cut(s, ", "); ok && !strings.ContainsAny(before, "0123456789") {
		s = after
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 && strings.ContainsAny(s[i:], ":.") && len(s)-i <= 13 && len(dateParts(s[:i])) >= 3 {
		s = s[:i]
	}
	return s
}

func dateParts(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-/. ,", r) })
}

// unpartedDay reads 20261231, or the number of days since 30 December 1899 that a
// spreadsheet shows when the cell has lost its form; only those of this century.
func unpartedDay(s string) (planner.Day, string) {
	switch {
	case len(s) == 8 && digitsOnly(s):
		return dayOf(s[:4], s[4:6], s[6:])
	case len(s) == 5 && digitsOnly(s):
		n, _ := strconv.Atoi(s) // five digits
		if d := planner.Day(n - serialEpoch); n >= 36_526 && n < 73_051 {
			return d, ""
		}
		return 0, noDate
	case rounded(s):
		return 0, noDate
	case digitsOnly(s):
		return 0, noDate
	}
	if _, ok := monthOf(s); ok {
		return 0, incomplete
	}
	return 0, noDate
}

// serialEpoch is 1 January 1970 as a spreadsheet counts days.
const serialEpoch = 25_569

func dayOf(year, month, day string) (planner.Day, string) {
	if !digitsOnly(day) && digitsOnly(month) { // December 31 2026
		day, month = month, day
	}
	m, ok := monthOf(month)
	y, yearOK := yearOf(year)
	switch {
	case !ok || !yearOK || !digitsOnly(day) || len(day) > 2:
		return 0, noDate
	case m > 12 && dayExists(m, small(day)):
		return 0, american
	}
	d, ok := civil(y, m, small(day))
	if !ok {
		return 0, "tanggal tidak ada di kalender"
	}
	return d, ""
}

// small is the value of at most two digits.
func small(digits string) int {
	n, _ := strconv.Atoi(digits) // the caller has seen the digits
	return n
}

// yearOf reads a year of four digits, or of two: 26 is 2026, 85 is 1985.
func yearOf(s string) (int, bool) {
	if !digitsOnly(s) || len(s) != 2 && len(s) != 4 {
		return 0, false
	}
	y := small(s)
	switch {
	case len(s) == 4:
		return y, true
	case y < 70:
		return 2000 + y, true
	}
	return 1900 + y, true
}

// monthOf reads 12, Des, Desember or December. A number above 12 comes back too,
// so that the caller can tell what was meant.
func monthOf(s string) (int, bool) {
	if digitsOnly(s) {
		return small(s[:min(2, len(s))]), len(s) <= 2
	}
	if len(s) < 3 {
		return 0, false
	}
	for _, m := range months {
		if strings.HasPrefix(m.name, s) {
			return m.number, true
		}
	}
	return 0, false
}

// months are the names in Indonesian, in English and as people shorten them; what
// begins one of them means it.
var months = []struct {
	name   string
	number int
}{
	{"januari", 1}, {"january", 1}, {"februari", 2}, {"february", 2}, {"pebruari", 2}, {"maret", 3}, {"march", 3},
	{"mrt", 3}, {"april", 4}, {"mei", 5}, {"may", 5}, {"juni", 6}, {"june", 6}, {"juli", 7}, {"july", 7},
	{"agustus", 8}, {"agt", 8}, {"ags", 8}, {"august", 8}, {"september", 9}, {"sept", 9}, {"oktober", 10}, {"october", 10},
	{"november", 11}, {"nopember", 11}, {"desember", 12}, {"december", 12},
}

// parseMinute reads a time of day: 17.59, 17:59, 17:59:00, 5:59 PM. One digit
// behind the sign has lost its zero to a spreadsheet: 17.5 is 17.50.
func parseMinute(s string) (planner.Minute, string) {
	if len(s) == 5 && (s[2] == '.' || s[2] == ':') && digitsOnly(s[:2]) && digitsOnly(s[3:]) {
		return minuteOf(pair(s, 0), pair(s, 3))
	}
	s = strings.ToLower(clean(s))
	if s == "" {
		return 0, "jam kosong"
	}
	s, half := halfDay(withoutClockWords(s))
	if i := strings.LastIndexByte(s, ' '); i > 0 && len(dateParts(s[:i])) >= 3 {
		s = s[i+1:]
	}
	hour, minute, ok := clock(s)
	if !ok {
		return 0, noTime
	}
	if half >= 0 {
		if hour < 1 || hour > 12 {
			return 0, noTime
		}
		hour = hour%12 + half
	}
	return minuteOf(hour, minute)
}

const noTime = "jam tidak dapat dibaca: tulis misalnya 17.30"

func minuteOf(hour, minute int) (planner.Minute, string) {
	if hour > 23 || minute > 59 {
		return 0, "jam tidak ada: antara 00.00 dan 23.59"
	}
	return planner.Minute(hour*60 + minute), ""
}

func withoutClockWords(s string) string {
	for _, word := range []string{"pukul", "jam", "pkl.", "pkl"} {
		s = strings.TrimPrefix(s, word)
	}
	for _, zone := range []string{"wib", "wita", "wit"} {
		s = strings.TrimSuffix(s, zone)
	}
	return strings.TrimSpace(s)
}

// halfDay reads AM and PM: how many hours to add, -1 without either.
func halfDay(s string) (string, int) {
	if before, ok := strings.CutSuffix(s, "am"); ok {
		return strings.TrimSpace(before), 0
	}
	if before, ok := strings.CutSuffix(s, "pm"); ok {
		return strings.TrimSpace(before), 12
	}
	return s, -1
}

// clock reads hours and minutes; seconds may follow and are dropped.
func clock(s string) (hour, minute int, ok bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ':' || r == ',' })
	for _, p := range parts {
		if !digitsOnly(p) || len(p) > 2 {
			return 0, 0, false
		}
	}
	switch {
	case len(parts) < 2 || len(parts) > 3:
		return 0, 0, false
	case len(parts[1]) == 1 && strings.Contains(s, ":"):
		return 0, 0, false
	case len(parts[1]) == 1:
		return small(parts[0]), small(parts[1]) * 10, true
	}
	return small(parts[0]), small(parts[1]), true
}
