package api

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/gin-gonic/gin"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

var quarterForm = regexp.MustCompile(`^(20\d\d)-Q([1-4])$`)

// sendParts sends a tile of the parts or units of a quarter: their outlines, which the
// page fills with the values of a month. They do not change with the branch's data.
func (s *server) sendParts(c *gin.Context, b data.Branch, layer string, at geo.Tile) error {
	quarter, err := quarterOf(c.Query("quarter"))
	if err != nil {
		return err
	}
	b.Version = 0
	of := fmt.Sprintf("%s-%s", layer, data.QuarterName(quarter))
	return s.send(c, b, of, at, func(ctx context.Context) (*geo.Layer, error) {
		l, err := s.store.PartLayer(ctx, b.ID, quarter, layer)
		if errors.Is(err, data.ErrNotFound) {
			return nil, fmt.Errorf("parts of %s: %w", data.QuarterName(quarter), geo.ErrTile)
		}
		return l, err
	})
}

func quarterOf(name string) (planner.Day, error) {
	m := quarterForm.FindStringSubmatch(name)
	if m == nil {
		return 0, fmt.Errorf("quarter %q: %w", name, geo.ErrTile)
	}
	year, _ := strconv.Atoi(m[1])
	quarter, _ := strconv.Atoi(m[2])
	return planner.Month{Year: year, Month: 1}.First().AddMonths(3 * (quarter - 1)), nil
}
