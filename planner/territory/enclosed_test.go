package territory

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// coast is a kecamatan of one desa by cells: a row of letters is a row of blocks, each of
// the KK that kk says, those of one letter held by the territory of that name ('.':
// nobody). Blocks touch left and right and above and below.
func coast(t *testing.T, rows []string, kk map[rune]int) (*design, *kecamatan) {
	t.Helper()
	r := plannertest.Rules(t, "2026-12-01")
	r.Territory = planner.TerritoryRule{Lower: 40, Target: 50, Upper: 60, Grain: planner.GrainCell}
	in := Input{Day: r.Day, Rules: r}
	at := map[[2]int]int{}
	held := map[rune][]planner.BlockKey{}
	for y, row := range rows {
		for x, who := range row {
			if who == ' ' {
				continue
			}
			n := kk[who]
			key := planner.BlockKey{Desa: "99.01.01.2001", Cell: geo.Cell(1 + 100*y + x)}
			at[[2]int{x, y}] = len(in.Blocks)
			in.Blocks = append(in.Blocks, planner.Block{BlockKey: key, Households: n, Eligible: n, Expected: planner.Rupiah(n * (1000 + 10*x + y)),
				Centre: geo.Position{Lon: 110 + float64(x)/1000, Lat: -7 - float64(y)/1000}})
			if who >= 'A' && who <= 'Z' {
				held[who] = append(held[who], key)
			}
		}
	}
	for place, a := range at {
		for _, step := range [2][2]int{{1, 0}, {0, 1}} {
			if b, there := at[[2]int{place[0] + step[0], place[1] + step[1]}]; there {
				in.Links = append(in.Links, planner.Link{A: min(a, b), B: max(a, b)})
			}
		}
	}
	for who := 'A'; who <= 'Z'; who++ {
		if len(held[who]) > 0 {
			id := planner.KaderID(who - 'A' + 1)
			in.Kader = append(in.Kader, planner.Kader{ID: id, Kecamatan: "99.01.01", Status: planner.KaderActive, From: in.Day - 9, Until: in.Day + 99, Home: in.Blocks[0].Centre})
			in.Previous = append(in.Previous, Territory{ID: ID(id), Kader: id, Kecamatan: "99.01.01", Blocks: held[who], Locked: true})
		}
	}
	d, err := newDesign(in, planner.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.plan.Territories {
		d.plan.Territories[i].Locked = false
	}
	return d, d.kecamatan[0]
}

// picture is who holds what now, as coast reads it.
func picture(d *design, rows []string) (out []string) {
	for y, row := range rows {
		line := []rune(row)
		for x := range line {
			if b, there := d.at[planner.BlockKey{Desa: "99.01.01.2001", Cell: geo.Cell(1 + 100*y + x)}]; there && d.owner[b] >= 0 {
				line[x] = rune('A' + d.plan.Territories[d.owner[b]].Kader - 1)
			}
		}
		out = append(out, string(line))
	}
	return out
}

// What nobody serves and only one territory could is given to it as far as the band holds
// it, the richest a family first; what others could serve as well, or what is families
// enough for a territory of its own, stays.
func TestTerritoriesByCellsTakeWhatTheyEnclose(t *testing.T) {
	for _, c := range []struct {
		name         string
		rows, want   []string
		kk           map[rune]int
		skipped      []int
		narrow       []int
		firstSkipped planner.Rupiah
	}{
		{name: "a hole with room for it", rows: []string{"AAA", "A.A", "AAA"}, want: []string{"AAA", "AAA", "AAA"}, kk: map[rune]int{'A': 6, '.': 5}, skipped: []int{0}, narrow: []int{0}},
		{name: "a hole without room", rows: []string{"AAA", "A.A", "AAA"}, want: []string{"AAA", "A.A", "AAA"}, kk: map[rune]int{'A': 7, '.': 5}, skipped: []int{5}, narrow: []int{0}, firstSkipped: 5 * 1011},
		{name: "of two in a hole the richer", rows: []string{"AAAA", "A..A", "AAAA"}, want: []string{"AAAA", "A.AA", "AAAA"}, kk: map[rune]int{'A': 5, '.': 7}, skipped: []int{7}, narrow: []int{0}, firstSkipped: 7 * 1011},
		{name: "a corner that only it reaches", rows: []string{"AAA", "AAA", "AA."}, want: []string{"AAA", "AAA", "AAA"}, kk: map[rune]int{'A': 6, '.': 4}, skipped: []int{0}, narrow: []int{0}},
		{name: "families enough for another", rows: []string{"AAA....", "AAA....", "AAA...."}, want: []string{"AAA....", "AAA....", "AAA...."}, kk: map[rune]int{'A': 5, '.': 4}, skipped: []int{0}, narrow: []int{0}},
		{name: "between two territories", rows: []string{"AA.BB", "AA.BB", "AA BB"}, want: []string{"AA.BB", "AA.BB", "AA BB"}, kk: map[rune]int{'A': 8, 'B': 8, '.': 3}, skipped: []int{0, 0}, narrow: []int{0, 0}},
		{name: "a neck that a free block widens", rows: []string{"AA.AA....", "AAAAA...."}, want: []string{"AAAAA....", "AAAAA...."}, kk: map[rune]int{'A': 5, '.': 8}, skipped: []int{0}, narrow: []int{0}},
		{name: "a neck without room", rows: []string{"AA.AA......", "AAAAA......"}, want: []string{"AA.AA......", "AAAAA......"}, kk: map[rune]int{'A': 6, '.': 7}, skipped: []int{7}, narrow: []int{24}, firstSkipped: 7 * 1020},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, k := coast(t, c.rows, c.kk)
			d.complete(k, 0)
			if got := picture(d, c.rows); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			d.leftOver(k)
			plan := d.finish()
			if !plan.Certificate.Closed {
				t.Error("something that could belong is enclosed")
			}
			for i, x := range plan.Territories {
				if x.Skipped != c.skipped[i] || x.Narrow != c.narrow[i] {
					t.Errorf("territory %d: %d KK skipped, %d by one block, want %d and %d", x.ID, x.Skipped, x.Narrow, c.skipped[i], c.narrow[i])
				}
			}
			if got := plan.Territories[0].SkippedCash; got != c.firstSkipped {
				t.Errorf("what is skipped would bring %v, want %v", got, c.firstSkipped)
			}
			held := checker{in: d.in, plan: plan, index: d.at, owner: map[planner.BlockKey]ID{}}
			held.partition()
			held.closed()
			for _, err := range held.errs {
				t.Error(err)
			}
		})
	}
}

