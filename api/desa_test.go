package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
)

// Sums are remembered for everybody; what a manager may not see is taken from a
// manager's answer alone.
func TestManagersSeeNoFiguresOfDesaOfFewFamilies(t *testing.T) {
	o, _ := sparse(t, 9, 10)
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		for i, code := range []geo.AreaCode{"99.01.01", "99.01.01.2001", "99.01.01.2002"} {
			_, err := tx.Exec(t.Context(), "insert into area (branch_id, code, level, name, lon, lat) values ($1, $2, $3, $4, 110.8, -7.55)",
				o.own.ID, code, code.Level(), fmt.Sprint("Contoh ", i))
			if err != nil {
				return err
			}
		}
		return data.Touch(t.Context(), tx, o.own.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	whole := []data.DesaSum{
		{Code: "99.01.01.2001", Name: "Contoh 1", Kecamatan: "Contoh 0", Households: 9, Eligible: 9, Members: 27, Arrears: 9_000_000, Expected: 90_000},
		{Code: "99.01.01.2002", Name: "Contoh 2", Kecamatan: "Contoh 0", Households: 10, Eligible: 10, Members: 30, Arrears: 10_000_000, Expected: 100_000},
	}
	hidden := []data.DesaSum{{Code: "99.01.01.2001", Name: "Contoh 1", Kecamatan: "Contoh 0", Hidden: true}, whole[1]}
	for _, c := range []struct {
		role data.Role
		want []data.DesaSum
	}{{data.Officer, whole}, {data.Manager, hidden}, {data.Supervisor, whole}, {data.Manager, hidden}} {
		got := o.send(t, o.as(t, c.role), "GET", "/api/v1/branches/9901/desa", "")
		var body struct{ Desa []data.DesaSum }
		if err := json.Unmarshal([]byte(got.text), &body); err != nil || got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s: %v", c.role, got.Status, got.text, err)
		}
		for i := range body.Desa {
			if len(body.Desa[i].Territories) == 0 {
				body.Desa[i].Territories = nil
			}
		}
		if diff := cmp.Diff(c.want, body.Desa); diff != "" {
			t.Errorf("as %s (-want +got)\n%s", c.role, diff)
		}
	}
}
