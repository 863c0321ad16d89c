package api_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/geo"
)

// streets asks for the streets about the kader's families.
func (f *field) streets(t *testing.T, tag string) (api.Streets, answer) {
	t.Helper()
	got := f.send(t, f.cookie, "GET", "/api/v1/sync/streets", "", "If-None-Match", tag)
	var s api.Streets
	if got.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(got.text), &s); err != nil {
			t.Fatalf("streets: %v in %.300s", err, got.text)
		}
	}
	return s, got
}

// lay lays a set of roads of an import, each into a cell.
func (f *field) lay(t *testing.T, id data.ImportID, roads map[geo.Cell][]geo.Road) {
	t.Helper()
	did(t, f.owner(t), `insert into import (branch_id, id, kind, file, state, as_of, dry_run, forced, created_by) values (1, $1, 'roads', 'jalan.pbf', 'done', '2026-11-01', false, false, 'uji')`, id)
	cells := map[geo.Cell][]byte{}
	for cell, some := range roads {
		for _, r := range some {
			cells[cell] = geo.AppendRoad(cells[cell], r)
		}
	}
	err := f.store.InBranch(t.Context(), []data.BranchID{1}, func(tx pgx.Tx) error {
		return data.PutRoads(t.Context(), tx, 1, data.RoadSet{Import: id, Source: "© OpenStreetMap contributors, ODbL"}, cells)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// homeOf is the cell by which roads are kept about the kader's own family, and one far away.
func (f *field) homeOf(t *testing.T) (home, far geo.Cell) {
	t.Helper()
	var cell int64
	if err := f.owner(t).QueryRow(t.Context(), "select cell from household where id = $1", f.own).Scan(&cell); err != nil {
		t.Fatal(err)
	}
	ground, err := geo.GroundOf([]geo.Cell{geo.Cell(cell)})
	if err != nil {
		t.Fatal(err)
	}
	own, _ := ground.Cells()
	disk, err := geo.Disk(own[0], 60)
	if err != nil {
		t.Fatal(err)
	}
	return own[0], disk[len(disk)-1]
}

var dice = rand.New(rand.NewPCG(13, 13))

// wiggle is a road of so many points, some 50 m apart.
func wiggle(class geo.RoadClass, name string, points int) geo.Road {
	r := geo.Road{Class: class, Name: name, Steps: []int{11_080_000 + dice.IntN(1000), -755_000 - dice.IntN(1000)}}
	for range points - 1 {
		r.Steps = append(r.Steps, dice.IntN(91)-45, dice.IntN(91)-45)
	}
	return r
}

// A phone gets the streets about its own families with whose they are, and again only when
// they are others.
func TestAPhoneGetsTheStreetsAboutItsFamilies(t *testing.T) {
	f := inTheField(t)
	none, got := f.streets(t, "")
	if none.Source != "" || len(none.Roads) != 0 || got.StatusCode != http.StatusOK {
		t.Errorf("without roads: %+v, %s", none, got.Status)
	}
	if _, again := f.streets(t, got.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("the same nothing: %s", again.Status)
	}
	home, far := f.homeOf(t)
	lane, road := wiggle(geo.Lane, "Gang Contoh 1", 9), wiggle(geo.MainRoad, "Jalan Contoh", 5)
	f.lay(t, 7, map[geo.Cell][]geo.Road{home: {lane, road}, far: {wiggle(geo.MainRoad, "Jalan Jauh", 5)}})
	first, got := f.streets(t, got.Header.Get("ETag"))
	tag := got.Header.Get("ETag")
	if len(first.Roads) != 2 || first.Roads[0].Name != road.Name || !slices.Equal(first.Roads[1].Steps, lane.Steps) || !strings.Contains(first.Source, "OpenStreetMap") {
		t.Errorf("%+v", first)
	}
	if _, again := f.streets(t, tag); again.StatusCode != http.StatusNotModified || again.text != "" {
		t.Errorf("the same streets: %s %q", again.Status, again.text)
	}
	f.lay(t, 8, map[geo.Cell][]geo.Road{home: {lane}})
	if next, got := f.streets(t, tag); got.StatusCode != http.StatusOK || len(next.Roads) != 1 {
		t.Errorf("after another file: %s, %+v", got.Status, next)
	}
}

// However dense a town is, its streets take at most 60 KB on the way.
func TestStreetsAreSmall(t *testing.T) {
	f := inTheField(t)
	home, _ := f.homeOf(t)
	var roads []geo.Road
	for i := range 5000 {
		roads = append(roads, wiggle(geo.RoadClass(1+i%4), fmt.Sprintf("Jalan Contoh %d", i), 2+i%37))
	}
	f.lay(t, 7, map[geo.Cell][]geo.Road{home: roads})
	s, got := f.streets(t, "")
	points := 0
	for _, r := range s.Roads {
		points += r.Points()
	}
	packed := zipped(t, got.text)
	if points > 12_000 || points < 11_000 || packed > 60<<10 || s.Roads[0].Class != geo.MainRoad {
		t.Errorf("%d points of %d roads take %d bytes, packed %d", points, len(s.Roads), len(got.text), packed)
	}
	t.Logf("%d points of %d roads: %d bytes packed of %d", points, len(s.Roads), packed, len(got.text))
}
