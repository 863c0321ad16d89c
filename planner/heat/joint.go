package heat

import (
	"math/bits"
	"slices"

	"binaan/planner/partition"
)

// jointly chooses for every part the dimensions whose combinations are told: as many as
// can be of those that tell families apart there, the earlier ones first. One choice,
// whatever is asked: two would tell of what neither does.
func (t *Table) jointly() []uint8 {
	t.joint.once.Do(func() {
		t.joint.of = make([]uint8, len(t.places))
		var c combiner
		for k := range t.places {
			if apart := t.apart(k); size(apart) > 1 {
				c.read(t, k, apart)
				t.joint.of[k] = c.together(apart)
			}
		}
	})
	return t.joint.of
}

// apart are the dimensions that have more than one block in a part, as bits.
func (t *Table) apart(part int) (set uint8) {
	for d := range dimensions {
		if slices.ContainsFunc(t.blocks[d][part], func(block int) bool { return block > 0 }) {
			set |= 1 << d
		}
	}
	return set
}

// combiner tries combinations of the blocks of a part. A set of its families is a bit for
// each, so that the families of a combination are what sets have in common.
type combiner struct {
	table    *Table
	families []Family
	words    int                    // of a set
	bits     []uint64               // of all blocks, one after the other
	blocks   [dimensions][][]uint64 // sets, in bits
	common   [dimensions][]uint64   // of so many dimensions
}

// read takes the blocks of a part by some dimensions.
func (c *combiner) read(t *Table, part int, apart uint8) {
	c.table, c.families = t, t.of(part)
	c.words = (len(c.families) + 63) / 64
	all := 0
	for d := range dimensions {
		if c.blocks[d] = c.blocks[d][:0]; apart&(1<<d) != 0 {
			all += slices.Max(t.blocks[d][part]) + 1
		}
	}
	c.bits = slices.Grow(c.bits[:0], all*c.words)[:all*c.words]
	clear(c.bits)
	left := c.bits
	for d := range dimensions {
		c.common[d] = slices.Grow(c.common[d][:0], c.words)[:c.words]
		if apart&(1<<d) == 0 {
			continue
		}
		of := t.blocks[d][part]
		for range slices.Max(of) + 1 {
			c.blocks[d] = append(c.blocks[d], left[:c.words:c.words])
			left = left[c.words:]
		}
		for i, f := range c.families {
			c.blocks[d][of[f.Category[d]]][i/64] |= 1 << (i % 64)
		}
	}
}

// together chooses of some dimensions. What two dimensions do not tell, no more of them
// tell: pairs are looked at first, and of larger sets those alone of which every pair
// passes.
func (c *combiner) together(apart uint8) uint8 {
	var with [dimensions]uint8 // the dimensions with which each is told
	for d := range dimensions {
		for e := d + 1; e < dimensions; e++ {
			if pair := uint8(1)<<d | 1<<e; pair&^apart == 0 && c.tells(pair) {
				with[d], with[e] = with[d]|1<<e, with[e]|1<<d
			}
		}
	}
	for _, set := range sets {
		if pairwise(set, with) && (size(set) == 2 || c.tells(set)) {
			return set
		}
	}
	return 0
}

// pairwise reports whether each dimension of a set is told with each other.
func pairwise(set uint8, with [dimensions]uint8) bool {
	for d := range dimensions {
		if own := uint8(1) << d; set&own != 0 && set&^own&^with[d] != 0 {
			return false
		}
	}
	return true
}

// sets are all sets of two and more dimensions, as bits, larger ones first and among
// equals those of earlier dimensions.
var sets = func() (out []uint8) {
	for set := uint8(1); set < 1<<dimensions; set++ {
		if size(set) > 1 {
			out = append(out, set)
		}
	}
	slices.SortFunc(out, func(a, b uint8) int {
		if size(a) != size(b) {
			return size(b) - size(a)
		}
		return int(a) - int(b)
	})
	return out
}()

func size(set uint8) int { return bits.OnesCount8(set) }

// tells reports whether every combination of blocks of some dimensions passes.
func (c *combiner) tells(set uint8) bool {
	first := bits.TrailingZeros8(set)
	for _, block := range c.blocks[first] {
		if !c.passes(block, set&(set-1)) {
			return false
		}
	}
	return true
}

// passes reports whether every combination of some families with blocks of some dimensions
// does. Of too few families, one of some does not.
func (c *combiner) passes(families []uint64, set uint8) bool {
	n := 0
	for _, word := range families {
		n += bits.OnesCount64(word)
	}
	switch {
	case n == 0:
		return true
	case int64(n) < c.table.rule.KK:
		return false
	case set == 0:
		return c.table.rule.Passes(c.sum(families))
	}
	first := bits.TrailingZeros8(set)
	for _, block := range c.blocks[first] {
		both := c.common[first]
		for i := range both {
			both[i] = families[i] & block[i]
		}
		if !c.passes(both, set&(set-1)) {
			return false
		}
	}
	return true
}

func (c *combiner) sum(families []uint64) (s partition.Sum) {
	for i, word := range families {
		for ; word > 0; word &= word - 1 {
			s = s.Plus(sumOf(c.families[64*i+bits.TrailingZeros64(word)]))
		}
	}
	return s
}
