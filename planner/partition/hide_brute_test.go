package partition_test

import (
	"math/rand/v2"
	"testing"

	"binaan/planner/partition"
)

// Whoever adds and takes away what is told of small branches learns of no set of families
// that does not pass: every set of leaves whose sum follows from leaves, groups, regions
// and the branch is tried.
func TestNoSumOfFewFamiliesFollowsFromWhatIsTold(t *testing.T) {
	const seed = 11
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	rule := partition.Rule{KK: 10, Permille: 600, Unit: 100}
	hid := 0
	for n := range 3000 {
		leaves := make([]partition.Leaf, 1+rng.IntN(7))
		for i := range leaves {
			group := rng.IntN(3)
			leaves[i] = partition.Leaf{Group: group, Region: group / 2}
			if kk := rng.Int64N(25); kk > 3 {
				leaves[i].Sum = families(kk)
				if rng.IntN(5) == 0 {
					leaves[i].Sum.Most = leaves[i].Sum.Money * 7 / 10
				}
			}
		}
		hidden := partition.Hide(rule, leaves)
		for _, set := range follows(leaves, hidden) {
			var sum partition.Sum
			for i := range leaves {
				if set>>i&1 == 1 {
					sum = sum.Plus(leaves[i].Sum)
				}
			}
			if sum.KK > 0 && !rule.Passes(sum) {
				t.Fatalf("branch %d: of leaves %b, %+v of %+v, is told by %+v", n, set, sum, leaves, hidden)
			}
		}
		for i, leaf := range leaves {
			if hidden.Leaves[i] && leaf.Sum.KK > 0 {
				hid++
				break
			}
		}
	}
	if hid < 300 {
		t.Errorf("something was hidden in %d of 3,000 branches: the test sees one kind only", hid)
	}
}

// follows are the sets of leaves, a bit for each, whose sums are told or are what remains
// of a told one when told ones within it are taken away.
func follows(leaves []partition.Leaf, hidden partition.Hidden) (sets []uint) {
	var own []uint // that are told
	groups, regions, all := map[int]uint{}, map[int]uint{}, uint(0)
	for i, leaf := range leaves {
		bit := uint(1) << i
		groups[leaf.Group] |= bit
		regions[leaf.Region] |= bit
		all |= bit
		if !hidden.Leaves[i] {
			own = append(own, bit)
		}
	}
	for g, set := range groups {
		if !hidden.Groups[g] {
			own = append(own, set)
		}
	}
	for r, set := range regions {
		if !hidden.Regions[r] {
			own = append(own, set)
		}
	}
	if !hidden.All {
		own = append(own, all)
	}
	sets = append(sets, own...)
	for _, whole := range own {
		for take := range 1 << len(own) { // told sets within it that are apart from each other
			left := whole
			for k, part := range own {
				if take>>k&1 == 1 && part != whole {
					if left&part != part {
						left = 0
						break
					}
					left &^= part
				}
			}
			if left != 0 {
				sets = append(sets, left)
			}
		}
	}
	return sets
}
