// Package parcel hands out whole units (desa) to agents (kader): every agent at
// most one connected set of whole units of one group (kecamatan) whose weight lies
// in a band. It finds the division of greatest value less what shape, rides,
// unevenness and movement are priced at, and proves it.
//
// It is a kernel: numbers in, numbers out. The same problem gives the same plan;
// nothing is drawn at random and no clock is read but the stop condition.
//
// # How
//
// Where the connected sets in the band can be listed, they are (list.go). One
// linear programme over the sets of all groups and all agents that may serve them
// (master.go) gives prices of units and agents; whole prices bound every division
// from above, and cases (branch.go) close what gap is left. Where there are too many
// sets to list, only those that prices have a use for are made (price.go), and in the
// end all that could be in a better division than the best one known: if these can be
// listed, cases over them prove the division as well (Screen).
//
// Agents that serve only their own group make the groups independent of each other.
//
// # Splitting
//
// A unit may consist of pieces. It is kept whole unless not all agents (Choose) or
// not all weight (Cover) fit otherwise; then the fewest units are split. That it
// takes so many is proven on units that could be divided at will, so no finer pieces
// would do with fewer.
//
// # Units
//
// Weights, values and prices are whole numbers; coordinates are whole metres on a
// plane. Everything that decides is computed in integers; the linear programme only
// suggests prices.
package parcel
