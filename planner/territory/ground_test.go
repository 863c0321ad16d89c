package territory

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"binaan/planner"
)

// grounds are kecamatan of odd shapes, a band of 90 to 110, and so many kader.
var grounds = map[string]func(t *testing.T, rng *rand.Rand) Input{
	"valley": func(t *testing.T, rng *rand.Rand) Input {
		in := islands(t, weights(rng, 14, 15, 70)...)
		in.Links = nil
		for i := 1; i < len(in.Blocks); i++ {
			in.Links = append(in.Links, planner.Link{A: i - 1, B: i})
		}
		return in
	},
	"islands": func(t *testing.T, rng *rand.Rand) Input {
		in := islands(t, weights(rng, 12, 15, 70)...)
		in.Links = nil
		for i := 1; i < len(in.Blocks); i++ {
			in.Links = append(in.Links, planner.Link{A: i - 1, B: i, Gap: i%4 == 0})
		}
		return in
	},
	"city": func(t *testing.T, rng *rand.Rand) Input {
		in := shire(t, rng, 5, 1)
		for i := range in.Blocks {
			in.Blocks[i].Eligible, in.Blocks[i].Households = 6*in.Blocks[i].Eligible, 6*in.Blocks[i].Households
		}
		return in
	},
}

func weights(rng *rand.Rand, n, least, most int) (out []int) {
	for range n {
		out = append(out, least+rng.IntN(most-least))
	}
	return out
}

// On every ground, with one kader, some, as many as there is work for, and more: the
// plan passes its check, as many as can be have a territory in the band and connected,
// what is left is found, and desa in two places are named.
func TestOddGroundsWithTooFewAndTooManyKader(t *testing.T) {
	t.Parallel()
	for name, ground := range grounds {
		for seed := range uint64(3) {
			for _, kader := range []int{1, 3, 6, 30} {
				t.Run(fmt.Sprintf("%s/seed=%d/kader=%d", name, seed, kader), func(t *testing.T) {
					rng := rand.New(rand.NewPCG(seed, 50))
					in := ground(t, rng)
					for len(in.Kader) < kader {
						k := in.Kader[0]
						k.ID, k.Home = planner.KaderID(len(in.Kader)+1), in.Blocks[rng.IntN(len(in.Blocks))].Centre
						in.Kader = append(in.Kader, k)
					}
					plan := designed(t, in, planner.Options{Seed: seed})
					judgeGround(t, in, plan)
				})
			}
		}
	}
}

func judgeGround(t *testing.T, in Input, plan Plan) {
	t.Helper()
	c, eligible := plan.Certificate, 0
	for _, b := range in.Blocks {
		eligible += b.Eligible
	}
	if c.InBand != c.Count || c.Connected != c.Count || c.Count > min(len(in.Kader), eligible/in.Rules.Territory.Lower) {
		t.Errorf("%d territories for %d kader, %d in band, %d connected", c.Count, len(in.Kader), c.InBand, c.Connected)
	}
	codes := map[string]bool{}
	for _, f := range plan.Findings {
		codes[f.Code] = true
	}
	if len(in.Kader) > eligible/in.Rules.Territory.Lower && !codes[FindingSurplus] {
		t.Errorf("%d kader for %d KK and nobody says that they are too many: %v", len(in.Kader), eligible, plan.Findings)
	}
	if left := plan.UnservedSum.Eligible; left > 0 && !codes[FindingTooFew] && !codes[FindingLeft] {
		t.Errorf("%d KK are left and nobody says why: %v", left, plan.Findings)
	}
	for _, x := range plan.Territories {
		for _, part := range x.Desa {
			if !part.Whole && !slices.Contains(c.Whole.Above, part.Code) && !slices.Contains(c.Whole.Split, part.Code) {
				t.Errorf("territory %d has a part of %s, which nobody names", x.ID, part.Code)
			}
		}
	}
}

// BenchmarkCity divides a city of twelve desa of some hundred to 2,500 eligible KK each
// among so many kader, in the usual band.
func BenchmarkCity(b *testing.B) {
	for _, kader := range []int{3, 12, 24} {
		b.Run(fmt.Sprintf("kader=%d", kader), func(b *testing.B) {
			in := shire(b, rand.New(rand.NewPCG(7, 2)), 12, kader)
			in.Rules.Territory.Lower, in.Rules.Territory.Target, in.Rules.Territory.Upper = 450, 500, 550
			desa := map[string]int{}
			for i := range in.Blocks {
				x := &in.Blocks[i]
				x.Eligible, x.Households, x.Expected = 80*x.Eligible, 80*x.Households, 80*x.Expected
				desa[string(x.Desa)] += x.Eligible
			}
			for b.Loop() {
				plan, err := Design(b.Context(), in, planner.Options{Seed: 1})
				if err == nil {
					err = plan.Check(in)
				}
				if err != nil {
					b.Fatal(err)
				}
				c, largest := plan.Certificate, 0
				for _, kk := range desa {
					largest = max(largest, kk)
				}
				b.ReportMetric(float64(c.Count), "territories")
				b.ReportMetric(float64(c.InBand), "in-band")
				b.ReportMetric(float64(len(c.Whole.Above)), "desa-above-band")
				b.ReportMetric(float64(largest), "largest-desa")
				b.ReportMetric(100*float64(c.Whole.Most-c.Whole.Worth)/float64(max(1, c.Whole.Most)), "%gap")
			}
		})
	}
}

// A city with kader for all whose blocks are too coarse to serve every family: kader do
// not stand idle where dividing a desa makes one territory more.
func TestKaderDoNotStandIdleWhereNotAllCanBeServed(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(7, 2)), 12, 24)
	in.Rules.Territory.Lower, in.Rules.Territory.Target, in.Rules.Territory.Upper = 450, 500, 550
	for i := range in.Blocks {
		x := &in.Blocks[i]
		x.Eligible, x.Households, x.Expected = 80*x.Eligible, 80*x.Households, 80*x.Expected
	}
	many := designed(t, in, planner.Options{Seed: 1})
	in.Kader = in.Kader[:12]
	few := designed(t, in, planner.Options{Seed: 1})
	if many.Certificate.Count < few.Certificate.Count {
		t.Errorf("24 kader have %d territories, 12 of them %d", many.Certificate.Count, few.Certificate.Count)
	}
}
