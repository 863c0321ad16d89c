package partition

// Levels is how many levels of cells there are below an area, coarsest first.
const Levels = 3

// Sum adds up families.
type Sum struct {
	KK    int64 // families
	Money int64 // of all
	Most  int64 // of the one that has most
}

// Plus is the sum of families that are not the same.
func (s Sum) Plus(o Sum) Sum { return Sum{s.KK + o.KK, s.Money + o.Money, max(s.Most, o.Most)} }

// Rule says when numbers of a set of families may be told.
type Rule struct {
	KK       int64 `json:"kk"`       // at least so many
	Permille int64 `json:"permille"` // none holds more of the money than this
	Unit     int64 `json:"unit"`     // families of a unit, in which what happened is told
}

// Passes reports whether the numbers of a set of families may be told.
func (r Rule) Passes(s Sum) bool { return s.KK >= r.KK && 1000*s.Most <= r.Permille*s.Money }

// together is Passes for n sets of each of which it is known that it has a family: with
// one to spare for every set but one, none is known to have just that one.
func (r Rule) together(s Sum, n int) bool {
	return s.KK >= r.KK+int64(max(0, n-1)) && r.Passes(s)
}

// Problem is a branch.
type Problem struct {
	Rule  Rule
	Areas []Area
	Cells []Cell // those without families too: they are on the map
}

// Area is a desa.
type Area struct {
	Region   int   // kecamatan
	Near     []int // areas, nearest first
	Unplaced Sum   // families of which only the area is known
}

// Cell is a cell of the finest level with the area's families in it.
type Cell struct {
	Area int
	Path [Levels]int64 // numbers of the cells around it, coarsest first, and its own
	Sum  Sum
}

// Kind is what a part is.
type Kind int8

// The kinds.
const (
	OfCell   Kind = iota // one cell of some level
	OfRest               // several cells, or a whole group
	Unplaced             // families of which only areas are known
)

// Part is a set of families.
type Part struct {
	Kind  Kind
	Group int
	Level int   // of the cell, or of the cell around all; 0: only the group is around
	Areas []int // of the group, ascending
	Cells []int // with or without families, ascending; none of Unplaced
	Unit  int
	Sum   Sum
}

// Fineness is the finest level of which a cell is no smaller than the part: the part
// lies in one, or takes no more room.
func (p Part) Fineness() int {
	room := Levels
	for n := 1; n < len(p.Cells) && room > 0; n *= 7 {
		room--
	}
	if p.Kind == Unplaced {
		return 0
	}
	return max(p.Level, room)
}

// Place leads to a part: families of the group in a cell, unless a finer place knows it.
// Level 0 stands for all of the group.
type Place struct {
	Group, Level int
	Cell         int64
	Part         int
}

// Plan is a division of a branch.
type Plan struct {
	Parts    []Part
	GroupOf  []int // by area
	RegionOf []int // by group; regions that share a group are one, named by its lowest
	Unplaced []int // by area: the part of families without a place
	Places   []Place
	Units    int
}
