package ledger

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

// shut closes a month with what was known then.
func shut(month planner.Day, earned []Line, closed []Closed) []Closed {
	var lines []Line
	for _, s := range Statements(month, earned, closed) {
		lines = append(lines, s.Lines...)
	}
	return append(closed, Closed{month, lines})
}

// OCA/account-financial-tools #265, erpnext #15123: a reversal after closing.
func TestAClosedMonthStaysAndLaterMoneyStandsInTheNext(t *testing.T) {
	november, december := day(t, "2026-11-01"), day(t, "2026-12-01")
	in := Input{
		Visits: []planner.Visit{called(1, 7, november+9, planner.Promised), called(2, 7, november+9, planner.Promised)},
		Money:  []Money{paid(1, november+14, 400_000, "R1")}, Rules: rulesBy(t), Covered: december + 40,
	}
	closed := shut(november, Earn(in), nil)
	before := Statements(november, Earn(in), closed)

	in.Money = append(in.Money, paid(2, november+20, 200_000, "R2")) // came with December's file
	in.Money[0].Back = new(december + 3)                             // and this was taken back
	if diff := cmp.Diff(before, Statements(november, Earn(in), closed)); diff != "" {
		t.Errorf("the closed month changed (-before +after):\n%s", diff)
	}
	got := Statements(december, Earn(in), closed)
	if len(got) != 1 || len(got[0].Lines) != 2 || got[0].Totals.Estimate != 50_000-100_000 {
		t.Fatalf("December: %+v", got)
	}
	late, back := got[0].Lines[0], got[0].Lines[1]
	if late.After == nil || *late.After != november || late.Fee != 50_000 || back.After != nil || back.Kind != KindBack || back.Fee != -100_000 {
		t.Errorf("sesudah tutup %+v, taken back %+v", late, back)
	}

	// Somebody finds that R2 was another family's: unmatched after both months are closed.
	closed = shut(december, Earn(in), closed)
	in.Money = in.Money[:1]
	january := Statements(december.AddMonths(1), Earn(in), closed)
	if len(january) != 1 || len(january[0].Lines) != 1 || january[0].Lines[0].Fee != -50_000 || january[0].Lines[0].After == nil {
		t.Errorf("January: %+v", january)
	}
	if again := Statements(december, Earn(in), closed); again[0].Totals.Estimate != -50_000 {
		t.Errorf("December changed: %+v", again[0].Totals)
	}
}

// A visit that a phone sent late moves money from the kader of an older visit.
func TestAVisitThatCameLateIsCreditedByItsTime(t *testing.T) {
	november := day(t, "2026-11-01")
	in := Input{Visits: []planner.Visit{called(1, 7, november+2, planner.Promised)}, Money: []Money{paid(1, november+14, 400_000, "R1")}, Rules: rulesBy(t), Covered: november + 60}
	closed := shut(november, Earn(in), nil)
	in.Visits = append(in.Visits, called(1, 8, november+10, planner.Promised))
	fees := map[planner.KaderID]planner.Rupiah{}
	for _, s := range Statements(november.AddMonths(1), Earn(in), closed) {
		for _, l := range s.Lines {
			fees[l.Kader] += l.Fee
		}
	}
	if diff := cmp.Diff(map[planner.KaderID]planner.Rupiah{7: -100_000, 8: 100_000}, fees); diff != "" {
		t.Errorf("December (-want +got):\n%s", diff)
	}
	open := Statements(november, Earn(in), nil) // had nobody closed it
	if len(open) != 1 || open[0].Kader != 8 {
		t.Errorf("November, open: %+v", open)
	}
}

// Whenever months are closed and whatever comes in after, in the end everybody got
// what everything together earned.
func TestClosingMonthsLosesNoRupiah(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		from := day(t, "2026-06-01")
		in := chance(rng, from, 150, 40, 5)
		in.Rules = rulesBy(t, fee(t, "2026-01-01", `{"tiers":[{"above":0,"percent":7.77},{"above":900000,"percent":12.5}],"mostPerMonth":700001}`), fee(t, "2026-09-01", `{"percent":33.33}`))
		all := in
		all.Money, all.Visits = nil, nil
		var closed []Closed
		kept := map[planner.KaderID]planner.Rupiah{}
		for month := from; month < from+400; month = month.AddMonths(1) { // facts come in at random, months are closed meanwhile
			for range len(in.Money) / 8 {
				if n := len(all.Money); n < len(in.Money) {
					all.Money = in.Money[:n+1]
				}
			}
			for range len(in.Visits) / 8 {
				if n := len(all.Visits); n < len(in.Visits) {
					all.Visits = in.Visits[:n+1]
				}
			}
			closed = shut(month, Earn(all), closed)
		}
		for _, c := range closed {
			for _, l := range c.Lines {
				if l.State != Waiting {
					kept[l.Kader] += l.Fee
				}
			}
		}
		want := map[planner.KaderID]planner.Rupiah{}
		for _, l := range Earn(in) {
			if l.State != Waiting && l.Kader != 0 {
				want[l.Kader] += l.Fee
			}
		}
		maps.DeleteFunc(kept, func(_ planner.KaderID, r planner.Rupiah) bool { return r == 0 })
		maps.DeleteFunc(want, func(_ planner.KaderID, r planner.Rupiah) bool { return r == 0 })
		if diff := cmp.Diff(want, kept); diff != "" {
			t.Errorf("seed %d (-earned +closed):\n%s", seed, diff)
		}
	}
}

