package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

const (
	upright = 210.0 - 2*margin // width of a page that stands
	foot    = 297.0 - margin - 6
	// fewest is how many families a sum of arrears needs, so that it tells of none of them.
	fewest = 10
)

// hues are fit for colour-blind eyes.
var hues = [][3]int{{0, 114, 178}, {230, 159, 0}, {0, 158, 115}, {204, 121, 167}, {86, 180, 233}, {213, 94, 0}, {200, 185, 40}, {110, 110, 110}, {150, 90, 60}, {120, 80, 170}}

// sheets is a document of maps under way.
type sheets struct {
	page
	branch data.Branch
	plan   data.PlanFile
	sums   map[part]planner.Figures
	hue    map[territory.ID]int
}

func newSheets(b data.Branch, p data.PlanFile, title string, at time.Time) *sheets {
	doc := fpdf.New("P", "mm", "A4", "")
	s := &sheets{page: page{doc, doc.UnicodeTranslatorFromDescriptor("")}, branch: b, plan: p, sums: parts(p), hue: coloured(p)}
	doc.SetTitle(title+", "+b.Name, true)
	doc.SetCreationDate(at)
	doc.SetModificationDate(at)
	doc.SetCatalogSort(true)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(false, margin)
	doc.AliasNbPages("")
	doc.SetFooterFunc(func() {
		doc.SetY(-margin)
		s.font("", 7.5)
		doc.SetTextColor(90, 90, 90)
		doc.CellFormat(upright-20, 4, s.text(fmt.Sprintf("%s (%s). Rencana #%d “%s”, %s. Dicetak %s.", b.Name, b.Code, p.ID, p.Name, s.standing(), at.Format("02-01-2006"))), "", 0, "L", false, 0, "")
		doc.CellFormat(20, 4, fmt.Sprintf("%d / {nb}", doc.PageNo()), "", 0, "R", false, 0, "")
		doc.SetTextColor(0, 0, 0)
	})
	return s
}

// standing says whether the plan is in force, and which drawing of it this is.
func (s *sheets) standing() string {
	if s.plan.PublishedFrom != nil {
		return "berlaku mulai " + s.plan.PublishedFrom.Words()
	}
	return fmt.Sprintf("KONSEP, belum diterbitkan (revisi %d)", s.plan.Revision)
}

// coloured gives territories that touch different hues, as far as there are enough:
// outlines along cells share their corners.
func coloured(p data.PlanFile) map[territory.ID]int {
	at := map[orb.Point][]territory.ID{}
	for _, o := range p.Outlines {
		for _, polygon := range o.Shape {
			for _, ring := range polygon {
				for _, c := range ring {
					key := orb.Point{float64(int(c[0] * 1e5)), float64(int(c[1] * 1e5))}
					if !slices.Contains(at[key], o.Territory) {
						at[key] = append(at[key], o.Territory)
					}
				}
			}
		}
	}
	beside := map[territory.ID]map[territory.ID]bool{}
	for _, all := range at {
		for _, a := range all {
			for _, b := range all {
				if beside[a] == nil {
					beside[a] = map[territory.ID]bool{}
				}
				beside[a][b] = true
			}
		}
	}
	hue := map[territory.ID]int{}
	for i, t := range p.Held {
		used := map[int]bool{}
		for other := range beside[t.ID] {
			if h, known := hue[other]; known {
				used[h] = true
			}
		}
		for k := range hues {
			if h := (i + k) % len(hues); !used[h] {
				hue[t.ID] = h
				break
			}
		}
	}
	return hue
}

// tinted is a hue mixed with white.
func (s *sheets) tinted(h int, share float64) {
	mix := func(v int) int { return int(float64(v)*share + 255*(1-share)) }
	s.SetFillColor(mix(hues[h][0]), mix(hues[h][1]), mix(hues[h][2]))
}

// TerritoriesPDF writes a plan as a document: the map of the branch, then the table of
// its kader.
func TerritoriesPDF(w io.Writer, b data.Branch, p data.PlanFile, at time.Time) error {
	s := newSheets(b, p, "Peta wilayah binaan", at)
	s.AddPage()
	s.heading("Peta wilayah binaan "+b.Name, fmt.Sprintf("%d wilayah, %s. Angka pada peta = nomor wilayah dalam tabel.", len(p.Held), s.standing()))
	s.branchMap()
	s.AddPage()
	s.kaderTable()
	if err := s.Output(w); err != nil {
		return fmt.Errorf("territories as PDF: %w", err)
	}
	return nil
}

func (s *sheets) heading(title, below string) {
	s.font("B", 15)
	s.CellFormat(upright, 7, s.text(title), "", 1, "L", false, 0, "")
	s.font("", 9.5)
	s.MultiCell(upright, 4.6, s.text(below), "", "L", false)
	s.Ln(1.5)
}

