package heat

import (
	"fmt"

	"binaan/planner"
	"binaan/planner/partition"
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
	dims := q.dims()
	for k, p := range t.places {
		a.Values[k] = t.value(q, dims, k)
		if q.Within.Asks(p) && (!t.hidden.Leaves[k] || q.Within.tells(t.hidden)) {
			a.count(a.Values[k], t.sums[k].KK, p.Unplaced)
		}
	}
	a.Total = totalOf(q.Measure, a.Total)
	return a, nil
}

func (t *Table) value(q Query, dims []Dimension, part int) Value {
	switch {
	case t.sums[part].KK == 0:
		return Value{State: None}
	case t.hidden.Leaves[part]:
		return Value{State: Hidden}
	}
	v := Value{State: Told, Families: t.sums[part].KK}
	chosen, state := t.chosen(q, dims, part)
	if state != Told {
		v.State = state
		return v
	}
	if len(q.Filter) == 0 {
		v.num, v.den = t.whole(q.Measure, part)
	} else {
		for _, f := range t.of(part) {
			if chosen(f) {
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

// chosen says which families of a part a filter means, if the part tells.
func (t *Table) chosen(q Query, dims []Dimension, part int) (func(Family) bool, State) {
	var narrow uint8
	for _, d := range dims {
		wanted := q.Filter[d]
		if d == Covered && wanted == nil {
			wanted = map[uint16]bool{0: true}
		}
		some, others := split(t.blocks[d][part], wanted)
		switch {
		case some == nil:
			return nil, Hidden
		case len(some) == 0:
			return nil, None
		case others:
			narrow |= 1 << d
		}
	}
	if size(narrow) > 1 && t.jointly()[part]&narrow != narrow {
		return nil, Hidden
	}
	return func(f Family) bool {
		for _, d := range dims {
			if narrow&(1<<d) == 0 {
				continue
			}
			if wanted := q.Filter[d]; wanted != nil && !wanted[f.Category[d]] || wanted == nil && f.Category[d] != 0 {
				return false
			}
		}
		return true
	}, Told
}

// split tells which blocks are wanted and whether there are others; some is nil where
// part of a block is wanted.
func split(blocks []int, wanted map[uint16]bool) (some map[int]bool, others bool) {
	some = map[int]bool{}
	not := map[int]bool{}
	for c, b := range blocks {
		switch {
		case b < 0:
		case wanted[uint16(c)]:
			some[b] = true
		default:
			not[b] = true
		}
	}
	for b := range some {
		if not[b] {
			return nil, false
		}
	}
	return some, len(not) > 0
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

// Happening is what happened in a month to a family.
type Happening struct {
	Part             int32
	Visits, Met      int32
	Planned, OnRoute int32 // calls on routes, and visits on days that had one
	Kept, Settled    int32 // of promises
	Paid             planner.Rupiah
}

// AskHappened answers what is asked of units.
func (t *Table) AskHappened(all []Happening, q Query) (Answer, error) {
	if !q.Measure.Happened() || len(q.Filter) > 0 {
		return Answer{}, fmt.Errorf("measure %s of units: %w", q.Measure, ErrQuery)
	}
	h := t.units()
	a := Answer{Values: make([]Value, len(h.places))}
	for _, one := range all {
		if one.Part >= 0 {
			num, den, s := one.of(q.Measure)
			u := t.places[one.Part].Unit
			a.Values[u].num, a.Values[u].den, h.leaves[u].Sum = a.Values[u].num+num, a.Values[u].den+den, h.leaves[u].Sum.Plus(s)
		}
	}
	hidden := partition.Hide(ruleOf(t.rule, q.Measure), h.leaves)
	for u := range a.Values {
		v := &a.Values[u]
		v.Families = h.families[u]
		v.tell(q.Measure, h.leaves[u].Sum.KK, hidden.Leaves[u])
		if q.Within.Asks(h.places[u]) {
			a.count(*v, h.families[u], h.places[u].Unplaced)
		}
	}
	a.Total = totalOf(q.Measure, a.Total)
	return a, nil
}

// tell makes a unit's value of what is behind it.
func (v *Value) tell(m Measure, families int64, hidden bool) {
	switch {
	case hidden:
		v.State, v.num, v.den = Hidden, 0, 0
	case families == 0 && m != Collected, m.Unit() == InPermille && v.den == 0:
		v.State, v.num, v.den = None, 0, 0
	default:
		v.State, v.Value = Told, valueOf(m, v.num, v.den)
	}
}

// happened is the units of a month.
type happened struct {
	places   []Place
	leaves   []partition.Leaf
	families []int64 // in arrears, of parts that tell
}

func (t *Table) units() happened {
	n := 0
	for _, p := range t.places {
		n = max(n, p.Unit+1)
	}
	h := happened{make([]Place, n), make([]partition.Leaf, n), make([]int64, n)}
	for k, p := range t.places {
		h.places[p.Unit] = p
		h.leaves[p.Unit].Group, h.leaves[p.Unit].Region = p.Group, p.Region
		if !t.hidden.Leaves[k] {
			h.families[p.Unit] += t.sums[k].KK
		}
	}
	return h
}

// fewPayers is how many families must have paid: one who knows its own sum and that of
// another would know the third's.
const fewPayers = 4

// ruleOf is when what happened in a unit may be told.
func ruleOf(rule partition.Rule, m Measure) partition.Rule {
	if m == Collected {
		rule.KK = min(rule.KK, fewPayers)
	}
	return rule
}

// of is what a family counts in a measure, and in the rule.
func (h Happening) of(m Measure) (num, den int64, s partition.Sum) {
	switch m {
	case Visits:
		num, den = int64(h.OnRoute), int64(h.Planned)
	case Contact:
		num, den = int64(h.Met), int64(h.Visits)
	case Kept:
		num, den = int64(h.Kept), int64(h.Settled)
	default:
		num = int64(h.Paid)
	}
	if num == 0 && den == 0 {
		return 0, 0, s
	}
	if m == Collected {
		return num, 0, partition.Sum{KK: 1, Money: num, Most: num}
	}
	return num, den, partition.Sum{KK: 1}
}
