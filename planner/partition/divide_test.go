package partition

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var ten = Rule{KK: 10, Permille: 600, Unit: 40}

// of are so many families who owe the same.
func of(n int64) Sum {
	s := Sum{KK: n, Money: 100 * n}
	if n > 0 {
		s.Most = 100
	}
	return s
}

// town is a branch of a few desa, some of too few families, in two kecamatan; cells have
// one to four coarse ones around them.
func town(rng *rand.Rand) Problem {
	p := Problem{Rule: ten}
	for a := range 1 + rng.IntN(6) {
		area := Area{Region: a % 2, Unplaced: of(int64(max(0, rng.IntN(30)-15)))}
		for _, b := range rng.Perm(a + 2) {
			if b != a && b < a {
				area.Near = append(area.Near, b)
			}
		}
		p.Areas = append(p.Areas, area)
		for i := range rng.IntN(60) {
			n := int64(1000*a + i)
			p.Cells = append(p.Cells, Cell{Area: a, Path: [Levels]int64{n / 49, n / 7, n}, Sum: of(int64(max(0, rng.IntN(9)-3)))})
		}
	}
	return p
}

// Whoever looks a family's cell up, from the finest place that is known to the coarsest,
// comes to the part that counts it: another part would show another neighbourhood's
// numbers in its place.
func TestEveryFamilyIsLedToItsPart(t *testing.T) {
	coarse, fine := 0, 0
	for seed := range uint64(200) {
		p := town(rand.New(rand.NewPCG(seed, 71)))
		plan := Divide(p)
		if err := plan.Check(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		type node struct {
			group, level int
			cell         int64
		}
		to := map[node]int{}
		for _, place := range plan.Places {
			n := node{place.Group, place.Level, place.Cell}
			if _, twice := to[n]; twice {
				t.Errorf("seed %d: place %+v twice", seed, place)
			}
			to[n] = place.Part
		}
		for i, c := range p.Cells {
			if c.Sum.KK == 0 {
				continue
			}
			for level := Levels; level >= 0; level-- {
				n := node{plan.GroupOf[c.Area], level, 0}
				if level > 0 {
					n.cell = c.Path[level-1]
				}
				part, known := to[n]
				if !known {
					continue
				}
				if !slices.Contains(plan.Parts[part].Cells, i) {
					t.Errorf("seed %d: cell %d is led to part %d by level %d, which has %v", seed, i, part, level, plan.Parts[part].Cells)
				}
				if level == Levels {
					fine++
				} else {
					coarse++
				}
				break
			}
		}
		for a := range p.Areas {
			if part := plan.Parts[plan.Unplaced[a]]; part.Group != plan.GroupOf[a] {
				t.Errorf("seed %d: families of desa %d without a place are in group %d, the desa in %d", seed, a, part.Group, plan.GroupOf[a])
			}
		}
	}
	if fine == 0 || coarse == 0 {
		t.Errorf("%d were led by finest cells, %d by coarser ones: the test tries one side only", fine, coarse)
	}
}

// best tries every way to cut cells into runs and leave some over, plainly, and returns
// what the best one counts; -1: there is none.
func best(d *divider, small []int) int64 {
	most := int64(-1)
	middle := func(cells []int) int {
		seen := map[int64]bool{}
		for _, i := range cells {
			seen[d.problem.Cells[i].Path[1]] = true
		}
		return len(seen)
	}
	var try func(at int, rest []int, value int64)
	try = func(at int, rest []int, value int64) {
		if at == len(small) {
			peopled := slices.DeleteFunc(slices.Clone(rest), func(i int) bool { return d.problem.Cells[i].Sum.KK == 0 })
			kk := d.sum(peopled).KK
			if kk == 0 || kk >= d.rule.KK+int64(middle(peopled))-1 {
				most = max(most, value)
			}
			return
		}
		try(at+1, append(slices.Clone(rest), small[at]), value)
		for to := at + 1; to <= len(small); to++ {
			run := small[at:to]
			sum := d.sum(run)
			spare := max(middle(run), min(2, len(run))) - 1
			if d.rule.Passes(sum) && sum.KK >= d.rule.KK+int64(spare) {
				try(to, rest, value+worth(sum.KK, len(run)))
			}
		}
	}
	try(0, nil, 0)
	return most
}

// The runs that are told of are those with most families told of finely, as trying every
// cut says, and no family of them is lost.
func TestRunsTellOfAsManyFamiliesAsTryingAllWays(t *testing.T) {
	none, some := 0, 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 72))
		d := &divider{rule: Rule{KK: 2 + rng.Int64N(5), Permille: 700}}
		var small []int
		at := int64(0)
		for n := range 1 + rng.IntN(10) {
			at += 1 + rng.Int64N(4)
			s := Sum{}
			for range rng.IntN(int(d.rule.KK)) {
				s = s.Plus(Sum{1, 100, 100}.times(1 + rng.Int64N(2)))
			}
			d.problem.Cells = append(d.problem.Cells, Cell{Path: [Levels]int64{at / 49, at / 7, at}, Sum: s})
			small = append(small, n)
		}
		r := &runner{divider: d, small: small, need: int(d.rule.KK) - 1, best: make([][]step, len(small)+1)}
		r.best[0] = r.steps()
		r.best[0][r.state(unused, false)].reached = true
		for j := 1; j <= len(small); j++ {
			r.best[j] = r.steps()
			r.leave(j)
			r.run(j)
		}
		got, last := int64(-1), r.last()
		if last >= 0 {
			got = r.best[len(small)][last].value
		}
		if want := best(d, small); got != want {
			t.Errorf("seed %d: runs of %v count %d, the best cut %d", seed, d.problem.Cells, got, want)
		}
		if last < 0 {
			none++
			continue
		}
		some++
		cut, rest := r.walk(last)
		if all := slices.Sorted(slices.Values(append(slices.Concat(cut...), rest...))); !slices.Equal(all, small) {
			t.Errorf("seed %d: of %v the runs %v and %v are left", seed, small, cut, rest)
		}
		value := int64(0)
		for _, run := range cut {
			value += worth(d.sum(run).KK, len(run))
		}
		if value != got {
			t.Errorf("seed %d: the runs %v count %d, not %d", seed, cut, value, got)
		}
	}
	if none == 0 || some == 0 {
		t.Errorf("%d had a cut, %d had none", some, none)
	}
}

