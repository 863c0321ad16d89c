package planner

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"binaan/geo"
)

var hoursOfVisits = VisitingRule{
	Weekdays: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday},
	Open:     8 * 60, Close: 20 * 60,
}

// north moves a position by metres.
func north(p geo.Position, metres float64) geo.Position {
	return geo.Position{Lon: p.Lon, Lat: p.Lat + metres/111_195}
}

// honest is a day of visits made where and when they are said to be: fixes off by a
// normal error of 10 to 50 m each way, of which the phone tells the size, some without.
func honest(random *rand.Rand, n int) []Witnessed {
	at := time.Date(2026, 11, 23, 16, 0, 0, 0, time.FixedZone("WIB", 7*3600))
	home := geo.Position{Lon: 110.8, Lat: -7.5}
	var out []Witnessed
	for i := range n {
		metres := 100 + 900*random.Float64()
		home = north(home, metres)
		at = at.Add(time.Duration(metres/4)*time.Second + time.Duration(5+random.IntN(15))*time.Minute)
		house, sigma := home, 10+40*random.Float64()
		v := Witnessed{Event: EventID(fmt.Sprintf("%08d", i)), Household: HouseholdID(i + 1), At: at, Home: &house, Radius: 20, Door: true}
		if random.IntN(20) > 0 {
			v.Fix = &Fix{
				Lat: home.Lat + random.NormFloat64()*sigma/111_195, Lng: home.Lon + random.NormFloat64()*sigma/110_000,
				Accuracy: geo.Metres(sigma), Age: int64(random.IntN(60_000)),
			}
		}
		out = append(out, v)
	}
	return out
}

func TestHonestVisitsBearFewSigns(t *testing.T) {
	const seed = 41
	random := rand.New(rand.NewPCG(seed, seed))
	visits, signed := 0, 0
	for range 400 {
		day := honest(random, 5)
		for _, signs := range Signs(day, hoursOfVisits) {
			visits++
			if slices.ContainsFunc(signs, func(s Sign) bool { return s != SignNone }) {
				signed++
			}
		}
	}
	if share := float64(signed) / float64(visits); share > 0.02 {
		t.Errorf("seed %d: %d of %d honest visits bear a sign (%.1f %%), want 2 %% at most", seed, signed, visits, 100*share)
	}
}

func TestVisitsThatWereNotMadeBearASign(t *testing.T) {
	const seed = 43
	desk := geo.Position{Lon: 110.79, Lat: -7.52}
	cheats := map[string]struct {
		make func(random *rand.Rand, day []Witnessed)
		want Sign
	}{
		"all from a desk": {func(r *rand.Rand, d []Witnessed) { each(d, func(i int) { put(r, d[i].Fix, desk) }) }, SignFar},
		"one point for all": {func(_ *rand.Rand, d []Witnessed) {
			each(d, func(i int) { d[i].Fix.Lat, d[i].Fix.Lng = d[0].Fix.Lat, d[0].Fix.Lng })
		}, SignCopied},
		"an old position again":            {func(_ *rand.Rand, d []Witnessed) { each(d, func(i int) { d[i].Fix.Age = 40 * 60_000 }) }, SignOldFix},
		"at night":                         {func(_ *rand.Rand, d []Witnessed) { each(d, func(i int) { d[i].At = d[i].At.Add(6 * time.Hour) }) }, SignHours},
		"on a Sunday":                      {func(_ *rand.Rand, d []Witnessed) { each(d, func(i int) { d[i].At = d[i].At.Add(-24 * time.Hour) }) }, SignHours},
		"with the clock moved":             {func(_ *rand.Rand, d []Witnessed) { each(d, func(i int) { d[i].Off = -3 * time.Hour }) }, SignClock},
		"kilometres apart within a minute": {func(_ *rand.Rand, d []Witnessed) { apart(d) }, SignFast},
		"one right after the other":        {func(_ *rand.Rand, d []Witnessed) { chain(d, 15*time.Second) }, SignBrief},
		"from beyond the territory":        {func(_ *rand.Rand, d []Witnessed) { each(d, func(i int) { d[i].Home, d[i].Outside = nil, 900 }) }, SignOut},
		"in another desa":                  {func(r *rand.Rand, d []Witnessed) { each(d, func(i int) { put(r, d[i].Fix, north(*d[i].Home, 3000)) }) }, SignFar},
	}
	for name, cheat := range cheats {
		random := rand.New(rand.NewPCG(seed, seed))
		visits, caught := 0, 0
		for range 50 {
			day := honest(random, 5)
			each(day, func(i int) {
				if day[i].Fix == nil {
					day[i].Fix = &Fix{Lat: day[i].Home.Lat, Lng: day[i].Home.Lon, Accuracy: 20}
				}
			})
			cheat.make(random, day)
			for _, signs := range Signs(day, hoursOfVisits) {
				visits++
				if slices.Contains(signs, cheat.want) {
					caught++
				}
			}
		}
		// The first of a chain has nothing before it to be too fast from.
		least := map[bool]float64{true: 0.75, false: 0.9}[cheat.want == SignFast || cheat.want == SignBrief]
		if share := float64(caught) / float64(visits); share < least {
			t.Errorf("seed %d, %s: %s on %d of %d visits", seed, name, cheat.want, caught, visits)
		}
	}
}

