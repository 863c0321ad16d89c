// Package osm reads extracts of OpenStreetMap in their usual form, PBF, within bounds:
// a file of a stranger neither fills the memory nor ends the program.
//
// The format is that of https://wiki.openstreetmap.org/wiki/PBF_Format. The library
// github.com/paulmach/osm was looked at and left: it unpacks a block to whatever it swells
// to, and its own goroutines, where nobody can catch it, panic at nodes that are not dense
// and at numbers of strings that are none.
package osm

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zlib"
	"github.com/paulmach/protoscan"
)

// Why a file is not read to its end.
var (
	ErrFormat  = errors.New("no sound OSM PBF")
	ErrFeature = errors.New("OSM PBF of a kind that is not read") // packed otherwise, or with features that must be understood
)

// The format's own bounds, in bytes.
const (
	mostHeader = 64 << 10
	mostBlock  = 32 << 20 // of a block as it stands in the file, and unpacked
)

// Visitor is told what stands in a file, in its order. What it keeps it must copy. An
// error of its ends the reading.
type Visitor struct {
	Node func(id int64, lon, lat float64) error // degrees; nil: nodes are passed over
	Way  func(*Way) error                       // nil: ways are passed over
	Read func(bytes int64)                      // after each block; may be nil
}

// Way is a line along nodes.
type Way struct {
	Refs []int64 // numbers of its nodes

	keys, values []uint32
	strings      [][]byte
}

// Tag is what the way says of a key; "" where it says nothing.
func (w *Way) Tag(key string) string {
	for i, k := range w.keys {
		if i < len(w.values) && string(w.text(k)) == key {
			return string(w.text(w.values[i]))
		}
	}
	return ""
}

func (w *Way) text(i uint32) []byte {
	if int64(i) >= int64(len(w.strings)) {
		return nil
	}
	return w.strings[i]
}

// Is tells a file in PBF by its first bytes: the size of a header that names its kind.
func Is(head []byte) bool {
	return len(head) >= 15 && head[0] == 0 && head[1] == 0 && bytes.Contains(head[4:min(len(head), 40)], []byte("OSMHeader"))
}

// Read reads a file to its end. ErrFormat, ErrFeature: it cannot be.
func Read(ctx context.Context, r io.Reader, v Visitor) error {
	f := &file{r: r, visitor: v}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		kind, blob, err := f.next()
		if errors.Is(err, io.EOF) {
			if !f.headed {
				return fmt.Errorf("without a header: %w", ErrFormat)
			}
			return nil
		}
		if err != nil {
			return err
		}
		if err := f.take(kind, blob); err != nil {
			return err
		}
		if v.Read != nil {
			v.Read(f.bytes)
		}
	}
}

// file is a file that is being read. Its buffers serve block after block.
type file struct {
	r       io.Reader
	visitor Visitor
	bytes   int64
	headed  bool
	blob    []byte
	raw     bytes.Buffer
	unpack  io.ReadCloser
	block   block
}

// next is the kind of the block that comes, and the block as it is packed; io.EOF at the end.
func (f *file) next() (kind string, blob []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(f.r, size[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return "", nil, io.EOF
		}
		return "", nil, cut(err)
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > mostHeader {
		return "", nil, fmt.Errorf("header of %d bytes: %w", n, ErrFormat)
	}
	head, err := f.read(int(n))
	if err != nil {
		return "", nil, err
	}
	kind, length, err := headerOf(head)
	if err != nil {
		return "", nil, err
	}
	if length < 0 || length > mostBlock {
		return "", nil, fmt.Errorf("block of %d bytes: %w", length, ErrFormat)
	}
	blob, err = f.read(int(length))
	f.bytes += 4 + int64(n) + int64(length)
	return kind, blob, err
}

// read takes so many bytes; no more room is made than there are.
func (f *file) read(n int) ([]byte, error) {
	f.raw.Reset()
	if _, err := io.CopyN(&f.raw, f.r, int64(n)); err != nil {
		return nil, cut(err)
	}
	f.blob = append(f.blob[:0], f.raw.Bytes()...)
	return f.blob, nil
}

// cut says that a file breaks off, where that is what is wrong with it.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("breaks off: %w", ErrFormat)
	}
	return err
}

func headerOf(head []byte) (kind string, length int32, err error) {
	m := protoscan.New(head)
	for m.Next() {
		switch m.FieldNumber() {
		case 1:
			kind, err = m.String()
		case 3:
			length, err = m.Int32()
		default:
			m.Skip()
		}
		if err != nil {
			return "", 0, broken(err)
		}
	}
	return kind, length, broken(m.Err())
}

// broken is an error of the encoding as one of the format.
func broken(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}

// take unpacks a block and tells the visitor of it. Blocks of other kinds may be left out.
func (f *file) take(kind string, blob []byte) error {
	if kind != "OSMHeader" && kind != "OSMData" {
		return nil
	}
	data, err := f.unpacked(blob)
	if err != nil {
		return err
	}
	if kind == "OSMHeader" {
		f.headed = true
		return understood(data)
	}
	if !f.headed {
		return fmt.Errorf("data before the header: %w", ErrFormat)
	}
	return f.block.tell(data, f.visitor)
}

func (f *file) unpacked(blob []byte) ([]byte, error) {
	m := protoscan.New(blob)
	for m.Next() {
		switch m.FieldNumber() {
		case 1:
			raw, err := m.MessageData()
			return raw, broken(err)
		case 3:
			packed, err := m.MessageData()
			if err != nil {
				return nil, broken(err)
			}
			return f.inflate(packed)
		case 4, 5, 6, 7:
			return nil, fmt.Errorf("block packed in way %d: %w", m.FieldNumber(), ErrFeature)
		default:
			m.Skip()
		}
	}
	if err := m.Err(); err != nil {
		return nil, broken(err)
	}
	return nil, nil
}

func (f *file) inflate(packed []byte) (_ []byte, err error) {
	if f.unpack == nil {
		f.unpack, err = zlib.NewReader(bytes.NewReader(packed))
	} else {
		err = f.unpack.(zlib.Resetter).Reset(bytes.NewReader(packed), nil)
	}
	if err != nil {
		f.unpack = nil
		return nil, broken(err)
	}
	f.raw.Reset()
	if _, err := io.Copy(&f.raw, io.LimitReader(f.unpack, mostBlock+1)); err != nil {
		return nil, broken(err)
	}
	if f.raw.Len() > mostBlock {
		return nil, fmt.Errorf("block that swells above %d bytes: %w", mostBlock, ErrFormat)
	}
	return f.raw.Bytes(), nil
}

// understood refuses a file that asks for what is not known here.
func understood(header []byte) error {
	m := protoscan.New(header)
	for m.Next() {
		if m.FieldNumber() != 4 {
			m.Skip()
			continue
		}
		feature, err := m.String()
		if err != nil {
			return broken(err)
		}
		switch feature {
		case "OsmSchema-V0.6", "DenseNodes", "HistoricalInformation":
		default:
			return fmt.Errorf("feature %q: %w", feature, ErrFeature)
		}
	}
	return broken(m.Err())
}
