package data

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/partition"
)

// ground is a branch as it is divided: every cell belongs to the desa that holds its
// middle, and families of a desa in a cell of another's are counted in its own nearest.
type ground struct {
	areas   []geo.Area // desa by code
	place   map[geo.AreaCode]int
	own     [][]geo.Cell // by area, ascending
	owner   map[geo.Cell]int
	cells   []partition.Cell
	cell    []geo.Cell // of cells
	at      map[ownCell]int
	strays  map[ownCell]int // cells of others with families of an area: where they are counted
	unplace []partition.Sum
}

type ownCell struct {
	area int
	cell geo.Cell
}

func groundIn(ctx context.Context, tx pgx.Tx, quarter planner.Day) (*ground, error) {
	areas, err := AreasIn(ctx, tx, geo.Desa)
	if err != nil {
		return nil, err
	}
	sums, err := sumsIn(ctx, tx, quarter)
	if err != nil {
		return nil, err
	}
	g := &ground{areas: areas, place: map[geo.AreaCode]int{}, owner: map[geo.Cell]int{}, at: map[ownCell]int{}, strays: map[ownCell]int{}}
	g.know(sums)
	slices.SortFunc(g.areas, func(a, b geo.Area) int { return cmp.Compare(a.Code, b.Code) })
	for a, area := range g.areas {
		g.place[area.Code] = a
	}
	if err := g.cover(sums); err != nil {
		return nil, err
	}
	return g, g.fill(sums)
}

// desaSum is what families of a desa in a cell owe; cell 0: without a place.
type desaSum struct {
	desa geo.AreaCode
	cell geo.Cell
	sum  partition.Sum
}

// unplaced tells whether nothing more than the desa of household h is known.
const unplaced = "(h.spread or h.cell = 0 or h.accuracy in ('E', 'F'))"

