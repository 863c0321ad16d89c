package report

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"binaan/data"
)

// beside is how far the words of a letter keep from the edges of its page.
const beside = 25.0

// LetterPDF writes a letter of assignment as a page to sign: its wording as it was
// written, the desa one by one, and, of one that was withdrawn, that it is good no more.
func LetterPDF(w io.Writer, b data.Branch, l data.Letter, at time.Time) error {
	doc := fpdf.New("P", "mm", "A4", "")
	p := page{doc, doc.UnicodeTranslatorFromDescriptor("")}
	doc.SetTitle("Surat tugas "+l.Number, true)
	doc.SetCreationDate(at)
	doc.SetModificationDate(at)
	doc.SetCatalogSort(true)
	doc.SetMargins(beside, beside, beside)
	doc.SetAutoPageBreak(true, beside)
	doc.AddPage()
	p.font("B", 13)
	p.MultiCell(0, 6, p.text(b.Name), "", "C", false)
	p.Ln(8)
	p.font("B", 15)
	p.MultiCell(0, 7, p.text("SURAT TUGAS"), "", "C", false)
	p.font("", 11)
	p.MultiCell(0, 6, p.text("Nomor "+l.Number), "", "C", false)
	if l.Withdrawn != nil {
		p.font("B", 12)
		p.MultiCell(0, 7, p.text("DICABUT, TIDAK BERLAKU LAGI"), "1", "C", false)
	}
	p.Ln(6)
	p.font("", 11)
	p.MultiCell(0, 6, p.text(l.Text), "", "J", false)
	p.Ln(4)
	p.MultiCell(0, 6, p.text("Desa/kelurahan:"), "", "L", false)
	for i, d := range l.Desa {
		p.MultiCell(0, 6, p.text(fmt.Sprintf("%d. %s (%s)", i+1, d.Name, d.Code)), "", "L", false)
	}
	p.Ln(4)
	p.MultiCell(0, 6, p.text(fmt.Sprintf("Berlaku %s sampai %s.", l.From.Words(), l.Until.Words())), "", "L", false)
	p.Ln(14)
	p.SetX(110)
	p.MultiCell(0, 6, p.text("...................., ...................."), "", "L", false)
	p.Ln(22)
	p.SetX(110)
	p.MultiCell(0, 6, p.text("(........................................)"), "", "L", false)
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("letter as PDF: %w", err)
	}
	return nil
}
