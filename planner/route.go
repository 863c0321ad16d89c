package planner

import "binaan/geo"

// Stop is a visit of a route.
type Stop struct {
	Household   HouseholdID  `json:"household"` // 0 at the balai desa of a LAPOR_DESA stop
	Seq         int          `json:"seq"`       // from 1
	Arrive      Minute       `json:"arrive"`
	Begin       Minute       `json:"begin"` // of the visit; later than Arrive after a wait
	WindowOpen  Minute       `json:"windowOpen"`
	WindowClose Minute       `json:"windowClose"`
	Ride        geo.Metres   `json:"ride"` // from the stop before
	RideTime    geo.Seconds  `json:"rideTime"`
	Expected    Rupiah       `json:"expected"`
	Contact     float64      `json:"contact"` // chance that somebody is home
	Reasons     []Reason     `json:"reasons"` // at most three
	Probability float64      `json:"probability"`
	Desa        geo.AreaCode `json:"desa"`
}

// Route is a kader's day.
type Route struct {
	Kader    KaderID       `json:"kader"`
	Day      Day           `json:"day"`
	Leave    Minute        `json:"leave"`    // from home
	Return   Minute        `json:"return"`   // to home
	Ride     geo.Metres    `json:"ride"`     // of the whole day
	Expected Rupiah        `json:"expected"` // of the stops, before the cost of travel
	Stops    []Stop        `json:"stops"`
	Reserve  []HouseholdID `json:"reserve"`       // near households for when someone is out
	Proven   bool          `json:"proven"`        // no better route exists for this day alone, of an amended one with what had to stay
	Few      string        `json:"few,omitempty"` // why fewer than five stops, a reason code
}

// LeftOut says why a household is not visited in the planned days. Who is outbid
// is told the cheapest single exchange that is known to bring it in: worth Short
// more, its visit on Day, in place of Instead, makes the plan no worse. With other
// changes less may do.
type LeftOut struct {
	Household HouseholdID `json:"household"`
	Code      string      `json:"code"`
	Short     Rupiah      `json:"short,omitempty"`   // how much more its visit would have to bring
	Day       Day         `json:"day,omitempty"`     // 0: no single exchange is possible
	Instead   HouseholdID `json:"instead,omitempty"` // who would be given up; 0: it fits in beside the others
}

// RouteCertificate says how good a month is, and how that is known. Value and
// Bound are expected Rupiah less the cost of travel.
type RouteCertificate struct {
	Seed       uint64 `json:"seed"`
	Iterations int    `json:"iterations"`
	Value      Rupiah `json:"value"`
	Bound      Rupiah `json:"bound"` // proven upper bound of any plan's value; 0: unknown
	ProvenDays int    `json:"provenDays"`
	Days       int    `json:"days"`
	Held       []Hold `json:"held,omitempty"`
}

// Hold is a household kept for the day of its promise. Price is its dual price: by
// how much a visit there brings more than its place in the kader's days would
// otherwise; 0 where nothing but the promise speaks for it.
type Hold struct {
	Household HouseholdID `json:"household"`
	Until     Day         `json:"until"`
	Price     Rupiah      `json:"price"`
}

// RoutePlan is a kader's month.
type RoutePlan struct {
	Kader       KaderID          `json:"kader"`
	First       Day              `json:"first"` // the days planned, both ends included
	Last        Day              `json:"last"`
	Routes      []Route          `json:"routes"` // one for each day of work, ascending
	LeftOut     []LeftOut        `json:"leftOut"`
	Certificate RouteCertificate `json:"certificate"`
	Travel      string           `json:"travel"` // provenance of travel times: "perkiraan" for the straight line
}

// Fare is what the rides of the day cost, leg by leg.
func (r Route) Fare(t TravelRule) Rupiah {
	home, sum := r.Ride, Rupiah(0)
	for _, s := range r.Stops {
		home -= s.Ride
		sum += t.Fare(s.Ride)
	}
	return sum + t.Fare(home)
}
