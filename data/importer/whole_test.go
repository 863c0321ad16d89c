package importer_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// unheld are the cells of a desa that no territory of a plan holds.
func (o *office) unheld(plan any, desa string) []string {
	o.Helper()
	return o.rows(`
		select k.cell from block k
		where k.desa = $2 and not exists (select from territory_block t where t.branch_id = k.branch_id and t.plan_id = $1 and t.desa = k.desa and t.cell = k.cell)`, plan, desa)
}

func TestWhatATerritoryHoldsWholeStaysWholeOverTheNextFile(t *testing.T) {
	o := village(t)
	rows := append(exceptionRows(), house(90, "lat=-5.3990", "lon=111.6180", "akurasi=A"))
	o.houses(rows...)
	whole, part := o.draft(), o.draft()
	err := o.store.InBranch(t.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "delete from territory_block t where plan_id = $1 and cell = (select min(cell) from territory_block where plan_id = $1)", part)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	before := o.rows("select cell from block where desa = '99.01.01.2001'")
	open := o.unheld(part, "99.01.01.2001")
	if len(before) < 2 || len(open) != 1 {
		t.Fatalf("%d blocks, %d of them in no hands", len(before), len(open))
	}
	rows = append(rows,
		house(91, "lat=-5.3990", "lon=111.6020", "akurasi=A"),
		house(92, "kd_desa=99.01.01.2002", "lat=-5.3910", "lon=111.6310", "akurasi=A"))
	o.houses(rows...)
	o.agrees("the next file")
	after := o.rows("select cell from block where desa = '99.01.01.2001'")
	if len(after) <= len(before) {
		t.Fatalf("the file brought no new block: %v, then %v", before, after)
	}
	if got := o.unheld(whole, "99.01.01.2001"); len(got) > 0 {
		t.Errorf("of the desa that is held whole nobody has %v", got)
	}
	if got := o.unheld(part, "99.01.01.2001"); len(got) != 1+len(after)-len(before) {
		t.Errorf("of the desa that is held in part nobody has %v, of %v before %v", got, after, open)
	}
	if got := o.unheld(whole, "99.01.01.2002"); fmt.Sprint(got) != fmt.Sprint(o.rows("select cell from block where desa = '99.01.01.2002'")) {
		t.Errorf("a desa of nobody was given away but for %v", got)
	}
	// Once more, so that what was given came by whole desa too.
	o.houses(append(rows, house(93, "lat=-5.3830", "lon=111.6190", "akurasi=A"))...)
	if got := o.unheld(whole, "99.01.01.2001"); len(got) > 0 {
		t.Errorf("a month later nobody has %v", got)
	}
}
