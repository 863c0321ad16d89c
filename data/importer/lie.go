package importer

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
)

// lie works out anew how all desa of the branch lie among each other.
func (in *intake) lie(ctx context.Context, tx pgx.Tx) error {
	in.watch.enter("mencari desa yang bersebelahan", 0)
	desa, err := data.AreasIn(ctx, tx, geo.Desa)
	if err != nil {
		return err
	}
	inside, err := insides(ctx, desa)
	if err != nil {
		return err
	}
	areas := geo.NewAreas(desa)
	near := areas.Neighbours(geo.AdjacentWithin)
	batch := &pgx.Batch{}
	for i, a := range areas.All() {
		codes := make([]geo.AreaCode, len(near[i]))
		for k, j := range near[i] {
			codes[k] = areas.All()[j].Code
		}
		batch.Queue("update area set near = $2, inside = $3, apart = $4 where code = $1", a.Code, codes, inside[a.Code], int(geo.Apart(a.Shape)))
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("how desa lie: %w", err)
	}
	return nil
}

// insides are the desa all of whose cells have around them only cells of desa of the
// same kecamatan.
func insides(ctx context.Context, desa []geo.Area) (map[geo.AreaCode]bool, error) {
	in, cells := map[geo.Cell]geo.AreaCode{}, map[geo.AreaCode][]geo.Cell{}
	for _, d := range desa {
		if len(d.Shape) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cover, err := geo.Cover(d.Shape)
		if err != nil {
			return nil, fmt.Errorf("desa %s: %w", d.Code, err)
		}
		cells[d.Code] = cover
		for _, cell := range cover {
			in[cell] = d.Code.Kecamatan()
		}
	}
	out := map[geo.AreaCode]bool{}
	for code, cover := range cells {
		inside := true
		for _, cell := range cover {
			around, err := geo.Disk(cell, 1)
			if err != nil {
				return nil, fmt.Errorf("desa %s: %w", code, err)
			}
			for _, other := range around {
				inside = inside && in[other] == code.Kecamatan()
			}
		}
		out[code] = inside
	}
	return out, nil
}
