package heat_test

import (
	"slices"

	"binaan/planner/heat"
)

// system is what is known of unknown numbers of families: sums of some, and that others
// are not nothing. They are whole and not negative.
type system struct {
	truth []int
	rows  map[string][]int // sums that are known, each once
	ones  map[string][]int // sums that are one at least
	in    [][]int          // of an unknown: the rows that it stands in
	list  [][]int
}

func newSystem(n int) *system {
	return &system{truth: make([]int, n), rows: map[string][]int{}, ones: map[string][]int{}}
}

func key(in []int) string {
	b := make([]byte, 0, 2*len(in))
	for _, v := range in {
		b = append(b, byte(v), byte(v>>8))
	}
	return string(b)
}

// state adds what a published value says of a sum; n is the truth, which a value told
// must be. That something is hidden says that it is not nothing, if it is one category.
func (s *system) state(in []int, v heat.Value, n int, one bool) {
	switch v.State {
	case heat.Told:
		if v.Value != int64(n) {
			panic("a number that is told is wrong")
		}
		s.equal(in, n)
	case heat.None:
		if n > 0 {
			panic("families that are said not to be")
		}
		s.equal(in, 0)
	case heat.Hidden:
		if one && n > 0 {
			s.least(in)
		}
	}
}

func (s *system) equal(in []int, _ int) { s.rows[key(in)], s.list = in, nil }

// known adds that a sum is not nothing, where that is so.
func (s *system) known(in []int) {
	for _, v := range in {
		if s.truth[v] > 0 {
			s.least(in)
			return
		}
	}
}

func (s *system) least(in []int) { s.ones[key(in)] = in }

// otherwise looks for another solution in which some unknowns have another sum: it
// changes one of them by one and mends, change by change, every sum that is no longer
// what is known. No solution found counts as none.
func (s *system) otherwise(group []int) bool {
	s.index()
	member := make([]bool, len(s.truth))
	for _, v := range group {
		member[v] = true
	}
	for depth := 2; depth <= 8; depth += 2 {
		for _, v := range group {
			for _, by := range []int{1, -1} {
				m := mending{system: s, member: member, change: make([]int, len(s.truth)), off: make([]int, len(s.list))}
				m.left = 20_000
				if m.apply(v, by); s.truth[v]+by >= 0 && m.mend(depth-1) {
					return true
				}
			}
		}
	}
	return false
}

func (s *system) index() {
	if s.list != nil {
		return
	}
	s.in = make([][]int, len(s.truth))
	for _, k := range sortedKeys(s.rows) {
		for _, v := range s.rows[k] {
			s.in[v] = append(s.in[v], len(s.list))
		}
		s.list = append(s.list, s.rows[k])
	}
}

func sortedKeys(m map[string][]int) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		if len(m[a]) != len(m[b]) {
			return len(m[a]) - len(m[b])
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	return out
}

type mending struct {
	*system
	member []bool
	change []int
	off    []int // by row: how far its sum is from what is known
	left   int   // tries
}

func (m *mending) apply(v, by int) {
	m.change[v] += by
	for _, r := range m.in[v] {
		m.off[r] += by
	}
}

// mend sets right the smallest sum that is off, in so many changes at most.
func (m *mending) mend(depth int) bool {
	m.left--
	off := slices.IndexFunc(m.off, func(n int) bool { return n != 0 })
	if off < 0 {
		return m.sound()
	}
	if depth == 0 || m.left < 0 {
		return false
	}
	by := 1
	if m.off[off] > 0 {
		by = -1
	}
	for _, v := range m.list[off] {
		if m.truth[v]+m.change[v]+by < 0 || m.change[v]*by < 0 {
			continue
		}
		if m.apply(v, by); m.mend(depth - 1) {
			return true
		}
		m.apply(v, -by)
	}
	return false
}

// sound reports whether the other solution is one, and another for the group.
func (m *mending) sound() bool {
	sum := 0
	for v, by := range m.change {
		if m.member[v] {
			sum += by
		}
	}
	if sum == 0 {
		return false
	}
	for _, in := range m.ones {
		n := 0
		for _, v := range in {
			n += m.truth[v] + m.change[v]
		}
		if n < 1 {
			return false
		}
	}
	return true
}
