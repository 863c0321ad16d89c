package osm_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"binaan/geo/osm"
)

// bytesField is a field of bytes of a protocol buffer.
func bytesField(number int, value []byte) []byte {
	out := binary.AppendUvarint(nil, uint64(number<<3|2))
	return append(binary.AppendUvarint(out, uint64(len(value))), value...)
}

func intField(number int, value uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, uint64(number<<3)), value)
}

// steps are values as packed differences.
func steps(values ...int64) (out []byte) {
	last := int64(0)
	for _, v := range values {
		out = binary.AppendVarint(out, v-last)
		last = v
	}
	return out
}

func plain(values ...uint64) (out []byte) {
	for _, v := range values {
		out = binary.AppendUvarint(out, v)
	}
	return out
}

// blockOf is a block of a file.
func blockOf(kind string, blob []byte) []byte {
	head := append(bytesField(1, []byte(kind)), intField(3, uint64(len(blob)))...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head, blob)
}

func packed(data []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return append(intField(2, uint64(len(data))), bytesField(3, out.Bytes())...)
}

func header(features ...string) []byte {
	var out []byte
	for _, f := range features {
		out = append(out, bytesField(4, []byte(f))...)
	}
	return blockOf("OSMHeader", bytesField(1, out))
}

// village is a block of four nodes, of which one is told by itself, and two ways.
func village() []byte {
	table := slices.Concat(bytesField(1, nil), bytesField(1, []byte("highway")), bytesField(1, []byte("residential")), bytesField(1, []byte("name")), bytesField(1, []byte("Jalan Contoh 1")))
	dense := slices.Concat(bytesField(1, steps(1, 2, 3)), bytesField(8, steps(-75_000_000, -75_100_000, -75_200_000)), bytesField(9, steps(1_108_000_000, 1_108_100_000, 1_108_200_000)))
	alone := slices.Concat(intField(1, 8), intField(8, zigzag(-75_300_000)), intField(9, zigzag(1_108_300_000)))
	street := slices.Concat(intField(1, 7), bytesField(2, plain(1, 3)), bytesField(3, plain(2, 4)), bytesField(8, steps(1, 2, 3, 4)))
	house := slices.Concat(intField(1, 8), bytesField(2, plain(9)), bytesField(3, plain(2)), bytesField(8, steps(4, 1)))
	return slices.Concat(
		bytesField(2, slices.Concat(bytesField(1, alone), bytesField(2, dense))),
		bytesField(2, slices.Concat(bytesField(3, street), bytesField(3, house))),
		bytesField(1, table),
	)
}

