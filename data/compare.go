package data

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// PlanComparison holds two territory plans against each other, by the figures of today.
type PlanComparison struct {
	Plans [2]PlanCompared `json:"plans" minItems:"2" maxItems:"2"`
	Kader []KaderCompared `json:"kader"` // those who have a territory in one of them, by code
	Moves []Move          `json:"moves"` // from the first to the second, the largest first
	Moved Moved           `json:"moved"` // change kader, or get or lose one
	Desa  []DesaCompared  `json:"desa"`  // all of the branch, by code
}

// PlanCompared is a plan of a comparison.
type PlanCompared struct {
	PlanHead
	Served   planner.Figures `json:"served"`
	Unserved planner.Figures `json:"unserved"`
	Count    int             `json:"count"` // territories
	InBand   int             `json:"inBand"`
	Least    int             `json:"least"`   // eligible KK of the smallest territory
	Most     int             `json:"most"`    // and of the largest
	Ride     geo.Metres      `json:"ride"`    // the longest
	Divided  int             `json:"divided"` // desa in several hands
}

// KaderCompared is what a kader has in two plans, own and second territories together.
type KaderCompared struct {
	Kader   planner.KaderID    `json:"kader"`
	Code    string             `json:"code"`
	Name    string             `json:"name"`
	Figures [2]planner.Figures `json:"figures" minItems:"2" maxItems:"2"`
	Kept    int                `json:"kept"` // eligible KK that stay
}

// DesaCompared is who has a desa in two plans.
type DesaCompared struct {
	Code      geo.AreaCode   `json:"code"`
	Name      string         `json:"name"`
	Kecamatan string         `json:"kecamatan"` // its name
	Eligible  int            `json:"eligible"`
	Moved     int            `json:"moved"` // eligible KK that change hands
	Shares    [2][]DesaShare `json:"shares" minItems:"2" maxItems:"2"`
}

// DesaShare is what a kader has of a desa.
type DesaShare struct {
	Kader    planner.KaderID `json:"kader"` // 0: nobody
	Eligible int             `json:"eligible"`
}

// Compare holds two finished territory plans against each other, drafts as they are
// drawn by now.
func (s *Store) Compare(ctx context.Context, b BranchID, ids [2]PlanID, today planner.Day) (c PlanComparison, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		c, err = compareIn(ctx, tx, ids, today)
		return err
	})
	if err != nil {
		return c, fmt.Errorf("compare plans %d and %d: %w", ids[0], ids[1], err)
	}
	return c, nil
}

func compareIn(ctx context.Context, tx pgx.Tx, ids [2]PlanID, today planner.Day) (c PlanComparison, err error) {
	blocks, err := BlocksIn(ctx, tx)
	if err != nil {
		return c, err
	}
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return c, err
	}
	var hold [2]map[planner.BlockKey]planner.KaderID
	for i, id := range ids {
		if _, err := territoryRevision(ctx, tx, id); err != nil {
			return c, err
		}
		if c.Plans[i].PlanHead, err = planHeadIn(ctx, tx, id); err != nil {
			return c, err
		}
		territories, err := TerritoriesIn(ctx, tx, id)
		if err != nil {
			return c, err
		}
		hold[i] = c.Plans[i].count(blocks, territories, rules.Territory)
	}
	if c.Moves, err = movesBetween(ctx, tx, ids[0], ids[1], today); err != nil {
		return c, err
	}
	for _, m := range c.Moves {
		c.Moved.add(m.Moved)
	}
	if err := c.kader(ctx, tx, blocks, hold); err != nil {
		return c, err
	}
	return c, c.desa(ctx, tx, blocks, hold)
}

