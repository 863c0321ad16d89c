package planner

import "slices"

// History is what happened to a household, oldest first.
type History struct {
	Visits   []Visit   `json:"visits,omitempty"`
	Payments []Payment `json:"payments,omitempty"`
	Covered  Day       `json:"covered,omitempty"` // of a family that says last that it has paid: payment files tell of the days up to this one
	Found    Day       `json:"found,omitempty"`   // of a family that was not where it was said to be: the branch last mended where that is; 0: never
}

// Gone reports whether the family was, when somebody last went to meet it, not to be met
// again: it moved, it died, or nobody found its address.
func (h History) Gone() bool {
	last := h.lastSeen()
	return last != nil && last.Outcome.Gone()
}

// lost reports whether it is gone, and the branch has not mended since where it lives.
func (h History) lost() bool {
	return h.Gone() && (!h.lastSeen().Outcome.Elsewhere() || h.Found < h.lastSeen().Day)
}

// lastSeen is the newest visit that met the family, or learnt that it cannot be met.
func (h History) lastSeen() *Visit {
	return h.last(func(v Visit) bool { return v.Outcome.Met() || v.Outcome.Gone() })
}

// Claims reports whether the family said at its last visit that it has paid.
func (h History) Claims() bool {
	last := h.LastVisit()
	return last != nil && last.Outcome == AlreadyPaid
}

// last is the newest visit for which ok holds; nil where there is none.
func (h History) last(ok func(Visit) bool) *Visit {
	for i := len(h.Visits) - 1; i >= 0; i-- {
		if ok(h.Visits[i]) {
			return &h.Visits[i]
		}
	}
	return nil
}

// LastVisit is the newest visit that was made; nil where there is none.
func (h History) LastVisit() *Visit {
	return h.last(func(v Visit) bool { return v.Outcome != Skipped })
}

// MadeOn reports whether a visit was made on d.
func (h History) MadeOn(d Day) bool {
	return slices.ContainsFunc(h.Visits, func(v Visit) bool { return v.Day == d && v.Outcome != Skipped })
}

// count is the number of visits for which ok holds.
func (h History) count(ok func(Visit) bool) int {
	n := 0
	for _, v := range h.Visits {
		if ok(v) {
			n++
		}
	}
	return n
}

// emptyInARow counts the calls in vain since somebody was last met.
func (h History) emptyInARow() int {
	n := 0
	for _, v := range slices.Backward(h.Visits) {
		if v.Outcome.Empty() {
			n++
		} else if v.Outcome.Met() {
			break
		}
	}
	return n
}

// refusalsInARow counts the refusals since the family last agreed to anything.
func (h History) refusalsInARow() int {
	n := 0
	for _, v := range slices.Backward(h.Visits) {
		if v.Outcome == Refused {
			n++
		} else if v.Outcome.Met() {
			break
		}
	}
	return n
}
