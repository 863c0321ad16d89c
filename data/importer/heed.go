package importer

import (
	"context"
	"fmt"
)

// heed gives rows the desa that an officer gave their families, as long as the file
// says of it what it said then and the family still is where the officer put it.
func (in *intake) heed(ctx context.Context) error {
	_, err := in.tx.Exec(ctx, `
		update incoming i set desa = r.desa
		from (
		  select distinct on (x.household_id) x.household_id, x.said_desa, x.desa
		  from ruling x
		  where x.branch_id = $1 and x.kind in ('place', 'assign')
		    and not exists (select from ruling u where u.branch_id = x.branch_id and u.undoes = x.id)
		  order by x.household_id, x.id desc) r
		join household h on h.branch_id = $1 and h.id = r.household_id and h.desa = r.desa
		where r.desa <> r.said_desa and h.no_kk = coalesce(i.was_kk, i.no_kk) and i.desa = r.said_desa and i.reason is null`, in.branch)
	if err != nil {
		return fmt.Errorf("heed rulings: %w", err)
	}
	return nil
}
