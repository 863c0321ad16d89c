package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"binaan/api"
	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// sparse is an office whose branch has, in cells far from each other, as many
// households each as named.
func sparse(t *testing.T, households ...int) (o *office, blocks []planner.Block) {
	t.Helper()
	o = open(t)
	for i, n := range households {
		at := geo.Position{Lon: 110.8 + 0.1*float64(i), Lat: -7.55}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, planner.Block{
			BlockKey: planner.BlockKey{Desa: geo.AreaCode(fmt.Sprintf("99.01.01.%d", 2001+i)), Cell: cell}, Centre: at,
			Households: n, Eligible: n, Members: 3 * n, Arrears: planner.Rupiah(1_000_000 * n), Expected: planner.Rupiah(10_000 * n),
		})
	}
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		if err := data.ReplaceBlocks(t.Context(), tx, o.own.ID, blocks, nil); err != nil {
			return err
		}
		return data.Touch(t.Context(), tx, o.own.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	return o, blocks
}

// features are those of a tile about the first cell, by their number.
func (o *office) features(t *testing.T, cookie, layer string, zoom int) map[string]map[string]any {
	t.Helper()
	at := maptile.At(geo.Position{Lon: 110.8, Lat: -7.55}.Point(), maptile.Zoom(zoom))
	got := o.send(t, cookie, "GET", fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt?branch=9901", layer, at.Z, at.X, at.Y), "", "Accept-Encoding", "identity")
	if got.StatusCode != http.StatusOK {
		t.Fatalf("tile of %s: %s %s", layer, got.Status, got.text)
	}
	layers, err := mvt.Unmarshal([]byte(got.text))
	if err != nil || len(layers) != 1 {
		t.Fatalf("tile of %s: %d layers, %v", layer, len(layers), err)
	}
	out := map[string]map[string]any{}
	for _, f := range layers[0].Features {
		out[fmt.Sprintf("%.0f", f.ID)] = f.Properties
	}
	return out
}

func number(t *testing.T, c geo.Cell, resolution int) string {
	t.Helper()
	parent, err := geo.Parent(c, resolution)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(geo.FeatureID(parent))
}

func TestTrueCellsAreForThoseWithRightsToHouseholds(t *testing.T) {
	o, blocks := sparse(t, 9, 10)
	manager, officer := o.as(t, data.Manager), o.as(t, data.Officer)
	few := blocks[0].Cell
	for zoom, resolution := range map[int]int{6: 4, 8: 6, 10: 8, 11: 9, 14: 9} {
		if got := o.features(t, officer, "heat", zoom)[number(t, few, resolution)]; got["households"] == nil {
			t.Errorf("zoom %d as an officer: %v", zoom, got)
		}
	}
	for layer, want := range map[string]int{"blocks": http.StatusNotFound, "desa": http.StatusOK, "heat": http.StatusNotFound, "households": http.StatusNotFound} {
		if got := o.send(t, manager, "GET", "/tiles/"+layer+"/9/413/267.mvt?branch=9901", ""); got.StatusCode != want {
			t.Errorf("%s as a manager: %s", layer, got.Status)
		}
	}
	if got := o.features(t, officer, "blocks", 9); len(got) != 2 || got[number(t, few, 9)]["households"] != 9.0 {
		t.Errorf("blocks as an officer: %v", got)
	}
	if got := o.send(t, o.as(t, data.KaderRole), "GET", "/tiles/heat/9/413/267.mvt?branch=9901", ""); got.StatusCode != http.StatusForbidden {
		t.Errorf("heat as a kader: %s", got.Status)
	}
	if got := o.send(t, manager, "GET", "/api/v1/branches/9901/cells", ""); got.StatusCode != http.StatusForbidden {
		t.Errorf("classes of cells as a manager: %s", got.Status)
	}
	var l api.Legend
	if err := json.Unmarshal([]byte(o.send(t, officer, "GET", "/api/v1/branches/9901/cells", "").text), &l); err != nil || l.Households != 19 || len(l.Measures[0].Scales) != 6 {
		t.Errorf("as an officer: %+v, %v", l, err)
	}
	if n := o.audits(t, "lihat sel"); n != 1 {
		t.Errorf("%d looks at cells are audited", n)
	}
}

// The figures in a tile of true cells add up to what is counted of the families.
func TestATileOfTrueCellsHoldsWhatIsCounted(t *testing.T) {
	o := openVillage(t)
	var families, arrears float64
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*), sum(arrears)::bigint from household where arrears_status = 'aktif'").Scan(&families, &arrears)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, zoom := range []int{4, 8} {
		sum := map[string]float64{}
		for _, of := range o.features(t, o.as(t, data.Officer), "heat", zoom) {
			for _, name := range []string{"households", "arrears"} {
				n, _ := of[name].(float64)
				sum[name] += n
			}
		}
		if sum["households"] != families || sum["arrears"] != arrears || families == 0 {
			t.Errorf("zoom %d: the tile has %v, %v families owing %v are counted", zoom, sum, families, arrears)
		}
	}
}

