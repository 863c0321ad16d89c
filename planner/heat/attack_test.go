package heat_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"binaan/planner/heat"
	"binaan/planner/partition"
)

var branches = flag.Int("branches", 1, "branches of each ground that the attacker gets")

// The attacker has everything that is published of a branch for two months of a quarter:
// what every part answers to every filter of one, two and three dimensions, and the sums
// of desa, kecamatan and the branch. For each group of fewer than ten families (of a part,
// a finest cell, a category or a combination) it looks for another branch that would have
// published the same numbers, in whole families, and in which the group is of another
// size. Where there is none, the group is told.
//
//	make attack
func TestTheAttackerLearnsNoGroupOfFewFamilies(t *testing.T) {
	for _, kind := range terrains {
		for seed := range uint64(*branches) {
			kind, seed := kind, seed
			t.Run(fmt.Sprint(kind.name, seed), func(t *testing.T) {
				b := ground(t, seed, kind, 5+3*min(*branches/10, 1))
				plan := partition.Divide(b.Problem)
				if err := plan.Check(b.Problem); err != nil {
					t.Fatal(err)
				}
				parts := assign(b, plan)
				rng := rand.New(rand.NewPCG(seed, 99))
				groups, told := cells(t, b, plan)
				var shown, all int
				for month := range 2 {
					if month > 0 {
						parts = later(rng, parts)
					}
					a := newAttack(t, plan, parts)
					g, k := a.sums()
					groups, told = groups+g, told+k
					g, k = a.filters()
					groups, told = groups+g, told+k
					g, k = a.happened(rng)
					groups, told = groups+g, told+k
					s, n := a.answered()
					shown, all = shown+s, all+n
				}
				if told > 0 || groups == 0 {
					t.Errorf("%s, seed %d: %d of %d groups of few families are told", kind.name, seed, told, groups)
				}
				t.Logf("%s, seed %d: %d families, %d parts, %d groups of few; %d of 1000 visible, %d of 1000 where class III is asked for",
					kind.name, seed, len(parts), len(plan.Parts), groups, visible(plan, kind.city), 1000*shown/max(1, all))
			})
		}
	}
}

// cells attacks the finest cells with the numbers of parts; the attacker knows by their
// outlines in which cells of the middle level somebody lives, and that somebody lives at
// both ends of a run.
func cells(t *testing.T, b branch, plan partition.Plan) (groups, told int) {
	for k, part := range plan.Parts {
		s := newSystem(len(part.Cells) + 1) // the last: families without a place
		var all []int
		middle := map[int64][]int{}
		for i, c := range part.Cells {
			s.truth[i] = int(b.Cells[c].Sum.KK)
			all = append(all, i)
			middle[b.Cells[c].Path[1]] = append(middle[b.Cells[c].Path[1]], i)
		}
		s.truth[len(part.Cells)] = int(part.Sum.KK)
		for _, n := range s.truth[:len(part.Cells)] {
			s.truth[len(part.Cells)] -= n
		}
		s.equal(append(all, len(part.Cells)), int(part.Sum.KK))
		for _, in := range middle {
			s.known(in)
		}
		for _, i := range all {
			if i == 0 || i == len(all)-1 {
				s.known([]int{i})
			}
			if n := s.truth[i]; n > 0 && n < int(usual.KK) {
				if groups++; !s.otherwise([]int{i}) {
					told++
					t.Errorf("part %d tells of %d families of a cell", k, n)
				}
			}
		}
	}
	return groups, told
}

// assign gives every family its part.
func assign(b branch, plan partition.Plan) []heat.Family {
	of := map[int]int{}
	for k, p := range plan.Parts {
		for _, c := range p.Cells {
			of[c] = k
		}
	}
	out := make([]heat.Family, len(b.families))
	for i, f := range b.families {
		out[i] = f.Family
		out[i].Part = int32(plan.Unplaced[f.area])
		if f.cell >= 0 {
			out[i].Part = int32(of[f.cell])
		}
	}
	return out
}

