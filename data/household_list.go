package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// HouseholdRow is a household in an officer's list, numbers masked.
type HouseholdRow struct {
	ID         planner.HouseholdID `json:"id"`
	HeadName   string              `json:"headName"`
	NoKKMasked string              `json:"noKkMasked"`
	Address    string              `json:"address"`
	RT         string              `json:"rt"`
	RW         string              `json:"rw"`
	Desa       geo.AreaCode        `json:"desa"`
	DesaName   string              `json:"desaName"`
	Members    int                 `json:"members"`
	Months     int                 `json:"months"`
	Arrears    planner.Rupiah      `json:"arrears"`
	Accuracy   geo.Accuracy        `json:"accuracy"`
	AsOf       planner.Day         `json:"asOf"`

	AbsentSince *planner.Day `json:"absentSince,omitempty" doc:"Day of the first file that should have named it and did not"`
}

// masked shows the first digits of a number in a column and its last four; of one
// that is too short to hide anything so, nothing.
func masked(column string, first int) string {
	return fmt.Sprintf("case when length(%[1]s) >= %[2]d then left(%[1]s, %[3]d) || '••••••••' || right(%[1]s, 4) when %[1]s = '' then '' else '••••••••' end",
		column, first+4+3, first)
}

// How numbers appear in lists. A virtual account is the bank's prefix and the card's
// number, so it hides as much.
var (
	maskedKK    = masked("h.no_kk", 4)
	maskedVA    = masked("h.va", 5)
	maskedPhone = masked("h.phone", 0)
)

// HouseholdFilter narrows a list of households; zero values do not.
type HouseholdFilter struct {
	Desa      geo.AreaCode
	Cell      geo.Cell
	Plan      PlanID
	Territory territory.ID        // of Plan
	After     planner.HouseholdID // where the page before ended
}

// HouseholdPage is how many households one request reads at most.
const HouseholdPage = 100

// HouseholdList is a page of the households in arrears that a filter leaves, by
// desa and number.
type HouseholdList struct {
	Households []HouseholdRow      `json:"households"`
	Total      int                 `json:"total"` // on all pages
	Next       planner.HouseholdID `json:"next" doc:"Ask for those after it; 0: no more"`
}

// mostPages is how many pages of households a person may read in an hour, of all
// branches: many times what work needs, and a fraction of a branch.
const mostPages = 300

const listed = "list households"

// Households lists households for a person, whose reading is audited.
// ErrNotFound: no household has the number f.After. ErrTooMany: mostPages were read
// within the hour.
func (s *Store) Households(ctx context.Context, b BranchID, f HouseholdFilter, reader int64) (out HouseholdList, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := tooOften(ctx, tx, b, reader, listed, mostPages); err != nil {
			return err
		}
		if out.Total, err = f.count(ctx, tx, b); err != nil {
			return err
		}
		if out.Households, err = f.page(ctx, tx, b); err != nil {
			return err
		}
		if len(out.Households) > HouseholdPage {
			out.Households = out.Households[:HouseholdPage]
			out.Next = out.Households[HouseholdPage-1].ID
		}
		ids := make([]planner.HouseholdID, len(out.Households))
		for i, h := range out.Households {
			ids[i] = h.ID
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: listed, Households: ids})
	})
	if err != nil {
		return HouseholdList{}, fmt.Errorf("list households: %w", err)
	}
	return out, nil
}

// from is the households h that the filter leaves, by the shortest way to them.
// The branch is named although row-level security would do: without it the
// database does not know that they come in the order of household_place.
func (f HouseholdFilter) from() string {
	source, where := "household h", "h.branch_id = @branch and h.arrears_status = 'aktif'"
	switch {
	case f.Territory != 0:
		source = "territory_block k cross join lateral " + householdsOfBlock
		where += " and k.plan_id = @plan and k.territory_id = @territory"
	case f.Cell != 0:
		source = "block k cross join lateral " + householdsOfBlock
	}
	if f.Cell != 0 {
		where += " and k.cell = @cell"
	}
	if f.Desa != "" {
		where += " and h.desa = @desa"
	}
	return " from " + source + " where " + where
}

func (f HouseholdFilter) args(b BranchID) pgx.NamedArgs {
	return pgx.NamedArgs{
		"branch": b, "desa": f.Desa, "cell": int64(f.Cell), "plan": f.Plan, "territory": f.Territory, "after": f.After, "limit": HouseholdPage + 1,
	}
}

// count is how many the filter leaves. Of a whole branch the blocks know it, and
// the few that lie in no cell are counted.
func (f HouseholdFilter) count(ctx context.Context, tx pgx.Tx, b BranchID) (total int, err error) {
	sql := "select count(*)" + f.from()
	if f.Desa == "" && f.Cell == 0 && f.Territory == 0 {
		sql = `
			select (select coalesce(sum(households), 0) from block)
			  + (select count(*) from household where cell = 0 and arrears_status = 'aktif')`
	}
	err = tx.QueryRow(ctx, sql, f.args(b)).Scan(&total)
	return total, err
}

// page is one household more than a page holds, where there are more.
func (f HouseholdFilter) page(ctx context.Context, tx pgx.Tx, b BranchID) ([]HouseholdRow, error) {
	args, beyond := f.args(b), ""
	if f.After != 0 {
		var desa geo.AreaCode
		if err := tx.QueryRow(ctx, "select desa from household where id = $1", f.After).Scan(&desa); err != nil {
			return nil, missing(err)
		}
		args["from"] = desa
		beyond = " and h.desa >= @from and (h.desa > @from or h.id > @after)"
	}
	rows, err := tx.Query(ctx, `
		select p.*, coalesce(d.name, '') as desa_name
		from (
		  select h.id, h.head_name, `+maskedKK+` as no_kk_masked, h.address, h.rt, h.rw, h.desa,
		    cardinality(h.classes) as members, h.months, h.arrears, h.accuracy, `+figuresDay+` as as_of, h.absent_since`+f.from()+beyond+`
		  order by h.desa, h.id
		  limit @limit) p
		left join area d on d.branch_id = @branch and d.code = p.desa
		order by p.desa, p.id`, args)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[HouseholdRow])
}
