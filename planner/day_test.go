package planner

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func drawDay(r *rapid.T, name string) Day { return Day(rapid.IntRange(-20_000, 60_000).Draw(r, name)) }

// A day is the same in text, in JSON, in the database and in its month, leap years and
// days before 1970 included.
func TestADayIsTheSameInEveryForm(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDay(r, "day")
		parsed, err := ParseDay(d.String())
		if err != nil || parsed != d {
			r.Fatalf("%v is read as %v: %v", d, parsed, err)
		}
		text, err := json.Marshal(map[Day]Day{d: d})
		var back map[Day]Day
		if err != nil || json.Unmarshal(text, &back) != nil || back[d] != d || len(back) != 1 {
			r.Fatalf("%v is JSON %s and read as %v: %v", d, text, back, err)
		}
		value, err := d.Value()
		var stored Day
		if err != nil || stored.Scan(value) != nil || stored != d {
			r.Fatalf("%v is stored as %v and read as %v: %v", d, value, stored, err)
		}
		m := d.Month()
		if m.First() > d || d > m.Last() || m.First()+Day(d.DayOfMonth()-1) != d || (m.Last()+1).Month() != m.Add(1) || (m.First()-1).Month() != m.Add(-1) {
			r.Fatalf("%v is not in its month %v", d, m)
		}
		if again, err := ParseMonth(m.String()); err != nil || again != m {
			r.Fatalf("%v is read as %v: %v", m, again, err)
		}
		if (d + 1).Weekday() != (d.Weekday()+1)%7 {
			r.Fatalf("after %v comes %v", d.Weekday(), (d + 1).Weekday())
		}
	})
}

// A letter of assignment and a report write their days as people say them.
func TestDaysAndMonthsAreSaidInIndonesian(t *testing.T) {
	for written, want := range map[string]string{"2024-02-29": "29 Februari 2024", "2026-12-05": "5 Desember 2026", "2027-01-31": "31 Januari 2027"} {
		d, err := ParseDay(written)
		if got := d.Words(); err != nil || got != want {
			t.Errorf("%s is said %q, want %q (%v)", written, got, want, err)
		}
		if got := d.Month().Words(); !strings.HasSuffix(want, " "+got) {
			t.Errorf("the month of %s is said %q", written, got)
		}
	}
}

// Whatever clock shows the date, it is that date.
func TestADayIsWhatTheClockOfItsZoneShows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		zone := time.FixedZone("contoh", rapid.IntRange(-12, 14).Draw(r, "hours east")*3600)
		at := time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(r, "instant"), 0).In(zone)
		if got, want := DayOf(at).String(), at.Format("2006-01-02"); got != want {
			r.Fatalf("%v is %s, want %s", at, got, want)
		}
	})
}

func TestMonthsLaterAreCountedAcrossYears(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2027-01-31", 1, "2027-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2028-02-29", 12, "2029-02-28"}, {"2028-02-29", 48, "2032-02-29"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-11-30", 3, "2027-02-28"}, {"2026-11-15", 14, "2028-01-15"}, {"2027-03-31", -1, "2027-02-28"},
		{"2026-05-31", 0, "2026-05-31"}, {"2026-01-01", -1, "2025-12-01"},
	} {
		if got := dayOf(t, c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestWhatIsNoDayOrMonthIsRefused(t *testing.T) {
	for _, s := range []string{"", "2027-02-29", "2026-13-01", "2026-1-1", "01-12-2026", "2026-12-31T00:00:00Z", " 2026-12-31", "besok", "20261231"} {
		var d Day
		if got, err := ParseDay(s); err == nil || got != 0 || !strings.Contains(err.Error(), strconv.Quote(s)) {
			t.Errorf("%q is read as %v: %v", s, got, err)
		}
		if err := json.Unmarshal([]byte(strconv.Quote(s)), &d); err == nil {
			t.Errorf("%q is read from JSON as %v", s, d)
		}
	}
	for _, s := range []string{"", "2026", "2026-13", "2026-00", "2026-1", "12-2026", "2026-12-01"} {
		if got, err := ParseMonth(s); err == nil || got != (Month{}) {
			t.Errorf("%q is read as %v", s, got)
		}
	}
	if err := new(Day).Scan("2026-12-31"); err == nil {
		t.Error("a text of the database is a day")
	}
}

// Money is written in groups of three, and nothing of it is lost.
func TestRupiahAreWrittenWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sum := Rupiah(rapid.Int64().Draw(r, "sum"))
		text := sum.String()
		digits, whole := strings.CutPrefix(strings.TrimPrefix(text, "-"), "Rp")
		n, err := strconv.ParseInt(map[bool]string{true: "-"}[sum < 0]+strings.ReplaceAll(digits, ".", ""), 10, 64)
		if !whole || err != nil || Rupiah(n) != sum || strings.HasPrefix(text, "-") != (sum < 0) {
			r.Fatalf("%d is written %s", int64(sum), text)
		}
		for i, group := range strings.Split(digits, ".") {
			if len(group) > 3 || i > 0 && len(group) != 3 || group == "" {
				r.Fatalf("%d is written %s", int64(sum), text)
			}
		}
	})
}

// minutes are those of some spans, one by one.
func minutes(spans []Span) (out []Minute) {
	for m := range Minute(60) {
		if slices.ContainsFunc(spans, func(s Span) bool { return s.Open <= m && m < s.Close }) {
			out = append(out, m)
		}
	}
	return out
}

func drawSpans(r *rapid.T, name string) (out []Span) {
	for i := range rapid.IntRange(0, 5).Draw(r, name) {
		open := rapid.IntRange(0, 59).Draw(r, fmt.Sprint(name, " open ", i))
		out = append(out, Span{Minute(open), Minute(rapid.IntRange(0, 60).Draw(r, fmt.Sprint(name, " close ", i)))})
	}
	return out
}

// Times put together, and times in common, are those of their minutes.
func TestSpansAreTheirMinutes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		drawn, others := drawSpans(r, "some"), drawSpans(r, "others")
		a, b := union(drawn), union(others)
		if !slices.Equal(minutes(a), minutes(drawn)) {
			r.Fatalf("%v put together are %v", drawn, a)
		}
		for i, s := range a {
			if s.Open >= s.Close || i > 0 && a[i-1].Close >= s.Open {
				r.Fatalf("%v are not in order and apart", a)
			}
		}
		var want []Minute
		for _, m := range minutes(a) {
			if slices.Contains(minutes(b), m) {
				want = append(want, m)
			}
		}
		if got := minutes(Intersect(a, b)); !slices.Equal(got, want) {
			r.Fatalf("%v and %v have %v in common, want %v", a, b, got, want)
		}
	})
}