// times is a sum of families who owe so many times as much.
func (s Sum) times(n int64) Sum { return Sum{s.KK, n * s.Money, n * s.Most} }

// What is told by a category, such as an outcome, is told of enough families together;
// and no category's number follows from the sum of its block and that each has somebody.
func TestNoCategoryIsToldOfFewerFamiliesThanTheRule(t *testing.T) {
	apart, one := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		categories := make([]Sum, rapid.IntRange(0, 7).Draw(r, "n"))
		all := Sum{}
		for i := range categories {
			categories[i] = of(int64(max(0, rapid.IntRange(-4, 30).Draw(r, "kk"))))
			all = all.Plus(categories[i])
		}
		blocks := Blocks(ten, categories)
		if most := slices.MaxFunc(append(categories, Sum{}), func(a, b Sum) int { return cmp.Compare(a.KK, b.KK) }); ten.Passes(most) {
			n, rest := 0, Sum{}
			for _, s := range categories {
				if s.KK > 0 && s != most {
					n, rest = n+1, rest.Plus(s)
				}
			}
			if ten.together(rest, n) && slices.Max(blocks) < 1 {
				r.Errorf("%v could be told apart, but are of the blocks %v", categories, blocks)
			}
		}
		sums, members := map[int]Sum{}, map[int]int64{}
		for i, b := range blocks {
			if categories[i].KK > 0 {
				members[b]++
			}
			if b < 0 && categories[i].KK > 0 {
				r.Errorf("category %d with %d families is in no block", i, categories[i].KK)
			}
			sums[b] = sums[b].Plus(categories[i])
		}
		if len(sums) == 1 && len(members) == 1 && !ten.together(all, int(members[0])) {
			one++ // too few to tell anything apart: not even who has none
			if slices.Contains(blocks, -1) {
				r.Errorf("of too few families it is told which category has none: %v", blocks)
			}
			return
		}
		for b, s := range sums {
			if b < 0 {
				continue
			}
			apart++
			// Each of the others has one family at least, and that is all that is known:
			// the last may have all but those, or just one.
			if most := s.KK - (members[b] - 1); most < ten.KK || !ten.Passes(s) {
				r.Errorf("block %d has %d families of %d categories: of one it follows that it has %d at most", b, s.KK, members[b], most)
			}
		}
	})
	if apart == 0 || one == 0 {
		t.Errorf("%d blocks, %d times all in one: the test tries one side only", apart, one)
	}
}

