package planner

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"
)

// Day is a civil date without a zone, as days since 1 January 1970. Which day
// "today" is, the edge of the program decides by the branch's zone.
type Day int32

const dayForm = "2006-01-02"

// DayOf is the date that t shows in its own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads 2026-12-31.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayForm, s)
	if err != nil {
		return 0, fmt.Errorf("day %q: want YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// Time is midnight of d in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// String writes d as 2026-12-31.
func (d Day) String() string { return d.Time().Format(dayForm) }

// MarshalText writes d as 2026-12-31.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2026-12-31.
func (d *Day) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDay(string(b))
	return err
}

// Value stores d as a PostgreSQL date.
func (d Day) Value() (driver.Value, error) { return d.Time(), nil }

// Scan reads a PostgreSQL date.
func (d *Day) Scan(v any) error {
	t, ok := v.(time.Time)
	if !ok {
		return fmt.Errorf("day from %T", v)
	}
	*d = DayOf(t)
	return nil
}

// Minute is a time of day, in minutes after midnight of the branch's zone.
type Minute int16

// String writes m as 17.30.
func (m Minute) String() string { return fmt.Sprintf("%02d.%02d", m/60, m%60) }

// Month is a calendar month, such as 2026-12.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads 2026-12.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("month %q: want YYYY-MM", s)
	}
	return Month{t.Year(), t.Month()}, nil
}

// First is the first day of m.
func (m Month) First() Day { return DayOf(time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC)) }

// Last is the last day of m.
func (m Month) Last() Day { return DayOf(time.Date(m.Year, m.Month+1, 0, 0, 0, 0, 0, time.UTC)) }

// String writes m as 2026-12.
func (m Month) String() string { return m.First().Time().Format("2006-01") }

// Words is m as Indonesians say it: Desember 2026.
func (m Month) Words() string { return monthNames[m.Month-1] + " " + strconv.Itoa(m.Year) }

var monthNames = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}

// Words is d as Indonesians say it: 5 Desember 2026.
func (d Day) Words() string { return strconv.Itoa(d.DayOfMonth()) + " " + d.Month().Words() }

// Month is the calendar month of d.
func (d Day) Month() Month {
	y, m, _ := d.Time().Date()
	return Month{y, m}
}

// DayOfMonth is 1 to 31.
func (d Day) DayOfMonth() int { return d.Time().Day() }

// Add is the month n months later.
func (m Month) Add(n int) Month {
	y, mm, _ := time.Date(m.Year, m.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC).Date()
	return Month{y, mm}
}

// AddMonths is the same day of the month n months later, or that month's last day
// where it has no such day.
func (d Day) AddMonths(n int) Day {
	m := d.Month().Add(n)
	return min(m.First()+Day(d.DayOfMonth()-1), m.Last())
}
