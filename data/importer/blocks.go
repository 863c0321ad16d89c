package importer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// rebuild works out anew what the blocks of some desa, or where desa is nil of
// all, add up to, as of the day of the branch's figures. Blocks that are stored as
// they should be are left alone.
func (in *intake) rebuild(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode) error {
	in.watch.enter("menyusun blok", 0)
	figures, err := data.FiguresIn(ctx, tx)
	if err != nil {
		return err
	}
	if figures == nil { // no households
		return data.ReplaceBlocks(ctx, tx, in.branch, nil, nil)
	}
	b, err := basisIn(ctx, tx, figures.AsOf)
	if err != nil {
		return err
	}
	if !bytes.Equal(b.print, figures.Basis) {
		desa = nil // expectations by two sets of rules do not add up
	}
	var blocks []planner.Block
	moved := desa == nil || figures.Level == nil
	if !moved {
		if moved, err = b.moves(ctx, tx, figures); err != nil {
			return err
		}
	}
	if moved { // expectations by two levels do not add up either
		desa = nil
		blocks, err = b.gatherAll(ctx, tx, figures)
	} else {
		blocks, err = b.gather(ctx, tx, desa, *figures.Level, nil)
	}
	if err != nil {
		return err
	}
	figures.Basis = b.print
	if err := data.SetFigures(ctx, tx, in.branch, *figures); err != nil {
		return err
	}
	return in.putBlocks(ctx, tx, desa, blocks)
}

// basis is what expectations rest on beside the households and what happened to
// them.
type basis struct {
	rules    planner.Rules
	calendar planner.Calendar
	print    []byte
}

// blockSums is the edition of what blocks add up: where it is another than in the print
// of a branch's figures, all of its blocks are added up anew. 2: with what comes later.
const blockSums = 2

func basisIn(ctx context.Context, tx pgx.Tx, day planner.Day) (b basis, err error) {
	if b.rules, err = data.RulesIn(ctx, tx, day); err != nil {
		return b, err
	}
	if b.calendar.Holidays, err = data.HolidaysIn(ctx, tx); err != nil {
		return b, err
	}
	text, err := json.Marshal(struct {
		Rules    planner.Rules
		Holidays map[planner.Day]string
		Sums     int
	}{b.rules, b.calendar.Holidays, blockSums})
	if err != nil {
		return b, fmt.Errorf("print of the rules: %w", err)
	}
	print := sha256.Sum256(text)
	b.print = print[:]
	return b, nil
}

// gather adds up the households of some desa, or of all, at a level; first is asked of each
// family that may be visited, unless it is nil.
func (b basis) gather(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode, level planner.Level, first func(planner.Household)) ([]planner.Block, error) {
	past, err := histories(ctx, tx, desa)
	if err != nil {
		return nil, err
	}
	chances := planner.Priors().At(level)
	expected := func(h planner.Household) (cash, later planner.Rupiah) {
		if first != nil {
			first(h)
		}
		return chances.MonthExpected(b.calendar, &b.rules, h, past[h.ID])
	}
	all, failed := householdsOf(ctx, tx, desa)
	blocks, err := planner.GatherBlocks(all, b.rules.Eligible, expected)
	if *failed != nil {
		return nil, *failed
	}
	if err != nil {
		return nil, fmt.Errorf("build blocks: %w", err)
	}
	return blocks, nil
}

// putBlocks stores the blocks of some desa, or of all. The links are drawn anew
// only where blocks came or went.
func (in *intake) putBlocks(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode, blocks []planner.Block) error {
	stored, err := data.BlocksIn(ctx, tx)
	if err != nil {
		return err
	}
	of := func(b planner.Block) bool { return desa == nil || slices.Contains(desa, b.Desa) }
	var before, others []planner.Block
	for _, b := range stored {
		if of(b) {
			before = append(before, b)
		} else {
			others = append(others, b)
		}
	}
	if slices.EqualFunc(before, blocks, func(a, b planner.Block) bool { return a.BlockKey == b.BlockKey }) {
		var changed []planner.Block
		for i, b := range blocks {
			if b != before[i] {
				changed = append(changed, b)
			}
		}
		return data.UpdateBlocks(ctx, tx, in.branch, changed)
	}
	all := append(others, blocks...)
	slices.SortFunc(all, func(x, y planner.Block) int { return cmp.Or(cmp.Compare(x.Desa, y.Desa), cmp.Compare(x.Cell, y.Cell)) })
	links, err := planner.LinkBlocks(all)
	if err != nil {
		return fmt.Errorf("link blocks: %w", err)
	}
	// What a territory held whole it goes on holding whole.
	whole, err := data.WholeIn(ctx, tx, grown(before, blocks))
	if err != nil {
		return err
	}
	if err := data.ReplaceBlocks(ctx, tx, in.branch, all, links); err != nil {
		return err
	}
	return data.KeepWhole(ctx, tx, whole)
}

// grown are the desa that have blocks which they had not.
func grown(before, after []planner.Block) (desa []geo.AreaCode) {
	had := map[planner.BlockKey]bool{}
	for _, b := range before {
		had[b.BlockKey] = true
	}
	for _, b := range after {
		if !had[b.BlockKey] && !slices.Contains(desa, b.Desa) {
			desa = append(desa, b.Desa)
		}
	}
	return desa
}

// householdsOf are the households of some desa, or of all; what kept them from
// coming all is known once they have been gone through.
func householdsOf(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode) (all iter.Seq[planner.Household], failed *error) {
	failed = new(error)
	return func(yield func(planner.Household) bool) { *failed = data.EachHousehold(ctx, tx, desa, yield) }, failed
}

// histories are the visits and payments of the households of some desa, or of
// all, that have any.
func histories(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode) (map[planner.HouseholdID]planner.History, error) {
	var ids []planner.HouseholdID
	if desa != nil {
		rows, err := tx.Query(ctx, "select id from household where desa = any($1)", desa)
		if err == nil {
			ids, err = pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
		}
		if err != nil {
			return nil, fmt.Errorf("households of %d desa: %w", len(desa), err)
		}
		return data.HistoriesIn(ctx, tx, ids)
	}
	visits, err := data.VisitsIn(ctx, tx, nil)
	if err != nil {
		return nil, err
	}
	payments, err := data.PaymentsIn(ctx, tx, nil)
	if err != nil {
		return nil, err
	}
	past := map[planner.HouseholdID]planner.History{}
	for _, v := range visits {
		h := past[v.Household]
		h.Visits = append(h.Visits, v)
		past[v.Household] = h
	}
	for _, p := range payments {
		h := past[p.Household]
		h.Payments = append(h.Payments, p)
		past[p.Household] = h
	}
	return past, nil
}
