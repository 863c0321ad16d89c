package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/geo"
	"binaan/geo/vector"
	"binaan/planner"
	"binaan/planner/ledger"
	"binaan/planner/territory"
)

// words holds a table of words to the names that it is asked for: each has some, no two
// are the same, and none is left that nothing is called by.
func words[N ~string](t *testing.T, what string, say map[N]string, names ...N) {
	t.Helper()
	told := map[string]N{}
	for _, n := range names {
		text := say[n]
		if text == "" || text == string(n) {
			t.Errorf("%s %s has no words", what, n)
		}
		if other, twice := told[text]; twice {
			t.Errorf("%s %s and %s are both %q", what, n, other, text)
		}
		told[text] = n
	}
	for n := range say {
		if !slices.Contains(names, n) {
			t.Errorf("%s %s is nothing, but has words", what, n)
		}
	}
}

// A name without words would leave a hole in a kader's statement, or the code's own word.
func TestWhateverStandsInAReportHasIndonesianWords(t *testing.T) {
	words(t, "measure", measures, planner.Measures...)
	words(t, "cadence", cadences, planner.Cadences...)
	words(t, "slot", slots, ledger.Slots...)
	words(t, "state", states, ledger.Verified, ledger.Waiting, ledger.Estimate)
	words(t, "kind", kinds, ledger.KindCollected, ledger.KindBack, ledger.KindNoted, ledger.KindReminded, ledger.KindRegistered)
	words(t, "reason", reasons, ledger.AfterMeeting, ledger.AfterCall, ledger.NoVisit, ledger.NothingOwed, ledger.WaitsForFile, ledger.WaitsLong, ledger.NotInFile, ledger.WasReminded, ledger.DidRegister)
	words(t, "outcome", outcomes, planner.MetOutcomes()...)
}

// What a file could not hold is told in a sentence, with what is known of it and no more.
func TestEveryLossIsASentence(t *testing.T) {
	said := map[string]vector.Code{}
	for _, code := range []vector.Code{
		vector.NameCut, vector.TextCut, vector.Thinned, vector.NoShape, vector.HeightGone, vector.NotArea, vector.BrokenRing, vector.HoleAlone,
		vector.GuessedText, vector.BrokenText, vector.GuessedPlace, vector.NearPlace,
	} {
		bare := LossLine(vector.Loss{Code: code, Count: 1})
		if bad := strings.Contains(bare, "%!") || strings.Contains(bare, "  ") || bare == "" || !strings.HasSuffix(bare, "."); bad {
			t.Errorf("%s: %q", code, bare)
		}
		if other, twice := said[bare]; twice {
			t.Errorf("%s and %s are both %q", code, other, bare)
		}
		said[bare] = code
		full := LossLine(vector.Loss{Code: code, Layer: "Desa", Count: 3})
		if !strings.HasPrefix(full, "[Desa] ") || !strings.HasSuffix(full, "(3 kali)") || strings.Contains(bare, "kali") || strings.Contains(bare, "[") {
			t.Errorf("%s: %q, alone %q", code, full, bare)
		}
	}
}

// Whole numbers are written in groups of three, as people write them, with their sign.
func TestNumbersAreGroupedByThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1.000", 12_345_678: "12.345.678"} {
		if got := countText(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
		if got := amountText(planner.MeasureRupiah, n); got != "Rp"+want {
			t.Errorf("Rp %d is %q", n, got)
		}
		if got := amountText(planner.MeasureVisits, n); got != want {
			t.Errorf("%d visits are %q", n, got)
		}
	}
}

// Money by the visit is rounded to the nearest rupiah; of no visit there is none.
func TestMoneyByTheVisitIsRounded(t *testing.T) {
	for r, want := range map[ledger.Ratio]string{
		{Num: 10, Den: 4}: "Rp3", {Num: 9, Den: 4}: "Rp2", {Num: 0, Den: 4}: "Rp0", {Num: 5, Den: 0}: "belum ada", {Num: 3_000_000, Den: 2}: "Rp1.500.000",
	} {
		if got := perText(r); got != want {
			t.Errorf("%v is %q, want %q", r, got, want)
		}
	}
}

