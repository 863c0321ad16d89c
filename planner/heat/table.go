package heat

import (
	"slices"
	"sync"

	"binaan/planner"
	"binaan/planner/partition"
)

// Family is what is known of a family in a month.
type Family struct {
	Part     int32
	Category Categories
	Months   int32
	Arrears  planner.Rupiah
	Expected planner.Rupiah
}

// Place is a part of the partition as a month's table needs it.
type Place struct {
	Group, Region int // as partition.Leaf has them
	Unit          int
	Unplaced      bool
}

// Table is a month of a branch, ready to be asked.
type Table struct {
	rule     partition.Rule
	places   []Place
	families []Family // by part; none in a summary
	from     []int    // of a part in families; the last is their number
	hidden   partition.Hidden
	sums     []partition.Sum
	owed     []owed
	blocks   [dimensions][][]int // by part: block of each category

	joint struct {
		once sync.Once
		of   []uint8 // by part: the dimensions whose combinations are told, as bits
	}
}

// Owing is what families of a part owe who are served alike.
type Owing struct {
	Part   int32
	Served bool
	partition.Sum
	Months   int64
	Expected planner.Rupiah
}

// owed is what families of a part owe, and how many of them nobody serves.
type owed struct{ months, expected, uncovered int64 }

// NewTable takes a month's families, each in a part, and puts them in another order. Those
// of no part (-1) are not told.
func NewTable(rule partition.Rule, places []Place, families []Family) *Table {
	owing := make([]Owing, 2*len(places))
	for i := range owing {
		owing[i].Part, owing[i].Served = int32(i/2), i%2 > 0
	}
	for _, f := range families {
		if f.Part < 0 {
			continue
		}
		o := &owing[2*f.Part]
		if f.Category[Covered] > 0 {
			o = &owing[2*f.Part+1]
		}
		o.Sum, o.Months, o.Expected = o.Plus(sumOf(f)), o.Months+int64(f.Months), o.Expected+f.Expected
	}
	t := Summary(rule, places, owing)
	t.arrange(families)
	t.divide()
	return t
}

// Summary takes a month's families summed up. It answers all that a table of them does,
// but for filters.
func Summary(rule partition.Rule, places []Place, owing []Owing) *Table {
	t := &Table{rule: rule, places: places, sums: make([]partition.Sum, len(places)), owed: make([]owed, len(places))}
	served := make([][2]partition.Sum, len(places))
	for _, o := range owing {
		if o.Part < 0 {
			continue
		}
		t.sums[o.Part] = t.sums[o.Part].Plus(o.Sum)
		to, of := &t.owed[o.Part], &served[o.Part][1]
		to.months, to.expected = to.months+o.Months, to.expected+int64(o.Expected)
		if !o.Served {
			to.uncovered += o.KK
			of = &served[o.Part][0]
		}
		*of = of.Plus(o.Sum)
	}
	leaves := make([]partition.Leaf, len(places))
	t.blocks[Covered] = blocksOf(len(places), 2)
	for k, p := range places {
		leaves[k] = partition.Leaf{Sum: t.sums[k], Group: p.Group, Region: p.Region}
		partition.BlocksInto(rule, served[k][:], t.blocks[Covered][k])
	}
	t.hidden = partition.Hide(rule, leaves)
	return t
}

// Bytes is about what the table takes of memory.
func (t *Table) Bytes() int {
	const family, place, block, list = 40, 100, 8, 24
	n := family*len(t.families) + place*len(t.places)
	for _, of := range t.blocks {
		for _, categories := range of {
			n += list + block*len(categories)
		}
	}
	return n
}

// arrange puts families in the order of their parts, those of none last: each changes its
// place with who stands where it belongs.
func (t *Table) arrange(families []Family) {
	none := int32(len(t.places))
	part := func(f Family) int32 {
		if f.Part < 0 {
			return none
		}
		return f.Part
	}
	t.from = make([]int, none+2)
	for _, f := range families {
		t.from[part(f)+1]++
	}
	for k := range none {
		t.from[k+2] += t.from[k+1]
	}
	next := slices.Clone(t.from)
	for k := range none {
		for at := next[k]; at < t.from[k+1]; at = next[k] {
			to := part(families[at])
			families[at], families[next[to]] = families[next[to]], families[at]
			next[to]++
		}
	}
	t.families = families[:t.from[none]]
}

func sumOf(f Family) partition.Sum {
	return partition.Sum{KK: 1, Money: int64(f.Arrears), Most: int64(f.Arrears)}
}

// of are the families of a part.
func (t *Table) of(part int) []Family { return t.families[t.from[part]:t.from[part+1]] }

// blocksOf has room for the blocks of some categories, part by part.
func blocksOf(parts, categories int) [][]int {
	all, out := make([]int, parts*categories), make([][]int, parts)
	for k := range out {
		out[k] = all[k*categories : (k+1)*categories : (k+1)*categories]
	}
	return out
}

// divide puts the categories of every part together until they may be told.
func (t *Table) divide() {
	var most [dimensions]int
	for _, f := range t.families {
		for d, c := range f.Category {
			most[d] = max(most[d], int(c)+1)
		}
	}
	for d := range Covered {
		t.blocks[d] = blocksOf(len(t.places), most[d])
		sums := make([]partition.Sum, most[d])
		for k := range t.places {
			clear(sums)
			for _, f := range t.of(k) {
				sums[f.Category[d]] = sums[f.Category[d]].Plus(sumOf(f))
			}
			partition.BlocksInto(t.rule, sums, t.blocks[d][k])
		}
	}
}

// Groups are sets of groups whose sums may be told: each alone or, where that would tell
// of few families, those of a region together or all; rest is what must not be told at
// all.
func (t *Table) Groups() (sets [][]int, rest []int) {
	region, regions := map[int]int{}, map[int][]int{}
	var order, all []int
	for _, p := range t.places {
		if _, seen := region[p.Group]; !seen {
			region[p.Group] = p.Region
			order = append(order, p.Group)
		}
	}
	var together []int
	for _, g := range order {
		r := region[g]
		switch {
		case !t.hidden.Groups[g]:
			sets = append(sets, []int{g})
		case !t.hidden.Regions[r]:
			if regions[r] == nil {
				together = append(together, r)
			}
			regions[r] = append(regions[r], g)
		default:
			all = append(all, g)
		}
	}
	for _, r := range together {
		sets = append(sets, regions[r])
	}
	if t.hidden.All {
		return sets, all
	}
	if len(all) > 0 {
		sets = append(sets, all)
	}
	return sets, nil
}
