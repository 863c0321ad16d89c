package parcel

import "math/bits"

// set is a set of the nodes of a region.
type set [most / 64]uint64

func (s set) has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }

func (s *set) add(i int)    { s[i>>6] |= 1 << (i & 63) }
func (s *set) remove(i int) { s[i>>6] &^= 1 << (i & 63) }

func (s set) with(i int) set {
	s.add(i)
	return s
}

func (s set) or(t set) set      { return set{s[0] | t[0], s[1] | t[1]} }
func (s set) and(t set) set     { return set{s[0] & t[0], s[1] & t[1]} }
func (s set) without(t set) set { return set{s[0] &^ t[0], s[1] &^ t[1]} }
func (s set) meets(t set) bool  { return s[0]&t[0]|s[1]&t[1] != 0 }
func (s set) empty() bool       { return s[0]|s[1] == 0 }
func (s set) within(t set) bool { return s[0]&^t[0]|s[1]&^t[1] == 0 }

// lowest is the lowest member; -1 where there is none.
func (s set) lowest() int {
	if s[0] != 0 {
		return bits.TrailingZeros64(s[0])
	}
	if s[1] != 0 {
		return 64 + bits.TrailingZeros64(s[1])
	}
	return -1
}

// each calls f with every member, ascending.
func (s set) each(f func(i int)) {
	for k, word := range s {
		for ; word != 0; word &= word - 1 {
			f(k<<6 + bits.TrailingZeros64(word))
		}
	}
}