func each(day []Witnessed, do func(i int)) {
	for i := range day {
		do(i)
	}
}

// put moves a fix near a place.
func put(random *rand.Rand, f *Fix, p geo.Position) {
	f.Lat, f.Lng = p.Lat+random.NormFloat64()*20/111_195, p.Lon+random.NormFloat64()*20/110_000
}

// apart sets visits a minute and three kilometres apart.
func apart(day []Witnessed) {
	for i := range day {
		home := north(*day[0].Home, 3000*float64(i))
		day[i].Home, day[i].At = &home, day[0].At.Add(time.Duration(i)*time.Minute)
		day[i].Fix.Lat, day[i].Fix.Lng = home.Lat, home.Lon
	}
}

// chain writes visits one after the other from the first one's moment on.
func chain(day []Witnessed, apart time.Duration) {
	for i := range day {
		day[i].At = day[0].At.Add(time.Duration(i) * apart)
	}
}

func TestSignsDoNotAskInWhichOrderVisitsCame(t *testing.T) {
	const seed = 47
	random := rand.New(rand.NewPCG(seed, seed))
	for range 100 {
		day := honest(random, 6)
		apart(slices.DeleteFunc(day, func(v Witnessed) bool { return v.Fix == nil }))
		want := map[EventID]string{}
		for i, signs := range Signs(day, hoursOfVisits) {
			want[day[i].Event] = fmt.Sprint(signs)
		}
		random.Shuffle(len(day), func(i, j int) { day[i], day[j] = day[j], day[i] })
		for i, signs := range Signs(day, hoursOfVisits) {
			if got := fmt.Sprint(signs); got != want[day[i].Event] {
				t.Fatalf("seed %d: %s of %s, before %s", seed, got, day[i].Event, want[day[i].Event])
			}
		}
	}
}

func TestWhatIsAgreedOrUncertainBearsNoSign(t *testing.T) {
	home := geo.Position{Lon: 110.8, Lat: -7.5}
	night := time.Date(2026, 11, 23, 21, 0, 0, 0, time.UTC)
	away := north(home, 450)
	for name, v := range map[string]Witnessed{
		"an agreed hour":              {At: night, Agreed: true, Home: &home, Fix: &Fix{Lat: home.Lat, Lng: home.Lon, Accuracy: 10}},
		"a house known within 300 m":  {At: night.Add(-4 * time.Hour), Home: &home, Radius: 300, Fix: &Fix{Lat: away.Lat, Lng: away.Lon, Accuracy: 10}},
		"a house that nobody knows":   {At: night.Add(-4 * time.Hour), Fix: &Fix{Lat: away.Lat, Lng: away.Lon, Accuracy: 10}},
		"a fix that may be off 400 m": {At: night.Add(-4 * time.Hour), Home: &home, Fix: &Fix{Lat: away.Lat, Lng: away.Lon, Accuracy: 400}},
		"no position at all":          {At: night.Add(-4 * time.Hour), Home: &home},
	} {
		if got := Signs([]Witnessed{v}, hoursOfVisits); len(got[0]) != 0 {
			t.Errorf("%s: %v", name, got[0])
		}
	}
	if math.Abs(geo.Distance(home, away)-450) > 2 {
		t.Errorf("the test's own metres are off: %v", geo.Distance(home, away))
	}
}