// later is a month in which one in eight families paid up, and as many came into arrears.
func later(rng *rand.Rand, families []heat.Family) (out []heat.Family) {
	for _, f := range families {
		if rng.IntN(8) > 0 {
			out = append(out, f)
		}
		if rng.IntN(10) == 0 {
			f.Category[heat.Band], f.Months = 0, 1
			out = append(out, f)
		}
	}
	return out
}

// attack is a month as it is published, with what is true of it.
type attack struct {
	t        *testing.T
	table    *heat.Table
	places   []heat.Place
	families [][]heat.Family // by part: the truth
}

func newAttack(t *testing.T, plan partition.Plan, families []heat.Family) attack {
	a := attack{t: t, places: make([]heat.Place, len(plan.Parts)), families: make([][]heat.Family, len(plan.Parts))}
	for k, p := range plan.Parts {
		a.places[k] = heat.Place{Group: p.Group, Region: plan.RegionOf[p.Group], Unit: p.Unit, Unplaced: p.Kind == partition.Unplaced}
	}
	a.table = heat.NewTable(usual, a.places, slices.Clone(families))
	for _, f := range families {
		a.families[f.Part] = append(a.families[f.Part], f)
	}
	return a
}

func (a attack) ask(q heat.Query) heat.Answer {
	q.Measure = heat.Households
	out, err := a.table.Ask(q)
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

// answered counts families in parts that answer for class III alone.
func (a attack) answered() (shown, all int) {
	out := a.ask(heat.Query{Filter: map[heat.Dimension]map[uint16]bool{heat.Class: {2: true}}})
	for k, v := range out.Values {
		all += len(a.families[k])
		if v.State == heat.Told {
			shown += len(a.families[k])
		}
	}
	return shown, all
}

// sums attacks the numbers of whole parts with the sums of desa, kecamatan and branch.
func (a attack) sums() (groups, told int) {
	s := newSystem(len(a.places))
	base := a.ask(heat.Query{})
	for k, v := range base.Values {
		s.truth[k] = len(a.families[k])
		s.state([]int{k}, v, s.truth[k], true)
	}
	within := map[string]*heat.Within{"": nil}
	for _, p := range a.places {
		for _, group := range []int{p.Group, -1} {
			within[fmt.Sprint(p.Region, group)] = &heat.Within{Regions: map[int]bool{p.Region: true}, Group: group}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(within)) {
		w := within[at]
		out := a.ask(heat.Query{Within: w})
		if out.Count.Hidden == 0 {
			continue // nothing of what is hidden is in it
		}
		var in []int
		for k, p := range a.places {
			if w.Asks(p) {
				in = append(in, k)
			}
		}
		s.equal(in, int(out.Count.Households))
	}
	for k := range a.places {
		if n := s.truth[k]; n > 0 && n < int(usual.KK) {
			groups++
			if !s.otherwise([]int{k}) {
				told++
				a.t.Errorf("part %d of %d families is told by sums", k, n)
			}
		}
	}
	return groups, told
}

// triples are the dimensions that are attacked together.
var triples = [][]heat.Dimension{
	{heat.Class, heat.Band, heat.Covered}, {heat.Class, heat.Band, heat.Status}, {heat.Class, heat.Status, heat.Channel},
	{heat.Band, heat.Kader, heat.Channel}, {heat.Class, heat.Kader, heat.Covered},
}

// filters attacks each part that is told with all that it answers.
func (a attack) filters() (groups, told int) {
	base := a.ask(heat.Query{})
	for _, dims := range triples {
		known := a.categories(dims)
		asked := selections(dims, known)
		answers := make([]heat.Answer, len(asked))
		for i, q := range asked {
			answers[i] = a.ask(queryOf(q))
		}
		for k := range a.places {
			if base.Values[k].State != heat.Told {
				continue
			}
			g, n := a.part(k, dims, asked, answers)
			groups, told = groups+g, told+n
		}
	}
	return groups, told
}

// selection is a category of a dimension, or all others.
type selection struct {
	of    heat.Dimension
	which uint16
	not   bool
}

func (s selection) holds(f [6]uint16) bool { return (f[s.of] == s.which) != s.not }

func (a attack) categories(dims []heat.Dimension) map[heat.Dimension][]uint16 {
	out := map[heat.Dimension][]uint16{}
	for _, d := range dims {
		seen := map[uint16]bool{}
		for _, families := range a.families {
			for _, f := range families {
				seen[f.Category[d]] = true
			}
		}
		out[d] = slices.Sorted(maps.Keys(seen))
	}
	return out
}

// selections are all questions: by one, two and all three dimensions.
func selections(dims []heat.Dimension, known map[heat.Dimension][]uint16) (out [][]selection) {
	out = append(out, nil)
	for _, d := range dims {
		var longer [][]selection
		for _, q := range out {
			for _, c := range known[d] {
				for _, not := range []bool{false, true} {
					longer = append(longer, append(slices.Clip(q), selection{d, c, not}))
				}
			}
		}
		out = append(out, longer...)
	}
	return out
}

func queryOf(q []selection) heat.Query {
	out := heat.Query{Filter: map[heat.Dimension]map[uint16]bool{}}
	for _, s := range q {
		wanted := map[uint16]bool{}
		for c := range uint16(200) {
			wanted[c] = (c == s.which) != s.not
		}
		maps.DeleteFunc(wanted, func(_ uint16, yes bool) bool { return !yes })
		out.Filter[s.of] = wanted
	}
	return out
}

// part attacks one: its unknowns are how many families it has of every combination.
func (a attack) part(k int, dims []heat.Dimension, asked [][]selection, answers []heat.Answer) (groups, told int) {
	combos := a.combos(k, dims)
	s := newSystem(len(combos))
	for _, f := range a.families[k] {
		s.truth[slices.Index(combos, only(f.Category, dims))]++
	}
	for i, q := range asked {
		in := whichOf(combos, q)
		n := 0
		for _, v := range in {
			n += s.truth[v]
		}
		s.state(in, answers[i].Values[k], n, len(q) == 1)
	}
	for _, q := range asked {
		if len(q) == 0 || slices.ContainsFunc(q, func(s selection) bool { return s.not }) {
			continue
		}
		in := whichOf(combos, q)
		n := 0
		for _, v := range in {
			n += s.truth[v]
		}
		if n == 0 || n >= int(usual.KK) {
			continue
		}
		groups++
		if !s.otherwise(in) {
			told++
			a.t.Errorf("part %d tells of %d of its %d families: %v", k, n, len(a.families[k]), q)
		}
	}
	return groups, told
}

// combos are the combinations of the categories that a part may have.
func (a attack) combos(k int, dims []heat.Dimension) (out [][6]uint16) {
	out = append(out, [6]uint16{})
	for _, d := range dims {
		seen := map[uint16]bool{}
		for _, f := range a.families[k] {
			seen[f.Category[d]] = true
		}
		var longer [][6]uint16
		for _, c := range out {
			for _, category := range slices.Sorted(maps.Keys(seen)) {
				c[d] = category
				longer = append(longer, c)
			}
		}
		out = longer
	}
	return out
}

func only(c [6]uint16, dims []heat.Dimension) (out [6]uint16) {
	for _, d := range dims {
		out[d] = c[d]
	}
	return out
}

func whichOf(combos [][6]uint16, q []selection) (in []int) {
	for v, c := range combos {
		if !slices.ContainsFunc(q, func(s selection) bool { return !s.holds(c) }) {
			in = append(in, v)
		}
	}
	return in
}

// A note of who is told of must be possible at all: the attacker finds a group that is
// published in the plain.
func TestTheAttackerFindsWhatIsTold(t *testing.T) {
	s := newSystem(3)
	s.truth = []int{3, 4, 20}
	s.equal([]int{0, 1, 2}, 27)
	s.equal([]int{2}, 20)
	if !s.otherwise([]int{0}) {
		t.Error("one of two unknowns with a known sum is told")
	}
	s.equal([]int{1}, 4)
	if s.otherwise([]int{0}) {
		t.Error("the last unknown of a sum is not told")
	}
	ones := newSystem(2)
	ones.truth = []int{1, 1}
	ones.equal([]int{0, 1}, 2)
	ones.least([]int{0})
	ones.least([]int{1})
	if ones.otherwise([]int{0}) {
		t.Error("two that have somebody and are two together are not told")
	}
}
