package job_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
	"binaan/planner/territory"
)

// ground is how a made-up branch lies: so many kecamatan of so many desa of so many
// eligible KK each, and so many kader in each.
type ground struct {
	name                         string
	kecamatan, desa, least, most int
	kader                        int
	radius                       int                            // of a kecamatan, in cells
	land                         func(east, north float64) bool // in km from its middle
}

func everywhere(float64, float64) bool { return true }

var grounds = []ground{
	{"city, few kader", 4, 12, 600, 2500, 6, 12, everywhere},
	{"city, kader enough", 4, 12, 600, 2500, 36, 12, everywhere},
	{"30 desa", 4, 30, 60, 180, 4, 12, everywhere},
	{"45 desa", 4, 45, 40, 120, 4, 14, everywhere},
	{"60 desa", 4, 60, 30, 90, 4, 16, everywhere},
	{"islands", 8, 20, 40, 160, 3, 12, func(e, n float64) bool {
		return math.Mod(math.Abs(e)+100, 4) > 0.9 && math.Mod(math.Abs(n)+100, 5) > 0.9
	}},
	{"valley", 8, 16, 40, 200, 3, 20, func(e, n float64) bool { return math.Abs(n-2*math.Sin(e/2)) < 0.8 }},
	{"too many kader", 8, 12, 40, 160, 4, 10, everywhere},
}

// branch makes up a branch on the ground.
func (g ground) branch(b *testing.B, seed uint64) territory.Input {
	b.Helper()
	rules := plannertest.Rules(b, "2026-12-01")
	in := territory.Input{Day: rules.Day, Rules: rules}
	rng := rand.New(rand.NewPCG(seed, 60))
	for k := range g.kecamatan {
		middle := geo.Position{Lon: 110 + 0.4*float64(k%4), Lat: -7.5 + 0.4*float64(k/4)}
		g.settle(b, &in, rng, geo.AreaCode(fmt.Sprintf("99.01.%02d", k+1)), middle)
	}
	slices.SortFunc(in.Blocks, func(x, y planner.Block) int {
		if x.Desa != y.Desa {
			return slices.Compare([]byte(x.Desa), []byte(y.Desa))
		}
		return int(x.Cell>>1) - int(y.Cell>>1)
	})
	var err error
	if in.Links, err = planner.LinkBlocks(in.Blocks); err != nil {
		b.Fatal(err)
	}
	return in
}

// settle makes up a kecamatan: its desa are the cells nearest to a point of theirs.
func (g ground) settle(b *testing.B, in *territory.Input, rng *rand.Rand, kecamatan geo.AreaCode, middle geo.Position) {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	home, err := geo.CellAt(middle)
	must(err)
	disk, err := geo.Disk(home, g.radius)
	must(err)
	plane := geo.PlaneAt(middle)
	at := map[geo.Cell]geo.Position{}
	disk = slices.DeleteFunc(disk, func(c geo.Cell) bool {
		p, err := geo.Centre(c)
		must(err)
		x, y := plane.XY(p)
		at[c] = p
		return !g.land(x/1000, y/1000)
	})
	seeds := make([]geo.Position, g.desa)
	for s, i := range rng.Perm(len(disk))[:g.desa] {
		seeds[s] = at[disk[i]]
	}
	of, cells := map[geo.Cell]int{}, make([][]geo.Cell, g.desa)
	for _, c := range disk {
		best := 0
		for s, p := range seeds {
			if geo.Distance(p, at[c]) < geo.Distance(seeds[best], at[c]) {
				best = s
			}
		}
		of[c] = best
		cells[best] = append(cells[best], c)
	}
	code := func(s int) geo.AreaCode { return kecamatan + geo.AreaCode(fmt.Sprintf(".%04d", 2001+s)) }
	for s := range seeds {
		land := planner.Land{Desa: code(s)}
		for _, c := range cells[s] {
			around, err := geo.Disk(c, 1)
			must(err)
			for _, n := range around {
				if o, there := of[n]; there && o != s && !slices.Contains(land.Near, code(o)) {
					land.Near = append(land.Near, code(o))
				}
			}
		}
		in.Land = append(in.Land, land)
		rate := 20_000 + rng.IntN(40_000)
		kk := g.least + rng.IntN(g.most-g.least+1)
		for left := kk; left > 0; {
			n := min(left, 1+rng.IntN(2*kk/len(cells[s])+2))
			c := cells[s][rng.IntN(len(cells[s]))]
			left -= n
			key := planner.BlockKey{Desa: code(s), Cell: c}
			k := slices.IndexFunc(in.Blocks, func(x planner.Block) bool { return x.BlockKey == key })
			if k < 0 {
				k, in.Blocks = len(in.Blocks), append(in.Blocks, planner.Block{BlockKey: key, Centre: at[c]})
			}
			x := &in.Blocks[k]
			x.Households, x.Eligible, x.Expected = x.Households+n, x.Eligible+n, x.Expected+planner.Rupiah(n*rate)
		}
	}
	for range g.kader {
		in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(len(in.Kader) + 1), Kecamatan: kecamatan, Status: planner.KaderActive,
			From: in.Day - 9, Until: in.Day + 99, Home: at[disk[rng.IntN(len(disk))]]})
	}
}

// BenchmarkGrounds divides made-up branches by whole desa, a minute each at most, beside
// what branches do without a planner and METIS.
func BenchmarkGrounds(b *testing.B) {
	for _, g := range grounds {
		for seed := range uint64(2) {
			in := g.branch(b, seed)
			b.Run(fmt.Sprintf("%s/seed=%d", g.name, seed), func(b *testing.B) { besideRivals(b, in, minute) })
		}
	}
}

// minute are options with a budget of a minute of processor time from now on.
func minute() planner.Options {
	start := used()
	return planner.Options{Seed: 1, Clock: func() float64 { return (used() - start).Minutes() }}
}

// used is the processor time of this process.
func used() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