func TestATileOfAnOlderVersionIsNeverShown(t *testing.T) {
	o, blocks := sparse(t, 20)
	officer := o.as(t, data.Officer)
	path := "/tiles/heat/11/1654/1067.mvt?branch=9901"
	first := o.send(t, officer, "GET", path, "")
	tag := first.Header.Get("ETag")
	if again := o.send(t, officer, "GET", path, "", "If-None-Match", `"x", `+tag); again.StatusCode != http.StatusNotModified || again.text != "" {
		t.Errorf("unchanged: %s", again.Status)
	}
	blocks[0].Households = 21
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		if err := data.ReplaceBlocks(t.Context(), tx, o.own.ID, blocks, nil); err != nil {
			return err
		}
		return data.Touch(t.Context(), tx, o.own.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := o.send(t, officer, "GET", path, "", "If-None-Match", tag)
	if changed.StatusCode != http.StatusOK || changed.Header.Get("ETag") == tag {
		t.Errorf("changed: %s %s", changed.Status, changed.Header.Get("ETag"))
	}
	if got := o.features(t, officer, "heat", 11)[number(t, blocks[0].Cell, 9)]["households"]; got != 21.0 {
		t.Errorf("%v households after the change", got)
	}
}

func TestTextIsCompressedForWhoTakesItAndNothingElse(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	const path = "/api/v1/branches/9901/rules"
	plain := o.send(t, officer, "GET", path, "", "Accept-Encoding", "identity")
	packed := o.send(t, officer, "GET", path, "", "Accept-Encoding", "gzip")
	if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" || len(packed.text) > len(plain.text)/2 {
		t.Errorf("%d bytes as %q, %d as %q", len(plain.text), plain.Header.Get("Content-Encoding"), len(packed.text), packed.Header.Get("Content-Encoding"))
	}
	for _, got := range []answer{plain, packed} {
		if !strings.Contains(strings.Join(got.Header.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("Vary: %v", got.Header.Values("Vary"))
		}
	}
	if text := unzipped(t, packed.text); text != plain.text {
		t.Error("compressed it says something else")
	}
	for _, path := range []string{"/api/v1/branches/9901/areas", "/api/v1/branches/9901/blocks", "/tiles/desa/9/413/267.mvt?branch=9901"} {
		one := o.send(t, officer, "GET", path, "", "Accept-Encoding", "identity")
		two := o.send(t, officer, "GET", path, "", "Accept-Encoding", "gzip")
		tag := one.Header.Get("ETag")
		if !strings.HasPrefix(tag, "W/") || tag != two.Header.Get("ETag") || one.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: tags %s and %s, unasked encoding %q", path, tag, two.Header.Get("ETag"), one.Header.Get("Content-Encoding"))
		}
		if got := o.send(t, officer, "GET", path, "", "If-None-Match", tag, "Accept-Encoding", "gzip"); got.StatusCode != http.StatusNotModified {
			t.Errorf("%s unchanged: %s", path, got.Status)
		}
	}
}

func unzipped(t *testing.T, text string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := io.Copy(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestManyWhoAskForOneColdTileGetTheSame(t *testing.T) {
	o := openVillage(t)
	officer := o.as(t, data.Officer)
	var group sync.WaitGroup
	tiles := make([]string, 16)
	for i := range tiles {
		group.Go(func() {
			tiles[i] = o.send(t, officer, "GET", "/tiles/blocks/11/1654/1067.mvt?branch=9901", "", "Accept-Encoding", "gzip").text
		})
	}
	group.Wait()
	for _, tile := range tiles {
		if tile != tiles[0] || len(tile) < 1000 {
			t.Fatalf("%d bytes beside %d", len(tile), len(tiles[0]))
		}
	}
}
