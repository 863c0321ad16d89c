package ledger

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"binaan/planner"
)

// town is a synthetic month of payments with the families whose they truly are.
type town struct {
	rng      *rand.Rand
	families []Family
	rows     []Row
	truth    []planner.HouseholdID // by row; of a reversal whose payment it takes back
	back     []int                 // by row: the row that it takes back; -1: none
}

// newTown has families whose KK follow each other, as those of one office do on one
// day: the next number is a neighbour's. Some share a virtual account.
func newTown(seed uint64, n int) *town {
	w := &town{rng: rand.New(rand.NewPCG(seed, 7))}
	for i := range n {
		f := Family{
			ID: planner.HouseholdID(i + 1), KK: fmt.Sprintf("990101%02d0115%04d", 1+i/2000, 1+i%2000), VA: fmt.Sprintf("88888%011d", 90_000_000_000+int64(i)*7),
			Card: fmt.Sprintf("00%011d", 90_000_000_000+int64(i)*7), Monthly: planner.Rupiah(1+w.rng.IntN(5)) * []planner.Rupiah{150_000, 100_000, 35_000}[w.rng.IntN(3)],
		}
		f.Owed = f.Monthly * planner.Rupiah(2+w.rng.IntN(23))
		if i > 0 && w.rng.Float64() < 0.02 {
			f.VA, f.Card = w.families[i-1].VA, ""
		}
		w.families = append(w.families, f)
	}
	return w
}

func (w *town) sum(f Family) planner.Rupiah {
	switch w.rng.IntN(4) {
	case 0:
		return f.Owed + f.Monthly
	case 1:
		return 50_000
	}
	return f.Monthly * planner.Rupiah(1+w.rng.IntN(4))
}

// typo is one slip of the hand: another digit, two changed places, one left out.
func (w *town) typo(s string) string {
	b := []byte(s)
	i := w.rng.IntN(len(b) - 1)
	switch w.rng.IntN(3) {
	case 0:
		b[i] = '0' + (b[i]-'0'+1+byte(w.rng.IntN(9)))%10
	case 1:
		b[i], b[i+1] = b[i+1], b[i]
	default:
		return s[:i] + s[i+1:]
	}
	return string(b)
}

func (w *town) pay(n int) {
	for i := range n {
		f := w.families[w.rng.IntN(len(w.families))]
		row := Row{Line: int64(i + 2), Ref: fmt.Sprintf("PPOB%06d", i), KK: f.KK, VA: f.VA, Day: planner.Day(20_000 + w.rng.IntN(30)), Amount: w.sum(f), Channel: "PPOB"}
		switch u := w.rng.Float64(); {
		case u < 0.02:
			row.KK = w.typo(row.KK)
		case u < 0.03:
			row.VA = w.typo(row.VA)
		case u < 0.04:
			row.KK = w.families[w.rng.IntN(len(w.families))].KK // wrong, and somebody's
		case u < 0.10:
			row.KK = "" // a bank knows only accounts
		case u < 0.13:
			row.VA = "" // an office knows only KK
		case u < 0.15:
			row.KK, row.VA, row.Card = "", "", f.Card
		}
		w.add(row, f.ID, -1)
		if w.rng.Float64() < 0.03 { // the same sum again on the same day, truly
			row.Line, row.Ref = row.Line+100_000, row.Ref+"B"
			w.add(row, f.ID, -1)
		}
		if w.rng.Float64() < 0.02 {
			row.Line, row.Ref, row.Back, row.About, row.Day = row.Line+200_000, row.Ref+"R", true, "PEMBATALAN"+Plain(row.Ref), row.Day+1
			w.add(row, f.ID, len(w.rows)-1)
		}
	}
}

func (w *town) add(row Row, of planner.HouseholdID, back int) {
	w.rows, w.truth, w.back = append(w.rows, row), append(w.truth, of), append(w.back, back)
}

func TestAMonthIsMatchedWithoutOneWrongFamily(t *testing.T) {
	for seed := range uint64(20) {
		w := newTown(seed, 3000)
		w.pay(2000)
		judged := Judge(w.rows, NewRegister(w.families), nil)
		count := map[Verdict]int{}
		payments, matched := 0, 0
		for i, j := range judged {
			count[j.Verdict]++
			if !j.Back {
				payments++
			}
			switch {
			case j.Verdict == Matched && j.Household != w.truth[i]:
				t.Errorf("seed %d, row %d: %s says family %d, it was %d: KK %s, VA %s", seed, i, j.Reason, j.Household, w.truth[i], j.KK, j.VA)
			case j.Verdict == Matched:
				matched++
			case j.Verdict == Review && !slices.ContainsFunc(j.Candidates, func(c Candidate) bool { return c.Household == w.truth[i] }) && len(j.KK) == 16 && j.VA != "" && j.Reason != UnknownKK && j.Reason != OtherVA:
				t.Errorf("seed %d, row %d: the right family is not among those of the review (%s)", seed, i, j.Reason)
			case j.Verdict == Reversal && j.OfRow != w.back[i]:
				t.Errorf("seed %d, row %d takes back row %d, not %d", seed, i, j.OfRow, w.back[i])
			case j.Verdict == Duplicate:
				t.Errorf("seed %d, row %d: a payment of its own counts as a double", seed, i)
			}
		}
		if share := float64(matched) / float64(payments); share < 0.95 {
			t.Errorf("seed %d: %.1f %% matched of %d: %v", seed, 100*share, payments, count)
		} else if seed == 0 {
			t.Logf("seed 0: %.2f %% of %d payments matched, %v", 100*share, payments, count)
		}
	}
}

// The month's file, then its last ten days again, then all once more.
func TestWhatCameBeforeIsKnownAndCreditedOnce(t *testing.T) {
	w := newTown(99, 2000)
	w.pay(1000)
	for i := range w.rows { // some channels give no reference
		if w.rng.Float64() < 0.1 && !w.rows[i].Back {
			w.rows[i].Ref = ""
		}
	}
	r := NewRegister(w.families)
	first := Judge(w.rows, r, nil)
	known := remembered(first)
	var late []Row
	for _, row := range w.rows {
		if row.Day >= 20_020 {
			late = append(late, row)
		}
	}
	for name, again := range map[string][]Row{"the last ten days": late, "all": w.rows} {
		for i, j := range Judge(again, r, known) {
			if j.Verdict != Duplicate && j.Verdict != Rejected {
				t.Errorf("%s, row %d: %s (%s) the second time: %+v", name, i, j.Verdict, j.Reason, j.Row)
			}
		}
	}
}

// remembered is what is known of rows that were taken.
func remembered(judged []Judged) (known []Known) {
	at := map[int]int{}
	for i, j := range judged {
		switch j.Verdict {
		case Matched, Review:
			at[i] = len(known)
			known = append(known, Known{Ref: j.Ref, Household: j.Household, Day: j.Day, Amount: j.Amount, KK: j.KK, VA: j.VA})
		case Reversal:
			known[at[j.OfRow]].Reversed, known[at[j.OfRow]].BackRef = true, j.Ref
		case Duplicate, Rejected:
		}
	}
	return known
}
