package importer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"binaan/planner"
)

// parseShifts reads working hours, "Sen-Jum 16.00-20.00; Sab 09.00-13.00", into
// shifts by weekday from Monday on; none overlaps another.
func parseShifts(s string) ([]planner.Shift, string) {
	s = strings.ToLower(clean(s))
	if s == "" {
		return nil, "jam kerja kosong"
	}
	var shifts []planner.Shift
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ';' || r == '|' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		more, refusal := shiftsOf(part)
		if refusal != "" {
			return nil, refusal
		}
		if shifts = append(shifts, more...); len(shifts) > maxShifts {
			return nil, "jam kerja terlalu panjang"
		}
	}
	return ordered(shifts)
}

const (
	noShift   = "jam kerja tidak dapat dibaca: tulis misalnya Sen-Jum 16.00-20.00; Sab 09.00-13.00"
	maxShifts = 100
)

// shiftsOf reads one part: days, then hours.
func shiftsOf(part string) ([]planner.Shift, string) {
	i := strings.IndexAny(part, "0123456789")
	if i < 0 {
		return nil, noShift
	}
	days, ok := weekdays(strings.TrimRight(part[:i], " :,="))
	if !ok {
		return nil, "hari kerja tidak dikenal: " + noShift
	}
	from, until, ok := hours(part[i:])
	switch {
	case !ok:
		return nil, noShift
	case until <= from:
		return nil, "jam kerja selesai sebelum mulai"
	}
	shifts := make([]planner.Shift, len(days))
	for i, d := range days {
		shifts[i] = planner.Shift{Weekday: d, Open: from, Close: until}
	}
	return shifts, ""
}

// hours reads 16.00-20.00, also 16-20 and 20.00-24.00.
func hours(s string) (from, until planner.Minute, ok bool) {
	left, right, ok := strings.Cut(spanned(s), "-")
	if !ok {
		return 0, 0, false
	}
	from, ok = hour(left)
	if !ok {
		return 0, 0, false
	}
	until, ok = hour(right)
	return from, until, ok
}

func hour(s string) (planner.Minute, bool) {
	s = withoutClockWords(strings.TrimSpace(s))
	if digitsOnly(s) && len(s) <= 2 {
		s += ".00"
	}
	if s == "24.00" || s == "24:00" {
		return 24 * 60, true
	}
	m, refusal := parseMinute(s)
	return m, refusal == ""
}

// spanned writes every way to say "until" as a hyphen.
var spanned = strings.NewReplacer("–", "-", "—", "-", "s.d.", "-", "s/d", "-", "s.d", "-", "sampai", "-", "hingga", "-").Replace

// weekdays reads Sen-Jum, "senin, rabu & jumat" or "setiap hari".
func weekdays(s string) ([]time.Weekday, bool) {
	switch s {
	case "setiap hari", "tiap hari", "senin-minggu":
		s = "sen-min"
	}
	var days []time.Weekday
	for part := range strings.FieldsFuncSeq(withoutAnd(spanned(s)), func(r rune) bool { return r == ',' || r == '&' || r == '/' || r == '+' }) {
		first, last, span := strings.Cut(part, "-")
		from, ok := weekday(first)
		if !ok {
			return nil, false
		}
		until := from
		if span {
			if until, ok = weekday(last); !ok {
				return nil, false
			}
		}
		for d := from; ; d = (d + 1) % 7 {
			days = append(days, d)
			if d == until || len(days) > maxShifts {
				break
			}
		}
	}
	return days, len(days) > 0 && len(days) <= maxShifts
}

var withoutAnd = strings.NewReplacer(" dan ", ",", "jum'at", "jumat", "jum’at", "jumat").Replace

func weekday(s string) (time.Weekday, bool) {
	s = strings.Trim(s, " .")
	if len(s) < 3 {
		return 0, false
	}
	for _, d := range weekdayNames {
		if strings.HasPrefix(d.name, s) {
			return d.day, true
		}
	}
	return 0, false
}

// weekdayNames are the names that may be shortened to three letters or more.
var weekdayNames = []struct {
	name string
	day  time.Weekday
}{
	{"senin", time.Monday}, {"selasa", time.Tuesday}, {"rabu", time.Wednesday}, {"kamis", time.Thursday},
	{"jumat", time.Friday}, {"sabtu", time.Saturday}, {"minggu", time.Sunday}, {"ahad", time.Sunday},
}

// ordered sorts shifts by weekday from Monday on and refuses two at one time.
func ordered(shifts []planner.Shift) ([]planner.Shift, string) {
	if len(shifts) == 0 {
		return nil, noShift
	}
	slices.SortFunc(shifts, func(a, b planner.Shift) int {
		return cmp.Or(cmp.Compare((a.Weekday+6)%7, (b.Weekday+6)%7), cmp.Compare(a.Open, b.Open))
	})
	for i := 1; i < len(shifts); i++ {
		if shifts[i].Weekday == shifts[i-1].Weekday && shifts[i].Open < shifts[i-1].Close {
			return nil, "jam kerja bertumpuk pada hari yang sama"
		}
	}
	return shifts, ""
}
