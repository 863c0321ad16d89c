package data

import (
	order "cmp"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
	"binaan/planner/territory"
)

var (
	updateTallies = flag.Bool("update", false, "write the golden tallies anew")
	talliesTo     = flag.String("tallies", "", "write many more tallies into a file, for the browser's fold to be held to")
	plays         = flag.Int("plays", 200, "drawings of -tallies, of 50 strokes each")
)

// tallied is a drawing with strokes on it, and what everybody holds after each.
type tallied struct {
	Seed    uint64          `json:"seed"`
	Drawing Drawing         `json:"drawing"`
	Strokes []talliedStroke `json:"strokes"`
}

type talliedStroke struct {
	Changes  []territory.Change `json:"changes"`
	Hands    []talliedHand      `json:"hands"`
	Unserved planner.Figures    `json:"unserved"`
}

// talliedHand is what a browser counts of a territory: all of a Sketch but its names.
type talliedHand struct {
	Hand territory.Hand `json:"hand"`
	planner.Figures
	Visits int               `json:"visits"`
	Ride   geo.Metres        `json:"ride"`
	Spread geo.Metres        `json:"spread"`
	InBand bool              `json:"inBand"`
	Pieces []territory.Piece `json:"pieces"`
}

// hexes are two kecamatan of four desa each, on a disk of cells, with three kader. One
// desa in some is above the band.
func hexes(t *testing.T, rng *rand.Rand, grain planner.Grain) territory.Input {
	t.Helper()
	in := territory.Input{Rules: plannertest.Rules(t, "2026-12-01"), Grain: grain}
	in.Day, in.Rules.Territory = in.Rules.Day, planner.TerritoryRule{Lower: 60, Target: 80, Upper: 100, Grain: grain}
	for kecamatan := range 2 {
		at := geo.Position{Lon: 110.8 + 0.2*float64(kecamatan), Lat: -7.5}
		middle, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		cells, err := geo.Disk(middle, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range cells {
			centre, err := geo.Centre(cell)
			if err != nil {
				t.Fatal(err)
			}
			desa := 2001
			if centre.Lon > at.Lon {
				desa++
			}
			if centre.Lat > at.Lat {
				desa += 2
			}
			kk := 1 + rng.IntN(15)
			in.Blocks = append(in.Blocks, planner.Block{
				BlockKey:   planner.BlockKey{Desa: geo.AreaCode(fmt.Sprintf("99.01.0%d.%d", kecamatan+1, desa)), Cell: cell},
				Households: kk + rng.IntN(9), Eligible: kk, Members: 3 * kk, Arrears: planner.Rupiah(rng.IntN(9_000_000)),
				Expected: planner.Rupiah(rng.IntN(90_000)), Later: planner.Rupiah(rng.IntN(90_000)), Centre: centre,
			})
		}
	}
	slices.SortFunc(in.Blocks, func(a, b planner.Block) int {
		return order.Or(order.Compare(a.Desa, b.Desa), order.Compare(a.Cell, b.Cell))
	})
	var err error
	if in.Links, err = planner.LinkBlocks(in.Blocks); err != nil {
		t.Fatal(err)
	}
	near := map[geo.AreaCode][]geo.AreaCode{}
	for _, l := range in.Links {
		a, b := in.Blocks[l.A].Desa, in.Blocks[l.B].Desa
		if a != b && !slices.Contains(near[a], b) {
			near[a], near[b] = append(near[a], b), append(near[b], a)
		}
	}
	for desa := range near {
		in.Land = append(in.Land, planner.Land{Desa: desa, Near: near[desa]})
	}
	for i, kecamatan := range []geo.AreaCode{"99.01.01", "99.01.01", "99.01.02"} {
		in.Kader = append(in.Kader, planner.Kader{
			ID: planner.KaderID(i + 1), Kecamatan: kecamatan, Home: in.Blocks[rng.IntN(len(in.Blocks))].Centre,
			Status: planner.KaderActive, From: in.Day, Until: in.Day,
		})
	}
	return in
}

// tally plays strokes on a drawing of which each kader has something, the third a second
// territory beside the others'. What is counted after each is counted from the blocks.
func tally(t *testing.T, seed uint64, strokes int) (out tallied) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 170))
	in := hexes(t, rng, []planner.Grain{planner.GrainDesa, planner.GrainCell}[seed%2])
	hands := map[geo.AreaCode][]territory.Hand{"99.01.01": {0, 1, 2, -3}, "99.01.02": {0, 3}}
	pencil := territory.NewDrawing()
	owner := map[geo.AreaCode]territory.Hand{}
	for _, b := range in.Blocks {
		if _, known := owner[b.Desa]; !known {
			some := hands[b.Desa.Kecamatan()]
			owner[b.Desa] = some[len(owner)%len(some)] // each hand has something, so that the second territory is there
		}
		pencil.Put(b.BlockKey, owner[b.Desa])
	}
	out.Seed, out.Drawing = seed, Drawing{Grain: in.Grain}
	for _, b := range in.Blocks {
		if !slices.ContainsFunc(out.Drawing.Desa, func(d DesaRow) bool { return d.Code == b.Desa }) {
			out.Drawing.Desa = append(out.Drawing.Desa, DesaRow{Code: b.Desa})
		}
	}
	if err := out.Drawing.lay(in, held(in, pencil)); err != nil {
		t.Fatal(err)
	}
	for range strokes {
		s := talliedStroke{Changes: []territory.Change{}, Hands: []talliedHand{}}
		for range 1 + rng.IntN(4) {
			a := out.Drawing.Atoms[rng.IntN(len(out.Drawing.Atoms))]
			key := planner.BlockKey{Desa: a.Desa, Cell: a.Cell}
			if a.Cell == 0 {
				at := slices.IndexFunc(in.Blocks, func(b planner.Block) bool { return b.Desa == a.Desa })
				key = in.Blocks[at].BlockKey
			}
			some := hands[a.Desa.Kecamatan()]
			s.Changes = append(s.Changes, territory.Change{Desa: a.Desa, Cell: a.Cell, From: pencil.Hand(key), To: some[rng.IntN(len(some))]})
		}
		if done, err := pencil.Apply(s.Changes); err == nil && len(done) > 0 {
			s.Changes = done
		} else {
			s.Changes = []territory.Change{} // one place twice: the stroke is not used
		}
		s.recount(t, in, pencil)
		out.Strokes = append(out.Strokes, s)
	}
	return out
}

