package backup

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
)

// longestFrame is the most that one frame may hold.
const longestFrame = 1 << 24

// frameWriter writes each slice as its length in four bytes and itself, and sums
// up all it has written.
type frameWriter struct {
	w    io.Writer
	hash hash.Hash
}

func newFrameWriter(w io.Writer) *frameWriter {
	h := sha256.New()
	return &frameWriter{w: io.MultiWriter(w, h), hash: h}
}

// Write writes p as frames; an empty p writes nothing.
func (f *frameWriter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		frame := rest[:min(len(rest), longestFrame)]
		if err := f.number(uint32(len(frame))); err != nil {
			return 0, err
		}
		if _, err := f.w.Write(frame); err != nil {
			return 0, err
		}
		rest = rest[len(frame):]
	}
	return len(p), nil
}

// end closes a table with the empty frame and its count of rows.
func (f *frameWriter) end(rows int64) error {
	return errors.Join(f.number(uint32(0)), f.number(rows))
}

func (f *frameWriter) number(n any) error { return binary.Write(f.w, binary.BigEndian, n) }

// sum writes the checksum of everything before it.
func (f *frameWriter) sum() error {
	_, err := f.w.Write(f.hash.Sum(nil))
	return err
}

// frameReader reads what a frameWriter wrote. As an io.Reader it is the rows of
// one table.
type frameReader struct {
	r      *bufio.Reader
	hash   hash.Hash
	left   uint32 // bytes of the present frame still to come
	failed error  // what ended Read before the table's end
}

func newFrameReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, 1<<16), hash: sha256.New()}
}

// take fills p or reports ErrNotBackup.
func (f *frameReader) take(p []byte) error {
	if _, err := io.ReadFull(f.r, p); err != nil {
		return fmt.Errorf("%w: it is cut off or damaged: %w", ErrNotBackup, err)
	}
	f.hash.Write(p)
	return nil
}

func (f *frameReader) length() (uint32, error) {
	var b [4]byte
	if err := f.take(b[:]); err != nil {
		return 0, err
	}
	n := binary.BigEndian.Uint32(b[:])
	if n > longestFrame {
		return 0, fmt.Errorf("%w: a frame of %d bytes", ErrNotBackup, n)
	}
	return n, nil
}

// frame reads one frame whole.
func (f *frameReader) frame() ([]byte, error) {
	n, err := f.length()
	if err != nil {
		return nil, err
	}
	p := make([]byte, n)
	return p, f.take(p)
}

// Read reads rows up to the empty frame.
func (f *frameReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if f.left == 0 {
		n, err := f.length()
		if err != nil {
			f.failed = err
			return 0, err
		}
		if n == 0 {
			return 0, io.EOF
		}
		f.left = n
	}
	p = p[:min(len(p), int(f.left))]
	if err := f.take(p); err != nil {
		f.failed = err
		return 0, err
	}
	f.left -= uint32(len(p))
	return len(p), nil
}

// count reads the rows that a table had.
func (f *frameReader) count() (int64, error) {
	var b [8]byte
	err := f.take(b[:])
	return int64(binary.BigEndian.Uint64(b[:])), err
}

// verify compares the checksum and wants the end of the stream.
func (f *frameReader) verify() error {
	want, have := f.hash.Sum(nil), make([]byte, sha256.Size)
	if err := f.take(have); err != nil {
		return err
	}
	if !bytes.Equal(want, have) {
		return fmt.Errorf("%w: its checksum is wrong", ErrNotBackup)
	}
	if _, err := f.r.ReadByte(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows its end: %w", ErrNotBackup, err)
	}
	return nil
}
