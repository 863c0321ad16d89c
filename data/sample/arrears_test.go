package sample

import (
	"testing"

	"binaan/planner"
)

// A family's past is its months and its payments, told backwards: it never owed for more
// months than the cap, nor less than nothing.
func TestWhatAFamilyOwedIsItsMonthsAndPaymentsToldBackwards(t *testing.T) {
	const premium, limit = 105_000, 24
	paid := pastOwing{id: 1, months: 3, arrears: 3 * premium}
	paid.paid[5] = 4 * premium // when five months more had gone
	for _, c := range []struct {
		name   string
		family pastOwing
		want   []int // months owed, the last first
	}{
		{"paid nothing", pastOwing{id: 1, months: 3, arrears: 3 * premium}, []int{2, 1, 0, 0, 0, 0, 0}},
		{"paid four of its months", paid, []int{2, 1, 0, 0, 0, 3, 2}},
		{"at the cap for long", pastOwing{id: longest - 1, months: limit, arrears: limit * premium}, []int{24, 24, 24}},
		{"new at the cap", pastOwing{id: longest, months: limit, arrears: limit * premium}, []int{23, 22, 21}},
	} {
		got := c.family.before(limit)
		for back, want := range c.want {
			if got[back] != (owed{want, planner.Rupiah(want) * premium}) {
				t.Errorf("%s: %d months before %+v, want %d months", c.name, back+1, got[back], want)
			}
		}
	}
	for id := range planner.HouseholdID(200) { // whatever was paid
		family := pastOwing{id: id, months: 1 + int(id)%limit, arrears: planner.Rupiah(1+int(id)%limit) * premium}
		family.paid[int(id)%owedMonths] = planner.Rupiah(id) * premium / 2
		for back, o := range family.before(limit) {
			if o.months < 0 || o.months > limit || o.arrears < 0 || o.arrears > limit*premium || (o.months == 0) != (o.arrears == 0) {
				t.Fatalf("family %d, %d months before: %+v", id, back+1, o)
			}
		}
	}
}
