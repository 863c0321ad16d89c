package importer

import (
	"context"
	"fmt"
)

// leastPaid is less than anybody pays at once: the lowest premium is many times that.
const leastPaid = 1000

// judgeSmall refuses a file whose sums are in thousands, and tells of the few that
// may be.
func (in *intake) judgeSmall(ctx context.Context) error {
	var rows, small int
	err := in.tx.QueryRow(ctx, "select count(*), count(*) filter (where amount < $1) from incoming where reason is null and not reversal", leastPaid).Scan(&rows, &small)
	if err != nil {
		return fmt.Errorf("small payments: %w", err)
	}
	switch {
	case small >= fewPriced && small*2 > rows:
		return fileError{fmt.Sprintf("Jumlah pembayaran di %d dari %d baris kurang dari Rp1.000: mungkin dalam ribuan rupiah. Periksa satuannya, lalu unggah lagi.", small, rows)}
	case small > 0:
		in.tell("pembayaran_kecil", small, "pembayaran kurang dari Rp1.000; periksa satuannya")
	}
	return nil
}
