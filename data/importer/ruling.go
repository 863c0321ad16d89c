package importer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// Why families cannot be put somewhere.
var (
	ErrNoDesa   = errors.New("no desa of the branch's map is there")
	ErrTooMany  = errors.New("more families than live in one place")
	ErrExcluded = errors.New("family is excluded")
)

// Rule does what an officer decided about families, and tells what figures of a plan
// become of it; dry, nothing is kept. Blocks follow, territories that held a desa whole
// hold it whole still, and routes are looked at anew. data.ErrNotFound: a family is not
// the branch's or not in arrears; data.ErrInUse: an import runs; data.ErrTakenBack:
// there is nothing to undo that still holds; ErrNoDesa; ErrTooMany; ErrExcluded.
// ErrTakenBack and ErrExcluded name who ruled last.
func Rule(ctx context.Context, store *data.Store, b data.Branch, r data.Ruling, plan data.PlanID, dry bool, by data.Account) (e data.RulingEffect, err error) {
	in := &intake{store: store, branch: b.ID, watch: &watch{}}
	err = store.InBranch(ctx, []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		in.tx = tx
		if e, err = in.rule(ctx, b.Today(store.Now()), r, plan, by); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDry) {
		return data.RulingEffect{}, fmt.Errorf("rule on %d households: %w", len(r.Households), err)
	}
	return e, nil
}

func (in *intake) rule(ctx context.Context, today planner.Day, r data.Ruling, plan data.PlanID, by data.Account) (e data.RulingEffect, err error) {
	if err := in.takeTurnSoon(ctx); err != nil {
		return e, err
	}
	homes, err := data.RuledIn(ctx, in.tx, r.Households)
	if err != nil {
		return e, err
	}
	l, err := readLand(ctx, in.tx)
	if err != nil {
		return e, err
	}
	desa, err := in.decide(ctx, l, today, r, homes)
	if err != nil {
		return e, err
	}
	if e, err = in.turn(ctx, plan, desa, func() error { return data.PutRuled(ctx, in.tx, in.branch, r, homes, by.Login) }); err != nil {
		return e, err
	}
	e.Households, e.Desa = len(homes), l.nameOf(homes)
	audit := data.Audit{Account: by.ID, Act: "rule: " + string(r.Kind), Reason: r.Reason, Households: r.Households}
	if err := data.Record(ctx, in.tx, in.branch, audit); err != nil {
		return e, err
	}
	if err := data.Touch(ctx, in.tx, in.branch); err != nil {
		return e, err
	}
	return e, in.store.AskReplan(ctx, in.tx, in.branch)
}

// takeTurnSoon waits for another ruling, but not for an import: data.ErrInUse, which
// names the file and who brought it.
func (in *intake) takeTurnSoon(ctx context.Context) error {
	var free bool
	if err := in.tx.QueryRow(ctx, "select pg_try_advisory_xact_lock($1, $2)", takesTurns, int32(in.branch)).Scan(&free); err != nil || free {
		return err
	}
	err := data.ImportInWay(ctx, in.tx, in.branch, data.ErrInUse, "state = 'running'")
	var runs *data.DoneError
	if errors.As(err, &runs) || !errors.Is(err, data.ErrInUse) {
		return err
	}
	_, err = in.tx.Exec(ctx, "select pg_advisory_xact_lock($1, $2)", takesTurns, int32(in.branch))
	return err
}

// nameOf names the desa in which all of some families are; "" where they are in several.
func (l *land) nameOf(homes []data.RuledHome) string {
	for _, h := range homes {
		if h.Desa != homes[0].Desa {
			return ""
		}
	}
	if i, found := l.areas.Find(homes[0].Desa); found {
		return l.areas.All()[i].Name
	}
	return string(homes[0].Desa)
}

// decide says of each family where it is from now on, and which desa that touches.
func (in *intake) decide(ctx context.Context, l *land, today planner.Day, r data.Ruling, homes []data.RuledHome) (desa []geo.AreaCode, err error) {
	if r.Kind == data.RulePlace && len(homes) > pile {
		return nil, ErrTooMany
	}
	for i := range homes {
		h := &homes[i]
		if h.Excluded != nil && r.Kind != data.RuleUndo {
			return nil, data.RuledBy(ctx, in.tx, in.branch, h.ID, ErrExcluded)
		}
		desa = append(desa, h.Desa)
		switch r.Kind {
		case data.RulePlace:
			err = l.place(h, r.At)
		case data.RuleAssign:
			err = l.assign(h, r.Desa)
		case data.RuleExclude:
			h.Excluded, h.Cell, h.Spread = &today, 0, false
		case data.RuleUndo:
			if err = h.TakeBack(); errors.Is(err, data.ErrTakenBack) {
				err = data.RuledBy(ctx, in.tx, in.branch, h.ID, err)
			}
		}
		if err != nil {
			return nil, err
		}
		desa = append(desa, h.Desa)
	}
	slices.Sort(desa)
	desa = slices.Compact(desa)
	if r.Kind == data.RuleAssign {
		err = in.spreadRuled(ctx, l, r.Desa, homes)
	}
	return desa, err
}

