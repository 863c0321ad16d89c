// Package heat works out what a map of a branch may show of a month: numbers of the parts
// of a partition, none of which tells of few families, whatever is filtered and compared.
//
// What a filter may tell is told part by part: the categories of each dimension are put
// together, in every part for itself, until every block passes the rule; and of all
// combinations of dimensions one is told at most, where every combination of its blocks
// passes. A filter is answered where it asks for whole blocks. Sums under a filter are
// sums of answers, so that nothing hidden follows from them.
//
// Families of a part that stop passing in a later month are hidden with others, so that no
// sum of a desa, a kecamatan or the branch tells of them (partition.Hide).
package heat
