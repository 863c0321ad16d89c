package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// PlanFile is a finished territory plan as it stands at one moment, with all that a
// file of it tells: a draft as it is drawn by now.
type PlanFile struct {
	TerritoryDetail
	Held     []territory.Territory // with their blocks, in the order of Territories
	Outlines []Outline             // in the order of Territories
	Blocks   []planner.Block       // all of the branch, by desa
	Desa     []geo.Area            // all of the branch, by code, with their borders where the map has them
	Kader    []planner.Kader
	Names    map[geo.AreaCode]string // of kecamatan and desa
}

// PlanFile reads a plan for a file. ErrNotFound: there is none, or it is not finished.
func (s *Store) PlanFile(ctx context.Context, b BranchID, id PlanID) (p PlanFile, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error { return s.readPlanFile(ctx, tx, id, &p) })
	if err != nil {
		return p, fmt.Errorf("file of plan %d: %w", id, err)
	}
	return p, nil
}

// ExportPlan is PlanFile for a file that leaves the program with a reader, who is audited.
func (s *Store) ExportPlan(ctx context.Context, b BranchID, id PlanID, format string, reader int64) (PlanFile, error) {
	p, err := s.PlanFile(ctx, b, id)
	if err != nil {
		return p, err
	}
	return p, s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return Record(ctx, tx, b, Audit{Account: reader, Act: "export plan", Reason: fmt.Sprintf("plan %d, revision %d, as %s", id, p.Revision, format)})
	})
}

func (s *Store) readPlanFile(ctx context.Context, tx pgx.Tx, id PlanID, p *PlanFile) (err error) {
	if p.TerritoryDetail, err = territoryDetailIn(ctx, tx, id); err != nil {
		return err
	}
	if p.State != Done {
		return ErrNotFound
	}
	if p.Held, err = TerritoriesIn(ctx, tx, id); err != nil {
		return err
	}
	if p.Outlines, err = s.outlinesIn(ctx, tx, id); err != nil {
		return err
	}
	if p.Blocks, err = BlocksIn(ctx, tx); err != nil {
		return err
	}
	if p.Kader, err = KaderIn(ctx, tx); err != nil {
		return err
	}
	if p.Desa, err = AreasIn(ctx, tx, geo.Desa); err != nil {
		return err
	}
	p.Names, err = namesIn(ctx, tx)
	return err
}

// namesIn are the names of the branch's areas.
func namesIn(ctx context.Context, tx pgx.Tx) (map[geo.AreaCode]string, error) {
	names := map[geo.AreaCode]string{}
	rows, err := tx.Query(ctx, "select code, name from area")
	if err != nil {
		return nil, fmt.Errorf("names of areas: %w", err)
	}
	var code geo.AreaCode
	var name string
	_, err = pgx.ForEachRow(rows, []any{&code, &name}, func() error {
		names[code] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("names of areas: %w", err)
	}
	return names, nil
}
