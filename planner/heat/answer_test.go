package heat_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner/heat"
)

// some are n families of a part with a class and months.
func some(part int32, n int, class uint16, months int32) (out []heat.Family) {
	for range n {
		f := heat.Family{Part: part, Months: months, Arrears: 1_000_000, Expected: 40_000}
		f.Category[heat.Class], f.Category[heat.Band] = class, heat.BandOf(int(months))
		out = append(out, f)
	}
	return out
}

func tableOf(families ...[]heat.Family) *heat.Table {
	var all []heat.Family
	for _, f := range families {
		all = append(all, f...)
	}
	return heat.NewTable(usual, []heat.Place{{Unit: 0}, {Unit: 0}, {Group: 1, Unit: 1}}, all)
}

func TestValuesAreRoundedAndTotalsAreOfWhatIsShown(t *testing.T) {
	table := tableOf(some(0, 12, 2, 24), some(1, 30, 2, 5), some(2, 3, 2, 1), some(2, 17, 0, 1))
	for m, want := range map[heat.Measure][]int64{
		heat.Households: {12, 30, 20}, heat.Arrears: {12_000_000, 30_000_000, 20_000_000}, heat.Expected: {500_000, 1_200_000, 800_000},
		heat.Months: {240, 50, 10}, heat.Uncovered: {12, 30, 20},
	} {
		a, err := table.Ask(heat.Query{Measure: m})
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, v := range a.Values {
			got = append(got, v.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", m, diff)
		}
		if a.Count.Households != 62 || a.Count.Shown != 62 {
			t.Errorf("%s: %+v", m, a.Count)
		}
	}
}

// Three of a class among seventeen of another are hidden, and so are the seventeen: the
// part's sum would tell the three.
func TestFewOfACategoryHideTheRestOfThePart(t *testing.T) {
	table := tableOf(some(0, 12, 2, 24), some(2, 3, 2, 1), some(2, 17, 0, 1))
	for class, want := range map[uint16][]heat.State{0: {heat.None, heat.None, heat.Hidden}, 2: {heat.Told, heat.None, heat.Hidden}, 1: {heat.None, heat.None, heat.None}} {
		a, err := table.Ask(heat.Query{Measure: heat.Households, Filter: map[heat.Dimension]map[uint16]bool{heat.Class: {class: true}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []heat.State
		for _, v := range a.Values {
			got = append(got, v.State)
		}
		if diff := cmp.Diff(want, got); class != 1 && diff != "" {
			t.Errorf("class %d (-want +got)\n%s", class, diff)
		}
		if class == 2 && a.Total.Num != 12 {
			t.Errorf("the total of class %d is %d", class, a.Total.Num)
		}
	}
}

func TestWhatHappenedIsToldOfUnitsAndOfEnoughFamilies(t *testing.T) {
	table := tableOf(some(0, 40, 2, 24), some(1, 70, 2, 5), some(2, 120, 2, 1))
	var happened []heat.Happening
	for i := range 24 {
		happened = append(happened, heat.Happening{Part: int32(i % 2), Visits: 1, Met: int32(i % 2), Paid: 0})
	}
	happened = append(happened, heat.Happening{Part: 2, Visits: 1, Met: 1, Paid: 500_000})
	a, err := table.AskHappened(happened, heat.Query{Measure: heat.Contact})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Values) != 2 || a.Values[0].State != heat.Hidden && a.Values[0].Value != 500 || a.Values[1].State != heat.Hidden {
		t.Errorf("contact: %+v", a.Values)
	}
	if a, err = table.AskHappened(happened, heat.Query{Measure: heat.Collected}); err != nil || a.Values[1].State != heat.Hidden || a.Total.Num != 0 {
		t.Errorf("one family's payment is told: %+v, %v", a, err)
	}
	if _, err = table.AskHappened(happened, heat.Query{Measure: heat.Arrears}); !errors.Is(err, heat.ErrQuery) {
		t.Errorf("arrears of units: %v", err)
	}
	if _, err = table.Ask(heat.Query{Measure: heat.Contact}); !errors.Is(err, heat.ErrQuery) {
		t.Errorf("contact of parts: %v", err)
	}
}

// Under a filter of what happened a unit tells of a category that has enough families by
// itself, and of no other; two filters that both tell families apart are not answered.
func TestFiltersOfWhatHappenedAreToldOfWholeBlocks(t *testing.T) {
	table := tableOf(some(0, 40, 2, 24), some(1, 70, 2, 5), some(2, 120, 2, 1))
	var happened []heat.Happening
	for i := range 50 { // 30 of class III, half of them met; 14 of class II, 6 of class I
		h := heat.Happening{Part: int32(i % 2), Visits: 1, Met: int32(i / 2 % 2), Paid: 500_000}
		h.Category[heat.Class] = []uint16{2, 2, 2, 1, 0}[i/10]
		if i >= 36 && i < 40 {
			h.Category[heat.Class] = 2
		}
		h.Category[heat.Status] = uint16(i % 2)
		happened = append(happened, h)
	}
	ask := func(filter map[heat.Dimension]map[uint16]bool) heat.Answer {
		a, err := table.AskHappened(happened, heat.Query{Measure: heat.Contact, Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	whole := ask(nil)
	three, others := ask(map[heat.Dimension]map[uint16]bool{heat.Class: {2: true}}), ask(map[heat.Dimension]map[uint16]bool{heat.Class: {0: true, 1: true}})
	if three.Values[0].State != heat.Told || others.Values[0].State != heat.Told || three.Total.Num+others.Total.Num != whole.Total.Num || three.Total.Den+others.Total.Den != whole.Total.Den {
		t.Errorf("class III %+v and the others %+v are not all %+v", three.Total, others.Total, whole.Total)
	}
	if one := ask(map[heat.Dimension]map[uint16]bool{heat.Class: {0: true}}); one.Values[0].State != heat.Hidden || one.Total.Den != 0 {
		t.Errorf("class I alone is told: %+v", one)
	}
	if both := ask(map[heat.Dimension]map[uint16]bool{heat.Class: {2: true}, heat.Status: {1: true}}); both.Values[0].State != heat.Hidden {
		t.Errorf("two filters at once are told: %+v", both)
	}
	if all := ask(map[heat.Dimension]map[uint16]bool{heat.Class: {0: true, 1: true, 2: true}, heat.Status: {1: true}}); all.Values[0].State != heat.Told {
		t.Errorf("a filter that means everybody hides: %+v", all)
	}
	if nobody := ask(map[heat.Dimension]map[uint16]bool{heat.Status: {3: true}}); nobody.Values[0].State != heat.None || nobody.Total.Den != 0 {
		t.Errorf("of nobody is told: %+v", nobody)
	}
	// Money too: that nobody was asked for is not that nobody paid.
	for status, want := range map[uint16]heat.State{1: heat.Told, 3: heat.None} {
		a, err := table.AskHappened(happened, heat.Query{Measure: heat.Collected, Filter: map[heat.Dimension]map[uint16]bool{heat.Status: {status: true}}})
		if err != nil || a.Values[0].State != want {
			t.Errorf("money of status %d: %+v, want it %s: %v", status, a.Values[0], want, err)
		}
	}
}

// Four payers of four categories and four of two look the same under every filter: that a
// category is hidden does not tell that somebody paid in it.
func TestHiddenMoneyDoesNotTellInWhichCategoriesSomebodyPaid(t *testing.T) {
	table := tableOf(some(0, 40, 2, 24), some(1, 70, 2, 5), some(2, 120, 2, 1))
	published := func(payers [4]int) (out []heat.Answer) {
		var happened []heat.Happening
		for status, n := range payers {
			for i := range 8 { // all were visited, so many paid
				h := heat.Happening{Part: 0, Visits: 1}
				h.Category[heat.Status] = uint16(status)
				if i < n {
					h.Paid = 500_000
				}
				happened = append(happened, h)
			}
		}
		for asked := range 16 {
			wanted := map[uint16]bool{}
			for status := range uint16(4) {
				if asked>>status&1 == 1 {
					wanted[status] = true
				}
			}
			q := heat.Query{Measure: heat.Collected}
			if len(wanted) > 0 {
				q.Filter = map[heat.Dimension]map[uint16]bool{heat.Status: wanted}
			}
			a, err := table.AskHappened(happened, q)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, a)
		}
		return out
	}
	want := published([4]int{1, 1, 1, 1})
	if whole := want[0].Values[0]; whole.State != heat.Told || whole.Value != 2_000_000 {
		t.Fatalf("the money of four payers: %+v", whole)
	}
	same := cmp.AllowUnexported(heat.Value{})
	for _, payers := range [][4]int{{0, 1, 1, 2}, {2, 0, 1, 1}, {1, 2, 0, 1}, {1, 1, 2, 0}, {3, 1, 0, 0}, {0, 0, 2, 2}} {
		if diff := cmp.Diff(want, published(payers), same); diff != "" {
			t.Errorf("%v paid (-one of each +got)\n%s", payers, diff)
		}
	}
	// Those of whom nobody paid are hidden with the few, and nobody's where there are no few.
	for _, one := range []struct {
		payers [4]int
		want   heat.State
	}{{[4]int{0, 4, 0, 0}, heat.None}, {[4]int{0, 5, 1, 4}, heat.Hidden}, {[4]int{0, 8, 2, 3}, heat.Hidden}} {
		a := published(one.payers)
		if none, others := a[1].Values[0].State, a[14].Values[0].State; none != one.want || (others == heat.Told) != (none == heat.None) {
			t.Errorf("%v paid: the first is %s, the others are %s", one.payers, none, others)
		}
	}
}

// The total is of the area that is asked for.
func TestTheTotalOfWhatHappenedIsOfTheArea(t *testing.T) {
	table := tableOf(some(0, 40, 2, 24), some(1, 70, 2, 5), some(2, 120, 2, 1))
	var happened []heat.Happening
	for i := range 60 {
		happened = append(happened, heat.Happening{Part: int32(i % 3), Visits: 1})
	}
	for group, want := range map[int]int64{-1: 60, 0: 40, 1: 20} {
		a, err := table.AskHappened(happened, heat.Query{Measure: heat.Contact, Within: &heat.Within{Regions: map[int]bool{0: true}, Group: group}})
		if err != nil || a.Total.Den != want {
			t.Errorf("group %d: %+v of %d visits: %v", group, a.Total, want, err)
		}
	}
}

func TestClassesHaveNoGapsAndHoldEveryValue(t *testing.T) {
	var values []heat.Value
	for _, n := range []int64{0, 10, 10, 14, 30, 31, 90, 2000} {
		values = append(values, heat.Value{State: heat.Told, Value: n})
	}
	values = append(values, heat.Value{State: heat.Hidden, Value: 0})
	for scale, want := range map[heat.Scale][]int64{
		heat.Quantile: {0, 10, 14, 30, 90, 2001}, heat.Equal: {0, 400, 800, 1200, 1600, 2001}, heat.Log: {0, 5, 21, 96, 437, 2001}, heat.Fixed: {0, 10, 20, 50, 100, 2001},
	} {
		if diff := cmp.Diff(want, heat.Breaks(heat.Households, scale, values)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", scale, diff)
		}
	}
	if got := heat.Breaks(heat.Households, heat.Quantile, values[8:]); len(got) != 0 {
		t.Errorf("classes of nothing: %v", got)
	}
}

// The classes of a change are those of the page (web/src/features/heat/classes.test.ts).
func TestClassesOfAChangeLieAboutZero(t *testing.T) {
	for _, c := range []struct{ changes, want []int64 }{
		{[]int64{20, -20, 0}, []int64{-21, -20, 0, 1, 21, 22}},
		{nil, []int64{-2, -1, 0, 1, 2, 3}},
		{[]int64{-100, 3, 40, -7, 12, 55, 60}, []int64{-100, -40, -7, 8, 41, 101}},
	} {
		if got := heat.ChangeBreaks(c.changes); !slices.Equal(got, c.want) {
			t.Errorf("classes of %v are %v, want %v", c.changes, got, c.want)
		}
	}
}

// A desa with too few families in a month is told with another of its kecamatan.
func TestDesaOfFewFamiliesAreToldTogether(t *testing.T) {
	sets, rest := tableOf(some(0, 40, 2, 24), some(1, 70, 2, 5), some(2, 120, 2, 1)).Groups()
	if diff := cmp.Diff([][]int{{0}, {1}}, sets); diff != "" || rest != nil {
		t.Errorf("%v left (-want +got)\n%s", rest, diff)
	}
	sets, rest = tableOf(some(0, 40, 2, 24), some(1, 70, 2, 5), some(2, 4, 2, 1)).Groups()
	if diff := cmp.Diff([][]int{{0, 1}}, sets); diff != "" || rest != nil {
		t.Errorf("%v left (-want +got)\n%s", rest, diff)
	}
	if sets, rest = tableOf(some(2, 4, 2, 1)).Groups(); len(rest) == 0 {
		t.Errorf("of four families is told: %v, %v", sets, rest)
	}
}
