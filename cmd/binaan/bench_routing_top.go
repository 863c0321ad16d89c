package main

import (
	"fmt"
	"math"
	"strconv"

	"binaan/planner/orienteer"
)

// readTOP reads an instance of Chao, Golden and Wasil (1996): routes from the
// first point to the last, each of limited Euclidean length. Lengths count in
// 1e-9 units, each distance cut there, so that a route the kernel allows is too
// long by less than 1e-9 a leg.
func readTOP(path string, paths int) (*routingInstance, error) {
	lines, err := fieldLines(path)
	if err != nil {
		return nil, err
	}
	var n, m int
	var limit float64
	var points [][3]float64
	for _, words := range lines {
		switch {
		case len(words) == 2 && words[0] == "n":
			n, err = strconv.Atoi(words[1])
		case len(words) == 2 && words[0] == "m":
			m, err = strconv.Atoi(words[1])
		case len(words) == 2 && words[0] == "tmax":
			limit, err = strconv.ParseFloat(words[1], 64)
		default:
			var p [3]float64
			p, err = threeFloats(words)
			points = append(points, p)
		}
		if err != nil {
			return nil, err
		}
	}
	if n < 2 || m < 1 || n != len(points) {
		return nil, fmt.Errorf("top: %d points, n %d, m %d", len(points), n, m)
	}
	if paths != 0 && paths != m {
		return nil, fmt.Errorf("%w: --paths %d, the file has %d", errUsage, paths, m)
	}
	return topInstance(points, m, limit), nil
}

func threeFloats(words []string) (p [3]float64, err error) {
	if len(words) != 3 {
		return p, fmt.Errorf("point: %d numbers, not 3", len(words))
	}
	for i, w := range words {
		if p[i], err = strconv.ParseFloat(w, 64); err != nil {
			return p, fmt.Errorf("number %q: %w", w, err)
		}
	}
	return p, nil
}

func topInstance(points [][3]float64, m int, limit float64) *routingInstance {
	const unit = 1e9
	n := len(points)
	in := &routingInstance{start: 0, end: n - 1}
	order := make([]int, 0, n)
	for v := 1; v < n-1; v++ {
		order = append(order, v)
		in.number = append(in.number, v)
	}
	order = append(order, 0, n-1)
	shut := int64(math.Floor(limit*unit + 0.5))
	windows := make([][]orienteer.Window, n-2)
	for i := range windows {
		windows[i] = []orienteer.Window{{Close: shut, Prize: int64(points[i+1][2])}}
	}
	days := make([]orienteer.Day, m)
	for d := range days {
		days[d] = orienteer.Day{Date: d, Start: n - 2, End: n - 1, Close: shut, Windows: windows}
	}
	in.problem = &orienteer.Problem{
		Nodes:   n - 2,
		Service: make([]int64, n-2),
		Days:    days,
		Time: distances(n, func(p, q int) int64 {
			a, b := points[order[p]], points[order[q]]
			return int64(math.Hypot(a[0]-b[0], a[1]-b[1]) * unit)
		}),
	}
	return in
}
