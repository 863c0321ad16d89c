package partition_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner/partition"
)

// usual is the rule by which branches publish.
var usual = partition.Rule{KK: 10, Permille: 600, Unit: 100}

// row is a branch of desa one beside the other, five families a cell.
func row(seed uint64) partition.Problem {
	rng := rand.New(rand.NewPCG(seed, 3))
	p := partition.Problem{Rule: usual}
	for i := range 400 {
		if i == 0 || rng.IntN(30) == 0 {
			p.Areas = append(p.Areas, partition.Area{Region: len(p.Areas) / 4, Near: []int{max(0, len(p.Areas)-1)}, Unplaced: families(int64(rng.IntN(30)))})
		}
		p.Cells = append(p.Cells, partition.Cell{Area: len(p.Areas) - 1, Path: [3]int64{int64(i / 49), int64(i / 7), int64(i)}, Sum: families(int64(rng.IntN(11)))})
	}
	return p
}

func TestEveryFamilyIsInOnePartAndEveryPartPasses(t *testing.T) {
	for seed := range uint64(50) {
		p := row(seed)
		plan := partition.Divide(p)
		if err := plan.Check(p); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if again := partition.Divide(p); !cmp.Equal(plan, again) {
			t.Errorf("seed %d: not the same again", seed)
		}
	}
}

func TestABranchOfFewFamiliesIsOnePart(t *testing.T) {
	p := partition.Problem{Rule: usual, Areas: []partition.Area{{Near: []int{1}}, {Region: 1, Near: []int{0}, Unplaced: families(3)}}}
	for i := range 5 {
		p.Cells = append(p.Cells, partition.Cell{Area: i % 2, Path: [3]int64{1, int64(i), int64(10 + i)}, Sum: families(1)})
	}
	plan := partition.Divide(p)
	if err := plan.Check(p); err != nil {
		t.Error(err)
	}
	if len(plan.Parts) != 1 || plan.Parts[0].Sum.KK != 8 || plan.RegionOf[plan.GroupOf[1]] != 0 {
		t.Errorf("%+v", plan)
	}
	hidden := partition.Hide(usual, leaves(plan, nil))
	if !hidden.All || !hidden.Leaves[0] {
		t.Errorf("of eight families is told: %+v", hidden)
	}
}

// A few families apart from the others do not keep their desa from being divided.
func TestStragglersJoinTheSmallestPartBesideThem(t *testing.T) {
	p := partition.Problem{Rule: usual, Areas: []partition.Area{{}}}
	for i, n := range []int64{40, 12, 30, 3} {
		p.Cells = append(p.Cells, partition.Cell{Path: [3]int64{int64(i / 3), int64(i / 3), int64(i)}, Sum: families(n)})
	}
	plan := partition.Divide(p)
	var kk []int64
	for _, part := range plan.Parts {
		kk = append(kk, part.Sum.KK)
	}
	if diff := cmp.Diff([]int64{40, 15, 30}, kk); diff != "" {
		t.Errorf("families of parts (-want +got)\n%s", diff)
	}
}

// desaOf is a desa of one kecamatan: families of finest cells, by the cells of the middle
// level around them.
func desaOf(middle ...[]int64) partition.Problem {
	p := partition.Problem{Rule: usual, Areas: []partition.Area{{}}}
	for m, cells := range middle {
		for _, n := range cells {
			p.Cells = append(p.Cells, partition.Cell{Path: [3]int64{1, int64(m), int64(len(p.Cells))}, Sum: families(n)})
		}
	}
	return p
}

// What passes in no run beside it is left over, with the cells of nobody between, and does
// not keep the others from being told of finely.
func TestWhatIsLeftOverIsAPartOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		name   string
		middle [][]int64
		want   [][]int // cells of the parts
	}{
		{"one cell of the middle level", [][]int64{{3, 3, 3, 3}, {2, 0, 2, 2, 2, 0, 2}}, [][]int{{0, 1, 2, 3}, {4, 5, 6, 7, 8, 9, 10}}},
		{
			"on both sides of a run", [][]int64{{6, 0, 0, 0, 0, 0, 0}, {0, 0, 9, 9, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 6}},
			[][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, {9, 10}},
		},
		{"too few to be left over", [][]int64{{4, 0}, {6, 6}, {4}}, [][]int{{0, 1, 2, 3, 4}}},
		{"nobody", [][]int64{{6, 6}, {0, 0}}, [][]int{{0, 1}}},
	} {
		p := desaOf(c.middle...)
		plan := partition.Divide(p)
		if err := plan.Check(p); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var got [][]int
		for _, part := range plan.Parts {
			if part.Kind != partition.Unplaced {
				got = append(got, part.Cells)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: parts (-want +got)\n%s", c.name, diff)
		}
	}
}

