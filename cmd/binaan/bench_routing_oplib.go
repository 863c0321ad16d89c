package main

import (
	"fmt"
	"math"
	"os"
	"strings"

	"binaan/planner/orienteer"
)

// tsplib is a file of TSPLIB's form: its keys, and the numbers of its sections.
type tsplib struct {
	key     map[string]string
	section map[string][]string
}

func readTSPLIB(path string) (*tsplib, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &tsplib{key: map[string]string{}, section: map[string][]string{}}
	now := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] < 'A' || line[0] > 'Z' {
			f.section[now] = append(f.section[now], strings.Fields(line)...)
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		now = strings.TrimSpace(key)
		f.key[now] = strings.TrimSpace(value)
	}
	return f, nil
}

// readOPLib reads an instance of Kobeaga, Merino and Lozano: one tour from node 1
// back to it, TSPLIB distances.
func readOPLib(path string, paths int) (*routingInstance, error) {
	if paths > 1 {
		return nil, fmt.Errorf("%w: --paths %d, oplib has one tour", errUsage, paths)
	}
	f, err := readTSPLIB(path)
	if err != nil {
		return nil, err
	}
	head, err := integers([]string{f.key["DIMENSION"], f.key["COST_LIMIT"]})
	if err != nil {
		return nil, fmt.Errorf("oplib head: %w", err)
	}
	n, limit := head[0], int64(head[1])
	if depot := f.section["DEPOT_SECTION"]; len(depot) == 0 || depot[0] != "1" {
		return nil, fmt.Errorf("oplib: depot is not node 1")
	}
	scores, err := f.scores(n)
	if err != nil {
		return nil, err
	}
	between, err := f.distance(n)
	if err != nil {
		return nil, err
	}
	in := &routingInstance{start: 1, end: 1, base: scores[0]}
	windows := make([][]orienteer.Window, n-1)
	for v := 2; v <= n; v++ {
		in.number = append(in.number, v)
		windows[v-2] = []orienteer.Window{{Close: limit, Prize: scores[v-1]}}
	}
	in.problem = &orienteer.Problem{
		Nodes:   n - 1,
		Service: make([]int64, n-1),
		Days:    closedTours(n-1, 0, limit, [][][]orienteer.Window{windows}),
		Time:    distances(n, func(p, q int) int64 { return between((p+1)%n, (q+1)%n) }),
	}
	return in, nil
}

func (f *tsplib) scores(n int) ([]int64, error) {
	pairs, err := integers(f.section["NODE_SCORE_SECTION"])
	if err != nil {
		return nil, fmt.Errorf("oplib scores: %w", err)
	}
	if len(pairs) != 2*n || n < 2 {
		return nil, fmt.Errorf("oplib scores: %d numbers for %d nodes", len(pairs), n)
	}
	scores := make([]int64, n)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] < 1 || pairs[i] > n {
			return nil, fmt.Errorf("oplib scores: node %d of %d", pairs[i], n)
		}
		scores[pairs[i]-1] = int64(pairs[i+1])
	}
	return scores, nil
}

// distance is that of TSPLIB (Reinelt 1991) between nodes counted from 0.
func (f *tsplib) distance(n int) (func(a, b int) int64, error) {
	kind := f.key["EDGE_WEIGHT_TYPE"]
	if kind == "EXPLICIT" {
		return f.explicit(n)
	}
	at, err := f.coordinates(n)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "EUC_2D":
		return func(a, b int) int64 { return int64(euclid(at, a, b) + 0.5) }, nil
	case "CEIL_2D":
		return func(a, b int) int64 { return int64(math.Ceil(euclid(at, a, b))) }, nil
	case "ATT":
		return func(a, b int) int64 { return pseudoEuclid(at, a, b) }, nil
	case "GEO":
		return func(a, b int) int64 { return geographical(at, a, b) }, nil
	}
	return nil, fmt.Errorf("oplib: unknown EDGE_WEIGHT_TYPE %q", kind)
}

