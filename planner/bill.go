package planner

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
