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
		return fileError{"Kolom nomor KK sudah rusak: terlalu banyak yang berakhir 0 atau genap, tanda Excel membulatkannya. Ekspor ulang dengan kolom itu sebagai teks; angka yang hilang tidak dapat dikembalikan."}
	case c.priced >= fewPriced && c.odd*2 > c.priced:
		return fileError{fmt.Sprintf("Nilai tunggakan di %d dari %d baris tidak cocok dengan bulan × jiwa × iuran: mungkin dalam ribuan rupiah, atau kolom jiwa, kelas, bulan dan nilai tertukar. Periksa kolomnya, lalu unggah lagi.", c.odd, c.priced)}
	}
	return nil
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
			in.notes.seen = append(in.notes.seen, data.Warning{Code: "kolom_rusak", Rows: int64(column.ends.n),
				Text: "kolom " + column.what + " dibulatkan Excel (terlalu banyak yang berakhir 0 atau genap) dan tidak dipakai; ekspor ulang sebagai teks"})
		case column.ends.odd():
			in.notes.seen = append(in.notes.seen, data.Warning{Code: "kolom_diragukan", Rows: int64(column.ends.zeros),
				Text: fmt.Sprintf("%d dari %d %s berakhir 0, lebih banyak daripada kebetulan: sebagian mungkin dibulatkan Excel", column.ends.zeros, column.ends.n, column.what)})
		}
	}
	return nil
}
