package api

import (
	"errors"
	"testing"
)

// All uploads together take so much room and no more; what has ended gives its own back.
func TestUploadsHaveAQuota(t *testing.T) {
	var m imports
	if err := m.keep(mostKept - 10); err != nil {
		t.Fatal(err)
	}
	if err := m.keep(11); !errors.Is(err, errFull) {
		t.Errorf("beyond the quota: %v", err)
	}
	if err := m.keep(10); err != nil {
		t.Errorf("what is left of the quota: %v", err)
	}
	m.bytes -= 10
	if err := m.keep(10); err != nil {
		t.Errorf("what an import gave back: %v", err)
	}
}
