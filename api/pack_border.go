package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/geo"
)

// PackBorder is the border of a desa for the sketch of a day.
type PackBorder struct {
	Desa  string  `json:"desa"`
	Rings [][]int `json:"rings" doc:"Steps in hundred-thousandths of a degree, lon before lat; the first from 0, 0"`
}

const (
	borderGrain = 20   // metres that the border in a sketch may be off
	mostBorders = 4096 // kader whose borders are remembered, of a few kB each
)

// bordersOf are the borders of a kader's desa that have an outline.
func (s *server) bordersOf(ctx context.Context, b data.Branch, desa []geo.AreaCode) ([]PackBorder, error) {
	return s.borders.of(ctx, b, fmt.Sprint(desa), func(ctx context.Context) ([]PackBorder, error) {
		areas, err := s.store.Outlines(ctx, b.ID, desa)
		if err != nil {
			return nil, err
		}
		out := []PackBorder{}
		for _, a := range areas {
			if len(a.Shape) > 0 {
				out = append(out, PackBorder{a.Name, geo.Sketch(a.Shape, borderGrain)})
			}
		}
		return out, nil
	})
}