// Whoever knows in which cells of the middle level somebody lives knows of none that it is
// one family: a part has one to spare for each but one.
func TestAPartHasAFamilyToSpareForEveryMiddleCell(t *testing.T) {
	for seed := range uint64(60) {
		p := row(seed)
		rng := rand.New(rand.NewPCG(seed, 4))
		for i := range p.Cells {
			p.Cells[i].Sum = families(int64(max(0, rng.IntN(8)-3)))
		}
		plan := partition.Divide(p)
		if err := plan.Check(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		divided := map[int]int{} // placed parts of a group; one alone has what it has
		for _, part := range plan.Parts {
			if part.Kind != partition.Unplaced {
				divided[part.Group]++
			}
		}
		for k, part := range plan.Parts {
			middle, placed := map[int64]bool{}, int64(0)
			for _, i := range part.Cells {
				if n := p.Cells[i].Sum.KK; n > 0 {
					placed += n
					middle[p.Cells[i].Path[1]] = true
				}
			}
			if len(part.Cells) > 1 && divided[part.Group] > 1 && placed < usual.KK+int64(len(middle))-1 {
				t.Errorf("seed %d: part %d has %d families in %d middle cells", seed, k, placed, len(middle))
			}
		}
	}
}

// One family that holds most of the money of what is left over is told of with a run.
func TestWhatIsLeftOverWithOneRichFamilyJoinsARun(t *testing.T) {
	p := desaOf([]int64{9, 9}, []int64{6, 6}, []int64{1, 1, 1, 1, 1, 1, 1}, []int64{1, 1, 1, 1, 1})
	p.Cells[15].Sum.Money, p.Cells[15].Sum.Most = 20_000_000, 20_000_000
	plan := partition.Divide(p)
	if err := plan.Check(p); err != nil {
		t.Error(err)
	}
	var kk []int64
	for _, part := range plan.Parts {
		kk = append(kk, part.Sum.KK)
	}
	if diff := cmp.Diff([]int64{18, 24}, kk); diff != "" {
		t.Errorf("families of parts (-want +got)\n%s", diff)
	}
}

// One family that holds most of a cell's money is not told of with few others.
func TestNoFamilyHoldsMostOfTheMoneyOfAPart(t *testing.T) {
	p := partition.Problem{Rule: usual, Areas: []partition.Area{{}}}
	rich := families(20)
	rich.Money, rich.Most = 100_000_000, 61_000_000
	p.Cells = []partition.Cell{{Path: [3]int64{1, 1, 1}, Sum: rich}, {Path: [3]int64{1, 1, 2}, Sum: families(50)}}
	plan := partition.Divide(p)
	if len(plan.Parts) != 1 {
		t.Errorf("%d parts: %+v", len(plan.Parts), plan.Parts)
	}
}

// Check finds every plan that is wrong in one way.
func TestCheckRefusesWhatIsNoPartition(t *testing.T) {
	p := row(3)
	for name, spoil := range map[string]func(*partition.Plan){
		"a cell twice": func(x *partition.Plan) { x.Parts[0].Cells = append(x.Parts[0].Cells, x.Parts[1].Cells[0]) },
		"families left out": func(x *partition.Plan) {
			x.Parts[0].Cells = x.Parts[0].Cells[:0:0]
			x.Parts[0].Kind = partition.Unplaced
		},
		"a wrong sum":             func(x *partition.Plan) { x.Parts[0].Sum.KK++ },
		"a wrong unit":            func(x *partition.Plan) { x.Parts[0].Unit = x.Units },
		"units over groups":       func(x *partition.Plan) { x.Parts[len(x.Parts)-1].Unit = x.Parts[0].Unit },
		"a group's area left out": func(x *partition.Plan) { x.Parts[0].Areas = nil },
		"unplaced families lost": func(x *partition.Plan) {
			x.Unplaced[0] = -1
		},
		"cells that lie apart": func(x *partition.Plan) {
			x.Parts[slices.IndexFunc(x.Parts, func(p partition.Part) bool { return len(p.Cells) > 1 })].Level = 3
		},
	} {
		plan := partition.Divide(p)
		if err := plan.Check(p); err != nil {
			t.Fatal(err)
		}
		spoil(&plan)
		if err := plan.Check(p); !errors.Is(err, partition.ErrPlan) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every plan here is right in every sum and breaks one rule.
func TestCheckRefusesAPlanThatBreaksOneRule(t *testing.T) {
	p := row(3)
	p.Areas[0].Unplaced = partition.Sum{}
	// where finds a part of the plan.
	where := func(t *testing.T, x *partition.Plan, is func(int, partition.Part) bool) int {
		t.Helper()
		for k, part := range x.Parts {
			if is(k, part) {
				return k
			}
		}
		t.Fatal("the plan has no such part")
		return 0
	}
	empty := slices.IndexFunc(p.Cells, func(c partition.Cell) bool { return c.Sum.KK == 0 })
	for name, spoil := range map[string]func(*testing.T, *partition.Problem, *partition.Plan){
		"a cell of another group": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			own := where(t, x, func(_ int, part partition.Part) bool { return slices.Contains(part.Cells, empty) })
			other := where(t, x, func(_ int, part partition.Part) bool {
				return part.Kind != partition.Unplaced && part.Group != x.Parts[own].Group
			})
			x.Parts[own].Cells = slices.DeleteFunc(slices.Clone(x.Parts[own].Cells), func(i int) bool { return i == empty })
			x.Parts[other].Cells = append(slices.Clone(x.Parts[other].Cells), empty)
			x.Parts[other].Kind, x.Parts[other].Level = partition.OfRest, 0
		},
		"a cell without families twice": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			own := where(t, x, func(_ int, part partition.Part) bool { return slices.Contains(part.Cells, empty) })
			x.Parts[own].Cells = append(slices.Clone(x.Parts[own].Cells), empty)
		},
		"families left out": func(t *testing.T, of *partition.Problem, x *partition.Plan) {
			at := func(part partition.Part) int {
				return slices.IndexFunc(part.Cells, func(i int) bool { n := of.Cells[i].Sum.KK; return n > 0 && part.Sum.KK-n >= 10 && len(part.Cells) > 1 })
			}
			k := where(t, x, func(_ int, part partition.Part) bool { return at(part) >= 0 })
			part := &x.Parts[k]
			left := part.Cells[at(*part)]
			part.Cells = slices.DeleteFunc(slices.Clone(part.Cells), func(i int) bool { return i == left })
			part.Sum.KK, part.Sum.Money = part.Sum.KK-of.Cells[left].Sum.KK, part.Sum.Money-of.Cells[left].Sum.Money
		},
		"one cell that is a whole group": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			k := where(t, x, func(_ int, part partition.Part) bool { return part.Kind == partition.OfCell })
			x.Parts[k].Level = 0
		},
		"without a place, and cells": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			x.Parts[0].Kind = partition.Unplaced
		},
		"parts that do not pass": func(_ *testing.T, of *partition.Problem, _ *partition.Plan) { of.Rule.KK = 1000 },
		"families without a place told elsewhere": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			x.Unplaced[0] = where(t, x, func(_ int, part partition.Part) bool { return part.Group != x.GroupOf[0] })
		},
		"a region that no area is of": func(_ *testing.T, _ *partition.Problem, x *partition.Plan) {
			for g := range x.RegionOf {
				x.RegionOf[g] = 1000
			}
		},
		"a unit without a part": func(_ *testing.T, _ *partition.Problem, x *partition.Plan) { x.Units++ },
		"a unit of two groups": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			k := where(t, x, func(k int, part partition.Part) bool { return shared(x, part.Unit) && part.Group != x.Parts[0].Group })
			x.Parts[k].Unit = x.Parts[0].Unit
		},
		"a unit with families that have no place": func(t *testing.T, _ *partition.Problem, x *partition.Plan) {
			k := where(t, x, func(_ int, part partition.Part) bool {
				return part.Kind == partition.Unplaced && slices.ContainsFunc(x.Parts, func(o partition.Part) bool { return o.Group == part.Group && shared(x, o.Unit) })
			})
			o := where(t, x, func(_ int, o partition.Part) bool { return o.Group == x.Parts[k].Group && shared(x, o.Unit) })
			x.Parts[o].Unit, x.Parts[k].Unit = x.Parts[k].Unit, x.Parts[o].Unit
		},
	} {
		t.Run(name, func(t *testing.T) {
			of, plan := p, partition.Divide(p)
			if err := plan.Check(of); err != nil {
				t.Fatal(err)
			}
			spoil(t, &of, &plan)
			if err := plan.Check(of); !errors.Is(err, partition.ErrPlan) {
				t.Errorf("passes (%v)", err)
			}
		})
	}
}

