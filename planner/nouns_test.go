package planner

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"binaan/geo"
)

// Whatever is told of a family, it is told: a field that Empty forgot would be lost.
func TestNothingThatWasToldIsEmpty(t *testing.T) {
	if !(Told{}).Empty() {
		t.Error("nothing was told, and it is not empty")
	}
	of := reflect.TypeFor[Told]()
	for i := range of.NumField() {
		var told Told
		switch field := reflect.ValueOf(&told).Elem().Field(i); field.Kind() {
		case reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		case reflect.Pointer:
			field.Set(reflect.New(field.Type().Elem()))
		case reflect.String:
			field.SetString("081")
		default:
			field.SetInt(1)
		}
		if told.Empty() {
			t.Errorf("%s was told, and counts for nothing", of.Field(i).Name)
		}
	}
}

// Every minute of a day is written as it is read; nothing else is a time of day.
func TestTimesOfDayAreReadAsTheyAreWritten(t *testing.T) {
	for m := range Minute(24*60 + 1) {
		text, err := ClockTime(m).MarshalText()
		var back ClockTime
		if err == nil {
			err = back.UnmarshalText(text)
		}
		if err != nil || back != ClockTime(m) || len(text) != 5 {
			t.Errorf("minute %d is written %q and read %d (%v)", m, text, back, err)
		}
	}
	for _, text := range []string{"", "7:30", "07.30", "24:01", "12:60", "-1:00", "12:30 ", "12:3", "ab:cd", "12:30x"} {
		if err := new(ClockTime).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is a time of day", text)
		}
	}
}

func TestAKaderServesUnderContractAndWhileWorking(t *testing.T) {
	k := Kader{Status: KaderActive, From: 100, Until: 200}
	for d, want := range map[Day]bool{99: false, 100: true, 150: true, 200: true, 201: false} {
		if k.UnderContract(d) != want || k.Serves(d) != want {
			t.Errorf("day %d: under contract %t, serves %t", d, k.UnderContract(d), k.Serves(d))
		}
	}
	for _, s := range []KaderStatus{KaderOnHold, KaderLeft} {
		if k.Status = s; k.Serves(150) || !k.UnderContract(150) {
			t.Errorf("%s: serves %t, under contract %t", s, k.Serves(150), k.UnderContract(150))
		}
	}
	k.Away = []Away{{First: 120, Last: 121, Why: AwayIll}, {First: 150, Last: 150, Why: AwayLeave}}
	for d, want := range map[Day]bool{119: false, 120: true, 121: true, 122: false, 150: true} {
		if k.AwayOn(d) != want {
			t.Errorf("day %d: away %t", d, !want)
		}
	}
	for cause, want := range map[AwayCause]bool{AwayIll: true, AwayLeave: true, AwayExcused: true, AwayOther: true, "": false, "SAKIT": false} {
		if cause.Valid() != want {
			t.Errorf("%q is a cause: %t", cause, !want)
		}
	}
}

func TestWhatTheLastVisitSays(t *testing.T) {
	past := History{Visits: []Visit{{Day: 10, Outcome: AlreadyPaid}, {Day: 12, Outcome: Skipped}}}
	if !past.Claims() {
		t.Error("a visit that was not made takes back what the family said")
	}
	if !past.MadeOn(10) || past.MadeOn(12) || past.MadeOn(11) {
		t.Error("visits are made on other days than they were")
	}
	past.Visits = append(past.Visits, Visit{Day: 14, Outcome: NotHome})
	if past.Claims() || (History{}).Claims() {
		t.Error("who said nothing at the last visit claims to have paid")
	}
}

