package importer

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchHeading are the columns of a households file.
var benchHeading = []string{"no_kk", "nik_kepala", "nama_kepala", "no_kartu", "jumlah_jiwa", "kelas", "segmen", "bulan_tunggakan", "nilai_tunggakan",
	"tgl_bayar_terakhir", "no_va", "alamat", "rt", "rw", "kd_desa", "nama_desa", "telepon", "status_peserta", "lat", "lon", "jam", "akurasi", "radius_m", "email"}

func benchRow(i int) []string {
	n := strconv.Itoa(i % 10_000)
	place, serial := fmt.Sprintf("9901%02d2811%02d", 1+i/9999%90, i/9999/90), 1+i%9999
	return []string{fmt.Sprintf("%s%04d", place, serial), fmt.Sprintf("990101691106%04d", serial), "Siti Contoh " + n, fmt.Sprintf("00099%08d", i),
		strconv.Itoa(i%8 + 1), "3", "PBPU", strconv.Itoa(i%24 + 1), strconv.Itoa(35_000 * (i%24 + 1) * (i%8 + 1)), fmt.Sprintf("2025-%02d-%02d", i%12+1, i%28+1),
		fmt.Sprintf("88888099%08d", i), "Jl. Melati Contoh No. " + n, "006", "002", "99.01.01.2001", "Wanaelok", fmt.Sprintf("0812%08d", i), "NONAKTIF",
		fmt.Sprintf("-5.%06d", 300_000+i%100_000), fmt.Sprintf("111.%06d", 500_000+i%100_000), fmt.Sprintf("%02d.%02d", i%24, i%60), "A", "15", ""}
}

// parseBench reads a row as an importer of households would.
func parseBench(cells []string, seen *tail) error {
	kk, r1 := parseKK(cells[0])
	_, r2 := parseNIK(cells[1])
	_, r3 := parseCount(cells[4], 30)
	_, r4 := parseCount(cells[7], 600)
	_, r5 := parseRupiah(cells[8])
	_, r6 := parseDay(cells[9])
	_, r7 := parsePhone(cells[16])
	f, r8 := parsePosition(cells[19], cells[18])
	seen.add(kk)
	for _, i := range []int{2, 3, 5, 6, 10, 11, 12, 13, 14, 15, 17} {
		clean(cells[i])
	}
	if all := r1 + r2 + r3 + r4 + r5 + r6 + r7 + r8 + f.note; all != "" {
		return errors.New(all)
	}
	return nil
}

func benchRead(b *testing.B, path string, rows int) {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		s, _, err := openSheet(path)
		if err != nil {
			b.Fatal(err)
		}
		head, err := findHeading(s, []field{{name: "no_kk", required: true}}, nil)
		if err != nil {
			b.Fatal(err)
		}
		n, seen := 0, tail{}
		for ; ; n++ {
			cells, line, err := s.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil && rowFault(cells, head.used) == "" {
				err = parseBench(cells, &seen)
			}
			if err != nil {
				b.Fatal(line, err)
			}
		}
		if n != rows {
			b.Fatalf("%d rows, want %d", n, rows)
		}
		s.Close()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func writeCSV(b *testing.B, rows, columns int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "households.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	buffered := bufio.NewWriter(f)
	w := csv.NewWriter(buffered)
	err = w.Write(benchHeading[:columns])
	for i := range rows {
		err = errors.Join(err, w.Write(benchRow(i)[:columns]))
	}
	w.Flush()
	if err := errors.Join(err, w.Error(), buffered.Flush()); err != nil {
		b.Fatal(err)
	}
	return path
}

func BenchmarkReadCSV(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000} {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			benchRead(b, writeCSV(b, rows, 20), rows)
		})
	}
}

// The same file by encoding/csv, without a look at what the cells say.
func BenchmarkReadCSVByStandardLibrary(b *testing.B) {
	path := writeCSV(b, 100_000, 20)
	b.ReportAllocs()
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		r := csv.NewReader(bufio.NewReader(f))
		r.ReuseRecord = true
		for err == nil {
			_, err = r.Read()
		}
		f.Close()
	}
}

func BenchmarkReadXLSX(b *testing.B) {
	const rows = 100_000
	path := filepath.Join(b.TempDir(), "households.xlsx")
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i := range rows + 1 {
		text := benchHeading
		if i > 0 {
			text = benchRow(i)
		}
		row := make([]any, len(text))
		for c, s := range text {
			if row[c] = s; i > 0 && (c == 4 || c == 7 || c == 8) {
				row[c], _ = strconv.Atoi(s)
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(w.Flush(), f.SaveAs(path), f.Close()); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	benchRead(b, path, rows)
}
