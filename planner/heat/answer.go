package heat

import (
	"fmt"
)

// State says what a value is.
type State string

// The states.
const (
	Told   State = "value"
	Hidden State = "hidden" // of too few families
	None   State = "none"   // there is nothing of it
)

// Value is what is told of a part or a unit.
type Value struct {
	State    State
	Families int64 // in arrears, whatever is filtered; 0 where hidden
	Value    int64 // in the measure's unit, rounded; 0 unless told
	num, den int64 // behind it
}

// Total sums up what is told.
type Total struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"` // 0: a sum, not a ratio
}

// Count tells how many families are behind an answer.
type Count struct {
	Households int64 `json:"households"` // of all that is asked for, but for hidden ones whose sum must not be told
	Shown      int64 `json:"shown"`      // in what is told
	Hidden     int64 `json:"hidden"`     // in what is hidden
	None       int64 `json:"none"`       // where there is nothing of it
	Unplaced   int64 `json:"unplaced"`   // of those told, without a place
}

// Answer is a month's values, by part or unit.
type Answer struct {
	Values []Value
	Total  Total
	Count  Count
}

// Ask answers what is asked of parts.
func (t *Table) Ask(q Query) (Answer, error) {
	if q.Measure.Happened() {
		return Answer{}, fmt.Errorf("measure %s of parts: %w", q.Measure, ErrQuery)
	}
	if len(q.Filter) > 0 && t.from == nil {
		return Answer{}, fmt.Errorf("a filter of a summary: %w", ErrQuery)
	}
	a := Answer{Values: make([]Value, len(t.places))}
	asked := q.wanted()
	for k, p := range t.places {
		a.Values[k] = t.value(q, &asked, k)
		if q.Within.Asks(p) && (!t.hidden.Leaves[k] || q.Within.tells(t.hidden)) {
			a.count(a.Values[k], t.sums[k].KK, p.Unplaced)
		}
	}
	a.Total = totalOf(q.Measure, a.Total)
	return a, nil
}

func (t *Table) value(q Query, asked *wanted, part int) Value {
	switch {
	case t.sums[part].KK == 0:
		return Value{State: None}
	case t.hidden.Leaves[part]:
		return Value{State: Hidden}
	}
	v := Value{State: Told, Families: t.sums[part].KK}
	narrow, state := t.narrow(asked, part)
	if state != Told {
		v.State = state
		return v
	}
	if len(q.Filter) == 0 {
		v.num, v.den = t.whole(q.Measure, part)
	} else {
		for _, f := range t.of(part) {
			if asked.holds(narrow, f.Category) {
				v.add(q.Measure, f)
			}
		}
	}
	v.Value = valueOf(q.Measure, v.num, v.den)
	return v
}

// whole is what all families of a part are of a measure.
func (t *Table) whole(m Measure, part int) (num, den int64) {
	sum, owed := t.sums[part], t.owed[part]
	switch m {
	case Arrears:
		return sum.Money, 0
	case Expected:
		return owed.expected, 0
	case Months:
		return owed.months, sum.KK
	case Uncovered:
		return owed.uncovered, 0
	default:
		return sum.KK, 0
	}
}

func (v *Value) add(m Measure, f Family) {
	switch m {
	case Arrears:
		v.num += int64(f.Arrears)
	case Expected:
		v.num += int64(f.Expected)
	case Months:
		v.num, v.den = v.num+int64(f.Months), v.den+1
	default:
		v.num++
	}
}

// narrow are the dimensions, as bits, by which families of a part are told apart to
// answer what is asked, if the part tells.
func (t *Table) narrow(asked *wanted, part int) (narrow uint8, state State) {
	for d, of := range *asked {
		if of == nil {
			continue
		}
		some, others, whole := split(t.blocks[d][part], of)
		switch {
		case !whole:
			return 0, Hidden
		case !some:
			return 0, None
		case others:
			narrow |= 1 << d
		}
	}
	if size(narrow) > 1 && t.jointly()[part]&narrow != narrow {
		return 0, Hidden
	}
	return narrow, Told
}

// split tells whether there are blocks of wanted categories, and others; not whole: where
// a block has categories of both kinds.
func split(blocks []int, of categories) (some, others, whole bool) {
	for c, b := range blocks {
		switch {
		case b < 0:
		case !of.has(uint16(c)):
			others = true
		default:
			some = true
			for not, block := range blocks {
				if block == b && !of.has(uint16(not)) {
					return true, true, false
				}
			}
		}
	}
	return some, others, true
}

func valueOf(m Measure, num, den int64) int64 {
	switch m.Unit() {
	case InRupiah:
		return rounded(num, int64(step))
	case InMonths:
		return rounded(10*num, max(1, den)) / max(1, den)
	case InPermille:
		return rounded(rounded(1000*num, max(1, den))/max(1, den), stepPermille)
	case InCount:
	}
	return num
}

func totalOf(m Measure, t Total) Total {
	if m.Unit() == InRupiah {
		t.Num = rounded(t.Num, int64(step))
	}
	return t
}

func (a *Answer) count(v Value, families int64, unplaced bool) {
	a.Count.Households += families
	switch v.State {
	case Told:
		a.Count.Shown += families
		a.Total.Num += v.num
		a.Total.Den += v.den
		if unplaced {
			a.Count.Unplaced += families
		}
	case Hidden:
		a.Count.Hidden += families
	case None:
		a.Count.None += families
	}
}
