package datatest_test

import (
	"testing"

	"binaan/data/datatest"
)

func TestStoresDoNotShareRows(t *testing.T) {
	first, second := datatest.New(t), datatest.New(t)
	if _, err := first.AddBranch(t.Context(), "1101", "Contoh", "WIB"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Branch(t.Context(), "1101"); err == nil {
		t.Error("a branch of one store is seen in the other")
	}
}
