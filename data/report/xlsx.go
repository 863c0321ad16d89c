package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"binaan/planner"
	"binaan/planner/ledger"
)

// book is a workbook under way.
type book struct {
	*excelize.File
	bold, percent int
}

// XLSX writes an evaluation as a workbook: sums are numbers, and shares are formulas'
// results with both their numbers beside them.
func XLSX(w io.Writer, e Pack) (err error) {
	b := book{File: excelize.NewFile()}
	defer b.Close()
	if b.bold, err = b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return fmt.Errorf("evaluation as XLSX: %w", err)
	}
	if b.percent, err = b.NewStyle(&excelize.Style{NumFmt: 10}); err != nil {
		return fmt.Errorf("evaluation as XLSX: %w", err)
	}
	for _, sheet := range []struct {
		name string
		rows [][]any
	}{
		{"Ringkasan", e.summaryRows()}, {"Target", e.goalRows()}, {"Kader", e.kaderRows()}, {"Praktik baik", e.practiceRows()}, {"Imbal jasa", e.lineRows()},
	} {
		if err := b.sheet(sheet.name, sheet.rows); err != nil {
			return fmt.Errorf("evaluation as XLSX: sheet %s: %w", sheet.name, err)
		}
	}
	if err := b.DeleteSheet("Sheet1"); err != nil {
		return fmt.Errorf("evaluation as XLSX: %w", err)
	}
	if err := b.Write(w); err != nil {
		return fmt.Errorf("evaluation as XLSX: %w", err)
	}
	return nil
}

