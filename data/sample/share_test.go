package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"binaan/geo"
)

// Whole numbers in proportion: none is off by one or more, and they add up.
func TestSharesAddUpAndAreInProportion(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		total, weights, sum := rng.IntN(5000), make([]float64, 1+rng.IntN(40)), 0.0
		for i := range weights {
			weights[i] = 0.01 + rng.Float64()
			sum += weights[i]
		}
		left := total
		for i, n := range apportion(total, weights) {
			left -= n
			if exact := float64(total) * weights[i] / sum; math.Abs(float64(n)-exact) >= 1 {
				t.Errorf("%d of %d, exactly %v", n, total, exact)
			}
		}
		if left != 0 {
			t.Errorf("%d of %d were shared out to nobody", left, total)
		}
	}
	if got := fmt.Sprint(apportion(7, []float64{1, 1, 2})); got != "[2 2 3]" { // 1.75, 1.75, 3.5
		t.Errorf("7 among 1:1:2 are %s", got)
	}
}

func TestPortionsAreAboutEvenAndNoneTooSmall(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		n, least := 1+rng.IntN(30), rng.IntN(10)
		total := n*least + rng.IntN(3000)
		sum, smallest, largest := 0, math.MaxInt, 0
		for _, p := range portions(total, n, least, rng) {
			sum, smallest, largest = sum+p, min(smallest, p), max(largest, p)
		}
		if sum != total || smallest < least || largest-least > 3*(smallest-least+1)+1 {
			t.Errorf("%d in %d portions of %d and more: %d in all, %d to %d", total, n, least, sum, smallest, largest)
		}
	}
}

func TestNeedsStayBetweenTheirBounds(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 100 {
		weights, mean := make([]float64, 20+rng.IntN(60)), 0.0
		for i := range weights {
			weights[i] = math.Exp(0.6 * rng.NormFloat64())
		}
		clamp(weights, 0.18, 3.05)
		for _, w := range weights {
			mean += w / float64(len(weights))
			if w < 0.18 || w > 3.05 {
				t.Errorf("%v is out of bounds", w)
			}
		}
		if math.Abs(mean-1) > 1e-6 {
			t.Errorf("mean %v, want 1", mean)
		}
	}
}

func TestWhatWeighsNothingIsNeverPicked(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	picked := make([]int, 4)
	for range 6000 {
		picked[pick([]float64{1, 0, 2, 3}, rng)]++
	}
	if picked[1] != 0 || picked[0] < 850 || picked[0] > 1150 || picked[2] < 1800 || picked[2] > 2200 {
		t.Errorf("6,000 picks of 1:0:2:3 are %v", picked)
	}
}

// Names run out and are still told apart: each kecamatan's in all the branch, each desa's
// in its kecamatan.
func TestNoTwoPlacesAreCalledAlike(t *testing.T) {
	n := newNames(rand.New(rand.NewPCG(5, 0)))
	seen := map[string]bool{}
	for k := range 700 {
		kecamatan := n.kecamatan()
		if seen[kecamatan] || !strings.HasPrefix(kecamatan, "Kec. Contoh ") {
			t.Fatalf("kecamatan %d is called %s", k, kecamatan)
		}
		seen[kecamatan] = true
	}
	n.newKecamatan()
	desa := map[string]bool{}
	for range 400 {
		name := n.desa()
		if desa[name] {
			t.Fatalf("two desa are called %s", name)
		}
		desa[name] = true
	}
	n.newKecamatan()
	again := 0
	for range 300 {
		if desa[n.desa()] {
			again++
		}
	}
	if again == 0 {
		t.Error("another kecamatan's desa take no name of the first's: they run out")
	}
}

// A small sample keeps the size of its desa, and has a kader.
func TestASmallSampleIsASmallBranch(t *testing.T) {
	for _, households := range []int{1, 300, 1200, 20_000, PublishedHouseholds, 10 * PublishedHouseholds} {
		kecamatan, desa, kader := 0, 0, 0
		for _, c := range scaled(households) {
			kecamatan, desa, kader = kecamatan+c.kecamatan, desa+c.desa, kader+c.kader
			if c.kecamatan < 1 || c.desa < 5*c.kecamatan || c.kader < 1 || c.km2 <= 0 {
				t.Errorf("%d families: %+v", households, c)
			}
		}
		if households >= PublishedHouseholds && (desa != 900 || kader != 41) {
			t.Errorf("%d families have %d kecamatan, %d desa and %d kader", households, kecamatan, desa, kader)
		}
		if households == 20_000 && (desa < 120 || desa > 220) {
			t.Errorf("%d families have %d desa", households, desa)
		}
	}
}

func TestEveryKaderOfAMapIsSharedOut(t *testing.T) {
	for households, want := range map[int]int{1: 1, 20_000: 8, PublishedHouseholds: 41, 10 * PublishedHouseholds: 41} {
		l, sum := land{kader: map[geo.AreaCode]int{}}, 0
		l.shareKader(map[geo.AreaCode]int{"99.01": 30, "99.02": 60, "99.03": 10}, households)
		for _, n := range l.kader {
			sum += n
		}
		if sum != want || l.kader["99.02"] < l.kader["99.01"] || l.kader["99.01"] < l.kader["99.03"] {
			t.Errorf("%d families: %v, want %d in all", households, l.kader, want)
		}
	}
}
