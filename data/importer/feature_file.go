package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// mostFeature is how many bytes one feature may have.
const mostFeature = 64 << 20

// eachFeature gives the features of a GeoJSON collection, one after another, to its end.
// what is the word for one of them.
func (in *intake) eachFeature(ctx context.Context, f *os.File, size int64, what string, do func(json.RawMessage) error) error {
	head := make([]byte, min(size, sniffed))
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, size), head); err != nil {
		return unreadable(err)
	}
	if reason := refusedMap(head); reason != "" {
		return fileError{reason}
	}
	metered := &meter{r: bufio.NewReader(decoded(f, head, &in.notes)), what: what}
	text := json.NewDecoder(metered)
	if err := toFeatures(text); err != nil {
		return err
	}
	n := 0
	for ; text.More(); n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		var raw json.RawMessage
		metered.left = mostFeature
		if err := text.Decode(&raw); err != nil {
			return cutAfter(n, what, err)
		}
		if err := do(raw); err != nil {
			return err
		}
		in.watch.reach(min(size, text.InputOffset()))
	}
	return cutAfter(n, what, toEnd(text))
}

// cutAfter says that the file breaks off, or is broken, after so many features; nil where
// it is neither.
func cutAfter(n int, what string, err error) error {
	if err == nil || errors.As(err, new(fileError)) {
		return err
	}
	return fileError{fmt.Sprintf("GeoJSON rusak atau terpotong setelah %s ke-%d: ekspor atau unduh ulang berkasnya.", what, n)}
}

// meter reads on only so far, so that no area fills the memory.
type meter struct {
	r    io.Reader
	what string
	left int
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.left -= n; m.left < -mostFeature { // what follows an area is read with it
		return 0, fileError{fmt.Sprintf("Peta ditolak: satu %s lebih besar daripada %d MB. Sederhanakan garisnya.", m.what, mostFeature>>20)}
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
