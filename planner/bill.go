package planner

import (
	"errors"
	"fmt"
	"time"
)

// PremiumOn is the tariff of the month that d lies in: the last that began by
// its first day, or the oldest known.
func (r *Rules) PremiumOn(d Day) PremiumRule {
	first := d.Month().First()
	out := r.Premiums[0]
	for _, p := range r.Premiums {
		if p.From <= first {
			out = p
		}
	}
	return out
}

// Monthly is what the members owe for the month that d lies in.
func (r *Rules) Monthly(classes []CareClass, d Day) Rupiah {
	p, sum := r.PremiumOn(d), Rupiah(0)
	for _, c := range classes {
		sum += p.Of(c)
	}
	return sum
}

// ArrearsOf is what so many unpaid months before the rules' month cost the
// members, each month at its own tariff. Months beyond the cap are not billed
// (Perpres 82/2018 art. 42(3)).
func (r *Rules) ArrearsOf(classes []CareClass, months int) Rupiah {
	sum := Rupiah(0)
	now := r.Day.Month()
	for back := 1; back <= min(months, r.Arrears.CapMonths); back++ {
		sum += r.Monthly(classes, now.Add(-back).First())
	}
	return sum
}

// Bill is what makes the family active again: its arrears and the current month.
func (r *Rules) Bill(h Household) Rupiah {
	return h.Arrears + r.Monthly(h.Classes, r.Day)
}

// AtCap reports whether the household's balance no longer grows.
func (r *Rules) AtCap(h Household) bool { return h.Months >= r.Arrears.CapMonths }

// On is the household as it will be on d if nothing is paid: each month after the
// one in which its figures were true adds a month's premium, up to the cap.
func (r *Rules) On(h Household, d Day) Household {
	for m := h.AsOf.Month().Add(1).First(); m <= d && !r.AtCap(h); m = m.Month().Add(1).First() {
		h.Months++
		h.Arrears += r.Monthly(h.Classes, m)
	}
	return h
}

// Switched reports whether the household no longer pays for itself: its arrears
// are of another segment than it is in now.
func (h Household) Switched() bool { return h.Segment == PPU || h.Segment == PBI }

// ErrRehab marks an instalment plan that the rule does not offer.
var ErrRehab = errors.New("no such instalment plan")

// RehabFor is the instalment rule for the household.
func (r *Rules) RehabFor(h Household) RehabRule {
	if h.Switched() {
		return r.Rehab.Switched
	}
	return r.Rehab.Ordinary
}

// RehabSteps is the greatest number of instalments that the household may choose;
// below 2 there is no plan for it.
func (r *Rules) RehabSteps(h Household) int {
	rule := r.RehabFor(h)
	if !rule.Offered || h.Months < rule.MinMonths || rule.MaxMonths > 0 && min(h.Months, r.Arrears.CapMonths) > rule.MaxMonths {
		return 0
	}
	n := rule.MaxSteps
	if rule.HalfOfMonths {
		n = min(n, h.Months/2)
	}
	for n > 1 && !r.rehabFits(rule, h, n) {
		n--
	}
	return n
}

// rehabFits reports whether n instalments are each at least the least one, and
// the last, which takes the remainder, is more than nothing.
func (r *Rules) rehabFits(rule RehabRule, h Household, n int) bool {
	total := r.rehabTotal(rule, h, n)
	step := ceilDiv(total, Rupiah(n))
	least := rule.MinInstalment
	if rule.PerMember {
		least *= Rupiah(h.Members())
	}
	return step >= least && total > Rupiah(n-1)*step
}

func (r *Rules) rehabTotal(rule RehabRule, h Household, n int) Rupiah {
	if rule.IncludesCurrent {
		return h.Arrears + Rupiah(n)*r.Monthly(h.Classes, r.Day)
	}
	return h.Arrears
}

// Instalments divides what the household owes into n steps: all alike, rounded
// up, but the last, so that their sum is the total to the rupiah. It is a
// simulation; the official bill is in Mobile JKN.
func (r *Rules) Instalments(h Household, n int) ([]Rupiah, error) {
	if most := r.RehabSteps(h); n < 2 || n > most {
		return nil, fmt.Errorf("household %d: %d instalments, at most %d: %w", h.ID, n, most, ErrRehab)
	}
	rule := r.RehabFor(h)
	if !r.rehabFits(rule, h, n) {
		return nil, fmt.Errorf("household %d: %d instalments are too small: %w", h.ID, n, ErrRehab)
	}
	total := r.rehabTotal(rule, h, n)
	steps := make([]Rupiah, n)
	for k := range n - 1 {
		steps[k] = ceilDiv(total, Rupiah(n))
	}
	steps[n-1] = total - Rupiah(n-1)*ceilDiv(total, Rupiah(n))
	return steps, nil
}

func ceilDiv(a, b Rupiah) Rupiah { return (a + b - 1) / b }

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