// Groups pass, or there is only one. A desa that passes is in a group of more only for
// the sake of one that does not.
func TestDesaAreJoinedOnlyWhereTheyMust(t *testing.T) {
	joins, crossed := 0, 0
	for seed := range uint64(300) {
		p := town(rand.New(rand.NewPCG(seed, 73)))
		groups := joined(p)
		own, sums := make([]Sum, len(p.Areas)), map[int]Sum{}
		for a, area := range p.Areas {
			own[a] = area.Unplaced
		}
		for _, c := range p.Cells {
			own[c.Area] = own[c.Area].Plus(c.Sum)
		}
		for a, g := range groups {
			sums[g] = sums[g].Plus(own[a])
			if g > a || groups[g] != g {
				t.Errorf("seed %d: desa %d is in group %d, which is named by none of its own", seed, a, g)
			}
		}
		for g, s := range sums {
			if !p.Rule.Passes(s) && len(sums) > 1 {
				t.Errorf("seed %d: group %d of %d has %d families", seed, g, len(sums), s.KK)
			}
		}
		for a, g := range groups {
			if a == g {
				continue
			}
			joins++
			lone := func(b int) bool { return groups[b] == g && !p.Rule.Passes(own[b]) }
			if !slices.ContainsFunc(indices(len(groups)), lone) {
				t.Errorf("seed %d: group %d joins desa that all pass: %v", seed, g, groups)
			}
			if p.Areas[a].Region != p.Areas[g].Region {
				crossed++
			}
		}
	}
	if joins == 0 || crossed == 0 {
		t.Errorf("%d desa were joined, %d over a border", joins, crossed)
	}
}

func indices(n int) (out []int) {
	for i := range n {
		out = append(out, i)
	}
	return out
}

// A desa of too few joins the nearest neighbour of its own kecamatan, even where one
// abroad is nearer; abroad it goes only if there is no other.
func TestASmallDesaJoinsTheNearestOfItsKecamatan(t *testing.T) {
	area := func(region int, kk int64, near ...int) Area {
		return Area{Region: region, Near: near, Unplaced: of(kk)}
	}
	tests := []struct {
		name  string
		areas []Area
		want  []int
	}{
		{"the nearest", []Area{area(0, 30), area(0, 3, 2, 0), area(0, 30)}, []int{0, 1, 1}},
		{"one of its own before a nearer abroad", []Area{area(1, 30), area(0, 3, 0, 2), area(0, 30)}, []int{0, 1, 1}},
		{"any of its own though it is far", []Area{area(1, 30), area(0, 3, 0), area(0, 30)}, []int{0, 1, 1}},
		{"abroad where it is alone", []Area{area(1, 30), area(0, 3, 2, 0), area(1, 30)}, []int{0, 1, 1}},
		{"anywhere where nothing is near", []Area{area(1, 30), area(0, 3)}, []int{0, 0}},
		{"the smallest begins", []Area{area(0, 8, 2), area(0, 3, 0), area(0, 30, 1)}, []int{0, 0, 2}},
		{"until they pass", []Area{area(0, 3, 1), area(0, 3, 0), area(0, 3, 1), area(0, 30, 2)}, []int{0, 0, 0, 0}},
		{"alone it stays", []Area{area(0, 3)}, []int{0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := gocmp.Diff(test.want, joined(Problem{Rule: ten, Areas: test.areas})); diff != "" {
				t.Errorf("groups (-want +got)\n%s", diff)
			}
		})
	}
}

