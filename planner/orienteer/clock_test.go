package orienteer

import (
	"math/rand/v2"
	"testing"
)

// Told to stop, proofs go on with what is quick only, in the midst of a day as well: some
// went on for half the time of a month.
func TestProofsOfDaysEndWhenToldToStop(t *testing.T) {
	p := wideDay(rand.New(rand.NewPCG(2, 51)), 260, 8)
	p.Days = append(p.Days, p.Days[0], p.Days[0])
	for _, most := range []int{1, 2, 20} {
		asked := 0
		s, err := newSolver(p, Options{Stop: func() bool { asked++; return asked > most }})
		if err != nil {
			t.Fatal(err)
		}
		s.prove()
		if asked > most+8 {
			t.Errorf("asked %d times, told to stop at %d", asked, most)
		}
	}
}

// A search that is cut short still bounds every route, and is cut at once.
func TestAHaltedSearchStillBoundsTheDay(t *testing.T) {
	p := wideDay(rand.New(rand.NewPCG(2, 51)), 260, 8)
	whole := p.reach(0)
	full := whole.solve(candidate{}, 0, thorough)
	if !full.proven() {
		t.Fatalf("value %d, bound %d", full.value, full.bound)
	}
	for _, most := range []int{0, 1, 10} {
		halted, asked := whole, 0
		halted.halt = func() bool { asked++; return asked > most }
		a := halted.solve(candidate{}, 0, thorough)
		if a.bound < full.value || a.value > full.value || a.proven() {
			t.Errorf("after %d: value %d, bound %d of %d", most, a.value, a.bound, full.value)
		}
		if asked > most+8 {
			t.Errorf("asked %d times, told to stop at %d", asked, most)
		}
	}
}

// The last certificate begins while there is time for it, but not right after another.
func TestTheLastCertificateIsWorthItsTime(t *testing.T) {
	for _, c := range []struct {
		left, share     float64
		rounds, proofAt int
		late            bool
	}{
		{0.5, 0.1, 20, 8, false},
		{0.14, 0.1, 20, 8, true},  // time for one more
		{0.14, 0.1, 10, 8, false}, // which would say nothing new
		{0.01, 0.1, 10, 8, true},  // days have to be proven
		{0.3, 0.4, 20, 8, false},  // it would take too much
		{0.14, 0.1, 13, 8, true},  // five rounds are enough
		{0.14, 0.1, 12, 8, false}, // four are not
		{0.09, 0.1, 20, 8, false}, // it would not come to an end
	} {
		s := &solver{o: Options{Left: func() float64 { return c.left }}, master: &master{share: c.share, rounds: c.rounds, proofAt: c.proofAt}}
		if s.late() != c.late {
			t.Errorf("%+v: late %v", c, s.late())
		}
	}
}
