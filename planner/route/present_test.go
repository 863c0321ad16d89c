package route

import (
	"math/rand/v2"
	"testing"
)

// Days are ranked by what visits are worth now; people are shown cash and later apart,
// neither of them discounted.
func TestPrizesArePresentValues(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(1, 7)), 20, 2)
	m, err := newMonth(t.Context(), in, 1)
	if err != nil {
		t.Fatal(err)
	}
	waits := 0
	for d := range m.days {
		for i, windows := range m.problem.Days[d].Windows {
			for k, w := range windows {
				worth := m.worths[d][i][k]
				if want := int64(in.Rules.Yield.Present(worth.Cash, worth.Later)); w.Prize != want {
					t.Fatalf("day %d: a visit that brings %v and %v later is a prize of %d, want %d", d, worth.Cash, worth.Later, w.Prize, want)
				}
				if w.Prize < int64(worth.Expected()) {
					waits++
				}
			}
		}
	}
	if waits == 0 {
		t.Error("nothing comes later")
	}
}
