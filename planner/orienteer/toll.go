package orienteer

import "math"

// toll bounds the routes of a task when time is for sale at a price: only the
// number of stops is limited, stops may be repeated, but every leg is ridden and
// paid for (the Lagrangian relaxation of the shift's length over q-routes). Of
// windows it knows that who waits for one pays for the time.
type toll struct {
	t        *task
	n, stops int
	time     []float64 // time[a*(n+2)+b] from the begin of service at a to that at b, at least; n is the start, n+1 the end
	cost     []float64 // of the same legs
	worth    []float64 // the best prize of each candidate
	bonus    []float64 // bonus[v] of the v-th stop
	price    float64
	gain     []float64 // by leg, at the price: what the stop it leads to brings, less what the leg costs
	from     []float64 // from[left*n+i]: what can be earned from i on with at most left stops to go
	upto     []float64 // upto[(v-1)*n+i]: what is earned when i is the v-th stop, its prize included
	slip     float64   // more than the rounding of floats can take off a bound
	bound    float64   // at the price
}

func newToll(t *task) *toll {
	n := len(t.nodes)
	size := (n + 2) * (n + 2)
	w := &toll{t: t, n: n, stops: t.stops, worth: make([]float64, n+2), bonus: make([]float64, t.stops+2)}
	w.time, w.cost, w.gain = make([]float64, size), make([]float64, size), make([]float64, size)
	w.from, w.upto = make([]float64, n*t.stops), make([]float64, n*t.stops)
	for k := range t.nodes {
		w.worth[k] = float64(t.best(k))
	}
	for v := 1; v <= t.stops; v++ {
		w.bonus[v] = float64(t.earned(v) - t.earned(v-1))
	}
	w.legs()
	return w
}

func (w *toll) legs() {
	t, n := w.t, w.n
	points := append(append(make([]int, 0, n+2), t.nodes...), t.day.Start, t.day.End)
	for a, p := range points {
		serve, shut := int64(0), t.day.Open
		if a < n {
			serve = t.p.Service[p]
			shut = t.windows[a][len(t.windows[a])-1].Close
		}
		time, cost := w.time[a*(n+2):(a+1)*(n+2)], w.cost[a*(n+2):(a+1)*(n+2)]
		for b, q := range points {
			lasts := t.p.Time[p][q] + serve
			if b < n {
				lasts = max(lasts, t.windows[b][0].Open-shut)
			}
			time[b], cost[b] = float64(lasts), float64(t.p.cost(p, q))
		}
	}
}

// settle looks for the price of time with the least bound, beginning at price.
func (w *toll) settle(price float64, rounds int) {
	low, high := 0.0, math.Inf(1)
	kept, least := price, math.Inf(1)
	for range rounds {
		w.at(price)
		if w.bound < least {
			kept, least = price, w.bound
		}
		if w.spent() > float64(w.t.shift()) {
			low = price
		} else {
			high = price
		}
		price = (low + high) / 2
		if math.IsInf(high, 1) {
			price = 2 * low
		}
	}
	if w.price != kept {
		w.at(kept)
	}
}

// at evaluates a price of time.
func (w *toll) at(price float64) {
	w.price = price
	w.charge()
	for left := range w.stops {
		w.descend(left)
	}
	w.bound = 0
	row, last := w.gain[w.n*(w.n+2):], w.from[(w.stops-1)*w.n:]
	for i := range w.n {
		w.bound = max(w.bound, w.whole()+row[i]+w.bonus[1]+last[i]+w.slip)
	}
}

// whole is the price of the whole shift.
func (w *toll) whole() float64 { return w.price * float64(w.t.shift()) }

// charge fills gain.
func (w *toll) charge() {
	n2, widest := w.n+2, w.whole()
	for a := range w.n + 1 {
		time, cost, gain := w.time[a*n2:(a+1)*n2], w.cost[a*n2:(a+1)*n2], w.gain[a*n2:(a+1)*n2]
		for b := range gain {
			gain[b] = w.worth[b] - cost[b] - w.price*time[b]
			widest = max(widest, w.worth[b], -gain[b])
		}
	}
	for _, b := range w.bonus {
		widest = max(widest, b)
	}
	terms := float64(2*w.stops + 6)
	w.slip = 1e-15 * terms * terms * widest
}

// descend fills from[left] by from[left-1].
func (w *toll) descend(left int) {
	n2 := w.n + 2
	out := w.from[left*w.n : (left+1)*w.n]
	for i := range out {
		out[i] = w.gain[i*n2+w.n+1]
	}
	if left == 0 {
		return
	}
	next, bonus := w.from[(left-1)*w.n:left*w.n], w.bonus[w.stops-left+1]
	for i := range out {
		row, best := w.gain[i*n2:i*n2+w.n], out[i]-bonus
		for j, g := range row {
			if v := g + next[j]; v > best && j != i {
				best = v
			}
		}
		out[i] = best + bonus
	}
}

// spent is the time of the best walk at the price.
func (w *toll) spent() float64 {
	n2 := w.n + 2
	at, time := w.n, 0.0
	for left := w.stops - 1; ; left-- {
		best, next := math.Inf(-1), w.n+1
		if at < w.n {
			best = w.gain[at*n2+w.n+1]
		}
		for j := 0; left >= 0 && j < w.n; j++ {
			if v := w.gain[at*n2+j] + w.from[left*w.n+j] + w.bonus[w.stops-left]; v > best && j != at {
				best, next = v, j
			}
		}
		time += w.time[at*n2+next]
		if next > w.n {
			return time
		}
		at = next
	}
}

// ascend fills upto at the price.
func (w *toll) ascend() {
	n2 := w.n + 2
	for j := range w.n {
		w.upto[j] = w.whole() + w.gain[w.n*n2+j] + w.bonus[1]
	}
	for v := 2; v <= w.stops; v++ {
		before, out := w.upto[(v-2)*w.n:(v-1)*w.n], w.upto[(v-1)*w.n:v*w.n]
		for j := range out {
			out[j] = math.Inf(-1)
		}
		for i, x := range before {
			x += w.bonus[v]
			for j, g := range w.gain[i*n2 : i*n2+w.n] {
				if y := x + g; y > out[j] && j != i {
					out[j] = y
				}
			}
		}
	}
}

// through is the bound of the routes through each candidate, once ascended.
func (w *toll) through() []float64 {
	best := make([]float64, w.n)
	for i := range best {
		best[i] = math.Inf(-1)
		for v := range w.stops {
			best[i] = max(best[i], w.upto[v*w.n+i]+w.from[(w.stops-1-v)*w.n+i]+w.slip)
		}
	}
	return best
}

// above keeps the candidates and the legs between them that lie on a walk worth
// least or more; out[k] are the places where one may go on to from the k-th kept.
func (w *toll) above(least float64) (keep []int, out [][]int32) {
	for i, x := range w.through() {
		if x >= least {
			keep = append(keep, i)
		}
	}
	out = make([][]int32, len(keep))
	for k, i := range keep {
		for at, j := range keep {
			if i != j && w.leads(i, j, least) {
				out[k] = append(out[k], int32(at))
			}
		}
	}
	return keep, out
}

// leads tells whether the leg from i to j lies on a walk worth least or more.
func (w *toll) leads(i, j int, least float64) bool {
	least -= w.gain[i*(w.n+2)+j] + w.slip
	for v := 1; v < w.stops; v++ {
		if w.upto[(v-1)*w.n+i]+w.from[(w.stops-v-1)*w.n+j]+w.bonus[v+1] >= least {
			return true
		}
	}
	return false
}
