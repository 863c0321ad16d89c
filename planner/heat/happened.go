package heat

import (
	"fmt"

	"binaan/planner"
	"binaan/planner/partition"
)

// Happening is what happened in a month to a family.
type Happening struct {
	Part             int32
	Visits, Met      int32
	Planned, OnRoute int32 // calls on routes, and visits on days that had one
	Kept, Settled    int32 // of promises
	Paid             planner.Rupiah
	Category         Categories // as of Family; for filters alone
}

// AskHappened answers what is asked of units. A filter is answered in a unit where it asks
// for whole blocks of one dimension; where two or more tell families apart, nothing is.
func (t *Table) AskHappened(all []Happening, q Query) (Answer, error) {
	if !q.Measure.Happened() {
		return Answer{}, fmt.Errorf("measure %s of units: %w", q.Measure, ErrQuery)
	}
	h := t.units()
	a := Answer{Values: make([]Value, len(h.places))}
	for _, one := range all {
		if one.Part >= 0 {
			_, _, s := one.of(q.Measure)
			u := t.places[one.Part].Unit
			h.leaves[u].Sum = h.leaves[u].Sum.Plus(s)
		}
	}
	chosen, state := t.filtered(all, q, len(h.places))
	for _, one := range all {
		if one.Part < 0 {
			continue
		}
		if u := t.places[one.Part].Unit; chosen(u, one) {
			num, den, _ := one.of(q.Measure)
			a.Values[u].num, a.Values[u].den = a.Values[u].num+num, a.Values[u].den+den
		}
	}
	hidden := partition.Hide(ruleOf(t.rule, q.Measure), h.leaves)
	for u := range a.Values {
		v := &a.Values[u]
		v.Families = h.families[u]
		v.tell(q.Measure, h.leaves[u].Sum.KK, hidden.Leaves[u] || state[u] == Hidden)
		if v.State == Told && state[u] == None {
			*v = Value{State: None, Families: v.Families}
		}
		if q.Within.Asks(h.places[u]) {
			a.count(*v, h.families[u], h.places[u].Unplaced)
		}
	}
	a.Total = totalOf(q.Measure, a.Total)
	return a, nil
}

// filtered says which families a filter means in each unit, and where it is not answered
// or means nobody.
func (t *Table) filtered(all []Happening, q Query, units int) (chosen func(unit int, h Happening) bool, state []State) {
	state = make([]State, units)
	apart := make([]int, units) // how many dimensions tell families apart
	asked, in := q.wanted(), uint8(0)
	for d, of := range asked {
		if of == nil {
			continue
		}
		in |= 1 << d
		for u, blocks := range t.blocksOf(all, q.Measure, Dimension(d), units) {
			switch some, others, whole := split(blocks, of); {
			case !whole:
				state[u] = Hidden
			case !some && state[u] == "":
				state[u] = None
			case others:
				apart[u]++
			}
			if apart[u] > 1 {
				state[u] = Hidden
			}
		}
	}
	return func(u int, h Happening) bool {
		return (apart[u] == 0 || asked.holds(in, h.Category)) && state[u] == ""
	}, state
}

// blocksOf puts the categories of a dimension together, unit by unit, until the families
// of each block pass. Blocks of measures that count the same visits in other ways are unions
// of one set of blocks, each of enough families that were visited, or of none: what two
// measures say of the same visits could else be subtracted.
func (t *Table) blocksOf(all []Happening, m Measure, d Dimension, units int) [][]int {
	most := 0
	for _, one := range all {
		most = max(most, int(one.Category[d])+1)
	}
	blocks := make([][]int, units) // every category by itself
	for u := range blocks {
		for c := range most {
			blocks[u] = append(blocks[u], c)
		}
	}
	own := func(h Happening) partition.Sum { _, _, s := h.of(m); return s }
	if m != Collected {
		t.join(all, d, blocks, t.rule, Happening.touched, false)
		t.join(all, d, blocks, t.rule, Happening.visited, true)
	}
	t.join(all, d, blocks, ruleOf(t.rule, m), own, false)
	if m == Collected {
		for _, of := range blocks {
			withNobody(of)
		}
	}
	return blocks
}

// withNobody puts the categories in which nobody is to those that had to be put together,
// if any had. Of so few payers, those who did not pay tell too much of those who did: with
// two dimensions and a category of none, a combination is what is left of the sums.
func withNobody(blocks []int) {
	together := 0
	for _, k := range blocks {
		if k == 0 {
			together++
		}
	}
	for c, k := range blocks {
		if k < 0 && together > 1 {
			blocks[c] = 0
		}
	}
}

// join puts blocks together until the families of each pass that count; one in which none
// does stays as it is, or (not apart) is no block any more.
func (t *Table) join(all []Happening, d Dimension, blocks [][]int, rule partition.Rule, counts func(Happening) partition.Sum, apart bool) {
	sums := make([][]partition.Sum, len(blocks))
	for u, of := range blocks {
		sums[u] = make([]partition.Sum, 2*len(of))
	}
	for _, one := range all {
		if one.Part < 0 {
			continue
		}
		u := t.places[one.Part].Unit
		if k := blocks[u][one.Category[d]]; k >= 0 {
			sums[u][k] = sums[u][k].Plus(counts(one))
		}
	}
	for u, of := range blocks {
		joined := partition.Blocks(rule, sums[u])
		for c, k := range of {
			switch {
			case k < 0:
			case apart && sums[u][k].KK == 0:
				of[c] = len(of) + k%len(of) // beyond all that are joined
			default:
				of[c] = joined[k]
			}
		}
	}
}

// visited is a family that was.
func (h Happening) visited() partition.Sum {
	if h.Visits == 0 {
		return partition.Sum{}
	}
	return partition.Sum{KK: 1}
}

// touched is a family of which anything but money is known in the month.
func (h Happening) touched() partition.Sum {
	if h.Visits == 0 && h.Planned == 0 && h.OnRoute == 0 && h.Settled == 0 {
		return partition.Sum{}
	}
	return partition.Sum{KK: 1}
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