// sheet writes rows, of which the first is a heading that stays in sight.
func (b book) sheet(name string, rows [][]any) error {
	if _, err := b.NewSheet(name); err != nil {
		return err
	}
	sw, err := b.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, 3, 26); err != nil {
		return err
	}
	if err := sw.SetColWidth(4, 24, 16); err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, v := range row {
			cells[k] = b.cell(v, i == 0)
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

func (b book) cell(v any, heading bool) any {
	switch v := v.(type) {
	case ledger.Ratio:
		if v.Den == 0 {
			return "belum ada"
		}
		return excelize.Cell{StyleID: b.percent, Value: float64(v.Num) / float64(v.Den)}
	case planner.Rupiah:
		return int64(v)
	case planner.Day:
		return v.String()
	}
	if heading {
		return excelize.Cell{StyleID: b.bold, Value: v}
	}
	return v
}

func (e Pack) summaryRows() [][]any {
	t := e.Total
	rows := [][]any{
		{"Evaluasi kader JKN", e.Name, e.Branch},
		{"Periode", title(e.Period), "sampai " + e.Through.Words()},
		{"Versi data", e.Version, e.Made.Format("2006-01-02 15:04 -0700")},
		{"Kader", len(e.Kader)}, {"Hari kerja kader", t.Workdays},
		{"Kunjungan", t.Visits}, {"Bertemu keluarga", t.Contacts, t.ContactRate()}, {"KK dikunjungi", t.Households}, {"Kunjungan kosong", t.Empty},
		{"Janji bayar dibuat", t.Promised}, {"Janji ditepati", t.Kept, t.KeptRate()}, {"Janji ingkar", t.Broken},
		{"Daftar REHAB", t.Rehab}, {"Pendaftaran baru", t.Registrations}, {"Sosialisasi", t.Talks, t.Heads},
		{"Rupiah terkonfirmasi sesudah kunjungan", t.Rupiah}, {"di antaranya tunggakan", t.Arrears}, {"Rupiah tanpa kunjungan", e.WithoutVisit},
		{"Rupiah menunggu berkas", t.Noted}, {"Imbal jasa", t.Fee},
		{"Rupiah sekunjungan", perText(t.PerVisit())},
		{"Periode sebelumnya", e.Previous.Rupiah, e.Previous.From, e.Previous.Until},
		{"Selisih: pengaruh kunjungan", e.Previous.Effects.Visits}, {"Selisih: pengaruh pertemuan", e.Previous.Effects.Contacts},
		{"Selisih: pengaruh nilai", e.Previous.Effects.Value}, {"Selisih: tanpa kunjungan", e.Previous.Effects.Unsought},
		{"Sebaran Rupiah: terkecil", e.Money.Least}, {"kuartil bawah", e.Money.Lower}, {"median", e.Money.Median}, {"kuartil atas", e.Money.Upper},
		{"terbesar", e.Money.Most, e.Money.Best}, {"Kader tanpa Rupiah", e.Money.Zeros},
	}
	for _, note := range e.notes() {
		rows = append(rows, []any{"Catatan", note})
	}
	return rows
}

func (e Pack) goalRows() [][]any {
	rows := [][]any{{"Kode", "Nama", "Target", "Diminta", "Dicapai", "Persen", "Keterangan"}}
	add := func(code, name string, goals []ledger.Attainment) {
		for _, g := range goals {
			note := ""
			if g.SoFar {
				note = "sejauh ini"
			}
			rows = append(rows, []any{code, name, goalText(g.Goal), g.Den, g.Num, g.Ratio, note})
		}
	}
	add("JUMLAH", e.Name, e.Goals)
	for _, k := range e.Kader {
		add(k.Code, k.Name, k.Goals)
	}
	return rows
}

func (e Pack) kaderRows() [][]any {
	rows := [][]any{{
		"Kode", "Nama", "Hari kerja", "Kunjungan", "Bertemu", "Persen bertemu", "KK", "Kosong", "Janji", "Ditepati", "Ingkar", "REHAB", "Pendaftaran", "Sosialisasi",
		"Rupiah", "Tunggakan", "Imbal jasa", "Menunggu berkas", "Pengaruh kunjungan", "Pengaruh pertemuan", "Pengaruh nilai",
	}}
	row := func(code, name string, r ledger.Record, f ledger.Effects) []any {
		return []any{
			code, name, r.Workdays, r.Visits, r.Contacts, r.ContactRate(), r.Households, r.Empty, r.Promised, r.Kept, r.Broken, r.Rehab, r.Registrations, r.Talks,
			r.Rupiah, r.Arrears, r.Fee, r.Noted, f.Visits, f.Contacts, f.Value,
		}
	}
	for _, k := range e.Kader {
		rows = append(rows, row(k.Code, k.Name, k.Record, k.Effects))
	}
	return append(rows, row("JUMLAH", "", e.Total, ledger.Effects{}))
}

func (e Pack) practiceRows() [][]any {
	rows := [][]any{{"Apa", "Terbaik", "dari", "Persen", "Lainnya", "dari", "Persen"}}
	add := func(what string, c ledger.Compared) {
		rows = append(rows, []any{what, c.Best.Num, c.Best.Den, c.Best, c.Others.Num, c.Others.Den, c.Others})
	}
	for _, s := range e.Practice.Slots {
		add("Bagian kunjungan: "+slots[s.Slot], s.Share)
		add("Bertemu: "+slots[s.Slot], s.Contact)
	}
	for _, o := range e.Practice.Outcomes {
		add("Hasil pertemuan: "+outcomeText(o.Outcome), o.Share)
	}
	return rows
}

func outcomeText(o planner.Outcome) string {
	if text := outcomes[o]; text != "" {
		return text
	}
	return string(o)
}

func (e Pack) lineRows() [][]any {
	rows := [][]any{{"Kode", "Nama", "Bulan", "Jenis", "Keluarga", "Referensi", "Tanggal", "Kunjungan", "Rupiah", "Tunggakan", "Iuran berjalan", "Kelebihan", "Imbal jasa", "Keadaan", "Alasan", "Sesudah tutup"}}
	who := map[planner.KaderID]ledger.KaderRecord{}
	for _, k := range e.Kader {
		who[k.Kader] = k
	}
	for _, st := range e.Statements {
		for _, l := range st.Lines {
			visit, after := "", ""
			if l.Visit != nil {
				visit = l.Visit.String()
			}
			if l.After != nil {
				after = l.After.Month().String()
			}
			rows = append(rows, []any{
				who[l.Kader].Code, who[l.Kader].Name, l.Month.Month().String(), kinds[l.Kind], int64(l.Household), l.Ref, l.Day, visit, l.Amount, l.Arrears, l.Current, l.Credit, l.Fee,
				states[l.State], reasons[l.Reason], after,
			})
		}
	}
	return rows
}
