package route

import (
	"math"
	"testing"

	"binaan/planner"
)

func brings(cash planner.Rupiah, lumps, spread float64) Outlook {
	return Outlook{Cash: cash, Lumps: lumps, Spread: spread, Band: planner.BandOf(cash, lumps, spread), Version: "prior"}
}

func width(o Outlook) float64 { return float64(o.Band.High - o.Band.Low) }

// Forty kader whose payments are lumps and whose level is known: the band of all is as
// wide as that of one times the root of forty. With a level that is uncertain for all
// and no lumps it is forty times as wide.
func TestLumpsEvenOutAndAWrongLevelDoesNot(t *testing.T) {
	for _, c := range []struct {
		name         string
		one          Outlook
		want, within float64
	}{
		{"lumps", brings(50e6, 1e14, 0), math.Sqrt(40), 1e-6},
		{"level", brings(50e6, 0, 0.2), 40, 1e-6},
	} {
		var all Outlook
		for range 40 {
			all = all.Plus(c.one)
		}
		if got := width(all) / width(c.one); math.Abs(got-c.want) > c.want*c.within || all.Cash != 40*c.one.Cash {
			t.Errorf("%s: the band of forty is %.3f times as wide as that of one, want %.3f", c.name, got, c.want)
		}
	}
}

func TestTheOrderOfAddingUpDoesNotMatter(t *testing.T) {
	a, b, c := brings(50e6, 3e14, 0.2), brings(10e6, 9e13, 0.1), brings(0, 0, 0.2)
	x, y := a.Plus(b).Plus(c), c.Plus(b.Plus(a))
	if x.Cash != y.Cash || math.Abs(width(x)-width(y)) > 2 || width(x) > width(a)+width(b)+width(c)+2 {
		t.Errorf("%+v and %+v", x, y)
	}
}

// Months that were planned before an outlook said what its band is made of.
func TestBandsOfUnknownMakeAddUpByTheirEnds(t *testing.T) {
	old := Outlook{Cash: 50e6, Band: planner.Band{Low: 20e6, High: 80e6}}
	if got := old.Plus(brings(50e6, 1e14, 0.2)).Band; got.Low != 20e6+brings(50e6, 1e14, 0.2).Band.Low || got.High != 80e6+brings(50e6, 1e14, 0.2).Band.High {
		t.Errorf("band %+v", got)
	}
}
