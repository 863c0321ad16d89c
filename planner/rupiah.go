package planner

import (
	"strconv"
	"strings"
)

// Rupiah is an amount of money in whole rupiah.
type Rupiah int64

// String writes r the Indonesian way: Rp1.250.000, -Rp500.
func (r Rupiah) String() string {
	s, sign := strconv.FormatInt(int64(r), 10), ""
	if r < 0 {
		s, sign = s[1:], "-"
	}
	var b strings.Builder
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(d)
	}
	return sign + "Rp" + b.String()
}
