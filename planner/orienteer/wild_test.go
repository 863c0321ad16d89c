package orienteer

import (
	"math"
	"math/rand/v2"
	"testing"
)

// wild makes numbers out of bytes: mostly small ones, some beside the limits of
// what a problem may hold and some beyond.
type wild struct{ bytes []byte }

var extremes = [...]int64{
	-1, math.MinInt64, math.MaxInt64, math.MinInt32, math.MaxInt32, largest, -largest, largest + 1, -largest - 1, 1 << 30, -1 << 30, 1 << 60,
}

func (w *wild) next() byte {
	if len(w.bytes) == 0 {
		return 0
	}
	b := w.bytes[0]
	w.bytes = w.bytes[1:]
	return b
}

// number is at most most, or an extreme for one byte in about forty.
func (w *wild) number(most int64) int64 {
	b := w.next()
	if b >= 250 {
		return extremes[int(w.next())%len(extremes)]
	}
	return int64(b) % (most + 1)
}

func (w *wild) count(most int) int { return int(w.next()) % (most + 1) }

func (w *wild) matrix(points int, most int64) [][]int64 {
	m := make([][]int64, points)
	for a := range m {
		m[a] = make([]int64, points)
		for b := range m[a] {
			m[a][b] = w.number(most)
		}
	}
	return m
}

func (w *wild) day(nodes int) Day {
	day := Day{
		Date: int(w.number(9)), Start: int(w.number(int64(nodes))), End: int(w.number(int64(nodes))),
		Open: w.number(20), Close: w.number(200), MinStops: int(w.number(4)), MaxStops: int(w.number(5)),
		Windows: make([][]Window, nodes),
	}
	for i := range day.Windows {
		open := int64(0)
		for range w.count(2) {
			open += w.number(60)
			x := Window{Open: open, Close: open + w.number(50), Prize: w.number(100)}
			day.Windows[i] = append(day.Windows[i], x)
			open = x.Close + 1
		}
	}
	return day
}

func (w *wild) problem() *Problem {
	n := 1 + w.count(5)
	p := &Problem{Nodes: n, Time: w.matrix(n+1, 30), Service: make([]int64, n)}
	if w.count(1) == 1 {
		p.Cost = w.matrix(n+1, 20)
	}
	for i := range p.Service {
		p.Service[i] = w.number(9)
	}
	for range w.count(3) {
		p.Days = append(p.Days, w.day(n))
	}
	if w.count(1) == 1 {
		for range n {
			p.Spacing = append(p.Spacing, Spacing{Visits: int(w.number(2)), Days: int(w.number(4))})
		}
	}
	if w.count(3) == 0 {
		l := Limit{Most: w.number(9)}
		for range n {
			l.Weight = append(l.Weight, w.number(3))
		}
		p.Limits = append(p.Limits, l)
	}
	for range w.count(2) {
		m := Must{Node: int(w.number(int64(n - 1)))}
		for range w.count(3) {
			m.Days = append(m.Days, int(w.number(int64(max(0, len(p.Days)-1)))))
		}
		p.Must = append(p.Must, m)
	}
	return p
}

// FuzzForbiddenDay holds that whatever the input, no node is visited on a day on
// which it has no window, unless the input makes no sense and is refused: by every
// other rule, too, the plan keeps or says so.
func FuzzForbiddenDay(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 11))
	for seed := range 300 {
		bytes := make([]byte, 100+r.IntN(300))
		for k := range bytes {
			bytes[k] = byte(r.IntN(250 + seed%2)) // few extremes, or hardly an input would be valid
		}
		f.Add(bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		p := (&wild{bytes}).problem()
		plan, err := Solve(p, Options{Seed: 1, Iterations: 2})
		if invalid := p.Valid(); (invalid != nil) != (err != nil) {
			t.Fatalf("valid: %v, solved: %v", invalid, err)
		}
		if err != nil {
			return
		}
		if err := Check(p, plan); err != nil {
			t.Error(err)
		}
		for d := range plan.Days {
			for _, s := range plan.Days[d].Stops {
				if len(p.Days[d].Windows[s.Node]) == 0 {
					t.Errorf("day %d visits node %d", d, s.Node)
				}
			}
		}
	})
}
