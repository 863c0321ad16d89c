package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// ExceptionRow is a family that waits for an officer, numbers masked.
type ExceptionRow struct {
	HouseholdRow
	Lies   string       `json:"lies"` // the desa in which the file's position lies, where that is another
	LiesIn geo.AreaCode `json:"liesIn"`
	Away   geo.Metres   `json:"away"` // how far outside its desa; 0: not known
	Reason string       `json:"reason"`
	By     string       `json:"by"` // who excluded it
	On     *planner.Day `json:"on,omitempty"`
}

// ExceptionList is a page of exceptions of a kind, by desa and number.
type ExceptionList struct {
	Rows  []ExceptionRow      `json:"rows"`
	Total int                 `json:"total"` // on all pages
	Next  planner.HouseholdID `json:"next" doc:"Ask for those after it; 0: no more"`
}

// ExceptionFilter narrows a list of exceptions.
type ExceptionFilter struct {
	Kind  string       // of those that exceptional knows
	Desa  geo.AreaCode // "": all
	After planner.HouseholdID
}

// ExceptionRows lists families that wait, for a person, whose reading is audited as
// that of other lists. ErrNotFound: no household has the number f.After. ErrTooMany.
func (s *Store) ExceptionRows(ctx context.Context, b BranchID, f ExceptionFilter, reader int64) (out ExceptionList, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := tooOften(ctx, tx, b, reader, listed, mostPages); err != nil {
			return err
		}
		if err := f.read(ctx, tx, b, &out); err != nil {
			return err
		}
		ids := make([]planner.HouseholdID, len(out.Rows))
		for i, h := range out.Rows {
			ids[i] = h.ID
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: listed, Reason: "exceptions: " + f.Kind, Households: ids})
	})
	if err != nil {
		return ExceptionList{}, fmt.Errorf("list exceptions: %w", err)
	}
	return out, nil
}

func (f ExceptionFilter) read(ctx context.Context, tx pgx.Tx, b BranchID, out *ExceptionList) error {
	where := unsure + " and " + exceptional[f.Kind]
	args := pgx.NamedArgs{"branch": b, "desa": f.Desa, "after": f.After, "limit": HouseholdPage + 1}
	if f.Desa != "" {
		where += " and h.desa = @desa"
	}
	if err := tx.QueryRow(ctx, "select count(*) from household h where "+where, args).Scan(&out.Total); err != nil {
		return err
	}
	if f.After != 0 {
		var desa geo.AreaCode
		if err := tx.QueryRow(ctx, "select desa from household where id = $1", f.After).Scan(&desa); err != nil {
			return missing(err)
		}
		args["from"] = desa
		where += " and (h.desa, h.id) > (@from, @after)"
	}
	rows, err := tx.Query(ctx, `
		select p.*, coalesce(d.name, '') as desa_name, coalesce(r.reason, '') as reason, coalesce(r.made_by, '') as by
		from (
		  select h.id, h.head_name, `+maskedKK+` as no_kk_masked, h.address, h.rt, h.rw, h.desa,
		    cardinality(h.classes) as members, h.months, h.arrears, h.accuracy, `+figuresDay+` as as_of, h.absent_since,
		    h.excluded_on as "on", h.said_lon, h.said_lat
		  from household h
		  where `+where+`
		  order by h.desa, h.id
		  limit @limit) p
		left join area d on d.branch_id = @branch and d.code = p.desa
		left join lateral (
		  select x.reason, x.made_by from ruling x
		  where x.branch_id = @branch and x.household_id = p.id and x.kind = 'exclude'
		  order by x.id desc limit 1) r on p."on" is not null
		order by p.desa, p.id`, args)
	if err != nil {
		return err
	}
	said, err := pgx.CollectRows(rows, pgx.RowToStructByName[saidRow])
	if err != nil {
		return err
	}
	if len(said) > HouseholdPage {
		said = said[:HouseholdPage]
		out.Next = said[HouseholdPage-1].ID
	}
	out.Rows, err = lying(ctx, tx, said)
	return err
}

// saidRow is a row as the database has it.
type saidRow struct {
	HouseholdRow
	Reason           string
	By               string
	On               *planner.Day
	SaidLon, SaidLat *float64
}

// lying finds out in which desa positions lie that lie outside their own.
func lying(ctx context.Context, tx pgx.Tx, said []saidRow) ([]ExceptionRow, error) {
	out := make([]ExceptionRow, len(said))
	var areas *geo.Areas
	for i, r := range said {
		out[i] = ExceptionRow{HouseholdRow: r.HouseholdRow, Reason: r.Reason, By: r.By, On: r.On}
		at := positionOf(r.SaidLon, r.SaidLat)
		if at == nil {
			continue
		}
		if areas == nil {
			desa, err := AreasIn(ctx, tx, geo.Desa)
			if err != nil {
				return nil, err
			}
			areas = geo.NewAreas(desa)
		}
		if code, found := areas.At(*at); found && code != r.Desa {
			k, _ := areas.Find(code)
			out[i].LiesIn, out[i].Lies = code, areas.All()[k].Name
		}
		if k, found := areas.Find(r.Desa); found {
			out[i].Away, _ = areas.Away(k, *at)
		}
	}
	return out, nil
}
