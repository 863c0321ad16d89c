package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"binaan/geo"
)

// scattered are households over the desa of three kecamatan, some in clumps far
// from the rest.
func scattered(t *testing.T, rng *rand.Rand, n int) []Household {
	t.Helper()
	var out []Household
	for i := range n {
		kec := rng.IntN(3)
		clump := float64(rng.IntN(4)) * 0.05
		at := geo.Position{Lon: 110.2 + float64(kec)*0.3 + clump + rng.Float64()*0.01, Lat: -7.5 + rng.Float64()*0.01}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Household{
			ID: HouseholdID(i + 1), Desa: geo.AreaCode(fmt.Sprintf("99.01.%02d.200%d", kec+1, rng.IntN(3)+1)), Cell: cell,
			Classes: make([]CareClass, 1+rng.IntN(4)), Months: rng.IntN(25), Arrears: Rupiah(rng.IntN(1e6)), ArrearsStatus: ArrearsActive,
		})
	}
	return append(out, Household{Desa: "99.01.01.2001", ArrearsStatus: ArrearsActive}, Household{Desa: "99.01.01.2001", Cell: out[0].Cell, ArrearsStatus: ArrearsPaid})
}

// gathered are households as linked blocks.
func gathered(t *testing.T, households []Household, eligible func(Household) bool, expected func(Household) (cash, later Rupiah)) ([]Block, []Link) {
	t.Helper()
	blocks, err := GatherBlocks(slices.Values(households), eligible, expected)
	if err != nil {
		t.Fatal(err)
	}
	links, err := LinkBlocks(blocks)
	if err != nil {
		t.Fatal(err)
	}
	return blocks, links
}

func TestBlocksKeepEverySumAndHangTogether(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		households := scattered(t, rng, 300)
		eligible := func(h Household) bool { return h.Months >= 12 }
		blocks, links := gathered(t, households, eligible, func(Household) (cash, later Rupiah) { return 10, 7 })
		var got, want Figures
		for _, b := range blocks {
			got.Add(b)
		}
		for _, h := range households[:300] {
			want.Add(Block{Households: 1, Members: h.Members(), Arrears: h.Arrears})
			if eligible(h) {
				want.Eligible, want.Expected, want.Later = want.Eligible+1, want.Expected+10, want.Later+7
			}
		}
		if got != want {
			t.Errorf("seed %d: blocks add up to %+v, households to %+v", seed, got, want)
		}
		checkJoined(t, seed, blocks, links)
	}
}

// checkJoined holds that links stay within a kecamatan, join all of it, and cross
// gaps no more often than there are pieces to join.
func checkJoined(t *testing.T, seed uint64, blocks []Block, links []Link) {
	t.Helper()
	touch, all := newSets(len(blocks)), newSets(len(blocks))
	gaps := 0
	for _, l := range links {
		if blocks[l.A].Desa.Kecamatan() != blocks[l.B].Desa.Kecamatan() {
			t.Fatalf("seed %d: link between two kecamatan", seed)
		}
		if l.Gap {
			gaps++
		} else {
			touch.join(l.A, l.B)
		}
		all.join(l.A, l.B)
	}
	pieces, kecamatan := touch.count(), map[geo.AreaCode]bool{}
	for _, b := range blocks {
		kecamatan[b.Desa.Kecamatan()] = true
	}
	if all.count() != len(kecamatan) || gaps != pieces-len(kecamatan) {
		t.Errorf("seed %d: %d kecamatan fall into %d parts; %d gaps crossed for %d pieces", seed, len(kecamatan), all.count(), gaps, pieces)
	}
}

type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) of(i int) int {
	for s[i] != i {
		i = s[i]
	}
	return i
}

func (s sets) join(a, b int) { s[s.of(a)] = s.of(b) }

func (s sets) count() int {
	n := 0
	for i := range s {
		if s[i] == i {
			n++
		}
	}
	return n
}

func TestGapIsCrossedWhereItIsShortest(t *testing.T) {
	var households []Household
	for _, lon := range []float64{110.50, 110.53, 110.55} {
		cell, err := geo.CellAt(geo.Position{Lon: lon, Lat: -7.5})
		if err != nil {
			t.Fatal(err)
		}
		households = append(households, Household{Desa: "99.01.01.2001", Cell: cell, ArrearsStatus: ArrearsActive})
	}
	blocks, links := gathered(t, households, func(Household) bool { return false }, nil)
	place := map[geo.Cell]int{}
	for i, b := range blocks {
		place[b.Cell] = i
	}
	middle := place[households[1].Cell]
	if len(links) != 2 || !links[0].Gap || !links[1].Gap {
		t.Fatalf("links %v, want two gaps", links)
	}
	for _, l := range links {
		if l.A != middle && l.B != middle {
			t.Errorf("link %v passes the middle block by", l)
		}
	}
}
