package territory

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// dev60 is the flat county of 3,000 cells and 60 kader that benchmarks share,
// as one kecamatan.
func dev60(t testing.TB) Input {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "bench", "territory", "dev60.json"))
	if os.IsNotExist(err) {
		t.Skip("../shared is absent")
	}
	var file struct {
		Cells []struct {
			X, Y float64
			W    int
			Desa int
		}
		Edges [][3]any
		Kader []struct{ Cell int }
	}
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Rules: plannertest.Rules(t, "2026-12-01"), Grain: planner.GrainCell}
	in.Day = in.Rules.Day
	at := func(x, y float64) geo.Position { return geo.Position{Lon: 110 + x/111_195, Lat: y / 111_195} }
	for i, c := range file.Cells {
		in.Blocks = append(in.Blocks, planner.Block{
			BlockKey: planner.BlockKey{Desa: geo.AreaCode(fmt.Sprintf("99.01.01.%04d", 1000+c.Desa)), Cell: geo.Cell(i + 1)}, Centre: at(c.X, c.Y),
			Households: c.W, Eligible: c.W, Members: 3 * c.W, Arrears: planner.Rupiah(c.W) * 2_000_000, Expected: planner.Rupiah(c.W) * 40_000,
		})
	}
	for _, e := range file.Edges {
		in.Links = append(in.Links, planner.Link{A: int(e[0].(float64)), B: int(e[1].(float64))})
	}
	for i, k := range file.Kader {
		c := file.Cells[k.Cell]
		in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(i + 1), Kecamatan: "99.01.01", Status: planner.KaderActive, From: in.Day - 9, Until: in.Day + 99, Home: at(c.X, c.Y)})
	}
	return in
}

var (
	once     sync.Once
	division Plan
)

// inForce is dev60 and a division of it that was found before.
func inForce(t *testing.T) (Input, Plan) {
	t.Helper()
	in := dev60(t)
	once.Do(func() { division = designed(t, in, planner.Options{Seed: 1, Iterations: 4_000_000}) })
	before := division
	if c := before.Certificate; c.InBand != 60 || c.Connected != 60 {
		t.Fatalf("certificate %+v", c)
	}
	before.Territories = slices.Clone(before.Territories)
	return in, before
}

func TestLeaverAndJoinerMoveFewFamilies(t *testing.T) {
	t.Parallel()
	in, before := inForce(t)
	after := map[string]Input{}
	for _, id := range []planner.KaderID{11, 21, 28, 60} { // some of them in corners, where passing on is hardest
		after[fmt.Sprintf("kader %d leaves", id)] = in.Without(id, before)
	}
	for _, id := range []planner.KaderID{60} {
		after[fmt.Sprintf("kader %d is joined", id)] = in.With(candidate(in, id), before)
	}
	for name, next := range after {
		c := designed(t, next, planner.Options{Seed: 1, Iterations: 8_000_000}).Certificate // a seventh of the usual
		if c.InBand != c.Count || c.Connected != c.Count || c.Count != len(next.Kader) || c.Moved > 2*c.MovedBound {
			t.Errorf("%s: %d in band and %d connected of %d, %d KK moved, at least %d", name, c.InBand, c.Connected, c.Count, c.Moved, c.MovedBound)
		}
	}
}

// candidate is a new kader who lives where kader id does.
func candidate(in Input, id planner.KaderID) planner.Kader {
	k := in.Kader[id-1]
	k.ID = 100
	return k
}

func TestRefreshMovesOnlyWhatTheBandAsksFor(t *testing.T) {
	in, before := inForce(t)
	rng := rand.New(rand.NewPCG(1, 60))
	for i := range in.Blocks {
		if n := rng.IntN(10); n < 2 {
			in.Blocks[i].Eligible = max(0, in.Blocks[i].Eligible+1-2*n)
		}
	}
	in.Previous = before.Territories
	c := designed(t, in, planner.Options{Seed: 1, Iterations: 6_000_000}).Certificate
	if c.InBand != 60 || c.Connected != 60 || c.Moved > 200 {
		t.Errorf("%d in band, %d connected, %d of 30,000 KK moved, at least %d", c.InBand, c.Connected, c.Moved, c.MovedBound)
	}
	in.Redraw = true
	if again := designed(t, in, planner.Options{Seed: 2, Iterations: 1_000_000}).Certificate; again.Moved <= c.Moved {
		t.Errorf("drawn anew %d KK move, settled %d", again.Moved, c.Moved)
	}
}

