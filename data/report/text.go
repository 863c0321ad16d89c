// Package report writes what branches hand on: evaluations as PDF and XLSX. Money is
// whole rupiah and written as a number; shares carry both their numbers.
package report

import (
	"fmt"
	"strings"
	"time"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/ledger"
)

// Pack is what is handed on of a branch's period.
type Pack struct {
	Branch     string             `json:"branch"`
	Name       string             `json:"name"`
	Made       time.Time          `json:"made"`
	Version    int64              `json:"version"` // of the branch's data
	Estimated  bool               `json:"estimated"`
	Missing    int64              `json:"missing"` // families that the newest file no longer names
	Statements []ledger.Statement `json:"statements,omitempty"`
	Reasons    []data.MonthNote   `json:"reasons,omitempty"` // why the period is as it is
	ledger.Evaluation
}

// Of is an evaluation by its branch's name.
func Of(b data.Branch, e ledger.Evaluation, made time.Time) Pack {
	return Pack{Branch: b.Code, Name: b.Name, Made: made, Version: b.Version, Evaluation: e}
}

// title names the period as people say it.
func title(p ledger.Period) string {
	year := p.From.Month().Year
	switch p.Unit {
	case planner.PerYear:
		return fmt.Sprint("Tahun ", year)
	case planner.PerQuarter:
		return fmt.Sprintf("Triwulan %d tahun %d", (p.From.Month().Month+2)/3, year)
	case planner.PerMonth:
		return p.From.Month().Words()
	case planner.PerDay, planner.PerWeek:
	}
	return p.From.Words() + " sampai " + p.Until.Words()
}

// shareText is a ratio in per cent, or that there is none.
func shareText(r ledger.Ratio) string {
	p, ok := r.Permille()
	if !ok {
		return "belum ada"
	}
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	return fmt.Sprintf("%s%d,%d %%", sign, p/10, p%10)
}

// perText is a ratio of money to a number.
func perText(r ledger.Ratio) string {
	if r.Den == 0 {
		return "belum ada"
	}
	return planner.Rupiah((r.Num + r.Den/2) / r.Den).String()
}

func signed(r planner.Rupiah) string {
	if r > 0 {
		return "+" + r.String()
	}
	return r.String()
}

// signedCount is a number with its sign.
func signedCount(n int) string {
	switch {
	case n > 0:
		return "+" + countText(int64(n))
	case n < 0:
		return "-" + countText(int64(-n))
	}
	return "0"
}

func countText(n int64) string { return strings.TrimPrefix(planner.Rupiah(n).String(), "Rp") }

var (
	measures = map[planner.Measure]string{
		planner.MeasureVisits: "Kunjungan", planner.MeasureHouseholds: "KK dikunjungi", planner.MeasureContacts: "Bertemu keluarga",
		planner.MeasureRupiah: "Rupiah terkonfirmasi", planner.MeasureRegistrations: "Pendaftaran baru", planner.MeasureTalks: "Sosialisasi",
		planner.MeasureReports: "Lapor desa",
	}
	cadences = map[planner.Cadence]string{
		planner.PerDay: "sehari kerja", planner.PerWeek: "seminggu", planner.PerMonth: "sebulan", planner.PerQuarter: "setriwulan", planner.PerYear: "setahun",
	}
	slots = map[ledger.Slot]string{
		ledger.Morning: "Sen-Jum pagi (sebelum 12.00)", ledger.Noon: "Sen-Jum siang (12.00-16.00)", ledger.Evening: "Sen-Jum sore (16.00-18.00)",
		ledger.Night: "Sen-Jum malam (dari 18.00)", ledger.Saturday: "Sabtu", ledger.Sunday: "Minggu",
	}
	outcomes = map[planner.Outcome]string{
		planner.PaidFull: "Bayar lunas", planner.PaidPart: "Bayar cicil", planner.Promised: "Janji bayar", planner.RehabAgreed: "Setuju REHAB",
		planner.RehabEnrolled: "Daftar REHAB", planner.RehabInstalment: "Cicilan REHAB", planner.Unable: "Belum mampu", planner.Refused: "Menolak",
		planner.AlreadyPaid: "Sudah bayar", planner.OtherTime: "Minta lain waktu", planner.Complained: "Keluhan", planner.OtherSegment: "Pindah segmen",
	}
	states = map[ledger.State]string{ledger.Verified: "terverifikasi", ledger.Waiting: "menunggu", ledger.Estimate: "perkiraan"}
	kinds  = map[ledger.Kind]string{
		ledger.KindCollected: "tunggakan tertagih", ledger.KindBack: "pembayaran ditarik", ledger.KindNoted: "catatan kader",
		ledger.KindReminded: "peserta diingatkan", ledger.KindRegistered: "pendaftaran",
	}
	reasons = map[ledger.Reason]string{
		ledger.AfterMeeting: "sesudah bertemu keluarga", ledger.AfterCall: "sesudah kunjungan tanpa bertemu", ledger.NothingOwed: "tidak ada tunggakan yang dibayar",
		ledger.WaitsForFile: "menunggu berkas pembayaran", ledger.WaitsLong: "menunggu berkas pembayaran lebih lama dari semestinya", ledger.NotInFile: "belum ditemukan di berkas, minta resi", ledger.WasReminded: "bertemu keluarga bulan ini",
		ledger.DidRegister: "keluarga didaftarkan", ledger.NoVisit: "tanpa kunjungan",
	}
)

