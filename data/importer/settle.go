package importer

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// pile is how many households may share one position: more stand where a geocoder
// gave up, not where people live.
const pile = 20

// locateStaged finds out what positions of incoming are worth: view arriving is
// the good rows without the positions that are none, and with those that are known
// better already.
func (in *intake) locateStaged(ctx context.Context) error {
	in.watch.enter("mencari lokasi", 0)
	for _, sql := range []string{
		// A million rows are joined faster in memory than sorted on disk.
		"set local work_mem = '128MB'",
		"set local enable_mergejoin = off",
		"create temporary table pile on commit drop as select lon, lat, count(*), min(line) as first from incoming where lon is not null group by lon, lat having count(*) > " + strconv.Itoa(pile),
		"analyze pile",
	} {
		if _, err := in.tx.Exec(ctx, sql); err != nil {
			return fmt.Errorf("find piles of positions: %w", err)
		}
	}
	if err := in.recognise(ctx); err != nil {
		return err
	}
	if err := in.heed(ctx); err != nil {
		return err
	}
	if err := in.keepBetter(ctx); err != nil {
		return err
	}
	if err := in.tellPiles(ctx); err != nil {
		return err
	}
	if _, err := in.tx.Exec(ctx, `
		create temporary view arriving as
		select line, slot, print, coalesce(was_kk, no_kk) as stored_kk, `+strings.Join(arrivingColumns(), ", ")+`,
		  `+doubted("i.said_lon", "i.lon")+` as said_lon, `+doubted("i.said_lat", "i.lat")+` as said_lat,
		  case when own then '' when i.lon is not null then 'pile' when i.said_lon is not null then 'outside' else '' end as doubt
		from incoming i
		left join pile p on p.lon = i.lon and p.lat = i.lat
		cross join lateral (select i.lon is not null and (p.lon is null or i.kept is true) as own) x
		where reason is null`); err != nil {
		return fmt.Errorf("locate households: %w", err)
	}
	return nil
}

// arrivingColumns are the columns of arriving: of its place a household has only
// what is its own.
func arrivingColumns() (columns []string) {
	for _, c := range householdColumns() {
		if c.placed() {
			columns = append(columns, "case when own then i."+c.name+" end as "+c.name)
		} else {
			columns = append(columns, "i."+c.name)
		}
	}
	return columns
}

// doubted is what a row says of a place that is not believed.
func doubted(outside, piled string) string {
	return "case when not own then coalesce(" + piled + ", " + outside + ") end"
}

func (in *intake) tellPiles(ctx context.Context) error {
	var piles, rows, first int64
	err := in.tx.QueryRow(ctx, "select count(*), coalesce(sum(count), 0)::bigint, coalesce(min(first), 0) from pile").Scan(&piles, &rows, &first)
	if err != nil {
		return fmt.Errorf("count piles of positions: %w", err)
	}
	if rows == 0 {
		return nil
	}
	in.notes.seen = append(in.notes.seen, data.Warning{
		Code: "titik_bersama", Rows: rows, First: first,
		Text: fmt.Sprintf("lebih dari %d keluarga berada di satu titik (%d titik): itu titik tengah wilayah, bukan rumah; dianggap tanpa posisi pasti", pile, piles),
	})
	return nil
}

// keepBetter leaves a household where it is known to be when the file knows less.
func (in *intake) keepBetter(ctx context.Context) error {
	_, err := in.tx.Exec(ctx, `
		update incoming i set lon = h.lon, lat = h.lat, accuracy = h.accuracy, radius = h.radius, cell = h.cell, kept = true
		from household h
		where h.branch_id = $1 and h.no_kk = coalesce(i.was_kk, i.no_kk) and h.desa = i.desa and h.lon is not null
		  and (i.lon is null or i.accuracy > h.accuracy or exists (select from pile p where p.lon = i.lon and p.lat = i.lat))`, in.branch)
	if err != nil {
		return fmt.Errorf("keep better positions: %w", err)
	}
	return nil
}

// settle works out over which cells each desa's households without a position are
// spread, for the branch as it will be: table slot, as far as arriving households
// fall into it. Households that are not in the file move where their desa's cells
// moved.
func (in *intake) settle(ctx context.Context, tx pgx.Tx, l *land) error {
	in.watch.enter("menempatkan keluarga", 0)
	known, err := in.knownCells(ctx, tx)
	if err != nil {
		return err
	}
	s := &spreads{land: l, known: known, of: map[geo.AreaCode]*spread{}}
	if in.Kind == "households" {
		if err := in.slots(ctx, tx, s); err != nil {
			return err
		}
	}
	return in.settleOthers(ctx, tx, s)
}