// cht-core #11306: households are moved between kader while phones are offline with
// visits that they have not sent. Pay is by the visit: the difference is Rp0.
func TestMovingAThousandHouseholdsMovesNobodysPay(t *testing.T) {
	const phones, households = 41, 1000
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 9))
		from := day(t, "2026-11-02")
		territory := make([]planner.KaderID, households+1)
		for h := range territory {
			territory[h] = planner.KaderID(1 + h%phones)
		}
		outbox := map[planner.KaderID][]planner.Visit{}
		var money []Money
		owes := map[planner.KaderID]planner.Rupiah{} // the checker's own book: who stood at the door
		for d := from; d < from+25; d++ {
			for h := planner.HouseholdID(1); h <= households; h++ {
				if rng.IntN(12) != 0 {
					continue
				}
				k := territory[h]
				outbox[k] = append(outbox[k], called(h, k, d, planner.Promised))
				if rng.IntN(3) == 0 {
					amount := planner.Rupiah(4 * (1 + rng.IntN(200_000)))
					money = append(money, paid(h, d, amount, itoa(int64(len(money)))))
					owes[k] += amount / 4
				}
			}
			for range households / 10 { // the officer paints; phones are offline and know nothing of it
				territory[1+rng.IntN(households)] = planner.KaderID(1 + rng.IntN(phones))
			}
		}
		var arrived []planner.Visit
		for _, k := range rng.Perm(phones) { // phones come back in any order
			arrived = append(arrived, outbox[planner.KaderID(k+1)]...)
		}
		paidOut := map[planner.KaderID]planner.Rupiah{}
		for _, s := range Statements(from.Month().First(), Earn(Input{Visits: arrived, Money: money, Rules: rulesBy(t), Covered: from + 40}), nil) {
			paidOut[s.Kader] += s.Totals.Estimate + s.Totals.Verified
		}
		if diff := cmp.Diff(owes, paidOut); diff != "" {
			t.Errorf("seed %d: pay differs (-door +ledger):\n%s", seed, diff)
		}
	}
}

// What waited for a file when a month was closed was never paid: nothing of it is made
// good, whether it came or not. And what came is told in one month, the first open.
func TestWhatWaitedIsNotMadeGood(t *testing.T) {
	november := day(t, "2026-11-01")
	seen := called(1, 7, november+9, planner.PaidPart)
	seen.Amount = 50_000
	in := Input{Visits: []planner.Visit{seen}, Rules: rulesBy(t), Covered: november + 60, Today: november + 60}
	closed := shut(november, Earn(in), nil)
	if len(closed[0].Lines) != 1 || closed[0].Lines[0].State != Waiting {
		t.Fatalf("closed with %+v, want a line that waits", closed[0].Lines)
	}
	if after := After(november.AddMonths(1), Earn(Input{Rules: in.Rules}), closed); len(after) != 0 {
		t.Errorf("what waited and is gone: %+v", after)
	}
	if after := After(november.AddMonths(1), Earn(in), []Closed{{Month: november}}); len(after) != 0 {
		t.Errorf("what waits and came late: %+v", after)
	}
	in.Money = []Money{paid(1, november+10, 50_000, "R1")}
	december, january := Statements(november.AddMonths(1), Earn(in), closed), Statements(november.AddMonths(2), Earn(in), closed)
	if len(december) != 1 || len(december[0].Lines) != 1 || december[0].Lines[0].Fee != 12_500 {
		t.Errorf("December: %+v, want what came", december)
	}
	if len(january) != 0 {
		t.Errorf("January: %+v, want nothing: December has it", january)
	}
}

// A line that was closed, undone and closed again stands as what was left of it.
func TestWhatWasUndoneIsNotUndoneAgain(t *testing.T) {
	november := day(t, "2026-11-01")
	line := Line{Kader: 7, Month: november, Kind: KindCollected, Household: 1, Ref: "R1", Day: november + 9, Amount: 400_000, Arrears: 400_000, Fee: 100_000, State: Estimate}
	closed := []Closed{{november, []Line{line}}, {november.AddMonths(1), []Line{line.against(line.Day).after(november.AddMonths(1))}}}
	if after := After(november.AddMonths(2), nil, closed); len(after) != 0 {
		t.Errorf("undone twice: %+v", after)
	}
}

// However often a matter is mended, its line names the month in which it would have stood.
func TestALineNamesItsFirstMonth(t *testing.T) {
	november := day(t, "2026-11-01")
	december := november.AddMonths(1)
	line := Line{Kader: 7, Month: november, Kind: KindCollected, Household: 1, Ref: "R1", Day: november + 9, Amount: 400_000, Arrears: 400_000, Fee: 100_000, State: Estimate}
	after := After(december.AddMonths(1), nil, []Closed{{Month: november}, {december, []Line{line.after(december)}}})
	if len(after) != 1 || after[0].Fee != -100_000 || after[0].After == nil || *after[0].After != november {
		t.Errorf("January: %+v, want the line of November undone", after)
	}
}
