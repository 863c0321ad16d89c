package report

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/paulmach/orb"
)

// HeatSheet is a map of parts as it is printed.
type HeatSheet struct {
	Title   string     // what is shown, of when
	About   []string   // place, filter, source, version: a line each
	Notes   []HeatNote // why the month is as it is
	Mark    string     // who printed it and when, across the map
	Classes []HeatClass
	Hidden  int // parts
	None    int
	Parts   []HeatShape
	Around  []orb.MultiPolygon // borders that help to find one's way
	At      time.Time
}

// HeatNote is a line of the legend whose number stands on the map, if it has a place.
type HeatNote struct {
	Text string
	At   *orb.Point
}

// HeatClass is a line of the legend.
type HeatClass struct {
	Words string
	Ink   [3]int
	Parts int
}

// HeatShape is a part that has an outline: of a class, or hidden, or without data.
type HeatShape struct {
	Outline orb.MultiPolygon
	Class   int // -1: hidden, -2: nothing there
}

// The classes of a part that has no value.
const (
	ClassHidden = -1
	ClassNone   = -2
)

// Sizes of paper across, in millimetres.
var papers = map[string][2]float64{"A4": {297, 210}, "A3": {420, 297}}

const aside = 72.0 // room of the legend

// HeatPDF prints a map on a page of A4 or A3: legend, scale, north, filter, and who
// printed it over all.
func HeatPDF(w io.Writer, paper string, h HeatSheet) error {
	size := papers[paper]
	doc := fpdf.New("L", "mm", paper, "")
	p := page{doc, doc.UnicodeTranslatorFromDescriptor("")}
	doc.SetTitle(h.Title, true)
	doc.SetCreationDate(h.At)
	doc.SetModificationDate(h.At)
	doc.SetCatalogSort(true)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(false, margin)
	doc.AddPage()
	p.font("B", 15)
	doc.CellFormat(size[0]-2*margin, 8, p.text(p.fit(h.Title, size[0]-2*margin)), "", 1, "L", false, 0, "")
	top := doc.GetY() + 2
	f := p.frameOf(h.bound(), margin, top, size[0]-2*margin-aside-4, size[1]-margin-top)
	f.heat(h)
	f.notes(h.Notes)
	f.mark(h.Mark)
	f.legend()
	p.heatLegend(h, size[0]-margin-aside, top, size[1]-margin)
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("map as PDF: %w", err)
	}
	return nil
}

func (h HeatSheet) bound() (b orb.Bound) {
	for i, s := range append(h.outlines(), h.Around...) {
		if b = b.Union(s.Bound()); i == 0 {
			b = s.Bound()
		}
	}
	return b
}

func (h HeatSheet) outlines() (out []orb.MultiPolygon) {
	for _, s := range h.Parts {
		out = append(out, s.Outline)
	}
	return out
}

// heat draws the parts; hidden ones are crossed, those without data are empty with a dot,
// so that grey print tells them from each other and from any class.
func (f frame) heat(h HeatSheet) {
	f.ClipRect(f.x, f.y, f.w, f.h, false)
	f.SetLineWidth(0.08)
	f.SetDrawColor(120, 130, 125)
	for _, s := range h.Parts {
		if s.Class >= 0 {
			ink := h.Classes[s.Class].Ink
			f.SetFillColor(ink[0], ink[1], ink[2])
			f.draw(s.Outline, "FD")
			continue
		}
		f.draw(s.Outline, "D")
		f.sign(s)
	}
	f.SetDrawColor(60, 70, 65)
	f.SetLineWidth(0.25)
	for _, border := range h.Around {
		f.draw(border, "D")
	}
	f.ClipEnd()
}

// sign crosses a hidden part, and dots one without data.
func (f frame) sign(s HeatShape) {
	b := s.Outline.Bound()
	west, north := f.at(orb.Point{b.Min[0], b.Max[1]})
	east, south := f.at(orb.Point{b.Max[0], b.Min[1]})
	if s.Class == ClassHidden {
		x, y, r := (west+east)/2, (north+south)/2, min(east-west, south-north)/3
		f.Line(x-r, y+r, x+r, y-r)
		f.Line(x-r, y-r, x+r, y+r)
		return
	}
	f.Circle((west+east)/2, (north+south)/2, min(0.4, (east-west)/4), "D")
}