// held are the territories of a drawing.
func held(in territory.Input, pencil *territory.Drawing) (out []territory.Territory) {
	for _, b := range in.Blocks {
		h := pencil.Hand(b.BlockKey)
		if h == territory.Nobody {
			continue
		}
		at := slices.IndexFunc(out, func(t territory.Territory) bool { return t.Hand() == h })
		if at < 0 {
			at = len(out)
			out = append(out, territory.Territory{ID: territory.ID(at + 1), Kader: kaderOf(h), Kecamatan: b.Desa.Kecamatan(), Merangkap: h < 0})
		}
		out[at].Blocks = append(out[at].Blocks, b.BlockKey)
	}
	return out
}

func (s *talliedStroke) recount(t *testing.T, in territory.Input, pencil *territory.Drawing) {
	t.Helper()
	sketches, err := in.Survey(held(in, pencil))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range sketches {
		s.Hands = append(s.Hands, talliedHand{x.Hand, x.Figures, x.Visits, x.Ride, x.Spread, x.InBand, x.Pieces})
	}
	for _, b := range in.Blocks {
		if pencil.Hand(b.BlockKey) == territory.Nobody {
			s.Unserved.Add(b)
		}
	}
}

const goldenTallies = "testdata/tallies.json"

// What a workbench counts along while somebody draws is what the planner counts from the
// blocks: the browser holds to the same file (web/src/features/territory/tally.test.ts).
func TestTalliesAreAsTheGoldenCasesSay(t *testing.T) {
	var got []tallied
	for seed := range uint64(4) {
		got = append(got, tally(t, seed, 6))
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if *updateTallies {
		if err := os.WriteFile(goldenTallies, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenTallies)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)+"\n"); diff != "" {
		t.Errorf("tallies are others; go test ./data -run Golden -update (-want +got)\n%s", diff)
	}
	if *talliesTo == "" {
		return
	}
	got = nil
	for seed := range uint64(*plays) {
		got = append(got, tally(t, 1000+seed, 50))
	}
	if text, err = json.Marshal(got); err == nil {
		err = os.WriteFile(*talliesTo, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The figures that add up by desa and cell are those of the blocks, whoever holds what.
func TestAtomsAddUpToWhatTheBlocksSay(t *testing.T) {
	for seed := range uint64(20) {
		for n, s := range tally(t, 200+seed, 5).Strokes {
			for _, h := range s.Hands {
				if h.Spread <= 0 && h.Eligible > 15 || h.Ride <= 0 || len(h.Pieces) == 0 {
					t.Fatalf("seed %d stroke %d: hand %d lies nowhere: %+v", seed, n, h.Hand, h)
				}
				if got, want := h.Visits, (h.Eligible*100+40)/80; got != want {
					t.Fatalf("%d visits of %d families, of 100 for 80: %d", got, h.Eligible, want)
				}
			}
		}
	}
}
