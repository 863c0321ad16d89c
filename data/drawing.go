package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// Drawing is what a workbench needs of a territory plan to draw on it and to count
// what is drawn without asking again.
type Drawing struct {
	Revision  int                   `json:"revision"`
	Grain     planner.Grain         `json:"grain"`
	Rule      planner.TerritoryRule `json:"rule"`   // the band
	Visits    int                   `json:"visits"` // in a month, of as many families as the band aims at
	Published bool                  `json:"published"`
	Hands     []HandRow             `json:"hands"`
	Desa      []DesaRow             `json:"desa"`
	Atoms     []Atom                `json:"atoms"`
	Links     [][2]int              `json:"links,omitempty"` // between atoms, where territories are made of cells
}

// HandRow is a territory of a drawing.
type HandRow struct {
	Hand      territory.Hand  `json:"hand"`
	Territory territory.ID    `json:"territory"`
	Kader     planner.KaderID `json:"kader"`
	Kecamatan geo.AreaCode    `json:"kecamatan"`
	Merangkap bool            `json:"merangkap"`
	Locked    bool            `json:"locked"`
}

// DesaRow is a desa with its neighbours in the same kecamatan.
type DesaRow struct {
	Code      geo.AreaCode   `json:"code"`
	Name      string         `json:"name"`
	Kecamatan string         `json:"kecamatan"` // its name
	Near      []geo.AreaCode `json:"near" db:"-"`
}

// Atom is what passes from hand to hand as one: a desa, or a block of one that may be
// divided or is.
type Atom struct {
	Desa geo.AreaCode   `json:"desa"`
	Cell geo.Cell       `json:"cell,omitempty"` // 0: the whole desa
	Hand territory.Hand `json:"hand"`
	planner.Figures
	territory.Moments
	Rides []territory.Ride `json:"rides"` // of those who may have it
}

// add adds a block that passes together with the others of the atom.
func (a *Atom) add(b planner.Block, m territory.Moments, rides []territory.Ride) {
	a.Add(b)
	a.Moments = a.Moments.Plus(m)
	if a.Rides == nil {
		a.Rides = []territory.Ride{}
	}
	for _, r := range rides {
		at := slices.IndexFunc(a.Rides, func(had territory.Ride) bool { return had.Hand == r.Hand })
		if at < 0 {
			a.Rides = append(a.Rides, r)
			continue
		}
		a.Rides[at].Metres = max(a.Rides[at].Metres, r.Metres)
	}
}

// Drawing reads a finished territory plan as one state.
func (s *Store) Drawing(ctx context.Context, b BranchID, id PlanID) (d Drawing, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		d, err = drawingIn(ctx, tx, id)
		return err
	})
	if err != nil {
		return d, fmt.Errorf("drawing of plan %d: %w", id, err)
	}
	return d, nil
}

// DrawnPlan is a finished territory plan as it is drawn by now, and what it depends on.
func (s *Store) DrawnPlan(ctx context.Context, b BranchID, id PlanID) (plan territory.Plan, in territory.Input, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		var request PlanRequest
		if plan, request, err = finishedIn(ctx, tx, id); err != nil {
			return err
		}
		request.Grain = grainOf(&plan.Certificate)
		in, err = territoryInputIn(ctx, tx, request)
		return err
	})
	if err != nil {
		return plan, in, fmt.Errorf("drawn plan %d: %w", id, err)
	}
	return plan, in, nil
}

func drawingIn(ctx context.Context, tx pgx.Tx, id PlanID) (d Drawing, err error) {
	plan, request, err := finishedIn(ctx, tx, id)
	if err != nil {
		return d, err
	}
	if err := tx.QueryRow(ctx, "select revision, published_from is not null from plan where id = $1", id).Scan(&d.Revision, &d.Published); err != nil {
		return d, err
	}
	d.Grain = grainOf(&plan.Certificate)
	request.Grain = d.Grain
	in, err := territoryInputIn(ctx, tx, request)
	if err != nil {
		return d, err
	}
	if d.Desa, err = desaRowsIn(ctx, tx); err != nil {
		return d, err
	}
	return d, d.lay(in, plan.Territories)
}

// lay puts territories on the drawing, with all that is counted of it.
func (d *Drawing) lay(in territory.Input, territories []territory.Territory) error {
	d.Rule, d.Visits = in.Rules.Territory, in.Rules.Target.VisitsPerMonth
	near, err := in.Beside()
	if err != nil {
		return err
	}
	for i := range d.Desa {
		if d.Desa[i].Near = near[d.Desa[i].Code]; d.Desa[i].Near == nil {
			d.Desa[i].Near = []geo.AreaCode{}
		}
	}
	d.Hands = []HandRow{}
	for _, t := range territories {
		d.Hands = append(d.Hands, HandRow{t.Hand(), t.ID, t.Kader, t.Kecamatan, t.Merangkap, t.Locked})
	}
	d.atoms(in, territories)
	return nil
}

func desaRowsIn(ctx context.Context, tx pgx.Tx) ([]DesaRow, error) {
	rows, err := tx.Query(ctx, `
		select d.code, d.name, coalesce(kec.name, '') as kecamatan
		from area d
		left join area kec on kec.branch_id = d.branch_id and kec.code = left(d.code, 8)
		where d.level = 4
		order by d.code`)
	if err != nil {
		return nil, fmt.Errorf("desa: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[DesaRow])
}

// atoms gathers the blocks of desa that are whole and have to stay so.
func (d *Drawing) atoms(in territory.Input, territories []territory.Territory) {
	owner := drawingOf(in.Blocks, territories)
	apart := d.divisible(in.Blocks, owner)
	moments, rides := in.Moments(), in.Rides(territories)
	d.Atoms = []Atom{}
	for i, b := range in.Blocks {
		h := owner.Hand(b.BlockKey)
		last := len(d.Atoms) - 1
		if !apart[b.Desa] && last >= 0 && d.Atoms[last].Desa == b.Desa {
			d.Atoms[last].add(b, moments[i], rides[i])
			continue
		}
		a := Atom{Desa: b.Desa, Hand: h}
		if apart[b.Desa] {
			a.Cell = b.Cell
		}
		a.add(b, moments[i], rides[i])
		d.Atoms = append(d.Atoms, a)
	}
	if d.Grain == planner.GrainCell { // an atom is a block
		for _, l := range in.Links {
			d.Links = append(d.Links, [2]int{l.A, l.B})
		}
	}
}

// divisible are the desa whose blocks may be drawn one by one, or are in several
// hands.
func (d *Drawing) divisible(blocks []planner.Block, owner *territory.Drawing) map[geo.AreaCode]bool {
	out, eligible, hand := map[geo.AreaCode]bool{}, map[geo.AreaCode]int{}, map[geo.AreaCode]territory.Hand{}
	for _, b := range blocks {
		eligible[b.Desa] += b.Eligible
		h, known := hand[b.Desa]
		if !known {
			hand[b.Desa] = owner.Hand(b.BlockKey)
		}
		if d.Grain == planner.GrainCell || eligible[b.Desa] > d.Rule.Upper || known && h != owner.Hand(b.BlockKey) {
			out[b.Desa] = true
		}
	}
	return out
}
