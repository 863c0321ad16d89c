package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/paulmach/orb/geojson"

	"binaan/data"
	"binaan/geo"
)

// What a manager may see of cells until there is a partition that protects
// families: nothing finer than this resolution, nothing below so many KK.
const (
	coarsest      = 7
	fewHouseholds = 10
)

// heatMeasures are what the heat map can show, with how a cell answers.
var heatMeasures = []struct {
	name string
	of   func(data.HeatCell) int64
}{
	{"arrears", func(c data.HeatCell) int64 { return int64(c.Arrears) }},
	{"households", func(c data.HeatCell) int64 { return int64(c.Households) }},
	{"eligible", func(c data.HeatCell) int64 { return int64(c.Eligible) }},
	{"expected", func(c data.HeatCell) int64 { return int64(c.Expected) }},
}

// heatCache remembers drawn tiles of the present version of each branch, and
// the cells they are drawn from.
type heatCache struct {
	sync.Mutex
	cells map[heatKey][]data.HeatCell
	tiles map[string][]byte
}

// heatKey names the cells of a branch's version at a resolution.
type heatKey struct {
	branch     data.BranchID
	version    int64
	resolution int
}

// mostTiles bounds the memory of the cache; at about 30 KB a tile it is 60 MB.
const mostTiles = 2000

// tile draws, or finds, a tile.
func (h *heatCache) tile(key string, draw func() ([]byte, error)) ([]byte, error) {
	h.Lock()
	tile, ok := h.tiles[key]
	h.Unlock()
	if ok {
		return tile, nil
	}
	tile, err := draw()
	if err != nil {
		return nil, err
	}
	h.Lock()
	defer h.Unlock()
	if len(h.tiles) >= mostTiles || h.tiles == nil {
		h.tiles = map[string][]byte{}
	}
	h.tiles[key] = tile
	return tile, nil
}

// heatCells are the branch's cells at a resolution, read once a version.
func (s *server) heatCells(ctx context.Context, b data.Branch, resolution int) ([]data.HeatCell, error) {
	key := heatKey{b.ID, b.Version, resolution}
	s.heat.Lock()
	cells, ok := s.heat.cells[key]
	s.heat.Unlock()
	if ok {
		return cells, nil
	}
	cells, err := s.store.Heat(ctx, b.ID, resolution)
	if err != nil {
		return nil, err
	}
	s.heat.Lock()
	defer s.heat.Unlock()
	if len(s.heat.cells) >= 64 || s.heat.cells == nil {
		s.heat.cells = map[heatKey][]data.HeatCell{}
	}
	s.heat.cells[key] = cells
	return cells, nil
}

// fine tells whether an account may see cells as they are.
func fine(a data.Account) bool { return household.hold(a) }

// view is the resolution at which an account sees a zoom.
func view(a data.Account, at geo.Tile) int {
	resolution := geo.ResolutionAt(at.Z)
	if !fine(a) {
		resolution = min(resolution, coarsest)
	}
	return resolution
}

// features are cells as an account may see them: one with few households keeps
// its place and loses its figures.
func features(a data.Account, cells []data.HeatCell) []geo.CellFeature {
	out := make([]geo.CellFeature, 0, len(cells))
	for _, c := range cells {
		properties := geojson.Properties{"hidden": true}
		if fine(a) || c.Households >= fewHouseholds {
			properties = geojson.Properties{"hidden": false, "cell": c.Cell.String()}
			for _, m := range heatMeasures {
				properties[m.name] = m.of(c)
			}
		}
		out = append(out, geo.CellFeature{Cell: c.Cell, Properties: properties})
	}
	return out
}

type heatOutput struct{ Body Legend }

// Legend says how to colour the heat map: classes of about equally many cells.
type Legend struct {
	Measures   []Measure `json:"measures"`
	Hidden     int       `json:"hidden"` // cells with too few households to show
	HiddenKK   int       `json:"hiddenHouseholds"`
	Households int       `json:"households"`
	Version    int64     `json:"version"`
	Fine       bool      `json:"fine"` // whether this account sees every cell
}

// Measure is one of the figures that the map can show. Class i holds values
// from Breaks[i] up to, not including, Breaks[i+1].
type Measure struct {
	Name   string  `json:"name"`
	Scales []Scale `json:"scales"`
}

// Scale is the classes of a measure for cells of one resolution.
type Scale struct {
	Resolution int     `json:"resolution"`
	Breaks     []int64 `json:"breaks"`
}

const classes = 5

func (s *server) legend(ctx context.Context, in *BranchPath) (*heatOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	finest := coarsest
	if fine(a) {
		finest = geo.BlockResolution
	}
	out := &heatOutput{Legend{Version: b.Version, Fine: fine(a), Measures: make([]Measure, len(heatMeasures))}}
	for i, m := range heatMeasures {
		out.Body.Measures[i].Name = m.name
	}
	for resolution := 4; resolution <= finest; resolution++ {
		cells, err := s.heatCells(ctx, b, resolution)
		if err != nil {
			return nil, err
		}
		shown := slices.DeleteFunc(slices.Clone(cells), func(c data.HeatCell) bool { return !fine(a) && c.Households < fewHouseholds })
		for i, m := range heatMeasures {
			out.Body.Measures[i].Scales = append(out.Body.Measures[i].Scales, Scale{resolution, quantiles(shown, m.of)})
		}
		if resolution == finest {
			count(&out.Body, cells, shown)
		}
	}
	return out, nil
}

