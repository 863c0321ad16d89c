package parcel

import (
	"fmt"
	"math/bits"
	"slices"
)

// leastAtMost is how many choices of sets a check of the fewest splits looks at.
const leastAtMost = 3_000_000

// fewest holds a group to the claim that so many of its units have to be divided: for
// every choice of one unit fewer, as many sets as the plan has (in a cover: with all
// weight) do not fit, even if the units chosen could be divided at will between the
// sets that reach them. With fewer still no more would fit.
func (c *checker) fewest(proof Proof) error {
	if proof.Fewest == 0 {
		return nil
	}
	if len(proof.Groups) != 1 {
		return fmt.Errorf("a claim of %d splits in groups %v", proof.Fewest, proof.Groups)
	}
	t := c.plot(proof.Groups[0], c.p.Apart)
	var divisible []int
	for v, pieces := range t.pieces {
		if len(pieces) > 1 {
			divisible = append(divisible, v)
		}
	}
	sets, _ := c.within(proof.Groups)
	steps := leastAtMost
	for chosen := range combinations(divisible, proof.Fewest-1) {
		f := shares{c: c, t: &t, divided: chosen, steps: &steps}
		fits, err := f.fit(int(sets))
		if err != nil {
			return err
		}
		if fits {
			return fmt.Errorf("claims that %d units have to be divided; %d would do", proof.Fewest, len(chosen))
		}
	}
	return nil
}

// combinations are all ways to take n of some numbers.
func combinations(of []int, n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		var take func(from int, have []int) bool
		take = func(from int, have []int) bool {
			if len(have) == n {
				return yield(slices.Clone(have))
			}
			for i := from; i < len(of); i++ {
				if !take(i+1, append(have, of[i])) {
					return false
				}
			}
			return true
		}
		take(0, nil)
	}
}

// shares asks whether sets fit where some nodes can be divided at will.
type shares struct {
	c       *checker
	t       *plot
	divided []int
	steps   *int
	kernels map[int][]kernel // by lowest node
	void    []kernel         // of divided nodes alone
}

// kernel is the undivided part of a set, and the divided nodes it reaches, by place.
type kernel struct {
	in     set
	weight int64
	reach  uint
}

// fit reports whether so many sets fit.
func (f *shares) fit(sets int) (bool, error) {
	if err := f.collect(); err != nil {
		return false, err
	}
	var left int64
	for v, w := range f.t.weight {
		if !slices.Contains(f.divided, v) {
			left += w
		}
	}
	ok := f.place(0, sets, left, set{}, nil)
	if *f.steps < 0 {
		return false, ErrUnchecked
	}
	return ok, nil
}

// collect grows all connected sets as if divided nodes weighed nothing.
func (f *shares) collect() error {
	light := *f.t
	light.weight = slices.Clone(f.t.weight)
	for _, v := range f.divided {
		light.weight[v] = 0
	}
	grown, err := f.c.connected(light)
	if err != nil {
		return err
	}
	f.kernels = map[int][]kernel{}
	seen := map[set]bool{}
	for _, nodes := range grown {
		k := kernel{weight: light.weigh(nodes)}
		for _, v := range nodes {
			if !slices.Contains(f.divided, v) {
				k.in.add(v)
			}
		}
		k.reach = f.reach(nodes, k.in)
		switch {
		case k.in.empty() && !slices.ContainsFunc(f.void, func(x kernel) bool { return x.reach == k.reach }):
			f.void = append(f.void, k)
		case !k.in.empty() && !seen[k.in]:
			seen[k.in] = true
			f.kernels[k.in.lowest()] = append(f.kernels[k.in.lowest()], k)
		}
	}
	return nil
}

// reach are the divided nodes that hang together with a set by nodes of it and by
// divided ones.
func (f *shares) reach(nodes []int, in set) (out uint) {
	queue := slices.Clone(nodes)
	for at := 0; at < len(queue); at++ {
		if i := slices.Index(f.divided, queue[at]); i >= 0 {
			out |= 1 << i
		}
		for _, u := range f.t.near[queue[at]] {
			if (in.has(u) || slices.Contains(f.divided, u)) && !slices.Contains(queue, u) {
				queue = append(queue, u)
			}
		}
	}
	return out
}