// Territories that touch are of different hues on the map, as far as ten hues go.
func TestTerritoriesThatTouchDifferInHue(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 91))
		n := 2 + rng.IntN(40)
		p := data.PlanFile{}
		owner := map[[2]int]territory.ID{}
		for i := range n {
			id := territory.ID(i + 1)
			x, y := i%6, i/6
			owner[[2]int{x, y}] = id
			west, south := 110+0.01*float64(x), -7+0.01*float64(y)
			p.Held = append(p.Held, territory.Territory{ID: id})
			p.Outlines = append(p.Outlines, data.Outline{Territory: id, Shape: orb.MultiPolygon{{{{west, south}, {west + 0.01, south}, {west + 0.01, south + 0.01}, {west, south + 0.01}, {west, south}}}}})
		}
		rng.Shuffle(len(p.Held), func(i, j int) { p.Held[i], p.Held[j] = p.Held[j], p.Held[i] })
		hue := coloured(p)
		for at, id := range owner {
			if _, has := hue[id]; !has {
				t.Errorf("seed %d: territory %d has no hue", seed, id)
			}
			for _, step := range [][2]int{{1, 0}, {0, 1}, {1, 1}, {1, -1}} {
				if other, there := owner[[2]int{at[0] + step[0], at[1] + step[1]}]; there && hue[id] == hue[other] {
					t.Errorf("seed %d: territories %d and %d of %d touch and have hue %d", seed, id, other, n, hue[id])
				}
			}
		}
	}
}

// What is left of a desa stands after its territories, and those in their order.
func TestTheRestOfADesaStandsLast(t *testing.T) {
	rows := []part{{"99.01.01.2002", 1}, {"99.01.01.2001", 0}, {"99.01.01.2001", 12}, {"99.01.01.2002", 0}, {"99.01.01.2001", 2}}
	slices.SortFunc(rows, byDesa)
	if got, want := fmt.Sprint(rows), fmt.Sprint([]part{{"99.01.01.2001", 2}, {"99.01.01.2001", 12}, {"99.01.01.2001", 0}, {"99.01.01.2002", 1}, {"99.01.01.2002", 0}}); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The parts of a plan sum to its branch, whoever has what.
func TestPartsSumToTheBranch(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 92))
		p, all := data.PlanFile{}, planner.Figures{}
		for i := range 1 + rng.IntN(30) {
			kk := rng.IntN(50)
			b := planner.Block{BlockKey: planner.BlockKey{Desa: geo.AreaCode(fmt.Sprintf("99.01.01.%d", 2001+i%4)), Cell: geo.Cell(i)}, Households: kk, Eligible: kk / 2, Members: 3 * kk, Arrears: planner.Rupiah(rng.IntN(1e6)), Expected: planner.Rupiah(kk)}
			p.Blocks = append(p.Blocks, b)
			all.Add(b)
		}
		for i := range rng.IntN(4) {
			t := territory.Territory{ID: territory.ID(i + 1)}
			for k := i; k < len(p.Blocks); k += 5 {
				t.Blocks = append(t.Blocks, p.Blocks[k].BlockKey)
			}
			p.Held = append(p.Held, t)
		}
		sum := planner.Figures{}
		for _, f := range parts(p) {
			sum.Households, sum.Eligible, sum.Members = sum.Households+f.Households, sum.Eligible+f.Eligible, sum.Members+f.Members
			sum.Arrears, sum.Expected, sum.Later = sum.Arrears+f.Arrears, sum.Expected+f.Expected, sum.Later+f.Later
		}
		if sum != all {
			t.Errorf("seed %d: parts sum to %+v, the branch has %+v", seed, sum, all)
		}
	}
}