// place puts a family where an officer points, which is no house but its surroundings.
func (l *land) place(h *data.RuledHome, at *geo.Position) error {
	if at == nil {
		return ErrNoDesa
	}
	code, found := l.areas.At(*at)
	if !found {
		return ErrNoDesa
	}
	cell, err := geo.CellAt(*at)
	if err != nil {
		return ErrNoDesa
	}
	h.RuledPlace = data.RuledPlace{Desa: code, At: at, Accuracy: geo.InRT, Radius: geo.InRT.Radius(), Cell: cell}
	return nil
}

// assign puts a family into a desa: with its own position, or the one of the file that
// was not believed, where that lies there; else without one.
func (l *land) assign(h *data.RuledHome, code geo.AreaCode) error {
	i, found := l.areas.Find(code)
	if !found {
		return ErrNoDesa
	}
	there := func(at *geo.Position, radius geo.Metres) bool {
		if at == nil {
			return false
		}
		away, known := l.areas.Away(i, *at)
		return known && away <= max(geo.NearestWithin, radius)
	}
	was := h.RuledPlace
	switch {
	case there(was.At, was.Radius):
		h.Desa, h.Said, h.Doubt = code, nil, ""
	case was.Doubt == "outside" && there(was.Said, 0):
		cell, err := geo.CellAt(*was.Said)
		if err != nil {
			return ErrNoDesa
		}
		h.RuledPlace = data.RuledPlace{Desa: code, At: was.Said, Accuracy: geo.OnStreet, Radius: geo.OnStreet.Radius(), Cell: cell}
	default:
		h.RuledPlace = data.RuledPlace{Desa: code, Accuracy: geo.Unlocated}
	}
	return nil
}

// spreadRuled finds a cell for the families that a desa got without a position.
func (in *intake) spreadRuled(ctx context.Context, l *land, desa geo.AreaCode, homes []data.RuledHome) error {
	known, err := cellsIn(ctx, in.tx, "select desa, cell from household where lon is not null and cell <> 0 and desa = $1", desa)
	if err != nil {
		return err
	}
	s := &spreads{land: l, known: known, of: map[geo.AreaCode]*spread{}}
	for i := range homes {
		h := &homes[i]
		if h.At != nil {
			continue
		}
		if h.Cell, h.Radius, err = s.cell(ctx, desa, slotOf(h.KK, h.RW, h.RT)); err != nil {
			return err
		}
		if h.Spread = h.Cell != 0; h.Spread {
			h.Accuracy = geo.InDesa
		}
	}
	return nil
}

// turn does something to families of some desa and tells what became of the figures of
// a plan.
func (in *intake) turn(ctx context.Context, plan data.PlanID, desa []geo.AreaCode, do func() error) (e data.RulingEffect, err error) {
	before, err := data.TurnsIn(ctx, in.tx, plan)
	if err != nil {
		return e, err
	}
	if e.Unlocated[0], err = data.UnlocatedIn(ctx, in.tx); err != nil {
		return e, err
	}
	if err := do(); err != nil {
		return e, err
	}
	if err := in.rebuild(ctx, in.tx, desa); err != nil {
		return e, err
	}
	after, err := data.TurnsIn(ctx, in.tx, plan)
	if err != nil {
		return e, err
	}
	if e.Unlocated[1], err = data.UnlocatedIn(ctx, in.tx); err != nil {
		return e, err
	}
	e.Unserved = data.TerritoryTurn{Before: before[0], After: after[0]}
	e.Territories, err = data.NamedTurnsIn(ctx, in.tx, plan, turnsOf(before, after))
	return e, err
}

// turnsOf are the territories of which sums changed, by number.
func turnsOf(before, after map[territory.ID]planner.Figures) []data.TerritoryTurn {
	out := []data.TerritoryTurn{}
	ids := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(after))
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if id != 0 && after[id] != before[id] {
			out = append(out, data.TerritoryTurn{Territory: id, Before: before[id], After: after[id]})
		}
	}
	return out
}
