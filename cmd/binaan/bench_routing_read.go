package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"binaan/planner/orienteer"
)

// routingInstance is an instance in the kernel's terms, with what is needed to
// write its routes in the file's own numbers.
type routingInstance struct {
	problem    *orienteer.Problem
	number     []int // number[i] is the file's number of node i
	start, end int   // the file's numbers of start and end
	base       int64 // collected whatever the routes are
}

// write saves one route a line, start and end included.
func (in *routingInstance) write(path string, plan *orienteer.Plan) error {
	var b strings.Builder
	for _, route := range plan.Days {
		b.WriteString(strconv.Itoa(in.start))
		for _, stop := range route.Stops {
			b.WriteString(" " + strconv.Itoa(in.number[stop.Node]))
		}
		b.WriteString(" " + strconv.Itoa(in.end) + "\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("routes: %w", err)
	}
	return nil
}

// fieldLines are the words of every line of a file that has any.
func fieldLines(path string) ([][]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lines [][]string
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) > 0 {
			lines = append(lines, words)
		}
	}
	return lines, nil
}

// ticks are the decimal places kept of every time and coordinate: exact for the
// public instances, whose windows are quartered tenths at worst.
const ticks = 4

const ticksPerUnit = 10000

// decimals reads numbers as whole multiples of 10^-places, exactly.
func decimals(words []string, places int) ([]int64, error) {
	out := make([]int64, len(words))
	for i, w := range words {
		whole, part, _ := strings.Cut(w, ".")
		part = strings.TrimRight(part, "0")
		if len(part) > places {
			return nil, fmt.Errorf("%q has more than %d decimal places", w, places)
		}
		v, err := strconv.ParseInt(whole+part+strings.Repeat("0", places-len(part)), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("number %q: %w", w, err)
		}
		out[i] = v
	}
	return out, nil
}

func integers(words []string) ([]int, error) {
	out := make([]int, len(words))
	for i, w := range words {
		v, err := strconv.Atoi(w)
		if err != nil {
			return nil, fmt.Errorf("number %q: %w", w, err)
		}
		out[i] = v
	}
	return out, nil
}

// rootFloor is the largest r with r*r <= x.
func rootFloor(x int64) int64 {
	r := int64(math.Sqrt(float64(x)))
	for r*r > x {
		r--
	}
	for (r+1)*(r+1) <= x {
		r++
	}
	return r
}

// flooredDistances are Euclidean distances between points in ticks, cut (not
// rounded) after the given number of decimal places, in ticks again.
func flooredDistances(at [][2]int64, places int) [][]int64 {
	keep := int64(math.Pow10(places))
	return distances(len(at), func(p, q int) int64 {
		dx, dy := at[p][0]-at[q][0], at[p][1]-at[q][1]
		square := (dx*dx + dy*dy) / (ticksPerUnit / keep * (ticksPerUnit / keep))
		return rootFloor(square) * (ticksPerUnit / keep)
	})
}

func distances(points int, between func(p, q int) int64) [][]int64 {
	out := make([][]int64, points)
	for p := range out {
		out[p] = make([]int64, points)
		for q := range out[p] {
			out[p][q] = between(p, q)
		}
	}
	return out
}

// closedTours are days that begin and end at the point after the last node, all
// with the same hours, each with its own windows.
func closedTours(nodes int, open, shut int64, windows [][][]orienteer.Window) []orienteer.Day {
	days := make([]orienteer.Day, len(windows))
	for d := range days {
		days[d] = orienteer.Day{Date: d, Start: nodes, End: nodes, Open: open, Close: shut, Windows: windows[d]}
	}
	return days
}
