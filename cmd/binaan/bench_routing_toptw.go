package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"binaan/planner/orienteer"
)

var cordeauName = regexp.MustCompile(`(^|-)pr\d+$`)

// distancePlaces are the decimals kept of a distance: two for the instances of
// Cordeau (pr01 ...), one for those of Solomon.
func distancePlaces(path string) int {
	name := filepath.Base(path)
	if cordeauName.MatchString(strings.TrimSuffix(name, filepath.Ext(name))) {
		return 2
	}
	return 1
}

// readTOPTW reads an instance of Righini and Salani or of Montemanni and
// Gambardella: paths tours from and to vertex 0, one window a vertex.
func readTOPTW(path string, paths int) (*routingInstance, error) {
	lines, err := fieldLines(path)
	if err != nil {
		return nil, err
	}
	if len(lines) < 3 {
		return nil, fmt.Errorf("toptw: %d lines", len(lines))
	}
	var in routingInstance
	var at [][2]int64
	var service []int64
	var windows [][]orienteer.Window
	var home []int64
	for _, words := range lines[2:] {
		if len(words) < 7 {
			return nil, fmt.Errorf("toptw: vertex of %d numbers", len(words))
		}
		number, err := integers(words[:1])
		if err != nil {
			return nil, fmt.Errorf("toptw: %w", err)
		}
		v, err := decimals(append(append([]string{}, words[1:5]...), words[len(words)-2:]...), ticks)
		if err != nil {
			return nil, fmt.Errorf("toptw vertex %d: %w", number[0], err)
		}
		if number[0] == 0 {
			home = v
			continue
		}
		in.number = append(in.number, number[0])
		at = append(at, [2]int64{v[0], v[1]})
		service = append(service, v[2])
		windows = append(windows, []orienteer.Window{{Open: v[4], Close: v[5], Prize: v[3] / ticksPerUnit}})
	}
	if home == nil {
		return nil, fmt.Errorf("toptw: no vertex 0")
	}
	in.problem = &orienteer.Problem{
		Nodes:   len(at),
		Service: service,
		Time:    flooredDistances(append(at, [2]int64{home[0], home[1]}), distancePlaces(path)),
	}
	days := make([][][]orienteer.Window, paths)
	for d := range days {
		days[d] = windows
	}
	in.problem.Days = closedTours(len(at), home[4], home[5], days)
	return &in, nil
}

// readMCTOPMTW reads an instance of Souffriau and others (2013): four windows in
// a row a vertex, of which odd and even tours may use two each, entrance fees
// within a budget, and at most so many visits of each of ten types.
func readMCTOPMTW(path string, paths int) (*routingInstance, error) {
	lines, err := fieldLines(path)
	if err != nil {
		return nil, err
	}
	if len(lines) < 2 || len(lines[0]) < 3 || len(lines[1]) < 7 {
		return nil, fmt.Errorf("mctopmtw: no head")
	}
	head, err := integers(lines[0])
	if err != nil {
		return nil, fmt.Errorf("mctopmtw: %w", err)
	}
	tours, n := head[0], head[1]
	if len(lines)-2 != n || tours < 1 {
		return nil, fmt.Errorf("mctopmtw: %d vertices, not %d, and %d tours", len(lines)-2, n, tours)
	}
	if paths != 0 && paths != tours {
		return nil, fmt.Errorf("%w: --paths %d, the file has %d", errUsage, paths, tours)
	}
	home, err := decimals(lines[1][:7], ticks)
	if err != nil {
		return nil, fmt.Errorf("mctopmtw start: %w", err)
	}
	vertices := make([]manyWindowVertex, n)
	for i, words := range lines[2:] {
		if vertices[i], err = readManyWindowVertex(words, len(head)-3); err != nil {
			return nil, fmt.Errorf("mctopmtw vertex %d: %w", i+2, err)
		}
	}
	in := manyWindowInstance(vertices, tours, head[2:], home[5], home[6])
	at := make([][2]int64, 0, n+1)
	for _, v := range vertices {
		at = append(at, v.at)
	}
	in.problem.Time = flooredDistances(append(at, [2]int64{home[1], home[2]}), distancePlaces(path))
	return in, nil
}

// manyWindowVertex is a line of an MCTOPMTW file; edges are the four openings
// and the last closing.
type manyWindowVertex struct {
	number  int
	at      [2]int64
	service int64
	prize   int64
	edges   [5]int64
	swapped bool // windows 2 and 4 hold on odd tours, 1 and 3 on even ones
	weights []int64
}

func readManyWindowVertex(words []string, types int) (v manyWindowVertex, err error) {
	if len(words) != 12+types {
		return v, fmt.Errorf("%d numbers, not %d", len(words), 12+types)
	}
	id, err := integers(words[:1])
	if err != nil {
		return v, err
	}
	t, err := decimals(words[1:10], ticks)
	if err != nil {
		return v, err
	}
	whole, err := decimals(words[10:], 0)
	if err != nil {
		return v, err
	}
	v = manyWindowVertex{
		number:  id[0],
		at:      [2]int64{t[0], t[1]},
		service: t[2],
		prize:   t[3] / ticksPerUnit,
		edges:   [5]int64(t[4:9]),
		swapped: whole[0] == 0,
		weights: whole[1:],
	}
	return v, nil
}

// windows are those of a tour counted from 0, a moment shared by two neighbours
// belonging to the earlier.
func (v manyWindowVertex) windows(tour int) []orienteer.Window {
	first := 0
	if (tour%2 == 1) != v.swapped {
		first = 1
	}
	return []orienteer.Window{
		{Open: v.edges[first], Close: v.edges[first+1], Prize: v.prize},
		{Open: v.edges[first+2], Close: v.edges[first+3], Prize: v.prize},
	}
}

// manyWindowInstance has no travel times yet. most are the budget and the limits
// of the types, in the order of the weights.
func manyWindowInstance(vertices []manyWindowVertex, tours int, most []int, open, shut int64) *routingInstance {
	n := len(vertices)
	in := &routingInstance{problem: &orienteer.Problem{Nodes: n}}
	for k, m := range most {
		limit := orienteer.Limit{Most: int64(m)}
		for _, v := range vertices {
			limit.Weight = append(limit.Weight, v.weights[k])
		}
		in.problem.Limits = append(in.problem.Limits, limit)
	}
	windows := make([][][]orienteer.Window, tours)
	for d := range windows {
		for _, v := range vertices {
			windows[d] = append(windows[d], v.windows(d))
		}
	}
	for _, v := range vertices {
		in.number = append(in.number, v.number)
		in.problem.Service = append(in.problem.Service, v.service)
	}
	in.problem.Days = closedTours(n, open, shut, windows)
	return in
}
