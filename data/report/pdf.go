package report

import (
	"fmt"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"binaan/planner"
	"binaan/planner/ledger"
)

// page is a document under way: A4 across, in millimetres.
type page struct {
	*fpdf.Fpdf
	text func(string) string
}

const (
	margin = 12.0
	width  = 297.0 - 2*margin
	line   = 5.6
)

// column of a table: its heading, width in millimetres, and whether it holds words.
type column struct {
	head  string
	width float64
	words bool
}

// PDF writes an evaluation as a document to print: a page for the branch, then the
// table of its kader, whole however many there are.
func PDF(w io.Writer, e Pack) error {
	doc := fpdf.New("L", "mm", "A4", "")
	p := page{doc, doc.UnicodeTranslatorFromDescriptor("")}
	doc.SetTitle("Evaluasi kader JKN "+e.Name+", "+title(e.Period), true)
	doc.SetCreationDate(e.Made)
	doc.SetModificationDate(e.Made)
	doc.SetCatalogSort(true)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(false, margin)
	doc.AliasNbPages("")
	doc.SetFooterFunc(func() {
		doc.SetY(-margin)
		p.font("", 8)
		doc.SetTextColor(90, 90, 90)
		doc.CellFormat(width/2, 4, p.text(fmt.Sprintf("%s (%s), %s. Data versi %d.", e.Name, e.Branch, title(e.Period), e.Version)), "", 0, "L", false, 0, "")
		doc.CellFormat(width/2, 4, fmt.Sprintf("%d / {nb}", doc.PageNo()), "", 0, "R", false, 0, "")
		doc.SetTextColor(0, 0, 0)
	})
	doc.AddPage()
	p.head(e)
	p.goals(e)
	p.cards(e)
	p.change(e)
	p.practice(e)
	p.kader(e)
	p.kaderGoals(e)
	p.effects(e)
	p.notes(e)
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("evaluation as PDF: %w", err)
	}
	return nil
}

func (p page) font(style string, size float64) { p.SetFont("Helvetica", style, size) }

func (p page) head(e Pack) {
	p.font("B", 17)
	p.CellFormat(width, 8, p.text("Evaluasi kader JKN "+e.Name), "", 1, "L", false, 0, "")
	p.font("", 11)
	period := title(e.Period)
	if e.Partial {
		period += ", sampai " + e.Through.Words()
	}
	p.CellFormat(width, 6, p.text(fmt.Sprintf("%s. %d kader, %s hari kerja kader.", period, len(e.Kader), countText(int64(e.Total.Workdays)))), "", 1, "L", false, 0, "")
	p.Ln(2)
}

// section begins a part, on a new page where so much of it would not fit on this one.
func (p page) section(name string, need float64) {
	if p.GetY()+need > 210-margin-6 {
		p.AddPage()
	}
	p.Ln(1.5)
	p.font("B", 11)
	p.CellFormat(width, 6, p.text(name), "", 1, "L", false, 0, "")
}

// table writes rows under a heading that every page repeats.
func (p page) table(columns []column, rows [][]string, last bool) {
	p.heading(columns)
	for i, row := range rows {
		if p.GetY()+line > 210-margin-6 {
			p.AddPage()
			p.heading(columns)
		}
		p.font(map[bool]string{true: "B", false: ""}[last && i == len(rows)-1], 8.5)
		p.SetFillColor(244, 246, 248)
		for k, c := range columns {
			align := map[bool]string{true: "L", false: "R"}[c.words]
			p.cell(row[k], c.width, func(s string) { p.CellFormat(c.width, line, s, "", 0, align, i%2 == 1, 0, "") })
		}
		p.Ln(line)
	}
}

