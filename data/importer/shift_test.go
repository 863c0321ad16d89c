package importer

import (
	"fmt"
	"strings"
	"testing"
)

func TestShiftsAreReadFromMondayOn(t *testing.T) {
	week := "Mon 16.00-20.00 Tue 16.00-20.00 Wed 16.00-20.00 Thu 16.00-20.00 Fri 16.00-20.00"
	checkReadings(t, []reading{
		{"Sen-Jum 16.00-20.00; Sab 09.00-13.00", week + " Sat 09.00-13.00", ""},
		{"Sabtu 9-13; Senin s.d. Jum'at 16:00 – 20:00 WIB", week + " Sat 09.00-13.00", ""},
		{"senin, rabu dan jumat: 08.00-12.00", "Mon 08.00-12.00 Wed 08.00-12.00 Fri 08.00-12.00", ""},
		{"Sen 13.00-15.00; Sen 08.00-12.00", "Mon 08.00-12.00 Mon 13.00-15.00", ""},
		{"Sab-Min 20.00-24.00", "Sat 20.00-24.00 Sun 20.00-24.00", ""},
		{"Sen 08.00-12.00; Sen 11.00-15.00", "", "bertumpuk"},
		{"Sen 20.00-08.00", "", "sebelum mulai"},
		{"Foo 08.00-12.00", "", "hari kerja tidak dikenal"},
		{"Sen-Jum", "", "tidak dapat dibaca"},
		{"08.00-12.00", "", "hari kerja tidak dikenal"},
		{";", "", "tidak dapat dibaca"},
		{"", "", "kosong"},
	}, func(s string) (string, string) {
		shifts, refusal := parseShifts(s)
		var out []string
		for _, s := range shifts {
			out = append(out, fmt.Sprintf("%.3s %s-%s", s.Weekday, s.Open, s.Close))
		}
		return strings.Join(out, " "), refusal
	})
	if days, _ := parseShifts("Setiap hari 08.00-12.00"); len(days) != 7 {
		t.Errorf("every day is %d days", len(days))
	}
}
