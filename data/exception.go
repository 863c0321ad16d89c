package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Exceptions are what of a branch's files waits for an officer, counted.
type Exceptions struct {
	Unplaced ExceptionCount   `json:"unplaced"` // no file says where they live, beyond the desa
	Outside  ExceptionCount   `json:"outside"`  // the file's position lies outside the file's desa
	Pile     ExceptionCount   `json:"pile"`     // the file has more of them on one point than live there
	Excluded ExceptionCount   `json:"excluded"` // by an officer
	Refused  []RefusedFile    `json:"refused"`  // rows of the newest file of each kind
	NoShape  []DesaNoShape    `json:"noShape"`  // desa with families and without an outline
	Pins     []ExceptionPlace `json:"pins"`
}

// ExceptionCount counts families in arrears.
type ExceptionCount struct {
	Households int            `json:"households"`
	Arrears    planner.Rupiah `json:"arrears"`
}

// RefusedFile is a file of which rows were refused.
type RefusedFile struct {
	ID   ImportID    `json:"id"`
	Kind string      `json:"kind"`
	File string      `json:"file"`
	AsOf planner.Day `json:"asOf"`
	Rows int64       `json:"rows"`
}

// DesaNoShape is a desa of which the map has no outline.
type DesaNoShape struct {
	Desa       geo.AreaCode `json:"desa"`
	Name       string       `json:"name"`
	Households int          `json:"households"`
}

// ExceptionPlace is where exceptions are, on a map: desa, cells and points that many
// share, never a family's own.
type ExceptionPlace struct {
	Kind       string       `json:"kind" enum:"unplaced,outside,pile"`
	At         geo.Position `json:"at"`
	Desa       geo.AreaCode `json:"desa"` // that the file names; of a pile, of one of them
	Households int          `json:"households"`
}

// What makes a household h an exception, by kind.
var exceptional = map[string]string{
	"unplaced": "h.lon is null and h.doubt = '' and h.excluded_on is null",
	"outside":  "h.lon is null and h.doubt = 'outside' and h.excluded_on is null",
	"pile":     "h.lon is null and h.doubt = 'pile' and h.excluded_on is null",
	"excluded": "h.excluded_on is not null",
}

// unsure are households h that may be exceptions, as the index household_unsure has them.
const unsure = "h.branch_id = @branch and h.arrears_status = 'aktif' and (h.lon is null or h.excluded_on is not null)"

// Exceptions counts what waits.
func (s *Store) Exceptions(ctx context.Context, b BranchID) (e Exceptions, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		args := pgx.NamedArgs{"branch": b}
		unplaced, err := e.count(ctx, tx, args)
		if err != nil {
			return err
		}
		if e.Refused, err = refusedFilesIn(ctx, tx); err != nil {
			return err
		}
		if e.NoShape, err = noShapeIn(ctx, tx); err != nil {
			return err
		}
		if e.Pins, err = desaPlacesIn(ctx, tx, unplaced); err != nil {
			return err
		}
		doubted, err := doubtedPlacesIn(ctx, tx, args)
		e.Pins = append(e.Pins, doubted...)
		return err
	})
	if err != nil {
		return Exceptions{}, fmt.Errorf("exceptions: %w", err)
	}
	return e, nil
}

// count counts all kinds in one walk over the families that may be exceptions, and tells
// in which desa those live of whom no more is known.
func (e *Exceptions) count(ctx context.Context, tx pgx.Tx, args pgx.NamedArgs) (unplaced []ExceptionPlace, err error) {
	rows, err := tx.Query(ctx, `
		select case when h.excluded_on is not null then 'excluded' when h.doubt = '' then 'unplaced' else h.doubt end, h.desa, count(*)::int, sum(h.arrears)::bigint
		from household h
		where `+unsure+`
		group by 1, 2
		order by 3 desc, 2`, args)
	if err != nil {
		return nil, err
	}
	kinds := map[string]*ExceptionCount{"unplaced": &e.Unplaced, "outside": &e.Outside, "pile": &e.Pile, "excluded": &e.Excluded}
	var kind string
	var desa geo.AreaCode
	var n ExceptionCount
	_, err = pgx.ForEachRow(rows, []any{&kind, &desa, &n.Households, &n.Arrears}, func() error {
		kinds[kind].Households += n.Households
		kinds[kind].Arrears += n.Arrears
		if kind == "unplaced" {
			unplaced = append(unplaced, ExceptionPlace{Kind: kind, Desa: desa, Households: n.Households})
		}
		return nil
	})
	return unplaced, err
}

