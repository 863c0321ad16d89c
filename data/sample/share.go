package sample

import (
	"math"
	"math/rand/v2"
	"slices"
)

// portions splits total into n random whole numbers of at least least, about
// even: a factor of three between the smallest and the largest.
func portions(total, n, least int, rng *rand.Rand) []int {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 0.5 + rng.Float64()
	}
	out := apportion(max(0, total-n*least), weights)
	for i := range out {
		out[i] += least
	}
	return out
}

// apportion splits total into whole numbers in proportion to the weights, by
// largest remainders.
func apportion(total int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out, order := make([]int, len(weights)), make([]int, len(weights))
	rest, left := make([]float64, len(weights)), total
	for i, w := range weights {
		exact := float64(total) * w / sum
		out[i] = int(exact)
		rest[i], order[i] = exact-float64(out[i]), i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return -cmpFloat(rest[a], rest[b]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func asFloats(v []int) []float64 {
	out := make([]float64, len(v))
	for i, n := range v {
		out[i] = float64(n)
	}
	return out
}

// shareOut gives every kecamatan its households, uneven as they are in life:
// log-normal, between 0.18 and 3.05 of the mean (150 to 2,500 eligible where
// the mean is 820), and every desa its share of them.
func (b *branch) shareOut(households int, rng *rand.Rand) {
	weights := make([]float64, len(b.kecamatan))
	for i := range weights {
		weights[i] = math.Exp(0.6 * rng.NormFloat64())
	}
	clamp(weights, 0.18, 3.05)
	for k, n := range apportion(households, weights) {
		members := b.kecamatan[k].desa
		share := make([]float64, len(members))
		for i := range share {
			share[i] = math.Exp(0.4 * rng.NormFloat64())
		}
		for i, count := range apportion(n, share) {
			b.desa[members[i]].households = count
		}
	}
}

// clamp scales weights to mean 1 within [low, high], as nearly as some rounds get.
func clamp(weights []float64, low, high float64) {
	for range 50 {
		mean := 0.0
		for _, w := range weights {
			mean += w / float64(len(weights))
		}
		for i := range weights {
			weights[i] = min(high, max(low, weights[i]/mean))
		}
	}
}

// pick draws an index in proportion to the weights.
func pick(weights []float64, rng *rand.Rand) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	at := rng.Float64() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}
