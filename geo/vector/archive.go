package vector

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// archive reads a ZIP: the Shapefiles in it, or a KML.
func (r *reader) archive(file []byte) error {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return refuse(Broken, "ZIP")
	}
	if len(z.File) > mostEntries {
		return refuse(Bomb, fmt.Sprint(len(z.File)))
	}
	left := int64(mostUnpacked)
	parts := map[string][]byte{} // by name in small letters
	var shapefiles, kmls []string
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		ending := path.Ext(name)
		if strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__macosx/") || !slices.Contains([]string{".shp", ".dbf", ".prj", ".cpg", ".kml"}, ending) {
			continue
		}
		if parts[name], err = r.unpack(f, &left); err != nil {
			return err
		}
		switch ending {
		case ".shp":
			shapefiles = append(shapefiles, strings.TrimSuffix(name, ".shp"))
		case ".kml":
			kmls = append(kmls, name)
		}
	}
	slices.Sort(shapefiles)
	slices.Sort(kmls)
	for _, name := range shapefiles {
		if parts[name+".dbf"] == nil {
			return refuse(NoTable, path.Base(name))
		}
		if err := r.shapefile(path.Base(name), parts[name+".shp"], parts[name+".dbf"], parts[name+".prj"], parts[name+".cpg"]); err != nil {
			return err
		}
	}
	if len(shapefiles) > 0 {
		return nil
	}
	for _, name := range kmls {
		if err := r.kml(bytes.NewReader(parts[name])); err != nil {
			return err
		}
	}
	if len(kmls) == 0 {
		return refuse(NoMap, "")
	}
	return nil
}

// unpack reads a part of a ZIP and takes it off what is left. One that says itself that it
// is too large is refused before a byte of it is unpacked, and one that is larger than it
// says as soon as that shows.
func (r *reader) unpack(f *zip.File, left *int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(*left) {
		return nil, refuse(Bomb, path.Base(f.Name))
	}
	in, err := f.Open()
	if err != nil {
		return nil, refuse(Broken, path.Base(f.Name))
	}
	defer in.Close()
	said := int64(f.UncompressedSize64)
	body, err := io.ReadAll(io.LimitReader(stoppable{in, r.stopped}, said+1))
	if *left -= said; int64(len(body)) > said {
		return nil, refuse(Bomb, path.Base(f.Name))
	}
	if err != nil {
		return nil, refuse(Broken, path.Base(f.Name))
	}
	return body, nil
}

// stoppable is read until nobody waits for it any more.
type stoppable struct {
	from    io.Reader
	stopped func() error
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.stopped(); err != nil {
		return 0, err
	}
	return s.from.Read(p)
}

// closeBy are geographic systems that differ from WGS 84 by a metre or two in
// Indonesia, as its own maps use them.
var closeBy = regexp.MustCompile(`(?i)DGN.?_?(19)?95|SRGI.?_?2013|ITRF|ETRS|GRS.?_?1980`)

var datum = regexp.MustCompile(`(?i)^\s*(?:GEOGCS|GEOGCRS|GEODCRS)\s*\[\s*"([^"]*)"`)

// projected refuses a .prj that is none of degrees about WGS 84.
func (r *reader) projected(layer string, prj []byte) error {
	text := string(prj)
	if strings.TrimSpace(text) == "" {
		r.lost.add(GuessedPlace, layer, "", "")
		return nil
	}
	named := datum.FindStringSubmatch(text)
	switch {
	case named == nil:
		about := text
		if q := strings.Split(text, `"`); len(q) > 1 {
			about = q[1]
		}
		return refuse(OtherPlace, about[:min(len(about), 60)])
	case regexp.MustCompile(`(?i)WGS.?_?(19)?84`).MatchString(text):
		return nil
	case closeBy.MatchString(text):
		r.lost.add(NearPlace, layer, "", named[1])
		return nil
	}
	return refuse(OtherPlace, named[1])
}

func decodeLatin(in io.Reader) io.Reader { return charmap.Windows1252.NewDecoder().Reader(in) }
