package report

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"binaan/geo"
)

// frame is a map on a page: a box in millimetres, and where in it the world lies.
type frame struct {
	page
	x, y, w, h float64
	plane      geo.Plane
	scale      float64 // millimetres a metre
	cx, cy     float64 // middle of the world shown, in metres of the plane
}

// frameOf fits a bound of the world into a box of the page.
func (p page) frameOf(bound orb.Bound, x, y, w, h float64) frame {
	middle := geo.Position{Lon: (bound.Min[0] + bound.Max[0]) / 2, Lat: (bound.Min[1] + bound.Max[1]) / 2}
	f := frame{page: p, x: x, y: y, w: w, h: h, plane: geo.PlaneAt(middle)}
	wide, high := f.plane.XY(geo.Position{Lon: bound.Max[0], Lat: bound.Max[1]})
	f.scale = 0.92 * min(w/max(100, 2*wide), h/max(100, 2*high))
	return f
}

// at is where a point of the world lies on the page.
func (f frame) at(p orb.Point) (x, y float64) {
	e, n := f.plane.XY(geo.Position{Lon: p[0], Lat: p[1]})
	return f.x + f.w/2 + (e-f.cx)*f.scale, f.y + f.h/2 - (n-f.cy)*f.scale
}

// shows tells whether anything of a shape may lie in the box.
func (f frame) shows(b orb.Bound) bool {
	west, north := f.at(orb.Point{b.Min[0], b.Max[1]})
	east, south := f.at(orb.Point{b.Max[0], b.Min[1]})
	return east >= f.x && west <= f.x+f.w && south >= f.y && north <= f.y+f.h
}

// draw draws a shape: style "D" its line, "F" its inside, "FD" both. Corners closer
// than a tenth of a millimetre are left out.
func (f frame) draw(shape orb.MultiPolygon, style string) {
	thin := simplify.DouglasPeucker(0.1)
	any := false
	for _, p := range shape {
		for _, ring := range p {
			line := make(orb.Ring, len(ring))
			for i, at := range ring {
				line[i][0], line[i][1] = f.at(at)
			}
			if line = thin.Ring(line); len(line) < 4 {
				continue
			}
			f.MoveTo(line[0][0], line[0][1])
			for _, at := range line[1:] {
				f.LineTo(at[0], at[1])
			}
			f.ClosePath()
			any = true
		}
	}
	if any {
		f.DrawPath(map[string]string{"F": "f*", "FD": "B*"}[style] + map[bool]string{true: "D"}[style == "D"])
	}
}

// labels are words on a map, none over another.
type labels struct {
	frame
	taken []orb.Bound
}

// put writes a word about a point, if there is room.
func (l *labels) put(at orb.Point, text string) bool {
	x, y := l.at(at)
	_, size := l.GetFontSize()
	text = l.text(text)
	w := l.GetStringWidth(text)
	b := orb.Bound{Min: orb.Point{x - w/2 - 0.4, y - size/2 - 0.1}, Max: orb.Point{x + w/2 + 0.4, y + size/2 + 0.1}}
	if b.Min[0] < l.x || b.Max[0] > l.x+l.w || b.Min[1] < l.y || b.Max[1] > l.y+l.h {
		return false
	}
	for _, one := range l.taken {
		if one.Intersects(b) {
			return false
		}
	}
	l.taken = append(l.taken, b)
	l.SetAlpha(0.75, "Normal")
	l.SetFillColor(255, 255, 255)
	l.Rect(b.Min[0], b.Min[1], b.Max[0]-b.Min[0], b.Max[1]-b.Min[1], "F")
	l.SetAlpha(1, "Normal")
	l.Text(x-w/2, y+size*0.35, text)
	return true
}

// legend puts a scale and the north into the corner of a map, and a line around it.
func (f frame) legend() {
	f.SetDrawColor(120, 130, 140)
	f.SetLineWidth(0.2)
	f.Rect(f.x, f.y, f.w, f.h, "D")
	length := nice(f.w * 0.25 / f.scale)
	x, y := f.x+4, f.y+f.h-4
	f.SetFillColor(255, 255, 255)
	f.Rect(x-2, y-6, length*f.scale+4, 8, "F")
	f.SetDrawColor(30, 30, 30)
	f.SetLineWidth(0.5)
	f.Line(x, y, x+length*f.scale, y)
	f.font("", 7)
	f.Text(x, y-1.5, metresText(length))
	n := orb.Point{f.x + f.w - 6, f.y + 5}
	f.SetFillColor(30, 30, 30)
	f.MoveTo(n[0], n[1]-2.5)
	f.LineTo(n[0]+1.6, n[1]+2.5)
	f.LineTo(n[0], n[1]+1.3)
	f.LineTo(n[0]-1.6, n[1]+2.5)
	f.ClosePath()
	f.DrawPath("F")
	f.Text(n[0]-0.9, n[1]+6, "U")
}

// nice is a round length of at most so many metres.
func nice(most float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(max(most, 1))))
	for _, n := range []float64{5, 2} {
		if n*power <= most {
			return n * power
		}
	}
	return power
}

func metresText(m float64) string {
	if m >= 1000 {
		return strconv.FormatFloat(m/1000, 'g', 4, 64) + " km"
	}
	return strconv.FormatFloat(m, 'g', 4, 64) + " m"
}