// A unit, in which what happened is told, has as many families as the rule wants unless
// its group has fewer; it takes no more parts than it needs, and none of another group.
func TestUnitsHaveEnoughFamilies(t *testing.T) {
	several := 0
	for seed := range uint64(200) {
		p := town(rand.New(rand.NewPCG(seed, 74)))
		plan := Divide(p)
		kk, groups, places := make([]int64, plan.Units), make([]map[int]bool, plan.Units), make([]int, plan.Units)
		whole := map[int]int64{}
		for k, part := range plan.Parts {
			u := part.Unit
			if groups[u] == nil {
				groups[u] = map[int]bool{}
			}
			kk[u], groups[u][part.Group] = kk[u]+part.Sum.KK, true
			if part.Kind == Unplaced {
				places[u]++
			} else {
				whole[part.Group] += part.Sum.KK
			}
			if k > 0 && u < plan.Parts[k-1].Unit {
				t.Errorf("seed %d: units in no order", seed)
			}
		}
		for u := range plan.Units {
			if len(groups[u]) != 1 || places[u] > 1 {
				t.Errorf("seed %d: unit %d reaches over groups %v", seed, u, groups[u])
			}
			for g := range groups[u] {
				if places[u] == 0 && kk[u] < min(p.Rule.Unit, whole[g]) {
					t.Errorf("seed %d: unit %d has %d of %d families", seed, u, kk[u], whole[g])
				}
				if places[u] == 0 && kk[u] < whole[g] {
					several++
				}
			}
		}
	}
	if several == 0 {
		t.Error("no group had two units")
	}
}

// How fine the map may show a part: no cell that is smaller than the part's own room.
func TestAPartIsShownNoFinerThanItsRoom(t *testing.T) {
	tests := []struct {
		name string
		p    Part
		want int
	}{
		{"one finest cell", Part{Level: 3, Cells: make([]int, 1)}, 3},
		{"two cells anywhere in the group", Part{Cells: make([]int, 2)}, 2},
		{"as many as a middle cell holds", Part{Cells: make([]int, 7)}, 2},
		{"one more", Part{Cells: make([]int, 8)}, 1},
		{"as many as a coarse cell holds", Part{Cells: make([]int, 49)}, 1},
		{"one more than that", Part{Cells: make([]int, 50)}, 0},
		{"many within a middle cell", Part{Level: 2, Cells: make([]int, 50)}, 2},
		{"families without a place", Part{Kind: Unplaced, Level: 3}, 0},
	}
	for _, test := range tests {
		if got := test.p.Fineness(); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// The rule's edges, to the family and the thousandth.
func TestTheRuleHoldsAtItsEdges(t *testing.T) {
	tests := []struct {
		name string
		s    Sum
		n    int
		want bool
	}{
		{"just enough", Sum{10, 1000, 100}, 1, true},
		{"one too few", Sum{9, 900, 100}, 1, false},
		{"just as much as one may hold", Sum{10, 1000, 600}, 1, true},
		{"a rupiah more", Sum{10, 1000, 601}, 1, false},
		{"one to spare for a second set", Sum{11, 1000, 100}, 2, true},
		{"none to spare", Sum{10, 1000, 100}, 2, false},
		{"none to spare for the third", Sum{11, 1000, 100}, 3, false},
		{"no set at all", Sum{10, 1000, 100}, 0, true},
	}
	for _, test := range tests {
		if got := ten.together(test.s, test.n); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
