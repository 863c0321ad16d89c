package route

import (
	"binaan/geo"
	"binaan/planner"
)

// Stop is a visit of a route.
type Stop struct {
	Household   planner.HouseholdID `json:"household"` // 0 at the balai desa of a LAPOR_DESA stop, and at an engagement
	Engagement  *planner.Engagement `json:"engagement,omitempty"`
	Seq         int                 `json:"seq"` // from 1
	Arrive      planner.Minute      `json:"arrive"`
	Begin       planner.Minute      `json:"begin"` // of the visit; later than Arrive after a wait
	WindowOpen  planner.Minute      `json:"windowOpen"`
	WindowClose planner.Minute      `json:"windowClose"`
	Ride        geo.Metres          `json:"ride"` // from the stop before
	RideTime    geo.Seconds         `json:"rideTime"`
	Expected    planner.Rupiah      `json:"expected"` // Cash and what comes later
	Cash        planner.Rupiah      `json:"cash"`     // of it, within the month
	Contact     float64             `json:"contact"`  // chance that somebody is home
	Reasons     []Reason            `json:"reasons"`  // at most three
	Probability float64             `json:"probability"`
	Desa        geo.AreaCode        `json:"desa"`
}

// Route is a kader's day.
type Route struct {
	Kader    planner.KaderID       `json:"kader"`
	Day      planner.Day           `json:"day"`
	Leave    planner.Minute        `json:"leave"`    // from home
	Return   planner.Minute        `json:"return"`   // to home
	Ride     geo.Metres            `json:"ride"`     // of the whole day
	Expected planner.Rupiah        `json:"expected"` // of the stops, before the cost of travel
	Cash     planner.Rupiah        `json:"cash"`     // of it, within the month
	Stops    []Stop                `json:"stops"`
	Reserve  []planner.HouseholdID `json:"reserve"`       // near households for when someone is out
	Proven   bool                  `json:"proven"`        // no better route exists for this day alone, of an amended one with what had to stay
	Few      string                `json:"few,omitempty"` // why fewer than five stops, a reason code
}

// present is the present value of the visit, by which routes are made and compared.
func (s Stop) present(y planner.YieldRule) planner.Rupiah {
	return y.Present(s.Cash, s.Expected-s.Cash)
}

// present is that of the stops.
func (r Route) present(y planner.YieldRule) planner.Rupiah {
	sum := planner.Rupiah(0)
	for _, s := range r.Stops {
		sum += s.present(y)
	}
	return sum
}

// Fare is what the rides of the day cost, leg by leg.
func (r Route) Fare(t planner.TravelRule) planner.Rupiah {
	home, sum := r.Ride, planner.Rupiah(0)
	for _, s := range r.Stops {
		home -= s.Ride
		sum += t.Fare(s.Ride)
	}
	return sum + t.Fare(home)
}