// place decides node by node which kernel begins there, if any.
func (f *shares) place(v, sets int, left int64, taken set, chosen []kernel) bool {
	if *f.steps--; *f.steps < 0 || !f.fed(chosen) || left+f.weighDivided() < int64(sets)*f.c.p.Lower {
		return false
	}
	if sets == 0 {
		return !f.c.p.Cover || f.covers(taken) && f.emptied(chosen)
	}
	if v == len(f.t.pieces) {
		for i, k := range f.void {
			if f.alone(i, sets, taken, append(chosen, k)) {
				return true
			}
		}
		return false
	}
	if taken.has(v) || slices.Contains(f.divided, v) {
		return f.place(v+1, sets, left, taken, chosen)
	}
	rest := left - f.t.weight[v]
	for _, k := range f.kernels[v] {
		if !k.in.meets(taken) && f.place(v+1, sets-1, left-k.weight, taken.or(k.in), append(slices.Clip(chosen), k)) {
			return true
		}
	}
	return (!f.c.p.Cover || f.t.weight[v] == 0) && f.place(v+1, sets, rest, taken, chosen)
}

// alone fills up with sets of divided nodes only.
func (f *shares) alone(from, sets int, taken set, chosen []kernel) bool {
	if *f.steps--; *f.steps < 0 || !f.fed(chosen) {
		return false
	}
	if sets == 1 {
		return !f.c.p.Cover || f.covers(taken) && f.emptied(chosen)
	}
	for i := from; i < len(f.void); i++ {
		if f.alone(i, sets-1, taken, append(slices.Clip(chosen), f.void[i])) {
			return true
		}
	}
	return false
}

func (f *shares) weighDivided() (w int64) {
	for _, v := range f.divided {
		w += f.t.weight[v]
	}
	return w
}

// covers reports whether all undivided nodes with weight are taken.
func (f *shares) covers(taken set) bool {
	for v, w := range f.t.weight {
		if w > 0 && !taken.has(v) && !slices.Contains(f.divided, v) {
			return false
		}
	}
	return true
}

// fed reports whether the divided nodes hold what the kernels lack to the band.
func (f *shares) fed(chosen []kernel) bool {
	need := make([]int64, len(chosen))
	for i, k := range chosen {
		need[i] = max(0, f.c.p.Lower-k.weight)
	}
	_, unmet := f.flow(chosen, need)
	return unmet == 0
}

// emptied reports whether the kernels have room for all that the divided nodes weigh.
func (f *shares) emptied(chosen []kernel) bool {
	room := make([]int64, len(chosen))
	for i, k := range chosen {
		room[i] = f.c.p.Upper - k.weight
	}
	kept, _ := f.flow(chosen, room)
	return kept == 0
}

// flow sends as much as can be from divided nodes to kernels that reach them, along
// augmenting paths (Ford and Fulkerson 1956): what stays in the nodes, and what the
// kernels still want.
func (f *shares) flow(chosen []kernel, want []int64) (kept, unmet int64) {
	want = slices.Clone(want)
	have := make([]int64, len(f.divided))
	for i, v := range f.divided {
		have[i] = f.t.weight[v]
	}
	sent := make([][]int64, len(f.divided)) // by node, kernel
	for i := range sent {
		sent[i] = make([]int64, len(chosen))
	}
	for k := range chosen {
		for want[k] > 0 {
			from, by := f.path(chosen, have, sent, k, want[k], make([]bool, len(f.divided)))
			if by == 0 {
				break
			}
			have[from] -= by
			want[k] -= by
		}
	}
	for _, w := range have {
		kept += w
	}
	for _, w := range want {
		unmet += w
	}
	return kept, unmet
}

// path finds a node with something left from which kernel k can be served, moving
// what other kernels have; it books the flow and returns the node and the amount.
func (f *shares) path(chosen []kernel, have []int64, sent [][]int64, k int, want int64, seen []bool) (from int, by int64) {
	for r := chosen[k].reach; r != 0; r &= r - 1 {
		i := bits.TrailingZeros(r)
		if seen[i] {
			continue
		}
		seen[i] = true
		if by := min(want, have[i]); by > 0 {
			sent[i][k] += by
			return i, by
		}
		for other := range chosen {
			if sent[i][other] == 0 || other == k {
				continue
			}
			if from, by = f.path(chosen, have, sent, other, min(want, sent[i][other]), seen); by > 0 {
				sent[i][other] -= by
				sent[i][k] += by
				return from, by
			}
		}
	}
	return 0, 0
}