// fit shortens what is wider than its column.
func (p page) fit(s string, wide float64) string {
	if p.GetStringWidth(p.text(s)) <= wide-2 {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && p.GetStringWidth(p.text(string(r)+"..")) > wide-2 {
		r = r[:len(r)-1]
	}
	return string(r) + ".."
}

// cell writes what is too wide for its column smaller, and shortens it only where it
// would be too small to read.
func (p page) cell(s string, wide float64, write func(string)) {
	const least, step = 6.5, 0.5
	usual, _ := p.GetFontSize()
	size := usual
	for size > least && p.GetStringWidth(p.text(s)) > wide-2 {
		size -= step
		p.SetFontSize(size)
	}
	write(p.text(p.fit(s, wide)))
	p.SetFontSize(usual)
}

// heading has as many lines as the head that has most of them.
func (p page) heading(columns []column) {
	p.font("B", 8)
	p.SetFillColor(222, 228, 234)
	lines := 1
	for _, c := range columns {
		lines = max(lines, 1+strings.Count(c.head, "\n"))
	}
	for i := range lines {
		for _, c := range columns {
			align := map[bool]string{true: "L", false: "R"}[c.words]
			words := append(strings.Split(c.head, "\n"), make([]string, lines)...)[i]
			p.cell(words, c.width, func(s string) { p.CellFormat(c.width, line*0.8+line*0.2/float64(lines), s, "", 0, align, true, 0, "") })
		}
		p.Ln(-1)
	}
}

func (p page) goals(e Pack) {
	if len(e.Goals) == 0 {
		p.section("Target: belum ada untuk periode ini", line)
		return
	}
	p.section("Target dan capaian", 4*line)
	var rows [][]string
	for _, g := range e.Goals {
		note := ""
		if g.SoFar {
			note = "sejauh ini"
		}
		rows = append(rows, []string{goalText(g.Goal) + " tiap kader", amountText(g.Measure, g.Den), amountText(g.Measure, g.Num), shareText(g.Ratio), note})
	}
	p.table([]column{{"Target", 105, true}, {"Diminta", 45, false}, {"Dicapai", 45, false}, {"Persen", 28, false}, {"", 50, true}}, rows, false)
}

// cards are the sums of the branch, beside how unequally they lie.
func (p page) cards(e Pack) {
	t := e.Total
	p.section("Yang dikerjakan dan hasilnya", 9*line)
	rows := [][]string{
		{"Kunjungan", countText(int64(t.Visits)), "Sebaran Rupiah per kader", ""},
		{"Bertemu keluarga", fmt.Sprintf("%s (%s)", countText(int64(t.Contacts)), shareText(t.ContactRate())), "  terkecil, kuartil bawah", planner.Rupiah(e.Money.Least).String() + "; " + planner.Rupiah(e.Money.Lower).String()},
		{"Rupiah sesudah kunjungan", t.Rupiah.String(), "  median (rata-rata)", fmt.Sprintf("%v (%s)", planner.Rupiah(e.Money.Median), perText(e.Money.Mean))},
		{"  di antaranya tunggakan", t.Arrears.String(), "  kuartil atas, terbesar", planner.Rupiah(e.Money.Upper).String() + "; " + planner.Rupiah(e.Money.Most).String()},
		{"Rupiah sekunjungan", perText(t.PerVisit()), "  kader terbesar dari seluruhnya", shareText(e.Money.Best)},
		{"Rupiah tanpa kunjungan", e.WithoutVisit.String(), "  kader tanpa Rupiah", fmt.Sprintf("%d dari %d", e.Money.Zeros, e.Money.Kader)},
		{"Janji ditepati dari yang jatuh tempo", fmt.Sprintf("%s dari %s (%s)", countText(int64(t.Kept)), countText(int64(t.Kept+t.Broken)), shareText(t.KeptRate())), "", ""},
		{"Daftar REHAB; pendaftaran; sosialisasi", fmt.Sprintf("%s; %s; %s", countText(int64(t.Rehab)), countText(int64(t.Registrations)), countText(int64(t.Talks))), "", ""},
		{"Imbal jasa; menunggu berkas", t.Fee.String() + "; " + t.Noted.String(), "", ""},
	}
	p.table([]column{{"Cabang", 62, true}, {"", 62, false}, {"", 87, true}, {"", 62, false}}, rows, false)
}

// change is why the Rupiah after visits differ from those of the period before: its three
// causes add up to the difference, and what no visit brought stands apart.
func (p page) change(e Pack) {
	was, f := e.Previous, e.Previous.Effects
	p.section("Perubahan terhadap "+was.From.Words()+" - "+was.Until.Words(), 8*line)
	rows := [][]string{
		{"Kunjungan", countText(int64(was.Visits)), countText(int64(e.Total.Visits)), signedCount(e.Total.Visits - was.Visits)},
		{"Bertemu keluarga", shareText(was.Contact), shareText(e.Total.ContactRate()), ""},
		{"Rupiah sesudah kunjungan", was.Rupiah.String(), e.Total.Rupiah.String(), signed(e.Total.Rupiah - was.Rupiah)},
		{"  karena lebih atau kurang kunjungan", "", "", signed(f.Visits)},
		{"  karena lebih atau kurang bertemu", "", "", signed(f.Contacts)},
		{"  karena nilai tiap pertemuan", "", "", signed(f.Value)},
		{"Rupiah tanpa kunjungan", (e.WithoutVisit - f.Unsought).String(), e.WithoutVisit.String(), signed(f.Unsought)},
	}
	p.table([]column{{"", 90, true}, {"Sebelumnya", 61, false}, {"Sekarang", 61, false}, {"Selisih", 61, false}}, rows, false)
}

func (p page) practice(e Pack) {
	if len(e.Practice.Best) == 0 {
		return
	}
	p.section("Apa yang lain pada kader terbaik", float64(3+max(len(e.Practice.Slots), len(e.Practice.Outcomes)))*line)
	p.font("", 8.5)
	p.CellFormat(width, line, p.text(p.fit(fmt.Sprintf("Terbaik: %s. Rupiah sekunjungan %s, lainnya %s.", list(e.Practice.Best), perText(e.Practice.PerVisit.Best), perText(e.Practice.PerVisit.Others)), width)), "", 1, "L", false, 0, "")
	rows := make([][]string, max(len(e.Practice.Slots), len(e.Practice.Outcomes)))
	for i := range rows {
		rows[i] = make([]string, 8)
	}
	for i, s := range e.Practice.Slots {
		copy(rows[i], []string{slots[s.Slot], shareText(s.Share.Best), shareText(s.Share.Others), shareText(s.Contact.Best), shareText(s.Contact.Others)})
	}
	for i, o := range e.Practice.Outcomes {
		copy(rows[i][5:], []string{outcomeText(o.Outcome), shareText(o.Share.Best), shareText(o.Share.Others)})
	}
	p.table([]column{
		{"Waktu", 55, true}, {"kunjungan terbaik", 32, false}, {"lainnya", 24, false}, {"bertemu terbaik", 32, false}, {"lainnya", 24, false},
		{"  Hasil pertemuan", 56, true}, {"terbaik", 25, false}, {"lainnya", 25, false},
	}, rows, false)
}

func list(codes []string) (s string) {
	for i, c := range codes {
		if i > 0 {
			s += ", "
		}
		s += c
	}
	return s
}

// kader is the table of all kader, with its sum.
func (p page) kader(e Pack) {
	p.section("Kader", 8*line)
	money := moneyGoal(e.Goals)
	row := func(code, name string, r ledger.Record, goals []ledger.Attainment) []string {
		share := "belum ada"
		if money >= 0 {
			share = shareText(goals[money].Ratio)
		}
		return []string{
			code, name, countText(int64(r.Workdays)), countText(int64(r.Visits)), shareText(r.ContactRate()), countText(int64(r.Households)), countText(int64(r.Promised)),
			countText(int64(r.Kept)) + " / " + countText(int64(r.Kept+r.Broken)), countText(int64(r.Rehab)), r.Rupiah.String(), share, perText(r.PerVisit()), r.Fee.String(),
		}
	}
	var rows [][]string
	for _, k := range e.Kader {
		rows = append(rows, row(k.Code, k.Name, k.Record, k.Goals))
	}
	rows = append(rows, row("Jumlah", fmt.Sprintf("%d kader", len(e.Kader)), e.Total, e.Goals))
	p.table([]column{
		{"Kode", 18, true}, {"Nama", 46, true}, {"Hari", 12, false}, {"Kunj.", 15, false}, {"Bertemu", 18, false}, {"KK", 14, false}, {"Janji", 13, false},
		{"Ditepati", 18, false}, {"REHAB", 15, false}, {"Rupiah", 32, false}, {"Target Rp", 20, false}, {"Rp/kunj.", 22, false}, {"Imbal jasa", 28, false},
	}, rows, true)
}

// moneyGoal is the place of the target in Rupiah that suits the period best; -1: none.
func moneyGoal(goals []ledger.Attainment) int {
	best := -1
	for i, g := range goals {
		if g.Measure == planner.MeasureRupiah && (best < 0 || goals[best].SoFar && !g.SoFar) {
			best = i
		}
	}
	return best
}

// mostGoals is how many targets stand beside each other; the workbook has all.
const mostGoals = 7

// kaderGoals is what each kader did of each target, with the sum.
func (p page) kaderGoals(e Pack) {
	n := min(len(e.Goals), mostGoals)
	if n == 0 || len(e.Kader) == 0 {
		return
	}
	p.section("Target tiap kader: dicapai dari diminta (Rupiah: persen)", 6*line)
	columns := []column{{"Kode", 18, true}, {"Nama", 46, true}}
	for _, g := range e.Goals[:n] {
		columns = append(columns, column{goalHead(g.Goal), (width - 64) / float64(n), false})
	}
	row := func(code, name string, goals []ledger.Attainment) []string {
		cells := []string{code, name}
		for i := range n {
			cell := "belum ada"
			if i < len(goals) && goals[i].Measure == planner.MeasureRupiah {
				cell = shareText(goals[i].Ratio)
			} else if i < len(goals) {
				cell = fmt.Sprintf("%s / %s (%s)", countText(goals[i].Num), countText(goals[i].Den), shareText(goals[i].Ratio))
			}
			cells = append(cells, cell)
		}
		return cells
	}
	var rows [][]string
	for _, k := range e.Kader {
		rows = append(rows, row(k.Code, k.Name, k.Goals))
	}
	rows = append(rows, row("Jumlah", fmt.Sprintf("%d kader", len(e.Kader)), e.Goals))
	p.table(columns, rows, true)
}

// effects tells of each kader why the money differs from the average.
func (p page) effects(e Pack) {
	if len(e.Kader) == 0 {
		return
	}
	p.section("Mengapa Rupiah kader lain dari rata-rata", 5*line)
	var rows [][]string
	for _, k := range e.Kader {
		f := k.Effects
		rows = append(rows, []string{k.Code, k.Name, signed(f.Visits + f.Contacts + f.Value), signed(f.Visits), signed(f.Contacts), signed(f.Value)})
	}
	p.table([]column{{"Kode", 24, true}, {"Nama", 69, true}, {"Selisih", 45, false}, {"karena kunjungan", 45, false}, {"karena pertemuan", 45, false}, {"karena nilai pertemuan", 45, false}}, rows, false)
}

func (p page) notes(e Pack) {
	notes := e.notes()
	p.section("Catatan", float64(len(notes)+1)*line)
	p.font("", 8.5)
	for _, n := range notes {
		p.MultiCell(width, 4.4, p.text("- "+n), "", "L", false)
	}
}