func TestLockedTerritoriesStayBitIdentical(t *testing.T) {
	in, before := inForce(t)
	for i := range before.Territories {
		before.Territories[i].Locked = i%4 == 0
	}
	after := designed(t, in.Without(28, before), planner.Options{Seed: 1, Iterations: 3_000_000})
	for _, was := range before.Territories {
		if !was.Locked || was.Kader == 28 {
			continue
		}
		at := slices.IndexFunc(after.Territories, func(x Territory) bool { return x.Kader == was.Kader })
		if diff := cmp.Diff(was, after.Territories[at], cmpopts.IgnoreFields(Territory{}, "ID")); diff != "" {
			t.Errorf("locked territory of kader %d changed:\n%s", was.Kader, diff)
		}
	}
}

func TestNewKaderTakesOverFromTheOneWhoLeft(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(4, 2)), 3)
	before := designed(t, in, planner.Options{Seed: 5, Iterations: 50_000})
	heir := in.Kader[1]
	heir.ID = 77
	next := in.Without(2, before)
	next.Kader = append(next.Kader, heir)
	after := designed(t, next, planner.Options{Seed: 5})
	for _, was := range before.Territories {
		who := was.Kader
		if who == 2 {
			who = 77
		}
		at := slices.IndexFunc(after.Territories, func(x Territory) bool { return x.Kader == who })
		if diff := cmp.Diff(was.Blocks, after.Territories[at].Blocks); diff != "" {
			t.Errorf("territory of kader %d:\n%s", who, diff)
		}
	}
	if c := after.Certificate; c.Moved != c.MovedBound {
		t.Errorf("%d KK moved, at least %d", c.Moved, c.MovedBound)
	}
}

func TestJoinerWhereFamiliesAreLeftMovesNobody(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(1, 2)), 1)
	before := designed(t, in, planner.Options{Seed: 1, Iterations: 50_000})
	joiner := in.Kader[0]
	joiner.ID = 77
	c := designed(t, in.With(joiner, before), planner.Options{Seed: 1}).Certificate
	if c.Count != 2 || c.InBand != 2 || c.Moved > 0 || c.Expected <= before.Certificate.Expected || c.MostValue < c.Value {
		t.Errorf("certificate %+v after %+v", c, before.Certificate)
	}
}

func TestFrontierTradesMovedFamiliesForShape(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(9, 2)), 3, 3)
	before := designed(t, in, planner.Options{Seed: 5, Iterations: 50_000})
	got, err := in.Without(2, before).Frontier(t.Context(), planner.Options{Seed: 1, Iterations: 2_000_000})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 5 || got[0].Moved < got[0].MovedBound || got[0].Stay == 0 {
		t.Errorf("frontier %+v", got)
	}
	for _, c := range got[1:] {
		if c.Moved < got[0].Moved || c.InBand < got[0].InBand {
			t.Errorf("%+v beside %+v", c, got[0])
		}
	}
}

// BenchmarkLeaversAndJoiners has each of the 60 kader leave, and one join at each
// home, from divisions of three seeds, and reports KK moved as a multiple of the bound.
func BenchmarkLeaversAndJoiners(b *testing.B) {
	in := dev60(b)
	for b.Loop() {
		for seed := range uint64(3) {
			before := designed(b, in, planner.Options{Seed: seed + 1, Iterations: 4_000_000})
			var leave, join []float64
			for _, k := range in.Kader {
				for at, next := range map[*[]float64]Input{&leave: in.Without(k.ID, before), &join: in.With(candidate(in, k.ID), before)} {
					c := designed(b, next, planner.Options{Seed: 1}).Certificate
					if c.InBand != c.Count || c.Connected != c.Count {
						b.Errorf("seed %d, kader %d: %d in band and %d connected of %d", seed+1, k.ID, c.InBand, c.Connected, c.Count)
					}
					*at = append(*at, float64(c.Moved)/float64(c.MovedBound))
				}
			}
			slices.Sort(leave)
			slices.Sort(join)
			b.ReportMetric(leave[len(leave)/2], fmt.Sprintf("leave%d-median", seed+1))
			b.ReportMetric(leave[len(leave)-1], fmt.Sprintf("leave%d-worst", seed+1))
			b.ReportMetric(join[len(join)-1], fmt.Sprintf("join%d-worst", seed+1))
		}
	}
}