func count(l *Legend, all, shown []data.HeatCell) {
	l.Hidden = len(all) - len(shown)
	for _, c := range all {
		l.Households += c.Households
	}
	l.HiddenKK = l.Households
	for _, c := range shown {
		l.HiddenKK -= c.Households
	}
}

// quantiles are the bounds of classes of about equally many cells, ascending and
// without repetition; the last bound is one above the largest value.
func quantiles(cells []data.HeatCell, of func(data.HeatCell) int64) []int64 {
	values := make([]int64, len(cells))
	for i, c := range cells {
		values[i] = of(c)
	}
	slices.Sort(values)
	var breaks []int64
	for i := range classes {
		if len(values) > 0 {
			breaks = append(breaks, values[i*len(values)/classes])
		}
	}
	if len(values) > 0 {
		breaks = append(breaks, values[len(values)-1]+1)
	}
	return slices.Compact(breaks)
}

// tiles serves the map: cells of arrears and outlines of desa. A tile's address
// names the version it is asked of, and a stored tile is never another version's.
func (s *server) tiles(inside gin.IRoutes) {
	inside.GET("/tiles/:layer/:z/:x/:y", func(c *gin.Context) {
		if err := s.sendTile(c); err != nil {
			abort(c, err)
		}
	})
}

func (s *server) sendTile(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.allow(ctx, office); err != nil {
		return err
	}
	a, err := who(ctx)
	if err != nil {
		return err
	}
	b, err := s.branch(ctx, BranchPath{c.Query("branch")})
	if err != nil {
		return err
	}
	at, err := tileOf(c)
	if err != nil {
		return err
	}
	layer, plan := c.Param("layer"), int64(0)
	switch layer {
	case "heat", "desa":
	case "blocks":
		if plan, err = strconv.ParseInt(c.DefaultQuery("plan", "0"), 10, 64); err != nil || !fine(a) {
			return fmt.Errorf("blocks of plan %q: %w", c.Query("plan"), geo.ErrTile)
		}
	default:
		return fmt.Errorf("layer %q: %w", layer, geo.ErrTile)
	}
	key := fmt.Sprintf(`"%s-%d-%d-%d-%d-%d-%d-%t"`, layer, b.ID, b.Version, plan, at.Z, at.X, at.Y, fine(a))
	c.Header("ETag", key)
	c.Header("Cache-Control", revalidate)
	if c.GetHeader("If-None-Match") == key {
		c.Status(http.StatusNotModified)
		return nil
	}
	tile, err := s.heat.tile(key, func() ([]byte, error) { return s.drawTile(ctx, a, b, layer, data.PlanID(plan), at) })
	if err != nil {
		return err
	}
	c.Header("Content-Encoding", "gzip")
	c.Data(http.StatusOK, "application/vnd.mapbox-vector-tile", tile)
	return nil
}

func tileOf(c *gin.Context) (geo.Tile, error) {
	var at [3]uint32
	y, found := strings.CutSuffix(c.Param("y"), ".mvt")
	for i, text := range []string{c.Param("z"), c.Param("x"), y} {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil || !found {
			return geo.Tile{}, fmt.Errorf("tile %s: %w", c.Request.URL.Path, geo.ErrTile)
		}
		at[i] = uint32(n)
	}
	return geo.NewTile(at[0], at[1], at[2])
}

func (s *server) drawTile(ctx context.Context, a data.Account, b data.Branch, layer string, plan data.PlanID, at geo.Tile) (tile []byte, err error) {
	switch layer {
	case "desa":
		tile, err = s.desaTile(ctx, b, at)
	case "blocks":
		tile, err = s.blockTile(ctx, b, plan, at)
	default:
		tile, err = s.heatTile(ctx, a, b, at)
	}
	if err != nil {
		return nil, err
	}
	return compress(tile)
}

func (s *server) desaTile(ctx context.Context, b data.Branch, at geo.Tile) ([]byte, error) {
	areas, err := s.store.Areas(ctx, b.ID, geo.Desa)
	if err != nil {
		return nil, err
	}
	return geo.AreaTile("desa", at, areas)
}

// blockTile draws blocks as they are at every zoom, with their territories in a
// plan. Two desa that share a cell give two features of one number.
func (s *server) blockTile(ctx context.Context, b data.Branch, plan data.PlanID, at geo.Tile) ([]byte, error) {
	blocks, err := s.store.BlocksOf(ctx, b.ID, plan)
	if err != nil {
		return nil, err
	}
	shown := make([]geo.CellFeature, len(blocks))
	for i, k := range blocks {
		shown[i] = geo.CellFeature{Cell: k.Cell, Properties: geojson.Properties{
			"desa": string(k.Desa), "territory": int(k.Territory), "eligible": k.Eligible, "households": k.Households, "arrears": int64(k.Arrears),
		}}
	}
	return geo.CellTile("blocks", at, shown)
}

func (s *server) heatTile(ctx context.Context, a data.Account, b data.Branch, at geo.Tile) ([]byte, error) {
	cells, err := s.heatCells(ctx, b, view(a, at))
	if err != nil {
		return nil, err
	}
	return geo.CellTile("heat", at, features(a, cells))
}

// compress is gzip at its fastest, which is enough for tiles.
func compress(tile []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(tile); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
