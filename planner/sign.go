package planner

import (
	"cmp"
	"slices"
	"time"

	"binaan/geo"
)

// Sign is something about a visit that a supervisor may want to ask about. It is no
// verdict: nothing follows from it, least of all for what is earned.
type Sign string

// The signs. A browser cannot tell a mocked position, so physics has to.
const (
	SignFar    Sign = "JAUH"    // recorded away from the house, whatever the fix may be off
	SignFast   Sign = "CEPAT"   // faster from the visit before than anybody rides there
	SignCopied Sign = "SAMA"    // at the very point of visits to other houses
	SignOldFix Sign = "LAMA"    // the position was taken long before
	SignHours  Sign = "JAM"     // outside the visiting hours, without a consent or an appointment
	SignClock  Sign = "WAKTU"   // the phone's clock was off
	SignNone   Sign = "TANPA"   // no position on a day on which others had one
	SignBrief  Sign = "SINGKAT" // so soon after a visit to another house that nobody was at both doors
	SignOut    Sign = "WILAYAH" // outside the territory and the family's desa, where the house tells no distance
)

// How much is borne before a sign is shown. Assumed; the distances are what is left
// after all that fix and house may be off.
const (
	signDistance = 150  // metres
	signSpeed    = 80.0 // km/h, over so short a way that nobody takes a train
	signFixAge   = 5 * time.Minute
	signCopies   = 3 // visits to different houses
	signMany     = 4 // visits of a day with a position, among which one without stands out
	signBrief    = 20 * time.Second
)

// Witnessed is a visit with what is known of where and when it was recorded.
type Witnessed struct {
	Event     EventID
	Household HouseholdID
	At        time.Time // in the branch's zone
	Off       time.Duration
	Fix       *Fix
	Home      *geo.Position // nil: nobody knows
	Radius    geo.Metres    // that the house is within
	Agreed    bool          // the family consented to the hour, or it was promised
	Door      bool          // written on a phone by a kader who says to have been at the door
	Outside   geo.Metres    // of the kader's territory and of the family's desa; 0: within, or nobody knows
}

// Signs are those of a kader's visits of a day, in their order. The same visits give
// the same signs, in whatever order they come.
func Signs(visits []Witnessed, rule VisitingRule) [][]Sign {
	order := make([]int, len(visits))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(visits[a].At.Compare(visits[b].At), cmp.Compare(visits[a].Event, visits[b].Event))
	})
	houses, placed := housesAt(visits)
	out := make([][]Sign, len(visits))
	before := -1 // the last visit with a fresh position
	door := -1   // the last at a door
	for _, i := range order {
		v := visits[i]
		tell := func(s Sign, is bool) {
			if is {
				out[i] = append(out[i], s)
			}
		}
		tell(SignHours, !v.Agreed && !rule.allows(v.At))
		tell(SignClock, v.Off.Abs() > ClockTolerance)
		tell(SignBrief, v.Door && door >= 0 && brief(visits[door], v))
		if v.Door {
			door = i
		}
		if v.Fix == nil {
			tell(SignNone, placed >= signMany)
			continue
		}
		tell(SignFar, v.far())
		tell(SignOut, !v.far() && float64(v.Outside-v.Fix.Accuracy) > signDistance)
		tell(SignCopied, houses[v.Fix.point()] >= signCopies)
		if v.stale() {
			tell(SignOldFix, true)
			continue
		}
		tell(SignFast, before >= 0 && fast(visits[before], v))
		before = i
	}
	return out
}

// housesAt counts the houses recorded at each point, and the visits with a position.
func housesAt(visits []Witnessed) (houses map[[2]float64]int, placed int) {
	seen := map[[2]float64]map[HouseholdID]bool{}
	for _, v := range visits {
		if v.Fix == nil {
			continue
		}
		placed++
		p := v.Fix.point()
		if seen[p] == nil {
			seen[p] = map[HouseholdID]bool{}
		}
		seen[p][v.Household] = true
	}
	houses = map[[2]float64]int{}
	for p, who := range seen {
		houses[p] = len(who)
	}
	return houses, placed
}

// point is a fix to the last of six decimals, a tenth of a metre: no two true ones agree.
func (f Fix) point() [2]float64 {
	round := func(x float64) float64 { return float64(int64(x*1e6+1e3)) - 1e3 }
	return [2]float64{round(f.Lat), round(f.Lng)}
}

func (f Fix) position() geo.Position { return geo.Position{Lon: f.Lng, Lat: f.Lat} }

func (v Witnessed) stale() bool { return time.Duration(v.Fix.Age)*time.Millisecond > signFixAge }

func (v Witnessed) far() bool {
	return v.Home != nil && geo.Distance(*v.Home, v.Fix.position())-float64(v.Fix.Accuracy)-float64(v.Radius) > signDistance
}

// brief tells whether a visit cannot have taken as long as one does, since the one
// before it at another house had not ended. How long a form was open tells nothing: who
// speaks first and writes then is quick.
func brief(a, b Witnessed) bool {
	return a.Household != b.Household && b.At.Sub(a.At) < signBrief
}

// fast tells whether the way between two visits is longer than anybody rides in the
// time between, even if both fixes are off towards each other.
func fast(a, b Witnessed) bool {
	metres := geo.Distance(a.Fix.position(), b.Fix.position()) - float64(a.Fix.Accuracy) - float64(b.Fix.Accuracy)
	hours := max(b.At.Sub(a.At), time.Minute).Hours()
	return metres > signDistance && metres/1000 > signSpeed*hours
}

// allows tells whether a household may be visited at a moment without its own consent.
func (r VisitingRule) allows(at time.Time) bool {
	minute := Minute(60*at.Hour() + at.Minute())
	return slices.Contains(r.Weekdays, at.Weekday()) && r.Open <= minute && minute <= r.Close
}
