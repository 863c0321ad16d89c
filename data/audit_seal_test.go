package data

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Fields of an audit row are written so that no two rows look alike: what is missing is
// not what is empty, and no text can pretend to be two fields.
func TestNoTwoRowsOfAnAuditAreSealedAlike(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		draw := func(name string) (fields []*string) {
			for range rapid.IntRange(0, 4).Draw(r, name) {
				text := rapid.StringMatching(`[0-9:\-a]{0,4}`).Draw(r, name)
				if rapid.Bool().Draw(r, name) {
					fields = append(fields, nil)
				} else {
					fields = append(fields, &text)
				}
			}
			return fields
		}
		a, b := draw("a"), draw("b")
		if alike, same := bytes.Equal(sealed(a), sealed(b)), cmp.Equal(a, b); alike != same {
			r.Errorf("%q and %q: the same %v, sealed alike %v", sealed(a), sealed(b), same, alike)
		}
	})
}
