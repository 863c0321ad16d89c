package territory

import (
	"math"

	"binaan/planner"
)

// match gives each part to a kader, or -1 where there are more parts than kader:
// so that as many families as can keep their kader, and then so that homes are
// near. The result is by part.
func (d *design) match(parts [][]int, kader []planner.Kader) []int {
	n := max(len(parts), len(kader))
	cost := make([][]float64, n)
	for q := range n {
		cost[q] = make([]float64, n)
		for k := range n {
			if q < len(parts) && k < len(kader) {
				cost[q][k] = d.distance(parts[q], kader[k]) - keepFamily*float64(d.same(parts[q], kader[k].ID))
			}
		}
	}
	who := assign(cost)[:len(parts)]
	for q, k := range who {
		if k >= len(kader) {
			who[q] = -1
		}
	}
	return who
}

// keepFamily is how many metres further from home one family is worth.
const keepFamily = 1000.0

// same counts the eligible KK of a part that were the kader's before.
func (d *design) same(part []int, k planner.KaderID) int {
	sum := 0
	for _, b := range part {
		if d.before[b] == k {
			sum += d.in.Blocks[b].Eligible
		}
	}
	return sum
}

// assign pairs each row with a column of its own so that the sum of costs is
// least; cost is square. The Hungarian method with potentials (Kuhn 1955, Munkres
// 1957; the O(n³) form of Jonker and Volgenant).
func assign(cost [][]float64) []int {
	n := len(cost)
	u, v := make([]float64, n+1), make([]float64, n+1)
	row, way := make([]int, n+1), make([]int, n+1) // row[c]: matched row, 1-based; 0: none
	for r := 1; r <= n; r++ {
		row[0] = r
		augment(cost, u, v, row, way)
	}
	column := make([]int, n)
	for c := 1; c <= n; c++ {
		column[row[c]-1] = c - 1
	}
	return column
}

// augment adds the row in row[0] to the matching along a shortest path.
func augment(cost [][]float64, u, v []float64, row, way []int) {
	n := len(cost)
	least, used := make([]float64, n+1), make([]bool, n+1)
	for c := range least {
		least[c] = math.Inf(1)
	}
	at := 0
	for row[at] != 0 {
		used[at] = true
		r, delta, next := row[at], math.Inf(1), 0
		for c := 1; c <= n; c++ {
			if used[c] {
				continue
			}
			if x := cost[r-1][c-1] - u[r] - v[c]; x < least[c] {
				least[c], way[c] = x, at
			}
			if least[c] < delta {
				delta, next = least[c], c
			}
		}
		for c := range used {
			if used[c] {
				u[row[c]] += delta
				v[c] -= delta
			} else {
				least[c] -= delta
			}
		}
		at = next
	}
	for at != 0 {
		row[at] = row[way[at]]
		at = way[at]
	}
}