func refusedFilesIn(ctx context.Context, tx pgx.Tx) ([]RefusedFile, error) {
	rows, err := tx.Query(ctx, `
		select id, kind, file, as_of, rejected as rows
		from (
		  select distinct on (kind) id, kind, file, as_of, rejected
		  from import
		  where state = 'done' and not dry_run and undone_at is null
		  order by kind, id desc) newest
		where rejected > 0
		order by id desc`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[RefusedFile])
}

func noShapeIn(ctx context.Context, tx pgx.Tx) ([]DesaNoShape, error) {
	rows, err := tx.Query(ctx, `
		select x.desa, coalesce(a.name, '') as name, sum(x.households)::int as households
		from (
		  select desa, sum(households) as households from block group by desa
		  union all
		  select desa, count(*) from household where cell = 0 and arrears_status = 'aktif' and excluded_on is null group by desa) x
		left join area a on a.code = x.desa
		where a.shape is null
		group by x.desa, a.name
		order by households desc, x.desa`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[DesaNoShape])
}

// mostPins is how many places of a kind a map shows.
const mostPins = 1000

// desaPlacesIn puts the first of those of whom only the desa is known at its middle; those
// whose desa the map does not know are nowhere.
func desaPlacesIn(ctx context.Context, tx pgx.Tx, of []ExceptionPlace) ([]ExceptionPlace, error) {
	rows, err := tx.Query(ctx, "select code, lon, lat from area where level = $1", geo.Desa)
	if err != nil {
		return nil, err
	}
	middle := map[geo.AreaCode]geo.Position{}
	var code geo.AreaCode
	var at geo.Position
	_, err = pgx.ForEachRow(rows, []any{&code, &at.Lon, &at.Lat}, func() error {
		middle[code] = at
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := []ExceptionPlace{}
	for _, p := range of {
		if at, known := middle[p.Desa]; known && len(out) < mostPins {
			p.At = at
			out = append(out, p)
		}
	}
	return out, nil
}

// doubtedPlacesIn are the points and cells of those whose place was not believed.
func doubtedPlacesIn(ctx context.Context, tx pgx.Tx, args pgx.NamedArgs) ([]ExceptionPlace, error) {
	rows, err := tx.Query(ctx, `
		(select 'pile', h.said_lon, h.said_lat, min(h.desa), count(*)::int as households
		from household h
		where `+unsure+" and "+exceptional["pile"]+`
		group by h.said_lon, h.said_lat
		order by households desc, h.said_lon
		limit `+fmt.Sprint(mostPins)+`)
		union all
		(select 'outside', h.said_lon, h.said_lat, h.desa, 1
		from household h
		where `+unsure+" and "+exceptional["outside"]+`
		order by h.desa, h.id
		limit `+fmt.Sprint(5*mostPins)+")", args)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p ExceptionPlace, err error) {
		err = row.Scan(&p.Kind, &p.At.Lon, &p.At.Lat, &p.Desa, &p.Households)
		return p, err
	})
	if err != nil {
		return nil, err
	}
	return inCells(all)
}

// inCells puts positions of single families together by cell, at its centre.
func inCells(all []ExceptionPlace) ([]ExceptionPlace, error) {
	type place struct {
		cell geo.Cell
		desa geo.AreaCode
	}
	out, at := []ExceptionPlace{}, map[place]int{}
	for _, p := range all {
		if p.Kind != "outside" {
			out = append(out, p)
			continue
		}
		cell, err := geo.CellAt(p.At)
		if err != nil {
			return nil, err
		}
		if i, seen := at[place{cell, p.Desa}]; seen {
			out[i].Households += p.Households
			continue
		}
		if p.At, err = geo.Centre(cell); err != nil {
			return nil, err
		}
		at[place{cell, p.Desa}] = len(out)
		out = append(out, p)
	}
	return out, nil
}