// bound is around some shapes; small where there are none.
func boundOf(shapes ...orb.MultiPolygon) (b orb.Bound) {
	first := true
	for _, shape := range shapes {
		switch {
		case len(shape) == 0:
		case first:
			b, first = shape.Bound(), false
		default:
			b = b.Union(shape.Bound())
		}
	}
	return b
}

func (s *sheets) branchMap() {
	var all []orb.MultiPolygon
	for _, d := range s.plan.Desa {
		all = append(all, d.Shape)
	}
	for _, o := range s.plan.Outlines {
		all = append(all, o.Shape)
	}
	y := s.GetY()
	f := s.frameOf(boundOf(all...), margin, y, upright, foot-y)
	s.ClipRect(f.x, f.y, f.w, f.h, false)
	s.SetLineWidth(0.4)
	for i, o := range s.plan.Outlines {
		h := s.hue[s.plan.Held[i].ID]
		s.tinted(h, 0.35)
		s.SetDrawColor(hues[h][0], hues[h][1], hues[h][2])
		f.draw(o.Shape, "FD")
	}
	s.SetLineWidth(0.08)
	s.SetDrawColor(140, 146, 152)
	for _, d := range s.plan.Desa {
		f.draw(d.Shape, "D")
	}
	l := labels{frame: f}
	s.font("B", 7)
	for i, t := range s.plan.Held {
		l.put(inside(s.plan.Outlines[i].Shape), strconv.Itoa(int(t.ID)))
	}
	s.ClipEnd()
	f.legend()
}

// inside is a point within the largest piece of a shape.
func inside(shape orb.MultiPolygon) orb.Point {
	var best orb.Polygon
	for _, p := range shape {
		if len(best) == 0 || len(p[0]) > len(best[0]) {
			best = p
		}
	}
	if best == nil {
		return orb.Point{}
	}
	at, err := geo.Inner(orb.MultiPolygon{best})
	if err != nil { // too small for one: any corner
		return best[0][0]
	}
	return at.Point()
}

func (s *sheets) kaderTable() {
	s.tableTitle("Kader dan wilayahnya")
	columns := []column{{"No", 10, false}, {"Kode", 18, true}, {"Kader", 44, true}, {"Kecamatan", 46, true}, {"Desa", 12, false}, {"KK", 18, false}, {"KK layak", 20, false}, {"Jiwa", 18, false}}
	var rows [][]string
	sum, desa := planner.Figures{}, 0
	for _, t := range s.plan.Held {
		kader := kaderOf(s.plan, t.ID)
		name := kader.Name
		if t.Merangkap {
			name += " (rangkap)"
		}
		rows = append(rows, []string{strconv.Itoa(int(t.ID)), kader.Code, name, s.plan.Names[t.Kecamatan], strconv.Itoa(len(t.Desa)), countText(int64(t.Households)), countText(int64(t.Eligible)), countText(int64(t.Members))})
		sum, desa = sum.Plus(t.Figures), desa+len(t.Desa)
	}
	rest := s.plan.Unserved
	rows = append(rows,
		[]string{"", "", "Belum terbagi", "", "", countText(int64(rest.Households)), countText(int64(rest.Eligible)), countText(int64(rest.Members))},
		[]string{"", "", "Jumlah", "", "", countText(int64(sum.Households + rest.Households)), countText(int64(sum.Eligible + rest.Eligible)), countText(int64(sum.Members + rest.Members))})
	s.rows(columns, rows)
}

func (s *sheets) tableTitle(words string) {
	s.font("B", 11)
	s.CellFormat(upright, 6, s.text(words), "", 1, "L", false, 0, "")
}

// rows writes a table over as many pages as it needs, its last row as the sum.
func (s *sheets) rows(columns []column, rows [][]string) {
	s.page.heading(columns)
	for i, row := range rows {
		if s.GetY()+line > foot {
			s.AddPage()
			s.page.heading(columns)
		}
		s.font(map[bool]string{true: "B"}[i == len(rows)-1], 8.5)
		s.SetFillColor(244, 246, 248)
		for k, c := range columns {
			s.CellFormat(c.width, line, s.text(s.fit(row[k], c.width)), "", 0, map[bool]string{true: "L", false: "R"}[c.words], i%2 == 1, 0, "")
		}
		s.Ln(line)
	}
}

// SheetsPDF writes a page for the territory of every kader: the annex of the letter
// that assigns it. Of debts it tells only the sum of the territory, and none of few
// families.
func SheetsPDF(w io.Writer, b data.Branch, p data.PlanFile, at time.Time) error {
	s := newSheets(b, p, "Lampiran surat tugas kader", at)
	for i := range p.Held {
		s.sheet(i)
	}
	if len(p.Held) == 0 {
		s.AddPage()
		s.heading("Lampiran surat tugas", "Rencana ini belum berisi satu wilayah pun.")
	}
	if err := s.Output(w); err != nil {
		return fmt.Errorf("sheets of kader as PDF: %w", err)
	}
	return nil
}

