package planner

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDoubtsAreEstimatesAndFeastsThatAYearLacks(t *testing.T) {
	day := func(s string) Day { return dayOf(t, s) }
	holidays := []Holiday{
		{Day: day("2027-03-10"), Name: "Idulfitri", State: HolidayEstimate},
		{Day: day("2027-03-11"), Name: "Idulfitri", State: HolidayOwn},
		{Day: day("2027-05-20"), Name: "Waisak", State: HolidayEstimate}, // after the days asked about
		{Day: day("2027-12-25"), Name: "Natal", State: HolidayOfficial},
		{Day: day("2028-02-26"), Name: "Idulfitri", State: HolidayStruck},
	}
	got := Doubts(holidays, []string{"Idulfitri", "Waisak"}, day("2027-01-05"), day("2027-04-30"))
	if diff := cmp.Diff([]Doubt{{2027, "Idulfitri", day("2027-03-10")}}, got); diff != "" {
		t.Errorf("within one year (-want +got)\n%s", diff)
	}
	got = Doubts(holidays, []string{"Idulfitri", "Waisak"}, day("2027-12-01"), day("2028-03-30"))
	if diff := cmp.Diff([]Doubt{{Year: 2028, Name: "Idulfitri"}, {Year: 2028, Name: "Waisak"}}, got); diff != "" {
		t.Errorf("over the turn of a year (-want +got)\n%s", diff)
	}
}
