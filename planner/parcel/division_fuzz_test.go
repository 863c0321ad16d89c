package parcel

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// FuzzDivision hands small branches out, listing sets or pricing them, told to stop after
// so many questions: what comes out is a division, its sum is right, and no bound is below
// what the same search comes to when nobody stops it.
func FuzzDivision(f *testing.F) {
	for seed := range uint64(24) {
		f.Add(seed, int8(seed%3)-1, uint16(seed*seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, list int8, patience uint16) {
		p := small(rand.New(rand.NewPCG(seed, 62)))
		whole, err := Solve(p, Options{Split: -1})
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		plan, err := Solve(p, Options{Split: -1, List: int(list), Stop: func() bool { asked++; return asked > int(patience) }})
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(p, plan); err != nil && !errors.Is(err, ErrUnchecked) {
			t.Error(err)
		}
		v, ok := judge(&p, plan.Part)
		if !ok || v.total != plan.Total || v.count != plan.Terms.Agents || v.weight != plan.Terms.Weight {
			t.Errorf("%+v is judged %+v, %v", plan.Terms, v, ok)
		}
		alike := plan.Terms.Agents == whole.Terms.Agents && (!p.Cover || plan.Terms.Weight == whole.Terms.Weight)
		if alike && (plan.Total > whole.Total || plan.Bound < whole.Total) {
			t.Errorf("%d of at most %d, the best is %d", plan.Total, plan.Bound, whole.Total)
		}
	})
}
