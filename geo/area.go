package geo

import (
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// AreaCode is a Kemendagri code in its dotted form: provinsi "33", kabupaten
// "33.72", kecamatan "33.72.01", desa "33.72.01.1001". BPS codes have as many
// digits and mean something else; they never become an AreaCode.
type AreaCode string

// Level is the rank of an area: 1 provinsi, 2 kabupaten, 3 kecamatan, 4 desa.
type Level int

// The levels of Indonesian administration that Binaan knows.
const (
	Provinsi  Level = 1
	Kabupaten Level = 2
	Kecamatan Level = 3
	Desa      Level = 4
)

// ErrAreaCode marks text that is not a Kemendagri code.
var ErrAreaCode = errors.New("not a Kemendagri area code")

var areaDigits = [...]int{2, 2, 2, 4}

// ParseAreaCode reads a code with or without dots: 2, 4, 6 or 10 digits.
func ParseAreaCode(s string) (AreaCode, error) {
	digits := strings.ReplaceAll(strings.TrimSpace(s), ".", "")
	var parts []string
	rest := digits
	for _, n := range areaDigits {
		if len(rest) < n {
			break
		}
		parts, rest = append(parts, rest[:n]), rest[n:]
	}
	if rest != "" || len(parts) == 0 || strings.Trim(digits, "0123456789") != "" {
		return "", fmt.Errorf("%q: %w", s, ErrAreaCode)
	}
	return AreaCode(strings.Join(parts, ".")), nil
}

// Level is the number of parts of the code; 0 for the empty code.
func (c AreaCode) Level() Level {
	if c == "" {
		return 0
	}
	return Level(1 + strings.Count(string(c), "."))
}

// Parent is the code of the area around c; "" for a provinsi.
func (c AreaCode) Parent() AreaCode {
	i := strings.LastIndexByte(string(c), '.')
	if i < 0 {
		return ""
	}
	return c[:i]
}

// Kecamatan is the kecamatan that a desa lies in, or c itself where c is one.
func (c AreaCode) Kecamatan() AreaCode {
	for c.Level() > Kecamatan {
		c = c.Parent()
	}
	return c
}

// Area is a piece of the administrative map. Inner lies certainly inside Shape,
// which a centroid need not.
type Area struct {
	Code  AreaCode         `json:"code"`
	Name  string           `json:"name"`
	Shape orb.MultiPolygon `json:"-"`
	Inner Position         `json:"inner"`
}