// notes puts the numbers of notes where they are of, those of one place together.
func (f frame) notes(all []HeatNote) {
	numbers := map[orb.Point]string{}
	var order []orb.Point
	for i, n := range all {
		if n.At == nil {
			continue
		}
		if numbers[*n.At] == "" {
			order = append(order, *n.At)
		} else {
			numbers[*n.At] += ","
		}
		numbers[*n.At] += strconv.Itoa(i + 1)
	}
	f.font("B", 8)
	for _, at := range order {
		x, y := f.at(at)
		wide := max(5, f.GetStringWidth(numbers[at])+2.4)
		f.SetFillColor(138, 28, 74)
		f.SetDrawColor(255, 255, 255)
		f.SetLineWidth(0.4)
		f.RoundedRect(x-wide/2, y-2.5, wide, 5, 2.5, "1234", "FD")
		f.SetTextColor(255, 255, 255)
		f.Text(x-f.GetStringWidth(numbers[at])/2, y+1, numbers[at])
	}
	f.SetTextColor(0, 0, 0)
}

// mark says over the map who printed it and when.
func (f frame) mark(words string) {
	f.ClipRect(f.x, f.y, f.w, f.h, false)
	f.SetAlpha(0.16, "Normal")
	f.font("B", 20)
	f.SetTextColor(40, 40, 40)
	wide := f.GetStringWidth(f.text(words))
	for row := range 4 {
		y := f.y + f.h*(float64(row)+0.6)/4
		f.TransformBegin()
		f.TransformRotate(24, f.x+f.w/2, y)
		f.Text(f.x+f.w/2-wide/2, y, f.text(words))
		f.TransformEnd()
	}
	f.SetAlpha(1, "Normal")
	f.SetTextColor(0, 0, 0)
	f.ClipEnd()
}

// heatLegend stands beside the map.
func (p page) heatLegend(h HeatSheet, x, top, bottom float64) {
	p.SetXY(x, top)
	p.font("B", 10)
	p.CellFormat(aside, line, "Legenda", "", 2, "L", false, 0, "")
	row := func(words string, n int, draw func(y float64)) {
		y := p.GetY()
		p.SetDrawColor(90, 100, 95)
		p.SetLineWidth(0.2)
		draw(y + 0.8)
		p.SetXY(x+10, y)
		p.font("", 8.5)
		p.CellFormat(aside-10, line, p.text(p.fit(fmt.Sprintf("%s (%d)", words, n), aside-10)), "", 2, "L", false, 0, "")
		p.SetX(x)
	}
	for _, c := range h.Classes {
		row(c.Words, c.Parts, func(y float64) {
			p.SetFillColor(c.Ink[0], c.Ink[1], c.Ink[2])
			p.Rect(x, y, 8, 4, "FD")
		})
	}
	row("Disembunyikan", h.Hidden, func(y float64) {
		p.Rect(x, y, 8, 4, "D")
		p.Line(x, y, x+8, y+4)
		p.Line(x, y+4, x+8, y)
	})
	row("Tanpa data", h.None, func(y float64) {
		p.Rect(x, y, 8, 4, "D")
		p.Circle(x+4, y+2, 0.4, "D")
	})
	p.Ln(2)
	p.lines(h.About, x, bottom)
	if len(h.Notes) > 0 {
		p.SetX(x)
		p.font("B", 9)
		p.CellFormat(aside, line, "Catatan", "", 2, "L", false, 0, "")
		var lines []string
		for i, n := range h.Notes {
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, n.Text))
		}
		p.lines(lines, x, bottom)
	}
}

// lines are written one under another as long as there is room; how many are left is told.
func (p page) lines(all []string, x, bottom float64) {
	p.font("", 8)
	for i, words := range all {
		p.SetX(x)
		high := 3.8 * float64(len(p.SplitText(p.text(words), aside)))
		if p.GetY()+high > bottom-4 {
			p.CellFormat(aside, 4, p.text(fmt.Sprintf("dan %d lagi", len(all)-i)), "", 2, "L", false, 0, "")
			return
		}
		p.MultiCell(aside, 3.8, p.text(words), "", "L", false)
	}
}