// Each sign begins where it is said to begin.
func TestSignsBeginWhereTheyAreSaidTo(t *testing.T) {
	home := geo.Position{Lon: 110.8, Lat: -7.5}
	at := func(hour, minute int) time.Time {
		return time.Date(2026, 11, 23, hour, minute, 0, 0, time.FixedZone("WIB", 7*3600))
	}
	// day is so many visits an hour apart, each at its own house, with fixes of its own.
	day := func(n int) (out []Witnessed) {
		for i := range n {
			house := north(home, 200*float64(i))
			out = append(out, Witnessed{
				Event: EventID(fmt.Sprint(i)), Household: HouseholdID(i + 1), At: at(9+i, 0), Home: &house, Fix: &Fix{Lat: house.Lat, Lng: house.Lon, Accuracy: 10},
			})
		}
		return out
	}
	// pair is two neighbours' houses, an hour apart.
	pair := func() []Witnessed {
		v := day(2)
		each(v, func(i int) { v[i].Door, v[i].Fix = true, nil })
		return v
	}
	last := func(v []Witnessed) []Sign { return Signs(v, hoursOfVisits)[len(v)-1] }
	changed := func(v []Witnessed, do func(*Witnessed)) []Witnessed {
		do(&v[len(v)-1])
		return v
	}
	copied := func(n int) []Witnessed {
		v := day(n)
		for i := range v {
			v[i].Home = nil
			v[i].Fix = &Fix{Lat: home.Lat, Lng: home.Lon, Accuracy: 10}
		}
		return v
	}
	shorn := func(n int) []Witnessed { return changed(day(n), func(v *Witnessed) { v.Fix = nil }) }
	moved := func(clock time.Time) []Witnessed {
		return changed(day(1), func(v *Witnessed) { v.At = clock })
	}
	for _, test := range []struct {
		name   string
		visits []Witnessed
		want   []Sign
	}{
		{"a minute before the hours", moved(at(7, 59)), []Sign{SignHours}},
		{"as they begin", moved(at(8, 0)), nil},
		{"as they end", moved(at(20, 0)), nil},
		{"a minute after", moved(at(20, 1)), []Sign{SignHours}},
		{"on a Sunday", moved(at(9, 0).AddDate(0, 0, -1)), []Sign{SignHours}},
		{"a clock off by what is borne", changed(day(1), func(v *Witnessed) { v.Off = -ClockTolerance }), nil},
		{"a clock late by more", changed(day(1), func(v *Witnessed) { v.Off = -ClockTolerance - time.Second }), []Sign{SignClock}},
		{"two houses at one point", copied(2), nil},
		{"three houses at one point", copied(3), []Sign{SignCopied}},
		{"no position beside three that have one", shorn(4), nil},
		{"no position beside four", shorn(5), []Sign{SignNone}},
		{"twenty seconds after another house", changed(pair(), func(v *Witnessed) { v.At = at(9, 0).Add(20 * time.Second) }), nil},
		{"less", changed(pair(), func(v *Witnessed) { v.At = at(9, 0).Add(19 * time.Second) }), []Sign{SignBrief}},
		{"a second word on the same house", changed(pair(), func(v *Witnessed) { v.At, v.Household = at(9, 0).Add(time.Second), 1 }), nil},
		{"a house passed by", changed(pair(), func(v *Witnessed) { v.At, v.Door = at(9, 0).Add(time.Second), false }), nil},
		{"outside as far as the fix may be off", changed(day(1), func(v *Witnessed) { v.Home, v.Outside = nil, 160 }), nil},
		{"farther outside", changed(day(1), func(v *Witnessed) { v.Home, v.Outside = nil, 161 }), []Sign{SignOut}},
		{"outside, but at the house", changed(day(1), func(v *Witnessed) { v.Radius, v.Outside = 10, 0 }), nil},
		{"a fix of five minutes", changed(day(1), func(v *Witnessed) { v.Fix.Age = 300_000 }), nil},
		{"an older one", changed(day(1), func(v *Witnessed) { v.Fix.Age = 300_001 }), []Sign{SignOldFix}},
	} {
		if got := last(test.visits); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
