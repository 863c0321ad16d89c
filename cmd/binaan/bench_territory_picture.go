package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"binaan/planner/district"
)

// palette is for parts; parts that touch get different colours.
var palette = []string{"#8fbcbb", "#ebcb8b", "#a3be8c", "#b48ead", "#81a1c1", "#d8a47f", "#c9d6a3"}

// leftOver is the colour of cells in no part.
const leftOver = "#d7263d"

// territoryPicture draws the parts of a hex grid as SVG: outlines with the KK of
// each part, cells in no part red.
func territoryPicture(in territoryInstance, plan district.Plan) []byte {
	p := in.problem
	d := drawing{in: in, scale: 6 / in.edge, left: slices.Min(p.X), top: slices.Max(p.Y)}
	width := d.scale*(slices.Max(p.X)-d.left) + 20
	height := d.scale*(d.top-slices.Min(p.Y)) + 20
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 %.0f %.0f" font-family="sans-serif" font-size="11" text-anchor="middle" stroke-linejoin="round">`+"\n", width, height)
	fmt.Fprintf(&out, "<style>path{stroke:#333;stroke-width:1.2;vector-effect:non-scaling-stroke}</style>\n<g transform=\"scale(%.4f %.4f)\">\n", d.halfWidth(), d.halfEdge())
	colour := d.colours(plan)
	for q := -1; q < plan.Parts; q++ {
		if path := d.outline(plan.Part, q); path != "" {
			fill := leftOver
			if q >= 0 {
				fill = palette[colour[q]]
			}
			fmt.Fprintf(&out, "<path fill=%q d=%q/>\n", fill, path)
		}
	}
	fmt.Fprintln(&out, "</g>")
	for q := range plan.Parts {
		d.label(&out, plan.Part, q)
	}
	for i, q := range plan.Part {
		if q < 0 && p.Weight[i] > p.Upper {
			x, y := d.at(p.X[i], p.Y[i])
			fmt.Fprintf(&out, "<text x=\"%.0f\" y=\"%.0f\" font-weight=\"bold\" fill=%q>%d</text>\n", x, y-8, leftOver, p.Weight[i])
		}
	}
	fmt.Fprintln(&out, "</svg>")
	return out.Bytes()
}

// drawing turns metres into the picture's units, y downwards.
type drawing struct {
	in        territoryInstance
	scale     float64
	left, top float64
}

func (d drawing) at(x, y float64) (float64, float64) {
	return d.scale * (x - d.left), d.scale * (d.top - y)
}

// label writes a part's KK at its weighted centroid.
func (d drawing) label(out *bytes.Buffer, part []int, q int) {
	p := d.in.problem
	var w int64
	var sx, sy float64
	for i, of := range part {
		if of == q {
			w += p.Weight[i]
			sx += float64(p.Weight[i]) * p.X[i]
			sy += float64(p.Weight[i]) * p.Y[i]
		}
	}
	if w == 0 {
		return
	}
	x, y := d.at(sx/float64(w), sy/float64(w))
	fmt.Fprintf(out, "<text x=\"%.0f\" y=\"%.0f\">%d</text>\n", x, y+4, w)
}

// corner is a corner of hexagons, counted in half widths to the right and half
// edges downwards: whole numbers, so that neighbours agree on it.
type corner [2]int

func (d drawing) corners(i int) [6]corner {
	x, y := d.at(d.in.problem.X[i], d.in.problem.Y[i])
	a, b := int(math.Round(x/d.halfWidth())), int(math.Round(y/d.halfEdge()))
	return [6]corner{{a, b + 2}, {a - 1, b + 1}, {a - 1, b - 1}, {a, b - 2}, {a + 1, b - 1}, {a + 1, b + 1}}
}

func (d drawing) halfEdge() float64  { return d.scale * d.in.edge / 2 }
func (d drawing) halfWidth() float64 { return d.scale * d.in.edge * math.Sqrt(3) / 2 }

// outline is the border of part q as an SVG path: the sides of its hexagons,
// less those that two of them share, joined into rings.
func (d drawing) outline(part []int, q int) string {
	sides := map[[2]corner]bool{}
	var order [][2]corner
	for i, of := range part {
		if of != q {
			continue
		}
		c := d.corners(i)
		for s := range c {
			a, b := c[s], c[(s+1)%6]
			if sides[[2]corner{b, a}] {
				delete(sides, [2]corner{b, a})
				continue
			}
			sides[[2]corner{a, b}] = true
			order = append(order, [2]corner{a, b})
		}
	}
	var path bytes.Buffer
	for _, side := range order {
		if sides[side] {
			ring(&path, sides, order, side)
		}
	}
	return path.String()
}

// ring writes the ring that begins with a side, and takes its sides away.
func ring(path *bytes.Buffer, sides map[[2]corner]bool, order [][2]corner, side [2]corner) {
	start := side[0]
	fmt.Fprintf(path, "M%d %dl", start[0], start[1])
	for {
		delete(sides, side)
		a, b := side[0], side[1]
		if b == start {
			path.WriteString("z")
			return
		}
		fmt.Fprintf(path, " %d %d", b[0]-a[0], b[1]-a[1])
		at := slices.IndexFunc(order, func(s [2]corner) bool { return s[0] == b && sides[s] })
		if at < 0 {
			return
		}
		side = order[at]
	}
}

// colours gives parts beside each other different places in the palette, as far
// as it goes.
func (d drawing) colours(plan district.Plan) []int {
	beside := make([]map[int]bool, plan.Parts)
	for q := range beside {
		beside[q] = map[int]bool{}
	}
	for _, e := range d.in.problem.Edges {
		a, b := plan.Part[e[0]], plan.Part[e[1]]
		if a >= 0 && b >= 0 && a != b {
			beside[a][b], beside[b][a] = true, true
		}
	}
	colour := make([]int, plan.Parts)
	for q := range colour {
		taken := make([]bool, len(palette)+1)
		for other := range beside[q] {
			if other < q {
				taken[colour[other]] = true
			}
		}
		colour[q] = min(slices.Index(taken, false), len(palette)-1)
	}
	return colour
}
