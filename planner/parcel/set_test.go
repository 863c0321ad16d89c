package parcel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// members are those of a set, by asking for each.
func members(s set) (out []int) {
	for i := range most {
		if s.has(i) {
			out = append(out, i)
		}
	}
	return out
}

// Sets of as many nodes as there may be do what lists of their members do.
func TestSetsDoWhatListsDo(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 41))
		a, b := set{}, set{}
		in := func(s set) func(int) bool {
			all := members(s)
			return func(i int) bool { return slices.Contains(all, i) }
		}
		for range r.IntN(20) {
			a.add(r.IntN(most))
			b.add(r.IntN(most))
		}
		if r.IntN(4) == 0 {
			b = a.or(b)
		}
		pick := func(f func(i int) bool) (out []int) {
			for i := range most {
				if f(i) {
					out = append(out, i)
				}
			}
			return out
		}
		inA, inB := in(a), in(b)
		for name, pair := range map[string][2][]int{
			"or":      {members(a.or(b)), pick(func(i int) bool { return inA(i) || inB(i) })},
			"and":     {members(a.and(b)), pick(func(i int) bool { return inA(i) && inB(i) })},
			"without": {members(a.without(b)), pick(func(i int) bool { return inA(i) && !inB(i) })},
			"each":    {eachOf(a), members(a)},
		} {
			if !slices.Equal(pair[0], pair[1]) {
				t.Errorf("seed %d: %s is %v, want %v", seed, name, pair[0], pair[1])
			}
		}
		if got, want := a.meets(b), len(members(a.and(b))) > 0; got != want {
			t.Errorf("seed %d: %v meets %v: %v", seed, members(a), members(b), got)
		}
		if got, want := a.within(b), len(members(a.without(b))) == 0; got != want {
			t.Errorf("seed %d: %v within %v: %v", seed, members(a), members(b), got)
		}
		if a.empty() != (len(members(a)) == 0) {
			t.Errorf("seed %d: %v is empty: %v", seed, members(a), a.empty())
		}
		want := -1
		if all := members(a); len(all) > 0 {
			want = all[0]
		}
		if got := a.lowest(); got != want {
			t.Errorf("seed %d: the lowest of %v is %d", seed, members(a), got)
		}
		i := r.IntN(most)
		if c := a.with(i); !c.has(i) || a.has(i) != inA(i) {
			t.Errorf("seed %d: %v with %d is %v, and %v itself", seed, members(a), i, members(c), members(a))
		}
		if a.remove(i); a.has(i) {
			t.Errorf("seed %d: %d is still there", seed, i)
		}
	}
}

func eachOf(s set) (out []int) {
	s.each(func(i int) { out = append(out, i) })
	return out
}