// slots fills table slot with the slots that arriving households fall into.
func (in *intake) slots(ctx context.Context, tx pgx.Tx, s *spreads) error {
	rows, err := tx.Query(ctx, "select distinct desa, slot from arriving where lon is null")
	if err != nil {
		return fmt.Errorf("slots of households: %w", err)
	}
	var desa geo.AreaCode
	var slot int
	var filled []filledSlot
	_, err = pgx.ForEachRow(rows, []any{&desa, &slot}, func() error {
		cell, radius, err := s.cell(ctx, desa, slot)
		if err == nil && cell != 0 {
			filled = append(filled, filledSlot{desa, slot, cell, radius})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("slots of households: %w", err)
	}
	return copyRows(ctx, tx, "slot", "desa text, slot smallint, cell bigint, radius integer", []string{"desa", "slot", "cell", "radius"},
		len(filled), func(i int) []any {
			f := filled[i]
			return []any{f.desa, int16(f.slot), int64(f.cell), int64(f.radius)}
		})
}

// filledSlot is the cell that a slot of a desa stands for.
type filledSlot struct {
	desa   geo.AreaCode
	slot   int
	cell   geo.Cell
	radius geo.Metres
}

// spread is where the households of a desa go that have no position.
type spread struct {
	over   []geo.Weighted
	cells  [geo.SpreadSlots]geo.Cell // of the slots that were asked for
	radius geo.Metres
}

// spreads are the spreads of those desa that were asked for.
type spreads struct {
	land  *land
	known map[geo.AreaCode][]geo.Weighted
	of    map[geo.AreaCode]*spread
}

// cell is where a household of a desa goes that falls into a slot; 0 where nobody
// knows where the desa is.
func (s *spreads) cell(ctx context.Context, code geo.AreaCode, slot int) (geo.Cell, geo.Metres, error) {
	to := s.of[code]
	if to == nil {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		var err error
		if to, err = s.spread(code); err != nil {
			return 0, 0, fmt.Errorf("desa %s: %w", code, err)
		}
		s.of[code] = to
	}
	if to.cells[slot] == 0 {
		to.cells[slot] = geo.Spread(to.over, slot)
	}
	return to.cells[slot], to.radius, nil
}

func (s *spreads) spread(code geo.AreaCode) (*spread, error) {
	known := s.known[code]
	i, found := s.land.areas.Find(code)
	if !found {
		return &spread{over: known}, nil
	}
	shape := s.land.areas.All()[i].Shape
	var cover []geo.Cell
	if len(shape) > 0 && !geo.Enough(known) {
		var err error
		if cover, err = geo.Cover(shape); err != nil {
			return nil, err
		}
	}
	return &spread{over: geo.Populated(known, cover), radius: geo.RadiusOf(shape)}, nil
}

// knownCells count the households whose position is known, by desa and cell, as
// they will be after the file.
func (in *intake) knownCells(ctx context.Context, tx pgx.Tx) (map[geo.AreaCode][]geo.Weighted, error) {
	all := "select desa, cell from household where lon is not null and cell <> 0"
	if in.Kind == "households" {
		all = "select desa, cell from arriving where cell is not null union all select desa, cell from unnamed where located and cell <> 0"
	}
	return cellsIn(ctx, tx, all)
}

// cellsIn count the households of a select of desa and cell.
func cellsIn(ctx context.Context, tx pgx.Tx, all string, args ...any) (map[geo.AreaCode][]geo.Weighted, error) {
	rows, err := tx.Query(ctx, "select desa, cell, count(*) from ("+all+") x group by desa, cell order by desa, cell", args...)
	if err != nil {
		return nil, fmt.Errorf("count populated cells: %w", err)
	}
	known := map[geo.AreaCode][]geo.Weighted{}
	var code geo.AreaCode
	var w geo.Weighted
	_, err = pgx.ForEachRow(rows, []any{&code, (*int64)(&w.Cell), &w.Weight}, func() error {
		known[code] = append(known[code], w)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count populated cells: %w", err)
	}
	return known, nil
}

// moved is a household whose cell for planning became another one.
type moved struct {
	id     planner.HouseholdID
	cell   geo.Cell
	radius geo.Metres
}

// settleOthers spreads anew the households without a position of which the file
// says nothing.
func (in *intake) settleOthers(ctx context.Context, tx pgx.Tx, s *spreads) error {
	others := "select id, no_kk, rw, rt, desa, cell, radius from household where lon is null and excluded_on is null"
	if in.Kind == "households" {
		others = "select id, no_kk, rw, rt, desa, cell, radius from unnamed where not located and excluded_on is null"
	}
	rows, err := tx.Query(ctx, others)
	if err != nil {
		return fmt.Errorf("spread households: %w", err)
	}
	var changes []moved
	var old moved
	var kk, rw, rt string
	var desa geo.AreaCode
	_, err = pgx.ForEachRow(rows, []any{&old.id, &kk, &rw, &rt, &desa, (*int64)(&old.cell), (*int64)(&old.radius)}, func() error {
		cell, radius, err := s.cell(ctx, desa, slotOf(kk, rw, rt))
		if now := (moved{old.id, cell, radius}); err == nil && cell != 0 && now != old {
			changes = append(changes, now)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("spread households: %w", err)
	}
	return in.move(ctx, tx, changes)
}

func (in *intake) move(ctx context.Context, tx pgx.Tx, changes []moved) error {
	if len(changes) == 0 {
		return nil
	}
	slices.SortFunc(changes, func(a, b moved) int { return int(a.id - b.id) })
	err := copyRows(ctx, tx, "moved", "id bigint, cell bigint, radius integer", []string{"id", "cell", "radius"},
		len(changes), func(i int) []any { return []any{changes[i].id, int64(changes[i].cell), int64(changes[i].radius)} })
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		with written as (
		  update household h set cell = m.cell, radius = m.radius, accuracy = 'E', spread = true
		  from moved m
		  join household o on o.branch_id = $1 and o.id = m.id
		  where h.branch_id = $1 and h.id = m.id
		  returning h.id::text as key, jsonb_build_object('cell', o.cell, 'radius', o.radius, 'accuracy', o.accuracy, 'spread', o.spread) as row),
		`+keptBefore("$2", "'household'", "select key, row from written")+`
		select from written`, in.branch, in.ID)
	if err != nil {
		return fmt.Errorf("spread households: %w", err)
	}
	return nil
}

// slotOf tells a desa's households without a position apart: those of one RT go
// together, since they live near each other wherever that is; where no RT is known
// each goes its own way.
func slotOf(kk, rw, rt string) int {
	if rw == "" || rt == "" {
		return geo.SlotOf([]byte(kk))
	}
	return geo.SlotOf([]byte(rw + "/" + rt))
}
