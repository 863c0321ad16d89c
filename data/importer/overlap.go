package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/data"
	"binaan/geo"
)

// Two desa overlap when so many cells, and this share of the smaller one's, lie in
// both: borders that were simplified one by one share single ones.
const (
	fewestShared = 2
	shareShared  = 0.1
)

// tellOverlaps tells of desa of the map that lie upon each other.
func (c *areaCheck) tellOverlaps(ctx context.Context) error {
	type placed struct {
		cell geo.Cell
		area int
	}
	var all []placed
	for i, a := range c.areas {
		if a.Code.Level() != geo.Desa {
			continue
		}
		cover, err := c.cover(ctx, a)
		if err != nil {
			return err
		}
		for _, cell := range cover {
			all = append(all, placed{cell, i})
		}
	}
	slices.SortFunc(all, func(x, y placed) int { return cmp.Or(cmp.Compare(x.cell, y.cell), x.area-y.area) })
	shared := map[[2]int]int{}
	for i := range all {
		for j := i + 1; j < len(all) && all[j].cell == all[i].cell; j++ {
			shared[[2]int{all[i].area, all[j].area}]++
		}
	}
	pairs, first := 0, [2]int{len(c.areas)}
	for pair, n := range shared {
		smaller := min(len(c.covers[c.areas[pair[0]].Code]), len(c.covers[c.areas[pair[1]].Code]))
		if n < fewestShared || float64(n) < shareShared*float64(smaller) {
			continue
		}
		if pairs++; pair[0] < first[0] || pair[0] == first[0] && pair[1] < first[1] {
			first = pair
		}
	}
	if pairs > 0 {
		a, b := c.areas[first[0]], c.areas[first[1]]
		c.notes.seen = append(c.notes.seen, data.Warning{
			Code: "desa_bertumpuk", Rows: int64(pairs), First: c.lines[first[0]],
			Text: fmt.Sprintf("pasangan desa bertumpuk di peta; yang pertama %s %s dan %s %s. Keluarga di sana dapat masuk desa yang salah", a.Code, a.Name, b.Code, b.Name),
		})
	}
	return nil
}

// cover are the cells of a desa, worked out once.
func (c *areaCheck) cover(ctx context.Context, a geo.Area) ([]geo.Cell, error) {
	if cover, known := c.covers[a.Code]; known {
		return cover, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cover, err := geo.Cover(a.Shape)
	if err != nil {
		return nil, fmt.Errorf("desa %s: %w", a.Code, err)
	}
	c.covers[a.Code] = cover
	return cover, nil
}
