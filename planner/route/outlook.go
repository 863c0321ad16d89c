package route

import "binaan/planner"

// Outlook is what the visits of some days are expected to bring.
type Outlook struct {
	Cash    planner.Rupiah `json:"cash"`    // within the month
	Later   planner.Rupiah `json:"later"`   // what they set going: instalments after the first, promises kept
	Band    planner.Band   `json:"band"`    // of the cash
	Version string         `json:"version"` // of the chances behind it
}

// outlook adds up what the routes are expected to bring. Payments come as all or
// nothing: a visit that brings c on average of a family that owes a has the variance
// c·a of a rare payment (Poisson), so the band is rather too wide than too narrow.
func (in *Input) outlook(routes []Route) Outlook {
	owes := map[planner.HouseholdID]planner.Rupiah{}
	for _, h := range in.Households {
		owes[h.ID] = h.Arrears
	}
	o, variance := Outlook{Version: in.Chances.Version}, 0.0
	for _, r := range routes {
		o.Cash += r.Cash
		o.Later += r.Expected - r.Cash
		for _, s := range r.Stops {
			variance += float64(max(0, s.Cash)) * float64(owes[s.Household])
		}
	}
	o.Band = planner.BandOf(o.Cash, variance, in.Chances.Spread)
	return o
}

// Plus is what both bring. The ends of the bands are added up, as if all months were
// good together or bad together: a level that is wrong is wrong for all.
func (o Outlook) Plus(x Outlook) Outlook {
	o.Cash += x.Cash
	o.Later += x.Later
	o.Band.Low += x.Band.Low
	o.Band.High += x.Band.High
	o.Version = max(o.Version, x.Version) // "prior" if any is
	return o
}
