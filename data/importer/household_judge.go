package importer

import (
	"context"
	"fmt"

	"binaan/data"
)

// fewPriced is how many rows make a column of sums.
const fewPriced = 10

// judge refuses the file for what only whole columns show.
func (c *householdCheck) judge() error {
	switch {
	case c.codes.foreign():
		return fileError{"Kolom kode desa berisi kode BPS, bukan kode Kemendagri: angkanya sama banyak, artinya lain, dan tidak dapat ditebak. Pakai kode Kemendagri, atau hapus kolom itu dan sebutkan nama desa dan kecamatan."}
	case c.ends.mangled():
		return fileError{spoiltKK}
	case c.ends.n >= fewPriced && c.births*2 > c.ends.n:
		return fileError{fmt.Sprintf("Di %d dari %d baris, nomor KK memuat tahun yang tidak mungkin bagi kartu keluarga: kolom nomor KK tampaknya berisi NIK. Periksa kedua kolomnya, lalu unggah lagi.", c.births, c.ends.n)}
	case c.climb.dragged():
		return fileError{fmt.Sprintf("Kode desa naik satu di %d dari %d baris berturut-turut: kolomnya tampaknya ditarik ke bawah (isi otomatis Excel). Isi lagi dengan kode yang benar.", c.climb.steps, c.climb.rows)}
	case c.priced >= fewPriced && c.odd*2 > c.priced:
		return fileError{fmt.Sprintf("Nilai tunggakan di %d dari %d baris tidak cocok dengan bulan × jiwa × iuran: mungkin dalam ribuan rupiah, atau kolom jiwa, kelas, bulan dan nilai tertukar. Periksa kolomnya, lalu unggah lagi.", c.odd, c.priced)}
	}
	return nil
}

// compareColumns tells of sums and members that are likely row by row, and unlikely
// as columns: most sums are the premium of their months, and few families are large.
func (c *householdCheck) compareColumns(in *intake) {
	switch {
	case c.dated < fewPriced || c.apart == 0:
	case c.apart*2 > c.dated:
		in.tell("kolom_tanggal_bayar", c.apart, fmt.Sprintf("tanggal bayar terakhir di %d dari %d baris tidak sesuai dengan bulan tunggakan: mungkin kolomnya bergeser atau diurutkan sendiri, atau bukan tanggal bayar terakhir", c.apart, c.dated))
	default:
		in.tell("tanggal_bayar_lain", c.apart, "tanggal bayar terakhir berselisih lebih dari 3 bulan dengan bulan tunggakan, tidak seperti kebanyakan baris berkas ini")
	}
	if c.priced < fewPriced {
		return
	}
	far := c.priced - c.exact
	switch {
	case far*2 > c.priced:
		in.tell("kolom_nilai", far, fmt.Sprintf("nilai tunggakan di %d dari %d baris bukan bulan × jiwa × iuran: mungkin kolomnya bergeser atau diurutkan sendiri", far, c.priced))
	case far > c.odd:
		in.tell("nilai_lain", far-c.odd, "nilai tunggakan menyimpang lebih dari 10 % dari bulan × jiwa × iuran, tidak seperti kebanyakan baris berkas ini")
	}
	if c.crowds*20 > c.priced {
		in.tell("jiwa_banyak", c.crowds, fmt.Sprintf("%d dari %d keluarga berjiwa lebih dari %d: mungkin kolom jiwa dan bulan tertukar", c.crowds, c.priced, manyMembers))
	}
}

// tell notes something of rows that are not told one by one.
func (in *intake) tell(code string, rows int, text string) {
	in.notes.seen = append(in.notes.seen, data.Warning{Code: code, Text: text, Rows: int64(rows)})
}

// doubt leaves out columns of numbers that a spreadsheet has spoilt, and tells of
// those of which it may have spoilt some.
func (c *householdCheck) doubt(ctx context.Context, in *intake) error {
	for _, column := range []struct {
		what, name string
		ends       *tail
	}{{"nomor KK", "", &c.ends}, {"NIK", "nik", &c.nikEnds}, {"nomor VA", "va", &c.vaEnds}} {
		switch {
		case column.ends.mangled():
			if _, err := in.tx.Exec(ctx, "update incoming set "+column.name+" = null where reason is null"); err != nil {
				return fmt.Errorf("leave %s out: %w", column.name, err)
			}
			in.tell("kolom_rusak", column.ends.n, "kolom "+column.what+" dibulatkan Excel (terlalu banyak yang berakhir 0 atau genap) dan tidak dipakai; ekspor ulang sebagai teks")
		case column.ends.odd():
			in.tell("kolom_diragukan", column.ends.zeros, fmt.Sprintf("%d dari %d %s berakhir 0, lebih banyak daripada kebetulan: sebagian mungkin dibulatkan Excel", column.ends.zeros, column.ends.n, column.what))
		}
	}
	return nil
}
