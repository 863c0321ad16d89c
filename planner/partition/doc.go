// Package partition divides the families of a branch into parts of which numbers may be
// told without telling those of a family: the finest cells, and groups of them, that
// hold enough families and of whose money none holds too much.
//
// It is a kernel: numbers in, numbers out. It decides with whole numbers, draws nothing
// at random and iterates nothing in map order.
//
// # The tree
//
// Areas (desa) lie in regions (kecamatan). Each cell lies in one area and under one cell
// of every coarser level. Areas with too few families are joined with a neighbour to a
// group; every part lies in one group, so that the number of a group, of a region and of
// the branch is a sum of whole parts and their differences tell nothing new.
//
// # Parts
//
// A finest cell that passes Rule is a part. The others of a group are cut, in the order of
// their numbers, which is one of place, into runs that pass: by dynamic programming, so that
// as many families as can be are told of in the room of one cell of the middle level or
// less; what would keep a run from being so small is left over, and all that is left over
// of a group is one part. What is told says in which cells of the middle level somebody lives, and that
// somebody lives at both ends of a run: a run has families to spare for that.
//
// Families of which only the area is known are a part of their group; where they are too
// few, they are counted in its largest part: joined with a neighbour's, they would be what
// the area's sum holds more than its parts.
//
// # Later
//
// The parts stand for a quarter while families come and go. Hide says what must not be
// told of a month in which parts no longer pass; Blocks, which categories of a part
// may be told apart.
package partition
