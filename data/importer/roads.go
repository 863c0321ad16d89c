package importer

import (
	"context"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/geo"
	"binaan/geo/osm"
)

// roadSource is whose the roads are of all files that are understood: those with the tags
// of OpenStreetMap.
const roadSource = "© OpenStreetMap contributors, ODbL"

// What a file of roads may hold. A branch of five kabupaten has some 100,000 roads of a
// million points.
const (
	mostRoadPoints = 3_000_000 // kept near the branch
	mostLinePoints = 10_000    // of one line
	longestJump    = 0.2       // degrees between two points of a line
)

// takeRoads imports the roads near the branch's desa from an extract of OpenStreetMap, in
// PBF or as GeoJSON with its tags. They stand for those of the file before.
func takeRoads(ctx context.Context, in *intake) error {
	c := &roadCheck{intake: in, cells: map[geo.Cell][]byte{}, set: data.RoadSet{Import: in.ID, Source: roadSource}}
	var err error
	if c.ground, err = in.ground(ctx); err != nil {
		return err
	}
	if err := c.read(ctx); err != nil {
		return err
	}
	if c.set.Roads == 0 {
		return fileError{c.nothing()}
	}
	return in.keep(ctx, func(tx pgx.Tx) error { return data.PutRoads(ctx, tx, in.branch, c.set, c.cells) })
}

// ground is where roads are of use to the branch: in its desa and close to them.
func (in *intake) ground(ctx context.Context) (*geo.Ground, error) {
	areas, err := data.AreasIn(ctx, in.tx, geo.Desa)
	if err != nil {
		return nil, err
	}
	var blocks []geo.Cell
	for _, a := range areas {
		if len(a.Shape) == 0 {
			continue
		}
		cover, err := geo.Cover(a.Shape)
		if err != nil {
			return nil, fmt.Errorf("cover of %s: %w", a.Code, err)
		}
		blocks = append(blocks, cover...)
	}
	if len(blocks) == 0 {
		return nil, fileError{"Cabang ini belum mempunyai peta desa. Impor peta desa dahulu, lalu jalannya."}
	}
	return geo.GroundOf(blocks)
}

// roadCheck gathers the roads of a file.
type roadCheck struct {
	*intake
	ground    *geo.Ground
	cells     map[geo.Cell][]byte
	set       data.RoadSet
	lines     int64 // read
	others    int64 // lines that are no roads
	elsewhere int64 // roads that lie not near
}

func (c *roadCheck) read(ctx context.Context) error {
	f, size, err := openFile(c.path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, min(size, sniffed))
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, size), head); err != nil {
		return unreadable(err)
	}
	if osm.Is(head) {
		return c.readExtract(ctx, f, size)
	}
	return c.readLines(ctx, f, size)
}

// nothing says why no road of a file is of use.
func (c *roadCheck) nothing() string {
	if c.elsewhere+c.Rejected == 0 {
		return fmt.Sprintf("Berkas ini tidak memuat satu jalan pun: tidak ada garis dengan properti highway dari OpenStreetMap (dibaca %d garis).", c.lines)
	}
	return fmt.Sprintf("Tidak satu pun dari %d jalan di berkas ini terletak di dekat desa cabang ini. Potong data OpenStreetMap untuk wilayah cabang (osmium extract), lalu impor lagi.", c.elsewhere+c.Rejected)
}

// other counts a line that is no road.
func (c *roadCheck) other() {
	c.lines++
	c.others++
	c.notes.add("bukan_jalan", "garis di berkas bukan jalan yang dapat dilalui kader (bangunan, sungai, jalan tol …); tidak disimpan", c.lines)
}

// refuseRoad counts a road that cannot be kept, and tells of the first ones why.
func (c *roadCheck) refuseRoad(name, reason string) {
	c.lines++
	c.Rows++
	c.Rejected++
	if len(c.rejects) < mostRefused {
		c.rejects = append(c.rejects, data.Reject{Line: c.lines, Field: "highway", Value: shown(name), Reason: reason})
	}
}

// road keeps what of a road lies near the branch's desa. Its lines are those stretches of
// it that the file knows.
func (c *roadCheck) road(class geo.RoadClass, name string, lines orb.MultiLineString) error {
	if name = clean(name); utf8.RuneCountInString(name) > mostName {
		name = ""
	}
	for _, line := range lines {
		if reason := lineFault(line); reason != "" {
			c.refuseRoad(name, reason)
			return nil
		}
	}
	near := false
	for _, line := range lines {
		pieces, err := c.ground.Cut(class, name, line)
		if err != nil {
			return err
		}
		for _, p := range pieces {
			near = true
			c.cells[p.Cell] = geo.AppendRoad(c.cells[p.Cell], p.Road)
			c.set.Points += p.Points()
		}
	}
	if c.lines++; !near {
		c.elsewhere++
		c.notes.add("di_luar_cabang", "jalan tidak terletak di dekat desa cabang; tidak disimpan", c.lines)
		return nil
	}
	if c.set.Points > mostRoadPoints {
		return fileError{fmt.Sprintf("Berkas ditolak: jalan di dekat desa cabang ini lebih dari %d titik. Sederhanakan garisnya (QGIS: Vector > Geometry > Simplify), lalu impor lagi.", mostRoadPoints)}
	}
	c.Rows++
	c.Accepted++
	c.set.Roads++
	return nil
}

// lineFault says why a line cannot be a road; "": it may be.
func lineFault(line orb.LineString) string {
	if len(line) > mostLinePoints {
		return fmt.Sprintf("garis lebih dari %d titik; pecah garisnya", mostLinePoints)
	}
	for i, p := range line {
		if _, err := geo.NewPosition(p[0], p[1]); err != nil {
			return fmt.Sprintf("titik %g, %g di luar Indonesia; simpan peta dalam WGS 84 (EPSG:4326)", p[0], p[1])
		}
		if i > 0 && max(abs(p[0]-line[i-1][0]), abs(p[1]-line[i-1][1])) > longestJump {
			return "dua titik berurutan berjarak lebih dari 20 km; periksa garisnya"
		}
	}
	return ""
}

func abs(v float64) float64 { return max(v, -v) }

// readLines reads roads from GeoJSON.
func (c *roadCheck) readLines(ctx context.Context, f *os.File, size int64) error {
	c.watch.enter("membaca berkas", size)
	return c.eachFeature(ctx, f, size, "garis", c.feature)
}
