package api_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"binaan/data"
)

func (o *office) households(t *testing.T, cookie, query string) (list data.HouseholdList) {
	t.Helper()
	got := o.send(t, cookie, "GET", "/api/v1/branches/9901/households"+query, "")
	if got.StatusCode != http.StatusOK {
		t.Fatalf("households%s: %s %s", query, got.Status, got.text)
	}
	if err := json.Unmarshal([]byte(got.text), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestHouseholdsOfACellAndAPageOnward(t *testing.T) {
	o, cookie := village(t)
	first := o.households(t, cookie, "")
	if first.Total != 1300 || len(first.Households) != data.HouseholdPage || first.Next != first.Households[data.HouseholdPage-1].ID {
		t.Errorf("first page: %d of %d, next %d", len(first.Households), first.Total, first.Next)
	}
	blocks, err := o.store.Blocks(t.Context(), o.own.ID)
	if err != nil {
		t.Fatal(err)
	}
	in := blocks[3]
	sum := 0
	for _, k := range blocks {
		if k.Cell == in.Cell {
			sum += k.Households
		}
	}
	if got := o.households(t, cookie, "?cell="+in.Cell.String()); got.Total != sum {
		t.Errorf("cell %v: %d households, want %d", in.Cell, got.Total, sum)
	}
	if got := o.send(t, cookie, "GET", "/api/v1/branches/9901/households?after=4444444", ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("after a household that is not there: %s", got.Status)
	}
}