// sumsIn are those of the first month of a quarter that is kept, or of today.
func sumsIn(ctx context.Context, tx pgx.Tx, quarter planner.Day) ([]desaSum, error) {
	var month *planner.Day
	err := tx.QueryRow(ctx, "select min(month) from arrears_month where month >= $1 and month < $2", quarter, quarter.AddMonths(3)).Scan(&month)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select h.desa, case when `+unplaced+` then 0 else h.cell end, count(*), sum(o.arrears)::bigint, max(o.arrears)
		from household h
		join (
		  select id, arrears from household where $1::date is null and arrears_status = 'aktif'
		  union all
		  select household_id, arrears from arrears_month where month = $1 and arrears > 0) o on o.id = h.id
		group by 1, 2
		order by 1, 2`, month)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s desaSum, err error) {
		err = row.Scan((*string)(&s.desa), (*int64)(&s.cell), &s.sum.KK, &s.sum.Money, &s.sum.Most)
		return s, err
	})
}

// know adds the desa that families name and no file of areas does.
func (g *ground) know(sums []desaSum) {
	for _, area := range g.areas {
		g.place[area.Code] = 0
	}
	for _, s := range sums {
		if _, known := g.place[s.desa]; !known {
			g.place[s.desa] = 0
			g.areas = append(g.areas, geo.Area{Code: s.desa})
		}
	}
}

// cover gives every cell to one desa: the one that holds its middle, the lowest where
// shapes overlap. One without a shape has the cells of its families that are nobody's.
func (g *ground) cover(sums []desaSum) error {
	g.own = make([][]geo.Cell, len(g.areas))
	take := func(a int, c geo.Cell) {
		if _, taken := g.owner[c]; !taken {
			g.owner[c] = a
			g.own[a] = append(g.own[a], c)
		}
	}
	for a, area := range g.areas {
		if len(area.Shape) == 0 {
			continue
		}
		cover, err := geo.Cover(area.Shape)
		if err != nil {
			return fmt.Errorf("cover of %s: %w", area.Code, err)
		}
		for _, c := range cover {
			take(a, c)
		}
	}
	for _, s := range sums {
		if a := g.place[s.desa]; s.cell != 0 && len(g.areas[a].Shape) == 0 {
			take(a, s.cell)
		}
	}
	return nil
}

// fill puts families where they are counted.
func (g *ground) fill(sums []desaSum) error {
	for a, own := range g.own {
		for _, c := range own {
			g.add(a, c)
		}
	}
	g.unplace = make([]partition.Sum, len(g.areas))
	for _, s := range sums {
		a := g.place[s.desa]
		if s.cell == 0 {
			g.unplace[a] = g.unplace[a].Plus(s.sum)
			continue
		}
		at, own := g.at[ownCell{a, s.cell}]
		if !own {
			var err error
			if at, err = g.nearest(a, s.cell); err != nil {
				return err
			}
			g.strays[ownCell{a, s.cell}] = at
		}
		g.cells[at].Sum = g.cells[at].Sum.Plus(s.sum)
	}
	return nil
}

func (g *ground) add(a int, c geo.Cell) int {
	cell := partition.Cell{Area: a}
	for level := range partition.Levels {
		cell.Path[level] = int64(ancestor(c, coarsest+level))
	}
	g.at[ownCell{a, c}] = len(g.cells)
	g.cells, g.cell = append(g.cells, cell), append(g.cell, c)
	return len(g.cells) - 1
}

// nearest is the area's own cell nearest to one of another's; where it has none, it gets
// that one too.
func (g *ground) nearest(a int, c geo.Cell) (int, error) {
	if len(g.own[a]) == 0 {
		return g.add(a, c), nil
	}
	from, err := geo.Centre(c)
	if err != nil {
		return 0, err
	}
	best, least := 0, math.Inf(1)
	for _, own := range g.own[a] {
		to, err := geo.Centre(own)
		if err != nil {
			return 0, err
		}
		if away := math.Hypot(to.Lon-from.Lon, to.Lat-from.Lat); away < least {
			best, least = g.at[ownCell{a, own}], away
		}
	}
	return best, nil
}

// neighbours is how many desa are looked at for one that is joined with another.
const neighbours = 8

// empty tells whether nobody is in arrears.
func (g *ground) empty() bool {
	has := func(s partition.Sum) bool { return s.KK > 0 }
	return !slices.ContainsFunc(g.unplace, has) && !slices.ContainsFunc(g.cells, func(c partition.Cell) bool { return has(c.Sum) })
}

// problem is the branch for the kernel.
func (g *ground) problem(rule partition.Rule) partition.Problem {
	p := partition.Problem{Rule: rule, Areas: make([]partition.Area, len(g.areas)), Cells: g.cells}
	region := map[geo.AreaCode]int{}
	for _, area := range g.areas {
		if kec := area.Code.Kecamatan(); region[kec] == 0 {
			region[kec] = len(region) + 1
		}
	}
	for a, area := range g.areas {
		p.Areas[a] = partition.Area{Region: region[area.Code.Kecamatan()], Near: g.near(a), Unplaced: g.unplace[a]}
	}
	return p
}

func (g *ground) near(a int) []int {
	type other struct {
		area int
		away float64
	}
	var all []other
	for b, area := range g.areas {
		if b != a {
			all = append(all, other{b, math.Hypot(area.Inner.Lon-g.areas[a].Inner.Lon, area.Inner.Lat-g.areas[a].Inner.Lat)})
		}
	}
	slices.SortFunc(all, func(x, y other) int { return cmp.Or(cmp.Compare(x.away, y.away), cmp.Compare(x.area, y.area)) })
	var near []int
	for _, o := range all[:min(neighbours, len(all))] {
		near = append(near, o.area)
	}
	return near
}

// store keeps a plan of the branch.
func (g *ground) store(ctx context.Context, tx pgx.Tx, b BranchID, quarter planner.Day, plan partition.Plan) error {
	first := map[int]geo.AreaCode{} // of a region
	for a := range g.areas {
		region := plan.RegionOf[plan.GroupOf[a]]
		if code := g.areas[a].Code.Kecamatan(); first[region] == "" || code < first[region] {
			first[region] = code
		}
	}
	err := stage(ctx, tx, "part", []string{"branch_id", "quarter", "id", "kind", "resolution", "unit", "desa", "region", "cells"}, len(plan.Parts), func(k int) []any {
		p := plan.Parts[k]
		resolution := 0
		if fine := p.Fineness(); fine > 0 {
			resolution = coarsest - 1 + fine
		}
		desa, cells := make([]string, len(p.Areas)), make([]int64, len(p.Cells))
		for i, a := range p.Areas {
			desa[i] = string(g.areas[a].Code)
		}
		for i, c := range p.Cells {
			cells[i] = int64(g.cell[c])
		}
		kind := [...]string{partition.OfCell: "cell", partition.OfRest: "rest", partition.Unplaced: "unplaced"}[p.Kind]
		return []any{b, quarter, k + 1, kind, resolution, p.Unit + 1, desa, string(first[plan.RegionOf[p.Group]]), cells}
	})
	if err != nil {
		return err
	}
	places := g.places(plan)
	return stage(ctx, tx, "part_place", []string{"branch_id", "quarter", "desa", "cell", "part_id"}, len(places), func(i int) []any {
		return []any{b, quarter, string(places[i].desa), int64(places[i].cell), places[i].part}
	})
}

type placeRow struct {
	desa geo.AreaCode
	cell geo.Cell
	part int
}

// places lead every family of a desa to its part.
func (g *ground) places(plan partition.Plan) (rows []placeRow) {
	members := map[int][]int{}
	for a, group := range plan.GroupOf {
		members[group] = append(members[group], a)
		rows = append(rows, placeRow{g.areas[a].Code, nowhere, plan.Unplaced[a] + 1})
	}
	for _, p := range plan.Places {
		for _, a := range members[p.Group] {
			if p.Level < partition.Levels || g.owner[geo.Cell(p.Cell)] == a {
				rows = append(rows, placeRow{g.areas[a].Code, geo.Cell(p.Cell), p.Part + 1})
			}
		}
	}
	of := map[int]int{} // part of a cell
	for k, part := range plan.Parts {
		for _, c := range part.Cells {
			of[c] = k
		}
	}
	for stray, at := range g.strays {
		rows = append(rows, placeRow{g.areas[stray.area].Code, stray.cell, of[at] + 1})
	}
	slices.SortFunc(rows, func(x, y placeRow) int { return cmp.Or(cmp.Compare(x.desa, y.desa), cmp.Compare(x.cell, y.cell)) })
	return rows
}
