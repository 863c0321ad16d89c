package heat_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/uber/h3-go/v4"

	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/partition"
)

// usual is the rule by which branches publish.
var usual = partition.Rule{KK: 10, Permille: 600, Unit: 100}

// terrain is a kind of ground: families with a place a cell of resolution 9 (0.1 km²), and
// the cells of a desa.
type terrain struct {
	name     string
	families float64
	desa     int
	city     bool
}

// The densities are those of the suppression study: 600, 143 and 25 KK/km².
var terrains = []terrain{
	{"city", 63, 12, true},
	{"town", 15, 35, false},
	{"country", 2.6, 80, false},
}

// branch is a generated one.
type branch struct {
	partition.Problem
	families []home
}

// home is a family of a cell, or (-1) of which only the desa is known.
type home struct {
	heat.Family
	area, cell int
}

// ground is a generated branch: desa about random points, families in clumps (a gamma
// factor of variance 1 to each cell), and a quarter as many without a place.
func ground(t testing.TB, seed uint64, kind terrain, radius int) branch {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 11))
	middle, err := h3.LatLngToCell(h3.NewLatLng(-7.5+2*rng.Float64(), 109+2*rng.Float64()), 9)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := middle.GridDisk(radius)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(cells)
	at := make([][2]float64, len(cells))
	for i, c := range cells {
		p, err := c.LatLng()
		if err != nil {
			t.Fatal(err)
		}
		at[i] = [2]float64{p.Lng, p.Lat}
	}
	desa := scatter(rng, at, max(1, len(cells)/kind.desa))
	kecamatan := scatter(rng, at, max(1, len(desa)/12))
	p := branch{Problem: partition.Problem{Rule: usual, Areas: make([]partition.Area, len(desa))}}
	for a, here := range desa {
		p.Areas[a] = partition.Area{Region: nearest(kecamatan, here)[0], Near: nearest(desa, here)[1:min(len(desa), 8)]}
	}
	for i, c := range cells {
		cell := partition.Cell{Area: nearest(desa, at[i])[0]}
		for level := range partition.Levels {
			parent, err := c.Parent(7 + level)
			if err != nil {
				t.Fatal(err)
			}
			cell.Path[level] = int64(parent)
		}
		p.Cells = append(p.Cells, cell)
		for range poisson(rng, kind.families*rng.ExpFloat64()) {
			p.add(family(rng, cell.Area), cell.Area, i)
			if rng.IntN(4) == 0 {
				p.add(family(rng, cell.Area), cell.Area, -1)
			}
		}
	}
	return p
}

// add has a family live somewhere.
func (b *branch) add(f heat.Family, area, cell int) {
	b.families = append(b.families, home{f, area, cell})
	one := partition.Sum{KK: 1, Money: int64(f.Arrears), Most: int64(f.Arrears)}
	if cell < 0 {
		b.Areas[area].Unplaced = b.Areas[area].Unplaced.Plus(one)
		return
	}
	b.Cells[cell].Sum = b.Cells[cell].Sum.Plus(one)
}

// family is one as there are many: most of class III and long in arrears, few with a
// promise; two kader to a desa, and some desa without.
func family(rng *rand.Rand, area int) (f heat.Family) {
	often := func(weights ...int) uint16 {
		at := rng.IntN(100)
		for i, w := range weights {
			if at -= w; at < 0 {
				return uint16(i)
			}
		}
		return uint16(len(weights))
	}
	f.Category[heat.Class] = often(10, 20)
	f.Category[heat.Band] = often(10, 25)
	f.Category[heat.Status] = often(60, 25, 10)
	f.Category[heat.Channel] = often(80, 10, 7)
	f.Category[heat.Kader] = 2*uint16(area%2) + often(50)
	if area%5 > 0 {
		f.Category[heat.Covered] = 1
	}
	f.Months = int32([]int{2, 7, 20}[f.Category[heat.Band]])
	f.Arrears = planner.Rupiah(f.Months) * planner.Rupiah([]int64{150, 100, 35}[f.Category[heat.Class]]) * 1000 * planner.Rupiah(1+rng.IntN(5))
	return f
}

func scatter(rng *rand.Rand, at [][2]float64, n int) (points [][2]float64) {
	for range n {
		points = append(points, at[rng.IntN(len(at))])
	}
	return points
}

// nearest are the places of points, nearest first.
func nearest(points [][2]float64, to [2]float64) []int {
	order := make([]int, len(points))
	away := make([]float64, len(points))
	for i, p := range points {
		order[i], away[i] = i, math.Hypot(p[0]-to[0], p[1]-to[1])
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case away[i] < away[j]:
			return -1
		case away[i] > away[j]:
			return 1
		}
		return 0
	})
	return order
}

func poisson(rng *rand.Rand, mean float64) (n int) {
	for left := mean; ; n++ {
		if left -= rng.ExpFloat64(); left < 0 {
			return n
		}
	}
}
