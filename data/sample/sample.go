// Package sample makes a synthetic branch, visibly so, and writes it as the
// files that a branch would import. Its sizes follow the published figures of
// one real branch and one real class and month mix; its places, people and
// numbers are invented. Area codes, KK and NIK begin with 99, which no province
// has, and telephone numbers with 0800 0, which nobody answers.
package sample

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"binaan/planner"
)

// PublishedHouseholds is the size of the modelled branch: 900 desa with about
// 120 households in arrears each.
const PublishedHouseholds = 108_000

// The files of a sample.
const (
	AreasFile      = "areas.geojson"
	KaderFile      = "kader.csv"
	HouseholdsFile = "households.csv"
	VisitsFile     = "visits.csv"
	PaymentsFile   = "payments.csv"
)

// Files are what a sample is written as, in the order of import.
var Files = []struct{ Kind, Name string }{
	{"areas", AreasFile}, {"kader", KaderFile}, {"households", HouseholdsFile}, {"visits", VisitsFile}, {"payments", PaymentsFile},
}

// Options choose a sample. The same options give the same files.
type Options struct {
	Households int    // 0 means PublishedHouseholds
	Seed       uint64 // 0 is as good as any
	AsOf       planner.Day
	Areas      string // GeoJSON file of real desa; "" invents an island
}

// ErrOptions marks options that describe no branch.
var ErrOptions = errors.New("not a sample")

// branch is everything a sample holds before it is written.
type branch struct {
	asOf       planner.Day
	desa       []desa
	kecamatan  []kecamatan
	households []household
	kader      []kader
	visits     []visit
	payments   []payment
}

// Write makes a sample and writes its files into dir, which it creates.
func Write(dir string, o Options) error {
	b, err := build(o)
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	if o.Areas == "" {
		if err := writeAreas(filepath.Join(dir, AreasFile), b); err != nil {
			return fmt.Errorf("sample areas: %w", err)
		}
	}
	for _, t := range tables(b) {
		if err := t.write(dir); err != nil {
			return fmt.Errorf("sample %s: %w", t.file, err)
		}
	}
	return nil
}

func build(o Options) (*branch, error) {
	if o.Households == 0 {
		o.Households = PublishedHouseholds
	}
	if o.Households < 1000 {
		return nil, fmt.Errorf("%d households: want at least 1000: %w", o.Households, ErrOptions)
	}
	b := &branch{asOf: o.AsOf}
	land, err := landOf(o)
	if err != nil {
		return nil, err
	}
	b.desa, b.kecamatan = land.desa, land.kecamatan
	b.shareOut(o.Households, stream(o.Seed, "share", 0))
	if err := b.settle(o.Seed); err != nil {
		return nil, err
	}
	if err := b.hire(land.kader, o.Seed); err != nil {
		return nil, err
	}
	b.remember(o.Seed)
	return b, nil
}

// stream is a random source of its own for every purpose and number, so that a
// change in one part of the sample leaves the others as they are.
func stream(seed uint64, purpose string, n int) *rand.Rand {
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range []byte(purpose) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed, h+uint64(n)*0x9e3779b97f4a7c15))
}