func zigzag(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

// told is what a file tells, in its order.
func told(text []byte) (out []string, err error) {
	err = osm.Read(context.Background(), bytes.NewReader(text), osm.Visitor{
		Node: func(id int64, lon, lat float64) error {
			out = append(out, fmt.Sprintf("%d %.3f %.3f", id, lon, lat))
			return nil
		},
		Way: func(w *osm.Way) error {
			out = append(out, fmt.Sprintf("%q %q %v", w.Tag("highway"), w.Tag("name"), w.Refs))
			return nil
		},
	})
	return out, err
}

func TestNodesAndWaysAreTold(t *testing.T) {
	want := []string{
		"4 110.830 -7.530", "1 110.800 -7.500", "2 110.810 -7.510", "3 110.820 -7.520",
		`"residential" "Jalan Contoh 1" [1 2 3 4]`, `"" "" [4 1]`,
	}
	for name, blob := range map[string][]byte{"packed": packed(village()), "as it is": bytesField(1, village())} {
		text := slices.Concat(header("OsmSchema-V0.6", "DenseNodes"), blockOf("OSMOther", []byte("x")), blockOf("OSMData", blob))
		if got, err := told(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %q", name, err, got)
		}
		if !osm.Is(text[:32]) {
			t.Errorf("%s is not known as PBF", name)
		}
	}
}

func TestAFileThatIsNotSoundIsRefused(t *testing.T) {
	head := header("OsmSchema-V0.6")
	whole := slices.Concat(head, blockOf("OSMData", packed(village())))
	swelling := append(intField(2, 10), packed(make([]byte, 33<<20))...)
	for name, test := range map[string]struct {
		text []byte
		want error
	}{
		"empty":                 {nil, osm.ErrFormat},
		"no header":             {blockOf("OSMData", packed(village())), osm.ErrFormat},
		"cut in a block":        {whole[:len(whole)-5], osm.ErrFormat},
		"cut in a size":         {append(slices.Clone(whole), 0, 0), osm.ErrFormat},
		"header of a gigabyte":  {[]byte{0x40, 0, 0, 0, 1}, osm.ErrFormat},
		"block of a gigabyte":   {slices.Concat([]byte{0, 0, 0, 17}, bytesField(1, []byte("OSMHeader")), intField(3, 1<<30)), osm.ErrFormat},
		"swells":                {slices.Concat(head, blockOf("OSMData", swelling)), osm.ErrFormat},
		"features":              {header("Rails"), osm.ErrFeature},
		"packed in another way": {slices.Concat(head, blockOf("OSMData", bytesField(7, []byte("x")))), osm.ErrFeature},
		"broken packing":        {slices.Concat(head, blockOf("OSMData", bytesField(3, []byte("no zlib")))), osm.ErrFormat},
		"nodes without places":  {slices.Concat(head, blockOf("OSMData", bytesField(1, bytesField(2, bytesField(2, bytesField(1, steps(1))))))), osm.ErrFormat},
	} {
		if _, err := told(test.text); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func TestReadingEndsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	text := slices.Concat(header(), blockOf("OSMData", packed(village())), blockOf("OSMData", packed(village())))
	read := 0
	err := osm.Read(ctx, bytes.NewReader(text), osm.Visitor{Way: func(*osm.Way) error { read++; cancel(); return nil }})
	if !errors.Is(err, context.Canceled) || read != 2 {
		t.Errorf("%v after %d ways", err, read)
	}
	stop := errors.New("enough")
	if err := osm.Read(t.Context(), bytes.NewReader(text), osm.Visitor{Node: func(int64, float64, float64) error { return stop }}); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
}

// The extracts beside the repository hold as many roads as their list says.
func TestRealExtractsAreRead(t *testing.T) {
	for name, least := range map[string]int{"balikpapan-kota-drive": 1439, "monaco-2016": 1930} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "osm", name+".osm.pbf"))
		if err != nil {
			t.Skip("without extracts: ", err)
		}
		nodes, roads := 0, 0
		err = osm.Read(t.Context(), bytes.NewReader(text), osm.Visitor{
			Node: func(_ int64, lon, lat float64) error {
				if math.Abs(lat) > 90 || math.Abs(lon) > 180 {
					return fmt.Errorf("node at %g, %g", lon, lat)
				}
				nodes++
				return nil
			},
			Way: func(w *osm.Way) error {
				if w.Tag("highway") != "" {
					roads++
				}
				return nil
			},
		})
		if err != nil || roads < least || nodes < roads {
			t.Errorf("%s: %d nodes, %d roads, want %d: %v", name, nodes, roads, least, err)
		}
	}
}

// Whatever a stranger sends, it is refused or read, and the program goes on.
func FuzzRead(f *testing.F) {
	head := header("OsmSchema-V0.6", "DenseNodes")
	for _, text := range [][]byte{
		slices.Concat(head, blockOf("OSMData", bytesField(1, village()))), slices.Concat(head, blockOf("OSMData", packed(village()))), head, nil,
		slices.Concat(head, blockOf("OSMData", bytesField(1, bytesField(2, bytesField(3, bytesField(2, plain(1<<31))))))),
		slices.Concat(head, blockOf("OSMData", bytesField(1, append(intField(17, 1<<31-1), bytesField(2, bytesField(1, intField(8, 1<<63)))...)))),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, err := told(text)
		if err != nil && !errors.Is(err, osm.ErrFormat) && !errors.Is(err, osm.ErrFeature) {
			t.Errorf("%v says nothing of the file", err)
		}
	})
}
