package importer

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// What a map may hold. A branch is a few kabupaten; the largest province has 8,600 desa,
// the largest of them some thousand corners.
const (
	mostAreas   = 20_000
	mostCorners = 10_000_000
)

// feature is an area of a map as the file has it.
type feature struct {
	line       int64
	broken     bool
	properties map[string]any
	geometry   orb.Geometry
}

// read takes the features out of the file one after another, to its end.
func (c *areaCheck) read(ctx context.Context) error {
	f, size, err := openFile(c.path)
	if err != nil {
		return err
	}
	defer f.Close()
	c.watch.enter("membaca berkas", size)
	if err := c.eachFeature(ctx, f, size, "wilayah", c.keepFeature); err != nil {
		return err
	}
	if c.Rows == 0 {
		return fileError{"Berkas tidak berisi satu wilayah pun."}
	}
	return nil
}

func (c *areaCheck) keepFeature(raw json.RawMessage) error {
	if c.Rows++; c.Rows > mostAreas {
		return fileError{fmt.Sprintf("Peta ditolak: lebih dari %d wilayah. Impor peta cabang ini saja: di QGIS pilih kabupaten dan kotanya, lalu Export > Save Selected Features As.", mostAreas)}
	}
	read := feature{line: c.Rows}
	var f geojson.Feature
	if err := json.Unmarshal(raw, &f); err != nil {
		read.broken = true
		var rest struct {
			Properties map[string]any `json:"properties"`
		}
		if json.Unmarshal(raw, &rest) == nil { // its borders alone cannot be read
			read.properties = rest.Properties
		}
	} else {
		read.properties, read.geometry = f.Properties, f.Geometry
	}
	if c.corners += cornersOf(read.geometry); c.corners > mostCorners {
		return fileError{fmt.Sprintf("Peta ditolak: lebih dari %d titik batas. Sederhanakan batasnya (QGIS: Vector > Geometry > Simplify), lalu impor lagi.", mostCorners)}
	}
	c.features = append(c.features, read)
	return nil
}

// cornersOf counts the corners of polygons.
func cornersOf(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			n += cornersOf(polygon)
		}
	}
	return n
}

// mostBytes is how large a file may be; api says the same of an upload.
const mostBytes = 512 << 20

// openFile opens an ordinary file of a reasonable size: a pipe would be waited for,
// and a folder or a device is no file.
func openFile(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, unreadable(err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fileError{"Ini bukan berkas biasa (folder, pipa atau perangkat). Pilih satu berkas."}
	}
	if info.Size() > mostBytes {
		return nil, 0, fileError{fmt.Sprintf("Berkas terlalu besar (%d MB); paling besar %d MB. Bagi menjadi beberapa berkas.", info.Size()>>20, mostBytes>>20)}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, unreadable(err)
	}
	return f, info.Size(), nil
}
