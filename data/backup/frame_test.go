package backup

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// framed are tables of rows as a backup holds them, with their counts and the sum.
func framed(t *testing.T, tables ...[][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := newFrameWriter(&out)
	for _, rows := range tables {
		for _, row := range rows {
			if n, err := w.Write(row); n != len(row) || err != nil {
				t.Fatalf("%d of %d bytes: %v", n, len(row), err)
			}
		}
		if err := w.end(int64(len(rows))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.sum(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unframed reads so many tables and their counts, and verifies the whole.
func unframed(text []byte, tables int) (rows [][]byte, counts []int64, err error) {
	in := newFrameReader(bytes.NewReader(text))
	for range tables {
		all, err := io.ReadAll(in)
		if err != nil {
			return nil, nil, err
		}
		n, err := in.count()
		if err != nil {
			return nil, nil, err
		}
		rows, counts = append(rows, all), append(counts, n)
	}
	return rows, counts, in.verify()
}

func TestTablesComeOutOfTheirFramesAsTheyWentIn(t *testing.T) {
	const seed = 3
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		tables := make([][][]byte, rng.IntN(4))
		for i := range tables {
			for range rng.IntN(5) {
				row := make([]byte, 1+rng.IntN(70_000))
				for k := range row {
					row[k] = byte(rng.Uint32())
				}
				tables[i] = append(tables[i], row)
			}
		}
		rows, counts, err := unframed(framed(t, tables...), len(tables))
		if err != nil {
			t.Fatal(err)
		}
		for i, table := range tables {
			if !bytes.Equal(rows[i], bytes.Join(table, nil)) || counts[i] != int64(len(table)) {
				t.Errorf("table %d of %d rows comes back with %d", i, len(table), counts[i])
			}
		}
	}
}

func TestALongRowIsSeveralFrames(t *testing.T) {
	row := bytes.Repeat([]byte("9901"), longestFrame/4+1)
	rows, counts, err := unframed(framed(t, [][]byte{row}), 1)
	if err != nil || !bytes.Equal(rows[0], row) || counts[0] != 1 {
		t.Errorf("%d bytes come back as %d, %v rows: %v", len(row), len(rows[0]), counts, err)
	}
}

// No byte of a backup can be another, missing or more without being seen.
func TestEveryByteOfABackupIsHeld(t *testing.T) {
	whole := framed(t, [][]byte{[]byte("1\tSiti\n"), []byte("2\tBudi\n")}, nil, [][]byte{[]byte("\\N\n")})
	if _, _, err := unframed(whole, 3); err != nil {
		t.Fatal(err)
	}
	for at := range whole {
		for _, bit := range []byte{1, 0x80} {
			damaged := bytes.Clone(whole)
			damaged[at] ^= bit
			if rows, counts, err := unframed(damaged, 3); !errors.Is(err, ErrNotBackup) {
				t.Errorf("byte %d is another: %q, %v, %v", at, rows, counts, err)
			}
		}
		if rows, _, err := unframed(whole[:at], 3); !errors.Is(err, ErrNotBackup) {
			t.Errorf("cut off at %d: %q, %v", at, rows, err)
		}
	}
	if _, _, err := unframed(append(bytes.Clone(whole), 0), 3); !errors.Is(err, ErrNotBackup) {
		t.Errorf("with a byte more: %v", err)
	}
}

// A length that is a lie costs no memory.
func TestAFrameLongerThanAnyIsRefusedBeforeItIsRead(t *testing.T) {
	for _, n := range []uint32{longestFrame + 1, 1 << 31, 1<<32 - 1} {
		text := binary.BigEndian.AppendUint32(nil, n)
		told := fmt.Sprintf("a frame of %d bytes", n)
		if _, err := newFrameReader(bytes.NewReader(text)).frame(); !errors.Is(err, ErrNotBackup) || !strings.Contains(err.Error(), told) {
			t.Errorf("a frame of %d bytes: %v", n, err)
		}
		if _, err := io.ReadAll(newFrameReader(bytes.NewReader(text))); !errors.Is(err, ErrNotBackup) || !strings.Contains(err.Error(), told) {
			t.Errorf("rows in a frame of %d bytes: %v", n, err)
		}
	}
}