// Every division by cells is closed, drawn anew or adapted, and its referee finds the same
// families skipped and hanging by one block; one that claims otherwise is refused.
func TestDivisionsByCellsEncloseNobodyWhoCouldBelong(t *testing.T) {
	skipped, narrow := 0, 0
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 91))
		in := county(t, rng, 1+rng.IntN(3), 1)
		for range 2 {
			plan := designed(t, in, planner.Options{Seed: seed, Iterations: 3000})
			if !plan.Certificate.Closed {
				t.Errorf("seed %d: a territory encloses what it has room for", seed)
			}
			for i, x := range plan.Territories {
				skipped, narrow = skipped+x.Skipped, narrow+x.Narrow
				for name, breach := range map[string]func(x *Territory){
					"skips more": func(x *Territory) { x.Skipped++ }, "skips dearer ones": func(x *Territory) { x.SkippedCash++ }, "hangs by less": func(x *Territory) { x.Narrow-- },
				} {
					lie := plan
					lie.Territories = slices.Clone(plan.Territories)
					breach(&lie.Territories[i])
					if err := lie.Check(in); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("territory %d:", x.ID)) {
						t.Errorf("seed %d: a territory that %s passes: %v", seed, name, err)
					}
				}
			}
			in.Previous, in.Kader = plan.Territories, in.Kader[1:]
		}
	}
	t.Logf("%d KK skipped, %d by one block", skipped, narrow)
}

// A plan that gives back what it enclosed and says that it encloses nothing is refused.
func TestAClaimToEncloseNothingIsChecked(t *testing.T) {
	d, k := coast(t, []string{"AAA", "A.A", "AAA"}, map[rune]int{'A': 6, '.': 5})
	d.leftOver(k)
	plan := d.finish()
	if plan.Certificate.Closed {
		t.Fatal("a hole with room for it counts as closed")
	}
	held := checker{in: d.in, plan: plan, index: d.at, owner: map[planner.BlockKey]ID{}}
	held.plan.Certificate.Closed = true
	held.partition()
	held.closed()
	if len(held.errs) != 1 || !strings.Contains(held.errs[0].Error(), "territory 1 encloses block 99.01.01.2001") {
		t.Errorf("%v", held.errs)
	}
}
