package parcel

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// Told to stop at any moment, plans pass their check and claim no more than the search
// that went to its end came to.
func TestWhatIsStoppedClaimsNothingFalse(t *testing.T) {
	cut := 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 20))
		p := small(r)
		whole, err := Solve(p, Options{Split: 9})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		patience := r.IntN(30)
		plan, err := Solve(p, Options{Split: 9, Stop: func() bool { patience--; return patience < 0 }})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := Check(p, plan); err != nil && !errors.Is(err, ErrUnchecked) {
			t.Errorf("seed %d: check: %v", seed, err)
		}
		if plan.Status != Optimal {
			cut++
		} else if plan.Total != whole.Total || plan.Terms.Agents != whole.Terms.Agents {
			t.Errorf("seed %d: %+v is called optimal, the best is %+v", seed, plan.Terms, whole.Terms)
		}
	}
	if cut < 20 {
		t.Errorf("only %d plans were cut short: the stop does nothing", cut)
	}
}

// Where many units may be divided and not all agents fit, a stop is heard between the
// ways to divide them, of which there are thousands.
func TestManyWaysToDivideHearTheStop(t *testing.T) {
	p := kecamatan(0, 30, 100, 6, false)
	p.Upper = 452
	for i := range p.Weight {
		p.Unit = append(p.Unit, i/2)
	}
	asked, patience := 0, 500
	plan, err := Solve(p, Options{Stop: func() bool { asked++; return asked > patience }})
	if err != nil {
		t.Fatal(err)
	}
	if asked <= patience {
		t.Fatalf("all was done after %d questions: %+v", asked, plan.Terms)
	}
	if asked > patience+200 {
		t.Errorf("went on for %d questions after the stop", asked-patience)
	}
	if plan.Status == Optimal {
		t.Error("what was stopped is called optimal")
	}
}