// goalText says what was asked: "Kunjungan, 5 sehari kerja".
func goalText(g planner.Goal) string {
	value := countText(g.Value)
	if g.Measure == planner.MeasureRupiah {
		value = planner.Rupiah(g.Value).String()
	}
	return fmt.Sprintf("%s, %s %s", measures[g.Measure], value, cadences[g.Per])
}

// goalHead is goalText over a narrow column: two lines, millions told as such.
func goalHead(g planner.Goal) string {
	const juta = 1_000_000
	value := countText(g.Value)
	switch {
	case g.Measure == planner.MeasureRupiah && g.Value > 0 && g.Value%juta == 0:
		value = planner.Rupiah(g.Value/juta).String() + " juta"
	case g.Measure == planner.MeasureRupiah:
		value = planner.Rupiah(g.Value).String()
	}
	return fmt.Sprintf("%s\n%s %s", measures[g.Measure], value, cadences[g.Per])
}

func amountText(m planner.Measure, n int64) string {
	if m == planner.MeasureRupiah {
		return planner.Rupiah(n).String()
	}
	return countText(n)
}

// notes are what a reader has to know of the figures.
func (e Pack) notes() []string {
	out := []string{
		"Rupiah dikreditkan kepada kader yang kunjungannya mendahului pembayaran, menurut waktu kunjungan; satu pembayaran satu kali. Sumber: berkas pembayaran cabang.",
		"Persentase jumlah = jumlah capaian dibagi jumlah target; 0 dari 0 adalah belum ada. Target bulan dan tahun adalah dua angka, tidak saling diturunkan.",
		"Pengaruh kunjungan, pertemuan dan nilai berjumlah tepat selisihnya terhadap rata-rata kader atau periode sebelumnya.",
		"Kader terbaik = seperempat dengan Rupiah terbanyak; perbandingan, bukan bukti: wilayahnya mungkin lain.",
	}
	for _, n := range e.Reasons {
		out = append(out, strings.TrimSpace(n.Day.Words()+" "+n.Name)+": "+n.Text)
	}
	if e.Partial {
		out = append([]string{fmt.Sprintf("Periode belum selesai: angka sampai %s. Periode sebelumnya dibandingkan dengan hari kerja yang sama banyaknya; jangan membaca tren darinya.", e.Through.Words())}, out...)
	}
	if e.Estimated {
		out = append(out, "Imbal jasa perkiraan: aturan yang berlaku belum dipastikan cabang.")
	}
	if e.Missing > 0 {
		out = append(out, fmt.Sprintf("%s keluarga tidak ada lagi di berkas terbaru; artinya belum diketahui, datanya tetap.", countText(e.Missing)))
	}
	return out
}
