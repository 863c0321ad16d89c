package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"

	"binaan/data"
	"binaan/geo"
)

// tiles serves the map: cells of arrears, outlines of desa and of territories. A tile's address
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
	case "parts", "units":
		return s.sendParts(c, b, layer, at)
	case "desa":
	case "heat":
		if !fine(a) {
			return fmt.Errorf("cells of branch %s: %w", b.Code, geo.ErrTile)
		}
	case "blocks", "territories":
		if plan, err = strconv.ParseInt(c.DefaultQuery("plan", "0"), 10, 64); err != nil || !fine(a) {
			return fmt.Errorf("blocks of plan %q: %w", c.Query("plan"), geo.ErrTile)
		}
	default:
		return fmt.Errorf("layer %q: %w", layer, geo.ErrTile)
	}
	of, draw := s.layer(b, layer, data.PlanID(plan), at)
	return s.send(c, b, of, at, draw)
}

// send answers with a tile of a layer, which is drawn where nobody has asked for it yet.
func (s *server) send(c *gin.Context, b data.Branch, of string, at geo.Tile, draw func(context.Context) (*geo.Layer, error)) error {
	ctx := c.Request.Context()
	view := fmt.Sprintf("%s-%d-%d-%d", of, at.Z, at.X, at.Y)
	tag := etag("tile", b, view)
	c.Header("ETag", tag)
	c.Header("Cache-Control", revalidate)
	if matches(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return nil
	}
	tile, err := s.drawn.of(ctx, b, view, func(ctx context.Context) ([]byte, error) {
		shapes, err := s.layers.of(ctx, b, of, draw)
		if err != nil {
			return nil, err
		}
		return compress(shapes.Tile(at))
	})
	if err != nil {
		return err
	}
	return deliver(c, tile)
}

// deliver sends a compressed tile; to the rare client that does not take gzip, as
// it was.
func deliver(c *gin.Context, tile []byte) error {
	c.Header("Content-Type", "application/vnd.mapbox-vector-tile")
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		_, err := c.Writer.Write(tile)
		return err
	}
	plain, err := gzip.NewReader(bytes.NewReader(tile))
	if err != nil {
		return err
	}
	_, err = io.Copy(c.Writer, plain)
	return err
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

// layer names the layer that a tile is cut from, and says how it is made.
func (s *server) layer(b data.Branch, name string, plan data.PlanID, at geo.Tile) (of string, draw func(context.Context) (*geo.Layer, error)) {
	switch name {
	case "desa":
		return name, func(ctx context.Context) (*geo.Layer, error) {
			areas, err := s.store.Areas(ctx, b.ID, geo.Desa)
			return geo.NewAreaLayer(name, areas), err
		}
	case "territories":
		return fmt.Sprintf("%s-%d", name, plan), func(ctx context.Context) (*geo.Layer, error) {
			outlines, err := s.store.TerritoryOutlines(ctx, b.ID, plan)
			return territoryLayer(outlines), err
		}
	case "blocks":
		return fmt.Sprintf("%s-%d", name, plan), func(ctx context.Context) (*geo.Layer, error) {
			blocks, err := s.blocksOf(ctx, b, plan)
			if err != nil {
				return nil, err
			}
			return blockLayer(blocks)
		}
	}
	resolution := geo.ResolutionAt(at.Z)
	return fmt.Sprintf("%s-%d", name, resolution), func(ctx context.Context) (*geo.Layer, error) {
		cells, err := s.heatCells(ctx, b, resolution)
		if err != nil {
			return nil, err
		}
		return heatLayer(cells)
	}
}

// blockLayer is blocks as they are at every zoom, with their territories in a
// plan. Two desa that share a cell give two features of one number.
func blockLayer(blocks []data.BlockOf) (*geo.Layer, error) {
	cells := make([]geo.Cell, len(blocks))
	for i, k := range blocks {
		cells[i] = k.Cell
	}
	return geo.NewCellLayer("blocks", cells, []geo.Property{
		{Name: "desa", Of: func(i int) any { return string(blocks[i].Desa) }},
		{Name: "territory", Of: func(i int) any { return int(blocks[i].Territory) }},
		{Name: "eligible", Of: func(i int) any { return blocks[i].Eligible }},
		{Name: "households", Of: func(i int) any { return blocks[i].Households }},
		{Name: "arrears", Of: func(i int) any { return int64(blocks[i].Arrears) }},
	})
}

// territoryLayer is the outlines of territories; the code of each is its number.
func territoryLayer(outlines []data.Outline) *geo.Layer {
	areas := make([]geo.Area, len(outlines))
	for i, o := range outlines {
		areas[i] = geo.Area{Code: geo.AreaCode(strconv.Itoa(int(o.Territory))), Shape: o.Shape}
	}
	return geo.NewAreaLayer("territories", areas)
}

// packers are gzip at its fastest, which is enough for tiles. A new one costs more
// than to draw a small tile.
var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // only a level that does not exist can fail
	}
	return w
}}

func compress(tile []byte) ([]byte, error) {
	var out bytes.Buffer
	w, _ := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	if _, err := w.Write(tile); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