// shared reports whether a unit has several parts.
func shared(x *partition.Plan, unit int) bool {
	n := 0
	for _, part := range x.Parts {
		if part.Unit == unit {
			n++
		}
	}
	return n > 1
}

func families(n int64) partition.Sum {
	return partition.Sum{KK: n, Money: n * 1_000_000, Most: 1_000_000}
}

// leaves are a plan's parts, with the sums given or their own.
func leaves(plan partition.Plan, sums []partition.Sum) (out []partition.Leaf) {
	for k, part := range plan.Parts {
		l := partition.Leaf{Sum: part.Sum, Group: part.Group, Region: plan.RegionOf[plan.GroupOf[part.Areas[0]]]}
		if sums != nil {
			l.Sum = sums[k]
		}
		out = append(out, l)
	}
	return out
}

// What is hidden of a later month cannot be had as the difference of what is told.
func TestWhatIsHiddenOfAMonthPassesTogether(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 5))
		var all []partition.Leaf
		for g := range 1 + rng.IntN(8) {
			for range 1 + rng.IntN(5) {
				all = append(all, partition.Leaf{Sum: families(int64(rng.IntN(4) * rng.IntN(15))), Group: g, Region: g / 3})
			}
		}
		h := partition.Hide(usual, all)
		var root partition.Sum
		regions := map[int]partition.Sum{}
		groups := map[int]partition.Sum{}
		for i, l := range all {
			if !h.Leaves[i] {
				if l.Sum.KK > 0 && !usual.Passes(l.Sum) {
					t.Errorf("seed %d: leaf %d with %d families is told", seed, i, l.Sum.KK)
				}
				continue
			}
			switch {
			case !h.Groups[l.Group]:
				groups[l.Group] = groups[l.Group].Plus(l.Sum)
			case !h.Regions[l.Region]:
				regions[l.Region] = regions[l.Region].Plus(l.Sum)
			default:
				root = root.Plus(l.Sum)
			}
		}
		if root.KK > 0 && !h.All && !usual.Passes(root) {
			t.Errorf("seed %d: the sum of all tells of %d", seed, root.KK)
		}
		for _, told := range []map[int]partition.Sum{groups, regions} {
			for n, s := range told {
				if !usual.Passes(s) {
					t.Errorf("seed %d: the sum of %d tells of %d families", seed, n, s.KK)
				}
			}
		}
	}
}

func TestBlocksOfCategories(t *testing.T) {
	for _, c := range []struct {
		name string
		kk   []int64
		want []int
	}{
		{"all pass", []int64{12, 30, 10}, []int{1, 2, 0}},
		{"two are small", []int64{4, 8, 30}, []int{0, 0, 1}},
		{"one small takes the next", []int64{3, 30, 12}, []int{0, 1, 0}},
		{"nothing apart", []int64{3, 7, 0}, []int{0, 0, 0}},
		{"none of a category", []int64{0, 12, 30}, []int{-1, 0, 1}},
		{"ten ones are no block", []int64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50}, []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
	} {
		var sums []partition.Sum
		for _, n := range c.kk {
			sums = append(sums, families(n))
		}
		if diff := cmp.Diff(c.want, partition.Blocks(usual, sums)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}
