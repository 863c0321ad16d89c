package route

import (
	"slices"
	"testing"
	"time"

	"binaan/planner"
	"binaan/planner/plannertest"
)

// without is a plan less its route of a day, right in every sum.
func (p Plan) without(d planner.Day) Plan {
	p.Routes = slices.DeleteFunc(slices.Clone(p.Routes), func(r Route) bool { return r.Day == d })
	p.Certificate.Days = len(p.Routes)
	return p
}

func TestRefereeAsksForARouteOnEveryWorkday(t *testing.T) {
	for _, c := range []struct {
		name, says string
		happens    func(in *Input)
	}{
		{"a Tuesday", "a day of work without a route", nil},
		{"the last day of the contract", "a day of work without a route", func(in *Input) { in.Kader.Until = in.Last }},
		{"the day after the contract", "", func(in *Input) { in.Kader.Until = in.Last - 1 }},
		{"a holiday", "", func(in *Input) { in.Calendar.Holidays = map[planner.Day]string{in.Last: "libur"} }},
		{"ill", "", func(in *Input) { in.Kader.Away = []planner.Away{{First: in.Last, Last: in.Last, Why: planner.AwayIll}} }},
		{"ill the day before", "a day of work without a route", func(in *Input) {
			in.First, in.Kader.Away = in.Last, []planner.Away{{First: in.Last - 1, Last: in.Last - 1, Why: planner.AwayIll}}
		}},
		{"no shift on Tuesdays", "", func(in *Input) {
			in.Kader.Shifts = slices.DeleteFunc(slices.Clone(in.Kader.Shifts), func(s planner.Shift) bool { return s.Weekday == time.Tuesday })
		}},
		{"a shift of no length", "", func(in *Input) {
			in.Kader.Shifts = slices.Clone(in.Kader.Shifts)
			for i := range in.Kader.Shifts {
				if s := &in.Kader.Shifts[i]; s.Weekday == time.Tuesday {
					s.Close = s.Open
				}
			}
		}},
		{"today, a minute before the shift ends", "a day of work without a route", func(in *Input) { in.First, in.Now = in.Last, 20*60-1 }},
		{"today, the shift is over", "", func(in *Input) { in.First, in.Now = in.Last, 20*60 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := lane(t)
			if c.happens != nil {
				c.happens(&in)
			}
			plannertest.SaysExactly(t, in.month().without(in.Last).Check(in), c.says)
		})
	}
}

func TestRefereeCountsTheVisitsOfAMonth(t *testing.T) {
	for _, c := range []struct {
		name, says string
		most       int
		days       []planner.Day // after the first, which is 7 December
	}{
		{"twice", "", 2, []planner.Day{0, 16}},
		{"three times", "for the 3th time this month, at most 2", 2, []planner.Day{0, 8, 16}},
		{"three times, one of them in January", "", 2, []planner.Day{0, 16, 28}},
		{"three times in each month", "for the 3th time this month, at most 2|for the 3th time this month, at most 2", 2, []planner.Day{0, 8, 16, 28, 36, 44}},
		{"once, and once more", "for the 2th time this month, at most 1", 1, []planner.Day{0, 16}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := lane(t)
			in.Last = in.First + 50
			in.Rules.Contact.DaysBetween, in.Rules.Contact.PerMonth = 8, c.most
			var routes []Route
			for _, d := range c.days {
				routes = append(routes, in.day(in.First+d, call{1, 17 * 60}))
			}
			plannertest.SaysExactly(t, in.month(routes...).Check(in), c.says)
		})
	}
}

// What is planned is never more often than the rule has it, whatever the rule.
func TestPlannedMonthsKeepToTheVisitsOfAMonth(t *testing.T) {
	for perMonth := 1; perMonth <= 4; perMonth++ {
		in := lane(t)
		in.Last = in.First + 45
		in.Rules.Contact.DaysBetween, in.Rules.Contact.PerMonth = 2, perMonth
		plan, err := Make(t.Context(), in, planner.Options{Seed: uint64(perMonth), Iterations: 3})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Check(in); err != nil {
			t.Errorf("%d a month: %v", perMonth, err)
		}
		visits := 0
		for _, r := range plan.Routes {
			visits += len(r.Stops)
		}
		if visits < 6 {
			t.Errorf("%d a month: only %d visits to six families in six weeks", perMonth, visits)
		}
	}
}
