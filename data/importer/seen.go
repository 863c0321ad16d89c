package importer

import (
	"hash/maphash"
	"math/bits"
)

// seen remembers the rows of a file by key, compactly: there may be a million.
type seen struct {
	slots []sighting // open addressing; a line of 0 is free
	kin   []uint32   // of each slot: a print of what rows of one thing have in common
	used  int
}

// sighting is where a key was met first, and a print of all that stood there.
type sighting struct {
	key   uint64
	print uint32
	line  uint32
}

// add tells on which line the key was met before, 0 where it is new, whether all
// was the same there, and whether what kin stands for was.
func (s *seen) add(key uint64, print, kin uint32, line int64) (first int64, same, related bool) {
	if s.used*4 >= len(s.slots)*3 {
		s.grow()
	}
	i := s.place(key)
	if at := s.slots[i]; at.line != 0 {
		return int64(at.line), at.print == print, s.kin[i] == kin
	}
	s.slots[i], s.kin[i] = sighting{key, print, uint32(line)}, kin
	s.used++
	return 0, false, false
}

// place is the slot that holds the key, or the free one where it belongs.
func (s *seen) place(key uint64) int {
	for i := startOf(key, len(s.slots)); ; i++ {
		if i == len(s.slots) {
			i = 0
		}
		if at := &s.slots[i]; at.line == 0 || at.key == key {
			return i
		}
	}
}

// startOf spreads keys over n slots.
func startOf(key uint64, n int) int {
	at, _ := bits.Mul64(key*0x9e3779b97f4a7c15, uint64(n))
	return int(at)
}

// larger is the size that n slots grow to: the last step is most of the memory.
func larger(n int) int { return max(1<<10, n+n/2) }

func (s *seen) grow() {
	old, kin := s.slots, s.kin
	s.slots, s.kin = make([]sighting, larger(len(old))), make([]uint32, larger(len(old)))
	for i, one := range old {
		if one.line != 0 {
			at := s.place(one.key)
			s.slots[at], s.kin[at] = one, kin[i]
		}
	}
}

// numbers is a set of numbers but 0, half the size of seen.
type numbers struct {
	slots []uint64
	used  int
}

// add tells whether n was there before.
func (s *numbers) add(n uint64) bool {
	if s.used*4 >= len(s.slots)*3 {
		old := s.slots
		s.slots, s.used = make([]uint64, larger(len(old))), 0
		for _, one := range old {
			if one != 0 {
				s.add(one)
			}
		}
	}
	for i := startOf(n, len(s.slots)); ; i++ {
		if i == len(s.slots) {
			i = 0
		}
		switch at := &s.slots[i]; *at {
		case n:
			return true
		case 0:
			*at = n
			s.used++
			return false
		}
	}
}

// digits is an identity number as a number: 16 digits fit.
func digits(s string) (n uint64) {
	for i := range len(s) {
		n = n*10 + uint64(s[i]-'0')
	}
	return n
}

var printSeed = maphash.MakeSeed()

func printOf(b []byte) uint64 { return maphash.Bytes(printSeed, b) }
