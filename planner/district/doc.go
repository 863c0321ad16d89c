// Package district splits a weighted graph into connected parts whose weights
// lie within a band, and proves how good the split is.
//
// It is a kernel: numbers in, numbers out. It knows nothing of households, reads
// no clock but the stop function it is given, and returns the same parts for
// the same graph, seed and iteration budget.
package district
