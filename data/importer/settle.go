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
	if err := in.keepBetter(ctx); err != nil {
		return err
	}
	if err := in.tellPiles(ctx); err != nil {
		return err
	}
	if _, err := in.tx.Exec(ctx, `
		create temporary view arriving as
		select line, slot, `+strings.Join(arrivingColumns(), ", ")+`
		from incoming i
		left join pile p on p.lon = i.lon and p.lat = i.lat
		cross join lateral (select i.lon is not null and (p.lon is null or i.kept is true) as own) x
		where reason is null`); err != nil {
		return fmt.Errorf("locate households: %w", err)
	}
	return in.tellAbsent(ctx)
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

// tellAbsent tells of households whose arrears are still counted although the
// file does not name them: they may have paid, or the file is of a part only.
func (in *intake) tellAbsent(ctx context.Context) error {
	var absent int64
	err := in.tx.QueryRow(ctx, `
		select count(*)
		from household h
		where arrears_status = 'aktif' and not exists (select from arriving i where i.no_kk = h.no_kk)`).Scan(&absent)
	if err != nil {
		return fmt.Errorf("count absent households: %w", err)
	}
	if absent > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "tidak_di_berkas", Rows: absent,
			Text: "keluarga menunggak yang tersimpan tidak ada di berkas ini; datanya dibiarkan",
		})
	}
	return nil
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
		where h.branch_id = $1 and h.no_kk = i.no_kk and h.desa = i.desa and h.lon is not null
		  and (i.lon is null or i.accuracy > h.accuracy or exists (select from pile p where p.lon = i.lon and p.lat = i.lat))`, in.branch)
	if err != nil {
		return fmt.Errorf("keep better positions: %w", err)
	}
	return nil
}

// settle works out over which cells each desa's households without a position are
// spread, for the branch as it will be: table slot. Households that are not in
// the file move where their desa's cells moved.
func (in *intake) settle(ctx context.Context, tx pgx.Tx, l *land) error {
	in.watch.enter("menempatkan keluarga", 0)
	known, err := in.knownCells(ctx, tx)
	if err != nil {
		return err
	}
	spreads, err := spreadsOf(ctx, l, known)
	if err != nil {
		return err
	}
	err = copyRows(ctx, tx, "slot", "desa text, slot smallint, cell bigint, radius integer", []string{"desa", "slot", "cell", "radius"},
		len(spreads)*geo.SpreadSlots, func(i int) []any {
			s := spreads[i/geo.SpreadSlots]
			return []any{s.desa, int16(i % geo.SpreadSlots), int64(s.cells[i%geo.SpreadSlots]), int64(s.radius)}
		})
	if err != nil {
		return err
	}
	return in.settleOthers(ctx, tx, spreads)
}

// spread is where the households of a desa go that have no position: a cell for
// each slot they may fall into.
type spread struct {
	desa   geo.AreaCode
	cells  []geo.Cell
	radius geo.Metres
}

// spreadsOf are the spreads of all desa that have a cell to give.
func spreadsOf(ctx context.Context, l *land, known map[geo.AreaCode][]geo.Weighted) (out []spread, err error) {
	for _, a := range l.areas.All() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var cover []geo.Cell
		if len(a.Shape) > 0 && !geo.Enough(known[a.Code]) {
			if cover, err = geo.Cover(a.Shape); err != nil {
				return nil, fmt.Errorf("desa %s: %w", a.Code, err)
			}
		}
		out = appendSpread(out, a.Code, geo.Populated(known[a.Code], cover), geo.RadiusOf(a.Shape))
		delete(known, a.Code)
	}
	for code, cells := range known { // of desa that the map lacks
		out = appendSpread(out, code, cells, 0)
	}
	return out, nil
}

func appendSpread(out []spread, code geo.AreaCode, cells []geo.Weighted, radius geo.Metres) []spread {
	if s := geo.Spread(cells); s != nil {
		return append(out, spread{code, s, radius})
	}
	return out
}

// knownCells count the households whose position is known, by desa and cell, as
// they will be after the file.
func (in *intake) knownCells(ctx context.Context, tx pgx.Tx) (map[geo.AreaCode][]geo.Weighted, error) {
	staged := "select null::text as no_kk, null::text as desa, null::bigint as cell where false"
	if in.Kind == "households" {
		staged = "select no_kk, desa, cell from arriving"
	}
	rows, err := tx.Query(ctx, `
		with coming as (`+staged+`)
		select desa, cell, count(*)
		from (
		  select desa, cell from coming where cell is not null
		  union all
		  select desa, cell from household h where lon is not null and not exists (select from coming i where i.no_kk = h.no_kk)) x
		group by desa, cell
		order by desa, cell`)
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
func (in *intake) settleOthers(ctx context.Context, tx pgx.Tx, spreads []spread) error {
	where := map[geo.AreaCode]spread{}
	for _, s := range spreads {
		where[s.desa] = s
	}
	absent := ""
	if in.Kind == "households" {
		absent = " and not exists (select from arriving i where i.no_kk = h.no_kk)"
	}
	rows, err := tx.Query(ctx, "select id, no_kk, desa, cell, radius from household h where lon is null"+absent)
	if err != nil {
		return fmt.Errorf("spread households: %w", err)
	}
	var changes []moved
	var old moved
	var kk string
	var desa geo.AreaCode
	_, err = pgx.ForEachRow(rows, []any{&old.id, &kk, &desa, (*int64)(&old.cell), (*int64)(&old.radius)}, func() error {
		if s, known := where[desa]; known {
			now := moved{old.id, s.cells[geo.SlotOf([]byte(kk))], s.radius}
			if now != old {
				changes = append(changes, now)
			}
		}
		return nil
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
		update household h set cell = m.cell, radius = m.radius, accuracy = 'E', spread = true
		from moved m
		where h.branch_id = $1 and h.id = m.id`, in.branch)
	if err != nil {
		return fmt.Errorf("spread households: %w", err)
	}
	return nil
}
