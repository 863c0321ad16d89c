package orienteer

import (
	"strings"
	"testing"
)

// sound is a problem of two nodes and a depot, with one of everything.
func sound() *Problem {
	return &Problem{
		Nodes: 2, Time: [][]int64{{0, 5, 5}, {5, 0, 5}, {5, 5, 0}}, Cost: [][]int64{{0, -1, 1}, {1, 0, 1}, {1, 1, 0}}, Service: []int64{10, 10},
		Days: []Day{{
			Date: 1, Start: 2, End: 2, Open: 0, Close: 100, MaxStops: 2,
			Windows: [][]Window{{{Open: 0, Close: 20, Prize: 7}, {Open: 30, Close: 40, Prize: 3}}, {{Open: 0, Close: 50, Prize: 9}}},
		}},
		Spacing: []Spacing{{Visits: 1}, {Visits: 1, Days: 3}}, Limits: []Limit{{Weight: []int64{1, 1}, Most: 2}}, Must: []Must{{Node: 1, Days: []int{0}}},
	}
}

func TestProblemsThatMakeNoSenseAreRefused(t *testing.T) {
	if err := sound().Valid(); err != nil {
		t.Fatalf("a sound problem: %v", err)
	}
	const beyond = largest + 1
	for fault, spoil := range map[string]func(*Problem){
		"problem: -1 nodes":          func(p *Problem) { p.Nodes = -1 },
		"problem: 4 nodes, 3 points": func(p *Problem) { p.Nodes = 4 },
		"1 service times":            func(p *Problem) { p.Service = p.Service[:1] },
		"node 0: service time -1":    func(p *Problem) { p.Service[0] = -1 },
		"node 1: service time 3":     func(p *Problem) { p.Service[1] = beyond },
		"time: row 1 has 2":          func(p *Problem) { p.Time[1] = p.Time[1][:2] },
		"time: -1 from point 0 to 2": func(p *Problem) { p.Time[0][2] = -1 },
		"time: 351":                  func(p *Problem) { p.Time[0][2] = beyond },
		"cost: 2 rows":               func(p *Problem) { p.Cost = p.Cost[:2] },
		"cost: -351":                 func(p *Problem) { p.Cost[1][0] = -beyond },
		"day 0: starts at 3":         func(p *Problem) { p.Days[0].Start = 3 },
		"day 0: starts at -1":        func(p *Problem) { p.Days[0].Start = -1 },
		"ends at 3":                  func(p *Problem) { p.Days[0].End = 3 },
		"ends at -1":                 func(p *Problem) { p.Days[0].End = -1 },
		"day 0: date 351":            func(p *Problem) { p.Days[0].Date = beyond },
		"day 0: date 1, from 0 to 3": func(p *Problem) { p.Days[0].Close = beyond },
		"day 0: -1 to 2 stops":       func(p *Problem) { p.Days[0].MinStops = -1 },
		"day 0: 0 to -1 stops":       func(p *Problem) { p.Days[0].MaxStops = -1 },
		"windows for 1 of 2":         func(p *Problem) { p.Days[0].Windows = p.Days[0].Windows[:1] },
		"node 1: window 0 is 50 to":  func(p *Problem) { p.Days[0].Windows[1][0] = Window{Open: 50, Close: 49} },
		"node 0: window 1 is 20 to":  func(p *Problem) { p.Days[0].Windows[0][1].Open = 20 },
		"for 351":                    func(p *Problem) { p.Days[0].Windows[0][0].Prize = beyond },
		"1 spacings":                 func(p *Problem) { p.Spacing = p.Spacing[:1] },
		"node 0: -1 visits":          func(p *Problem) { p.Spacing[0].Visits = -1 },
		"1 visits within -1 days":    func(p *Problem) { p.Spacing[1].Days = -1 },
		"limit 0: at most -1":        func(p *Problem) { p.Limits[0].Most = -1 },
		"limit 0: 1 weights":         func(p *Problem) { p.Limits[0].Weight = p.Limits[0].Weight[:1] },
		"limit 0: weight -1 of node": func(p *Problem) { p.Limits[0].Weight[1] = -1 },
		"limit 0: weight 351":        func(p *Problem) { p.Limits[0].Weight[0] = beyond },
		"appointment 0: node 2 of 2": func(p *Problem) { p.Must[0].Node = 2 },
		"appointment 0: node -1":     func(p *Problem) { p.Must[0].Node = -1 },
		"appointment 0: day 1 of 1":  func(p *Problem) { p.Must[0].Days = []int{1} },
		"appointment 0: day -1":      func(p *Problem) { p.Must[0].Days = []int{-1} },
		"too large to add up": func(p *Problem) {
			for range 1 << 12 {
				p.Days = append(p.Days, p.Days[0])
			}
			for d := range p.Days {
				p.Days[d].Windows = [][]Window{{{Open: 0, Close: 20, Prize: largest}}, {{Open: 0, Close: 50, Prize: largest}}}
				p.Days[d].MinStops = 2
			}
			p.Spacing = []Spacing{{Visits: 1 << 20}, {Visits: 1 << 20}}
		},
	} {
		p := sound()
		spoil(p)
		if err := p.Valid(); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: %v", fault, err)
		}
	}
}
