package planner

import "slices"

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
	for _, due := range r.Dues(classes, months) {
		sum += due.Amount
	}
	return sum
}

// Due is what a family's members owe for one month.
type Due struct {
	Month  Day    `json:"month"` // its first day
	Amount Rupiah `json:"amount"`
}

// Dues are the unpaid months that are billed, oldest first, without the current
// one: of a family that has not paid for five years the last 24.
func (r *Rules) Dues(classes []CareClass, months int) []Due {
	out := make([]Due, 0, max(0, min(months, r.Arrears.CapMonths)))
	for back := cap(out); back > 0; back-- {
		month := r.Day.Month().Add(-back).First()
		out = append(out, Due{month, r.Monthly(classes, month)})
	}
	return out
}

// Bill is what makes the family active again (tagihan aktivasi): its arrears, as
// far as they are not written off, and the current month.
func (r *Rules) Bill(h Household) Rupiah {
	return r.Owed(h) + r.Monthly(h.Classes, r.Day)
}

// Owed is what remains to be collected of the household's arrears.
func (r *Rules) Owed(h Household) Rupiah {
	if r.StatusOf(h) != ArrearsActive {
		return 0
	}
	return h.Arrears
}

// StatusOf is the state of the household's arrears by the rules of the day: those
// that a rule writes off are so, whatever the branch's last file says.
func (r *Rules) StatusOf(h Household) ArrearsStatus {
	if h.ArrearsStatus == "" || h.ArrearsStatus == ArrearsActive {
		if r.writtenOff(h) {
			return ArrearsWrittenOff
		}
		return ArrearsActive
	}
	return h.ArrearsStatus
}

// writtenOff reports whether all members' classes are written off, and the family
// is of those whom the rule means.
func (r *Rules) writtenOff(h Household) bool {
	w := r.WriteOff
	if !w.InForce || len(h.Classes) == 0 || w.MaxMonths > 0 && min(h.Months, r.Arrears.CapMonths) > w.MaxMonths {
		return false
	}
	if len(w.Segments) > 0 && !slices.Contains(w.Segments, h.Segment) {
		return false
	}
	return !slices.ContainsFunc(h.Classes, func(c CareClass) bool { return !slices.Contains(w.Classes, c) })
}

// AtCap reports whether the household's balance no longer grows.
func (r *Rules) AtCap(h Household) bool { return h.Months >= r.Arrears.CapMonths }

// On is the household as it will be on d if nothing is paid: each month that ends
// after the day on which its figures were true adds its premium. At the cap the
// oldest month goes for it, which changes nothing but after a change of tariff.
func (r *Rules) On(h Household, d Day) Household {
	for m := h.AsOf.Month().Add(1); m.First() <= d; m = m.Add(1) {
		if r.AtCap(h) && r.PremiumOn(m.Add(-1-r.Arrears.CapMonths).First()) == r.PremiumOn(d) {
			break // from here on every month that comes is worth the one that goes
		}
		h.Arrears += r.Monthly(h.Classes, m.Add(-1).First())
		if r.AtCap(h) {
			h.Arrears -= min(h.Arrears, r.Monthly(h.Classes, m.Add(-1-r.Arrears.CapMonths).First()))
		} else {
			h.Months++
		}
	}
	return h
}

// Switched reports whether the household no longer pays for itself: its arrears
// are of another segment than it is in now.
func (h Household) Switched() bool { return h.Segment == PPU || h.Segment == PBI }

// Absence is what it means that the branch's newest file no longer names a family.
type Absence string

// What a rule may take a missing family for. It is shown and never deleted.
const (
	AbsenceUnknown Absence = "UNKNOWN" // nobody knows: it stays as it was, and is told
	AbsencePaid    Absence = "PAID_UP"
	AbsenceMoved   Absence = "MOVED_BRANCH"
)

// Status is what the arrears of a missing family, active until then, are taken for.
func (a Absence) Status() ArrearsStatus {
	switch a {
	case AbsencePaid:
		return ArrearsPaid
	case AbsenceMoved:
		return ArrearsMoved
	}
	return ArrearsActive
}

// Valid reports whether a is one of the meanings; the zero value is AbsenceUnknown.
func (a Absence) Valid() bool {
	return a == "" || a == AbsenceUnknown || a == AbsencePaid || a == AbsenceMoved
}

// Missing tells what it means that the household's figures are older than the
// branch's newest file of households; empty where they are not.
func (r *Rules) Missing(h Household, newest Day) Absence {
	if h.AsOf >= newest || h.ArrearsStatus == ArrearsPaid || h.ArrearsStatus == ArrearsWithdrawn {
		return ""
	}
	if r.Arrears.Missing == "" {
		return AbsenceUnknown
	}
	return r.Arrears.Missing
}
