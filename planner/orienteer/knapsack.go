package orienteer

import (
	"cmp"
	"math"
	"slices"
)

// knapsack bounds every route of a task by what its stops could bring if each
// rode only half of its cheapest leg in and half of its cheapest leg out, time
// were for sale at a price, and only the number of stops were limited. It is the
// Lagrangian relaxation of the shift's length; each price gives a bound.
type knapsack struct {
	t       *task
	shift   float64   // its length less half of the two rides from and to home
	prize   []float64 // best prize less half legs
	spend   []float64 // service and half rides
	gain    []float64
	top     []float64
	bound   float64
	through []float64 // through[k]: bound of the routes that visit candidate k
	price   float64   // the price of time with the least bound
}

// prices is how many prices of time are tried.
const prices = 48

func newKnapsack(t *task) *knapsack {
	n := len(t.nodes)
	k := &knapsack{t: t, bound: math.Inf(1)}
	k.shift = float64(t.day.Close-t.day.Open) - t.legs.endsTime
	k.prize, k.spend = make([]float64, n), make([]float64, n)
	k.gain = make([]float64, n)
	k.through = make([]float64, n)
	for c, i := range t.nodes {
		k.prize[c] = float64(t.best(c)) - t.legs.cost[c]
		k.spend[c] = float64(t.p.Service[i]) + t.legs.time[c]
		k.through[c] = math.Inf(1)
	}
	return k
}

// sweep tries prices of time and keeps the least bound of all routes and of the
// routes through each candidate.
func (k *knapsack) sweep() {
	if k.t.stops == 0 {
		k.bound = 0
		clear(k.through)
		return
	}
	dearest := 0.0
	for c := range k.prize {
		dearest = max(dearest, k.prize[c]/max(k.spend[c], 1))
	}
	for s := range prices {
		k.at(dearest * float64(s) / prices)
	}
}

// at evaluates one price of time.
func (k *knapsack) at(price float64) {
	k.top = k.top[:0]
	for c := range k.prize {
		g := k.prize[c] - price*k.spend[c]
		k.gain[c] = g
		k.offer(g)
	}
	fixed := price*k.shift - k.t.legs.endsCost
	fixed += k.slip(price)
	whole, without := 0.0, math.Inf(-1)
	sum := 0.0
	for r, g := range k.top {
		without = max(without, sum+float64(k.t.earned(r+1)))
		sum += g
		whole = max(whole, sum+float64(k.t.earned(r+1)))
	}
	for c, g := range k.gain {
		k.through[c] = min(k.through[c], fixed+without+g)
	}
	if b := max(0, fixed+whole); b < k.bound {
		k.bound, k.price = b, price
	}
}

// slip is more than what the rounding of floats can take off a bound at a price.
func (k *knapsack) slip(price float64) float64 {
	widest := math.Abs(price*k.shift) + math.Abs(k.t.legs.endsCost) + math.Abs(float64(k.t.bonus))
	for c, x := range k.prize {
		widest = max(widest, math.Abs(x)+price*k.spend[c])
	}
	terms := float64(k.t.stops + 2)
	return 1e-15 * terms * terms * widest
}

// offer keeps the largest gains, as many as there may be stops, in descending order.
func (k *knapsack) offer(g float64) {
	if len(k.top) < k.t.stops {
		k.top = append(k.top, g)
	} else if g > k.top[len(k.top)-1] {
		k.top[len(k.top)-1] = g
	} else {
		return
	}
	for r := len(k.top) - 1; r > 0 && k.top[r] > k.top[r-1]; r-- {
		k.top[r], k.top[r-1] = k.top[r-1], k.top[r]
	}
}

// foremost lists the positions of the largest values, ascending.
func foremost(values []float64, most int) []int {
	order := make([]int, len(values))
	for c := range order {
		order[c] = c
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	order = order[:min(most, len(order))]
	slices.Sort(order)
	return order
}
