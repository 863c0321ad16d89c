package report_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"binaan/data/report"
)

// square is an outline of a hundredth of a degree.
func square(lon, lat float64) orb.MultiPolygon {
	const side = 0.01
	return orb.MultiPolygon{{{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}}}
}

func sampleSheet(lon, lat float64) report.HeatSheet {
	return report.HeatSheet{
		Title: "Contoh: tunggakan, 2026-11", About: []string{"Saringan: kelas III"}, Notes: []report.HeatNote{{Text: "20 Nov: Banjir", At: &orb.Point{lon + 0.01, lat + 0.01}}, {Text: "21 Nov: Berkas terlambat"}, {Text: "22 Nov: Surut", At: &orb.Point{lon + 0.01, lat + 0.01}}}, Mark: "kepala 2026-11-23",
		Classes: []report.HeatClass{{"Rp1,0 juta - di bawah Rp2,0 juta", [3]int{253, 231, 37}, 1}, {"Rp2,0 juta - di bawah Rp9,0 juta", [3]int{68, 1, 84}, 1}},
		Hidden:  1, None: 1, At: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC),
		Parts: []report.HeatShape{{square(lon, lat), 0}, {square(lon+0.01, lat), 1}, {square(lon, lat+0.01), report.ClassHidden}, {square(lon+0.01, lat+0.01), report.ClassNone}},
	}
}

// drawnOn is what a document draws, how large its pages are and how many, in points.
func drawnOn(t *testing.T, paper string, h report.HeatSheet) (text string, size [2]float64, count int) {
	t.Helper()
	var file bytes.Buffer
	if err := report.HeatPDF(&file, paper, h); err != nil {
		t.Fatal(err)
	}
	box := regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`).FindSubmatch(file.Bytes())
	for i := range size {
		size[i], _ = strconv.ParseFloat(string(box[i+1]), 64)
	}
	count = len(regexp.MustCompile(`/Type /Page\b[^s]`).FindAll(file.Bytes(), -1))
	for rest := file.Bytes(); ; {
		at := bytes.Index(rest, []byte("stream\n"))
		if at < 0 {
			return text, size, count
		}
		rest = rest[at+len("stream\n"):]
		if z, err := zlib.NewReader(bytes.NewReader(rest)); err == nil {
			out, _ := io.ReadAll(z)
			text += string(out)
		}
	}
}

// A printed map has all that makes it stand alone, on one page of the paper asked for, and
// each part in the colour of its class within the map's frame.
func TestAMapIsPrintedOnOnePageWithAllThatMakesItStandAlone(t *testing.T) {
	for paper, wide := range map[string]float64{"A4": 841.89, "A3": 1190.55} {
		text, size, count := drawnOn(t, paper, sampleSheet(110.8, -7.5))
		if count != 1 || size[0] < wide-1 || size[0] > wide+1 || size[1] > size[0] {
			t.Errorf("%s: %d pages of %v points", paper, count, size)
		}
		for _, want := range []string{"Contoh: tunggakan", "Saringan: kelas III", "Banjir", "kepala 2026-11-23", "Rp1,0 juta", "Disembunyikan \\(1\\)", "Tanpa data \\(1\\)", " m)", "(U)"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not on it", paper, want)
			}
		}
		for _, want := range []string{"0.541 0.110 0.290 rg", "(1,3) Tj", "1. 20 Nov: Banjir", "2. 21 Nov: Berkas terlambat"} {
			if n := strings.Count(text, want); n != 1 {
				t.Errorf("%s: of the notes %q is drawn %d times, want once", paper, want, n)
			}
		}
		if inks := len(regexp.MustCompile(`0\.992 0\.906 0\.145 rg`).FindAllString(text, -1)); inks != 2 { // in the map and in the legend
			t.Errorf("%s: the lightest class is inked %d times", paper, inks)
		}
		for _, point := range regexp.MustCompile(`(?m)^([\d.-]+) ([\d.-]+) [ml] `).FindAllStringSubmatch(text, -1) {
			x, _ := strconv.ParseFloat(point[1], 64)
			if y, _ := strconv.ParseFloat(point[2], 64); x < 0 || y < 0 || x > size[0] || y > size[1] {
				t.Errorf("%s: drawn at %v %v, off the page", paper, x, y)
			}
		}
	}
}

// The same on any ground, in the east, south of it and across a wide branch; many notes do
// not run off the page but say how many are left.
func TestAPrintedMapHoldsManyNotes(t *testing.T) {
	sheet := sampleSheet(140.7, -2.5)
	for range 80 {
		sheet.Notes = append(sheet.Notes, report.HeatNote{Text: "21 Nov: berkas bank terlambat dua hari kerja di seluruh kabupaten"})
	}
	text, _, count := drawnOn(t, "A4", sheet)
	if count != 1 || !regexp.MustCompile(`dan \d+ lagi`).MatchString(text) {
		t.Errorf("%d pages, how many notes are left is not told", count)
	}
}

// A hidden part is crossed and one without data is dotted, in no colour of a class: printed
// in grey they are neither a class nor each other.
func TestHiddenPartsAreCrossedAndNoClass(t *testing.T) {
	drawn := func(class int) (lines, curves, inked int) {
		h := sampleSheet(110.8, -7.5)
		h.Notes, h.Parts = nil, []report.HeatShape{{Outline: square(110.8, -7.5), Class: class}}
		text, _, _ := drawnOn(t, "A4", h)
		lines = len(regexp.MustCompile(`m [\d.]+ [\d.]+ l S`).FindAllString(text, -1))
		return lines, len(regexp.MustCompile(`(?m) c$`).FindAllString(text, -1)), strings.Count(text, "0.992 0.906 0.145 rg")
	}
	lines, curves, inked := drawn(0)
	if inked != 2 { // of the map and of the legend
		t.Fatalf("a part of the lightest class is inked %d times", inked)
	}
	for _, c := range []struct {
		name          string
		class         int
		lines, curves bool
	}{{"hidden", report.ClassHidden, true, false}, {"without data", report.ClassNone, false, true}} {
		l, k, inked := drawn(c.class)
		if (l == lines+2) != c.lines || (l == lines) == c.lines || (k > curves) != c.curves || inked != 1 {
			t.Errorf("%s: %d lines more, %d curves more, the lightest ink %d times", c.name, l-lines, k-curves, inked)
		}
	}
}