func euclid(at [][2]float64, a, b int) float64 {
	dx, dy := at[a][0]-at[b][0], at[a][1]-at[b][1]
	return math.Sqrt(dx*dx + dy*dy)
}

func pseudoEuclid(at [][2]float64, a, b int) int64 {
	dx, dy := at[a][0]-at[b][0], at[a][1]-at[b][1]
	exact := math.Sqrt((dx*dx + dy*dy) / 10)
	near := int64(exact + 0.5)
	if float64(near) < exact {
		near++
	}
	return near
}

// geographical takes coordinates as degrees and minutes, DDD.MM, on a sphere of
// TSPLIB's radius and with its value of pi.
func geographical(at [][2]float64, a, b int) int64 {
	if a == b {
		return 0
	}
	radians := func(x float64) float64 {
		degrees := math.Trunc(x)
		return 3.141592 * (degrees + 5*(x-degrees)/3) / 180
	}
	la, lo := radians(at[a][0]), radians(at[a][1])
	lb, mo := radians(at[b][0]), radians(at[b][1])
	q1, q2, q3 := math.Cos(lo-mo), math.Cos(la-lb), math.Cos(la+lb)
	return int64(6378.388*math.Acos(0.5*((1+q1)*q2-(1-q1)*q3)) + 1)
}

func (f *tsplib) coordinates(n int) ([][2]float64, error) {
	flat := f.section["NODE_COORD_SECTION"]
	if len(flat) != 3*n {
		return nil, fmt.Errorf("oplib coordinates: %d numbers for %d nodes", len(flat), n)
	}
	at := make([][2]float64, n)
	for i := 0; i < len(flat); i += 3 {
		p, err := threeFloats(flat[i : i+3])
		if err != nil {
			return nil, fmt.Errorf("oplib coordinates: %w", err)
		}
		v := int(p[0])
		if v < 1 || v > n {
			return nil, fmt.Errorf("oplib coordinates: node %d of %d", v, n)
		}
		at[v-1] = [2]float64{p[1], p[2]}
	}
	return at, nil
}

// explicit reads a matrix, whole or half; where only half is given, the rest
// mirrors it.
func (f *tsplib) explicit(n int) (func(a, b int) int64, error) {
	form := f.key["EDGE_WEIGHT_FORMAT"]
	columns := map[string]func(row int) (from, to int){
		"FULL_MATRIX":    func(int) (int, int) { return 0, n },
		"UPPER_ROW":      func(row int) (int, int) { return row + 1, n },
		"UPPER_DIAG_ROW": func(row int) (int, int) { return row, n },
		"LOWER_ROW":      func(row int) (int, int) { return 0, row },
		"LOWER_DIAG_ROW": func(row int) (int, int) { return 0, row + 1 },
	}[form]
	if columns == nil {
		return nil, fmt.Errorf("oplib: unknown EDGE_WEIGHT_FORMAT %q", form)
	}
	flat, err := integers(f.section["EDGE_WEIGHT_SECTION"])
	if err != nil {
		return nil, fmt.Errorf("oplib edge weights: %w", err)
	}
	weight := distances(n, func(int, int) int64 { return 0 })
	for row := range n {
		from, to := columns(row)
		if to-from > len(flat) {
			return nil, fmt.Errorf("oplib edge weights: too few for %d nodes", n)
		}
		for column := from; column < to; column++ {
			weight[row][column] = int64(flat[column-from])
			if form != "FULL_MATRIX" {
				weight[column][row] = weight[row][column]
			}
		}
		flat = flat[to-from:]
	}
	if len(flat) > 0 {
		return nil, fmt.Errorf("oplib edge weights: %d too many for %d nodes", len(flat), n)
	}
	return func(a, b int) int64 {
		if a == b {
			return 0
		}
		return weight[a][b]
	}, nil
}
