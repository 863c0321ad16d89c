package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// What a map may hold. A branch is a few kabupaten; the largest province has 8,600 desa,
// the largest of them some thousand corners.
const (
	mostAreas   = 20_000
	mostCorners = 10_000_000
	mostFeature = 64 << 20 // bytes of one area
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
	head := make([]byte, min(size, sniffed))
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, size), head); err != nil {
		return unreadable(err)
	}
	if reason := refusedMap(head); reason != "" {
		return fileError{reason}
	}
	metered := &meter{r: bufio.NewReader(decoded(f, head, &c.notes))}
	text := json.NewDecoder(metered)
	if err := toFeatures(text); err != nil {
		return err
	}
	for text.More() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.next(text, metered); err != nil {
			return err
		}
		c.watch.reach(min(size, text.InputOffset()))
	}
	if err := toEnd(text); err != nil {
		return c.cut(err)
	}
	if c.Rows == 0 {
		return fileError{"Berkas tidak berisi satu wilayah pun."}
	}
	return nil
}

// next reads a feature.
func (c *areaCheck) next(text *json.Decoder, metered *meter) error {
	var raw json.RawMessage
	metered.left = mostFeature
	if err := text.Decode(&raw); err != nil {
		return c.cut(err)
	}
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

// cut says that the file breaks off, or is broken, after the areas read.
func (c *areaCheck) cut(err error) error {
	if errors.As(err, new(fileError)) {
		return err
	}
	return fileError{fmt.Sprintf("GeoJSON rusak atau terpotong setelah wilayah ke-%d: ekspor atau unduh ulang berkasnya.", c.Rows)}
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

// meter reads on only so far, so that no area fills the memory.
type meter struct {
	r    io.Reader
	left int
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.left -= n; m.left < -mostFeature { // what follows an area is read with it
		return 0, fileError{fmt.Sprintf("Peta ditolak: satu wilayah lebih besar daripada %d MB. Sederhanakan batasnya.", mostFeature>>20)}
	}
	return n, err
}

// toFeatures goes forward to the first feature of a collection.
func toFeatures(text *json.Decoder) error {
	t, err := text.Token()
	if err != nil || t != json.Delim('{') {
		return fileError{"Berkas ini bukan GeoJSON. Simpan peta sebagai GeoJSON (WGS 84)."}
	}
	for text.More() {
		key, err := text.Token()
		if err != nil {
			break
		}
		if key == "features" {
			if t, err := text.Token(); err != nil || t != json.Delim('[') {
				break
			}
			return nil
		}
		var skipped json.RawMessage
		if err := text.Decode(&skipped); err != nil {
			break
		}
	}
	return fileError{"Berkas ini bukan GeoJSON dengan daftar \"features\". Simpan peta sebagai GeoJSON (WGS 84)."}
}

// toEnd reads what follows the features: the file must end as it should.
func toEnd(text *json.Decoder) error {
	if _, err := text.Token(); err != nil { // of the list
		return err
	}
	for text.More() {
		if _, err := text.Token(); err != nil {
			return err
		}
		var skipped json.RawMessage
		if err := text.Decode(&skipped); err != nil {
			return err
		}
	}
	if _, err := text.Token(); err != nil { // of the collection
		return err
	}
	if _, err := text.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the end")
	}
	return nil
}

// refusedMap says why a file that begins with head is no map; "" if it may be.
func refusedMap(head []byte) string {
	switch {
	case isZip(head):
		return "Berkas ini arsip ZIP (mungkin shapefile atau KMZ). Buka di QGIS, lalu ekspor sebagai GeoJSON (WGS 84)."
	case len(head) >= 4 && string(head[:4]) == "\x00\x00\x27\x0a":
		return "Berkas ini shapefile. Buka di QGIS, lalu ekspor sebagai GeoJSON (WGS 84)."
	case len(head) >= 6 && string(head[:6]) == "SQLite":
		return "Berkas ini GeoPackage. Buka di QGIS, lalu ekspor sebagai GeoJSON (WGS 84)."
	}
	return ""
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
