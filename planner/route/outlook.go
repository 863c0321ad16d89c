package route

import "binaan/planner"

// Outlook is what the visits of some days are expected to bring.
type Outlook struct {
	Cash    planner.Rupiah `json:"cash"`    // within the month
	Later   planner.Rupiah `json:"later"`   // what they set going: instalments after the first, promises kept
	Band    planner.Band   `json:"band"`    // of the cash
	Lumps   float64        `json:"lumps"`   // variance of the cash that is due to payments coming as all or nothing
	Spread  float64        `json:"spread"`  // how uncertain the level is: a standard deviation, as a share of the cash
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
	o := Outlook{Version: in.Chances.Version, Spread: in.Chances.Spread}
	for _, r := range routes {
		o.Cash += r.Cash
		o.Later += r.Expected - r.Cash
		for _, s := range r.Stops {
			o.Lumps += float64(max(0, s.Cash)) * float64(owes[s.Household])
		}
	}
	o.Band = planner.BandOf(o.Cash, o.Lumps, o.Spread)
	return o
}

// Plus is what both bring. A level that is wrong is wrong for all, so its uncertainty
// adds up; payments of other families come or fail by themselves, so their variances
// do. Ends of bands are added where one of both does not say what it is made of.
func (o Outlook) Plus(x Outlook) Outlook {
	sum := Outlook{
		Cash: o.Cash + x.Cash, Later: o.Later + x.Later, Lumps: o.Lumps + x.Lumps,
		Band:    planner.Band{Low: o.Band.Low + x.Band.Low, High: o.Band.High + x.Band.High},
		Spread:  (o.Spread*float64(o.Cash) + x.Spread*float64(x.Cash)) / max(1, float64(o.Cash+x.Cash)),
		Version: max(o.Version, x.Version), // "prior" if any is
	}
	if o.told() && x.told() {
		sum.Band = planner.BandOf(sum.Cash, sum.Lumps, sum.Spread)
	}
	return sum
}

// told reports whether an outlook says what its band is made of; plans of earlier
// versions do not.
func (o Outlook) told() bool { return o.Lumps > 0 || o.Spread > 0 || o.Band.High <= o.Cash }
