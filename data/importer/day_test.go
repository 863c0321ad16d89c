package importer

import (
	"testing"

	"binaan/planner"
)

// parseDay reads a date that stands alone.
func parseDay(s string) (planner.Day, string) { return (&dates{}).read(s, false) }

func TestDaysAreReadDayFirst(t *testing.T) {
	checkReadings(t, []reading{
		{"2026-12-31", "2026-12-31", ""},
		{"31/12/2026", "2026-12-31", ""},
		{"1/2/2026", "2026-02-01", ""},
		{"31-12-2026", "2026-12-31", ""},
		{"31.12.26", "2026-12-31", ""},
		{"31 Desember 2026", "2026-12-31", ""},
		{"Kamis, 31 Des 2026", "2026-12-31", ""},
		{"31-Agt-26", "2026-08-31", ""},
		{"31 Agust 2026", "2026-08-31", ""},
		{"December 31, 2026", "2026-12-31", ""},
		{"20261231", "2026-12-31", ""},
		{"2026/12/31", "2026-12-31", ""},
		{"2026-12-31T00:00:00Z", "2026-12-31", ""},
		{"2026-12-31 17.59", "2026-12-31", ""},
		{"31/12/2026 17:59:00", "2026-12-31", ""},
		{"46387", "2026-12-31", ""},
		{"29/02/2024", "2024-02-29", ""},
		{"29/02/2026", "1970-01-01", "tidak ada di kalender"},
		{"31/02/2026", "1970-01-01", "tidak ada di kalender"},
		{"31/02", "1970-01-01", "tidak lengkap"},
		{"12/31/2026", "1970-01-01", "Amerika"},
		{"31/31/2026", "1970-01-01", "tidak ada"},
		{"Agust 2026", "1970-01-01", "tidak lengkap"},
		{"Agustus", "1970-01-01", "tidak lengkap"},
		{"00/00/0000", "1970-01-01", "tidak ada"},
		{"0000-00-00", "1970-01-01", "tidak ada"},
		{"12", "1970-01-01", "tidak dapat dibaca"},
		{"4.6E+04", "1970-01-01", "tidak"},
		{"besok", "1970-01-01", "tidak dapat dibaca"},
		{"", "1970-01-01", "kosong"},
	}, func(s string) (string, string) {
		d, refusal := parseDay(s)
		return d.String(), refusal
	})
}

func TestTimesOfDay(t *testing.T) {
	checkReadings(t, []reading{
		{"17.59", "17.59", ""},
		{"17:59", "17.59", ""},
		{"7.05", "07.05", ""},
		{"17.5", "17.50", ""},
		{"17:59:30", "17.59", ""},
		{"pukul 17.59 WIB", "17.59", ""},
		{"5:59 PM", "17.59", ""},
		{"12:05 AM", "00.05", ""},
		{"2026-11-24 17.59", "17.59", ""},
		{"24.00", "00.00", "antara"},
		{"17.60", "00.00", "antara"},
		{"17:5", "00.00", "tidak dapat dibaca"},
		{"13:00 PM", "00.00", "tidak dapat dibaca"},
		{"17", "00.00", "tidak dapat dibaca"},
		{"sore", "00.00", "tidak dapat dibaca"},
		{"", "00.00", "kosong"},
	}, func(s string) (string, string) {
		m, refusal := parseMinute(s)
		return m.String(), refusal
	})
}