// The outcomes at which somebody was met are told to the database as a list.
func TestOutcomesThatMetAFamily(t *testing.T) {
	met := MetOutcomes()
	if !slices.IsSorted(met) || len(met) < 5 {
		t.Errorf("%v", met)
	}
	for code := range codes {
		if o := Outcome(code); o.Met() != slices.Contains(met, o) {
			t.Errorf("%s met somebody: %t, in the list %t", o, o.Met(), !o.Met())
		}
		if o := Outcome(code); o.Pays() && !o.Met() {
			t.Errorf("%s: money came from nobody", o)
		}
	}
	for absent, want := range map[Absence]ArrearsStatus{AbsenceUnknown: ArrearsActive, AbsencePaid: ArrearsPaid, AbsenceMoved: ArrearsMoved, "": ArrearsActive} {
		if got := absent.Status(); got != want {
			t.Errorf("%q: arrears are %s, want %s", absent, got, want)
		}
	}
}

// Sums of blocks do not depend on how they are put together.
func TestFiguresAddUpHoweverTheyAreParted(t *testing.T) {
	const seed = 4
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	var all, even, odd Figures
	for i := range 100 {
		b := Block{
			Households: rng.IntN(50), Eligible: rng.IntN(40), Members: rng.IntN(200),
			Arrears: Rupiah(rng.IntN(1e8)), Expected: Rupiah(rng.IntN(1e6)), Later: Rupiah(rng.IntN(1e6)),
		}
		all.Add(b)
		if i%2 == 0 {
			even.Add(b)
		} else {
			odd.Add(b)
		}
	}
	if even.Plus(odd) != all || odd.Plus(even) != all || all.Plus(Figures{}) != all {
		t.Errorf("%+v and %+v are not %+v", even, odd, all)
	}
}

// Parts of a plan share its iterations and time, one after the other, and what is heard of
// them grows from nothing to all.
func TestPartsOfAPlanShareItsBudget(t *testing.T) {
	now, heard := 0.0, []float64{}
	all := Options{Seed: 3, Iterations: 100, Clock: func() float64 { return now }, Progress: func(share float64, note string) {
		if note != "tes" {
			t.Errorf("heard %q", note)
		}
		heard = append(heard, share)
	}}
	const n = 4
	spent := 0
	for k := range n {
		part := all.Part(k, n)
		if part.Seed != all.Seed {
			t.Errorf("part %d has seed %d", k, part.Seed)
		}
		spent += part.Iterations
		for _, at := range []float64{0, 0.5, 1} {
			now = (float64(k) + at) / n
			if got := part.Clock(); got != at {
				t.Errorf("at %.3f of all, %.3f of part %d has passed, want %.3f", now, got, k, at)
			}
			part.Report(at, "tes")
		}
	}
	if spent != all.Iterations || !slices.IsSorted(heard) || heard[0] != 0 || heard[len(heard)-1] != 1 {
		t.Errorf("%d iterations of %d, heard %v", spent, all.Iterations, heard)
	}
	if got := (Options{Iterations: 2}).Part(0, 8).Iterations; got != 1 {
		t.Errorf("a part has %d iterations, which would be without end", got)
	}
	if part := (Options{}).Part(0, 8); part.Clock != nil || part.Iterations != 0 {
		t.Error("a part of all the time there is has an end")
	}
	(Options{}).Report(1, "nobody listens")
}

func TestFaresAndApprovers(t *testing.T) {
	rule := TravelRule{RupiahPerKm: 1000}
	for metres, want := range map[int]Rupiah{0: 0, 1: 1, 499: 499, 1500: 1500} {
		if got := rule.Fare(geo.Metres(metres)); got != want {
			t.Errorf("%d m cost %v, want %v", metres, got, want)
		}
	}
	if got := (TravelRule{RupiahPerKm: 1234}).Fare(geo.Metres(1)); got != 1 {
		t.Errorf("a metre costs %v", got)
	}
	p := PublishingRule{Approvers: []string{"admin"}}
	if got := fmt.Sprint(p.Approves("admin"), p.Approves("officer"), p.Approves("")); got != "true false false" {
		t.Error(got)
	}
}