// count sums a plan up by the blocks of today and tells who holds them.
func (c *PlanCompared) count(blocks []planner.Block, territories []territory.Territory, rule planner.TerritoryRule) map[planner.BlockKey]planner.KaderID {
	hold, of := map[planner.BlockKey]planner.KaderID{}, map[planner.BlockKey]int{}
	for i, t := range territories {
		for _, key := range t.Blocks {
			hold[key], of[key] = t.Kader, i
		}
	}
	sums := make([]planner.Figures, len(territories))
	hands := map[geo.AreaCode]map[int]bool{}
	for _, b := range blocks {
		i, served := of[b.BlockKey]
		if !served {
			c.Unserved.Add(b)
			i = -1
		} else {
			c.Served.Add(b)
			sums[i].Add(b)
		}
		if hands[b.Desa] == nil {
			hands[b.Desa] = map[int]bool{}
		}
		hands[b.Desa][i] = true
	}
	for _, h := range hands {
		if len(h) > 1 {
			c.Divided++
		}
	}
	c.Count = len(territories)
	for i, t := range territories {
		n := sums[i].Eligible
		if rule.Lower <= n && n <= rule.Upper {
			c.InBand++
		}
		if c.Most = max(c.Most, n); i == 0 || n < c.Least {
			c.Least = n
		}
		c.Ride = max(c.Ride, t.Ride)
	}
	return hold
}

func (c *PlanComparison) kader(ctx context.Context, tx pgx.Tx, blocks []planner.Block, hold [2]map[planner.BlockKey]planner.KaderID) error {
	all, err := KaderIn(ctx, tx)
	if err != nil {
		return err
	}
	rows := map[planner.KaderID]*KaderCompared{}
	for _, b := range blocks {
		for i := range hold {
			k := hold[i][b.BlockKey]
			if k == 0 {
				continue
			}
			if rows[k] == nil {
				rows[k] = &KaderCompared{Kader: k}
			}
			rows[k].Figures[i].Add(b)
			if i == 1 && hold[0][b.BlockKey] == k {
				rows[k].Kept += b.Eligible
			}
		}
	}
	c.Kader = []KaderCompared{}
	for _, k := range all {
		if row := rows[k.ID]; row != nil {
			row.Code, row.Name = k.Code, k.Name
			c.Kader = append(c.Kader, *row)
		}
	}
	slices.SortStableFunc(c.Kader, func(a, b KaderCompared) int { return cmp.Compare(a.Code, b.Code) })
	return nil
}

func (c *PlanComparison) desa(ctx context.Context, tx pgx.Tx, blocks []planner.Block, hold [2]map[planner.BlockKey]planner.KaderID) error {
	all, err := desaRowsIn(ctx, tx)
	if err != nil {
		return err
	}
	place := map[geo.AreaCode]int{}
	shares := make([][2]map[planner.KaderID]int, len(all))
	for i, d := range all {
		place[d.Code] = i
		shares[i] = [2]map[planner.KaderID]int{{}, {}}
		c.Desa = append(c.Desa, DesaCompared{Code: d.Code, Name: d.Name, Kecamatan: d.Kecamatan})
	}
	for _, b := range blocks {
		at, known := place[b.Desa]
		if !known {
			continue
		}
		row := &c.Desa[at]
		row.Eligible += b.Eligible
		if hold[0][b.BlockKey] != hold[1][b.BlockKey] {
			row.Moved += b.Eligible
		}
		for i := range hold {
			shares[at][i][hold[i][b.BlockKey]] += b.Eligible
		}
	}
	for at := range c.Desa {
		for i := range c.Desa[at].Shares {
			c.Desa[at].Shares[i] = sharesOf(shares[at][i])
		}
	}
	if c.Desa == nil {
		c.Desa = []DesaCompared{}
	}
	return nil
}

// sharesOf has the largest share first.
func sharesOf(of map[planner.KaderID]int) []DesaShare {
	out := []DesaShare{}
	for _, k := range slices.Sorted(maps.Keys(of)) {
		out = append(out, DesaShare{k, of[k]})
	}
	slices.SortStableFunc(out, func(a, b DesaShare) int { return cmp.Compare(b.Eligible, a.Eligible) })
	return out
}
