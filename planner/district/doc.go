// Package district splits a weighted graph into connected parts whose weights
// lie within a band, and proves how good the split is.
//
// It is a kernel: numbers in, numbers out. It knows nothing of households, reads
// no clock but the functions it is given, and returns the same parts for the
// same graph, seed and iteration budget.
//
// # The two ways to split
//
// [Cover] puts every node into one of the parts, or says why it cannot:
//
//	p := district.Problem{
//		Graph: district.Graph{Weight: kk, X: x, Y: y, Edges: edges, Group: desa},
//		Parts: 8, Lower: 450, Upper: 550,
//	}
//	plan, err := district.Cover(p, district.Options{Seed: 1, Iterations: 2_000_000})
//	// plan.Part[i] is the part of node i, -1 where plan.Reasons says why not
//
// [Choose] takes the parts that hold the most value and leaves the rest:
//
//	p.Value, p.Zone, p.Nested = rupiah, kecamatan, true
//	p.Parts = 41
//	plan, err := district.Choose(p, district.Options{Seed: 1, Iterations: 2_000_000})
//	// plan.Bound.Value is proven: no choice of 41 parts holds more
//
// An error means that the input makes no sense (lengths differ, negative
// weights). A split that cannot be is not an error: the plan comes back with its
// reasons.
//
// # Units
//
// Weights and values are whole numbers of one's choice (households, Rupiah);
// coordinates are metres on a plane; inertia is weight times metres squared.
package district