func (s *sheets) sheet(i int) {
	t := s.plan.Held[i]
	kader := kaderOf(s.plan, t.ID)
	name := kader.Name
	if name == "" {
		name = "belum ada kader"
	}
	s.AddPage()
	about := []string{"Kode kader " + kader.Code, "kecamatan " + s.plan.Names[t.Kecamatan], fmt.Sprintf("wilayah nomor %d", t.ID), s.standing()}
	if t.Merangkap {
		about = append(about, "wilayah rangkap")
	}
	s.heading("Lampiran surat tugas: wilayah binaan "+name, strings.Join(about, ", ")+".")
	s.territoryMap(i)
	s.desaTable(t)
}

// territoryMap has the territory in its hue, its desa by name, and what lies around it in
// grey.
func (s *sheets) territoryMap(i int) {
	t, own := s.plan.Held[i], map[geo.AreaCode]bool{}
	shapes := []orb.MultiPolygon{s.plan.Outlines[i].Shape}
	for _, d := range t.Desa {
		own[d.Code] = true
	}
	for _, d := range s.plan.Desa {
		if own[d.Code] {
			shapes = append(shapes, d.Shape)
		}
	}
	y := s.GetY()
	f := s.frameOf(boundOf(shapes...), margin, y, upright, 128)
	s.ClipRect(f.x, f.y, f.w, f.h, false)
	h := s.hue[t.ID]
	s.tinted(h, 0.35)
	f.draw(s.plan.Outlines[i].Shape, "F")
	s.borders(f, own, h)
	s.names(f, t, own)
	s.ClipEnd()
	f.legend()
	s.SetY(y + 128 + 3)
}

// borders are lines of desa: those of the territory stronger.
func (s *sheets) borders(f frame, own map[geo.AreaCode]bool, h int) {
	for _, mine := range []bool{false, true} {
		s.SetLineWidth(map[bool]float64{true: 0.45, false: 0.15}[mine])
		s.SetDrawColor(150, 156, 162)
		if mine {
			s.SetDrawColor(hues[h][0]*7/10, hues[h][1]*7/10, hues[h][2]*7/10)
		}
		for _, d := range s.plan.Desa {
			if own[d.Code] == mine && len(d.Shape) > 0 && f.shows(d.Shape.Bound()) {
				f.draw(d.Shape, "D")
			}
		}
	}
}

// names are those of desa: the territory's first, by their number in the table where a
// name finds no room, others where there is room.
func (s *sheets) names(f frame, t territory.Territory, own map[geo.AreaCode]bool) {
	l := labels{frame: f}
	number := map[geo.AreaCode]int{}
	for i, d := range t.Desa {
		number[d.Code] = i + 1
	}
	for _, mine := range []bool{true, false} {
		s.font(map[bool]string{true: "B"}[mine], map[bool]float64{true: 8.5, false: 6.5}[mine])
		s.SetTextColor(0, 0, 0)
		if !mine {
			s.SetTextColor(110, 116, 122)
		}
		for _, d := range s.plan.Desa {
			if own[d.Code] == mine && len(d.Shape) > 0 && f.shows(d.Shape.Bound()) {
				if !l.put(d.Inner.Point(), d.Name) && mine {
					l.put(d.Inner.Point(), strconv.Itoa(number[d.Code]))
				}
			}
		}
	}
	s.SetTextColor(0, 0, 0)
}

func (s *sheets) desaTable(t territory.Territory) {
	columns := []column{{"No", 9, false}, {"Kode", 30, true}, {"Desa/kelurahan", 57, true}, {"Bagian", 26, true}, {"KK", 20, false}, {"KK layak", 22, false}, {"Jiwa", 22, false}}
	var rows [][]string
	for i, d := range t.Desa {
		f := s.sums[part{d.Code, t.ID}]
		rows = append(rows, []string{strconv.Itoa(i + 1), string(d.Code), s.plan.Names[d.Code], map[bool]string{true: "utuh", false: "sebagian"}[d.Whole], countText(int64(f.Households)), countText(int64(f.Eligible)), countText(int64(f.Members))})
	}
	rows = append(rows, []string{"", "", "Jumlah", "", countText(int64(t.Households)), countText(int64(t.Eligible)), countText(int64(t.Members))})
	s.rows(columns, rows)
	s.Ln(2)
	s.font("", 8.5)
	arrears := "Jumlah tunggakan tidak ditulis: keluarganya terlalu sedikit."
	if t.Households >= fewest {
		arrears = "Jumlah tunggakan seluruh wilayah: " + t.Arrears.String() + "."
	}
	s.MultiCell(upright, 4.4, s.text(arrears+" Lembar ini tidak memuat nama, alamat atau utang keluarga mana pun."), "", "L", false)
}
