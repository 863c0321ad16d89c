package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/data"
	"binaan/geo"
)

// derive puts the kecamatan and kabupaten of the file's desa together from their
// desa's cells, those that no file gave: borders of desa that were simplified one
// by one do not meet, cells do.
func (c *areaCheck) derive(ctx context.Context, tx pgx.Tx) error {
	c.watch.enter("menyusun kecamatan", 0)
	wanted, err := c.underived(ctx, tx)
	if err != nil || len(wanted) == 0 {
		return err
	}
	cells, err := c.cellsAround(ctx, tx, wanted)
	if err != nil {
		return err
	}
	for _, code := range slices.Sorted(maps.Keys(cells)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(cells[code]) > mostDerived {
			c.notes.add("batas_terlalu_luas", "kecamatan atau kabupaten terlalu luas untuk disusun dari desanya; impor batasnya sendiri", 1)
			delete(cells, code)
			continue
		}
		if err := c.putDerived(ctx, tx, code, cells[code]); err != nil {
			return err
		}
	}
	c.notes.seen = append(c.notes.seen, data.Warning{
		Code: "batas_disusun", Rows: int64(len(cells)), First: 1,
		Text: "kecamatan dan kabupaten yang tidak ada di berkas disusun dari desanya; batasnya perkiraan",
	})
	return nil
}

// mostDerived is of how many cells an outline is drawn: some 30,000 km². The memory
// for it grows with them.
const mostDerived = 300_000

// cellsAround are the cells of all desa of each area wanted.
func (c *areaCheck) cellsAround(ctx context.Context, tx pgx.Tx, wanted map[geo.AreaCode]bool) (map[geo.AreaCode][]geo.Cell, error) {
	desa, err := data.AreasIn(ctx, tx, geo.Desa)
	if err != nil {
		return nil, err
	}
	cells := map[geo.AreaCode][]geo.Cell{}
	for _, d := range desa {
		kecamatan := d.Code.Kecamatan()
		kabupaten := kecamatan.Parent()
		if !wanted[kecamatan] && !wanted[kabupaten] || len(d.Shape) == 0 {
			continue
		}
		cover, err := c.cover(ctx, d)
		if err != nil {
			return nil, err
		}
		for _, around := range []geo.AreaCode{kecamatan, kabupaten} {
			if wanted[around] {
				cells[around] = append(cells[around], cover...)
			}
		}
	}
	return cells, nil
}

// underived are the areas around the file's desa that no file gave.
func (c *areaCheck) underived(ctx context.Context, tx pgx.Tx) (map[geo.AreaCode]bool, error) {
	rows, err := tx.Query(ctx, "select code from area where not derived and level in (2, 3)")
	if err != nil {
		return nil, fmt.Errorf("areas given: %w", err)
	}
	given, err := pgx.CollectRows(rows, pgx.RowTo[geo.AreaCode])
	if err != nil {
		return nil, fmt.Errorf("areas given: %w", err)
	}
	wanted := map[geo.AreaCode]bool{}
	for _, a := range c.areas {
		if a.Code.Level() == geo.Desa {
			wanted[a.Code.Kecamatan()], wanted[a.Code.Kecamatan().Parent()] = true, true
		}
	}
	for _, code := range given {
		delete(wanted, code)
	}
	return wanted, nil
}

func (c *areaCheck) putDerived(ctx context.Context, tx pgx.Tx, code geo.AreaCode, cells []geo.Cell) error {
	slices.Sort(cells)
	shape, err := geo.Outline(slices.Compact(cells))
	if err != nil {
		return fmt.Errorf("area %s: %w", code, err)
	}
	inner, err := geo.Inner(shape)
	if err != nil {
		return fmt.Errorf("area %s: %w", code, err)
	}
	text, err := ewkb.Marshal(shape, ewkb.DefaultSRID)
	if err != nil {
		return fmt.Errorf("area %s: %w", code, err)
	}
	name := c.names[code]
	if name == "" {
		name = string(code)
	}
	_, err = tx.Exec(ctx, `
		with `+keptBefore("$8", "'area'", "select o.code as key, to_jsonb(o) - '{branch_id,import_id}'::text[] as row from area o where o.branch_id = $1 and o.code = $2")+`
		insert into area (branch_id, code, level, name, shape, lon, lat, derived, import_id)
		values ($1, $2, $3, $4, $5, $6, $7, true, $8)
		on conflict (branch_id, code) do update set name = excluded.name, shape = excluded.shape, lon = excluded.lon, lat = excluded.lat`,
		c.branch, code, int(code.Level()), name, text, inner.Lon, inner.Lat, c.ID)
	if err != nil {
		return fmt.Errorf("area %s: %w", code, err)
	}
	return nil
}
