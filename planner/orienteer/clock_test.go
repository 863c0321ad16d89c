package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Told to stop between two days, proofs go on with what is quick only: some went on for a
// quarter of the time of a month.
func TestProofsOfDaysEndWhenToldToStop(t *testing.T) {
	p := wideDay(rand.New(rand.NewPCG(2, 51)), 260, 8)
	p.Days = append(p.Days, p.Days[0], p.Days[0])
	asked := 0
	s, err := newSolver(p, Options{Stop: func() bool { asked++; return asked > 1 }})
	if err != nil {
		t.Fatal(err)
	}
	s.prove()
	if asked != 2 || slices.Contains(s.proven, true) {
		t.Errorf("asked %d times, proven %v", asked, s.proven)
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
