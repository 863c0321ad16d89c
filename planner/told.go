package planner

import "binaan/geo"

// farFromHome is how far from where a household is taken to be a measured door may lie:
// further off it is a mistake of the device, or of whoever stood there.
const farFromHome geo.Metres = 3000

// With is the household as it is once what was told of it is believed: a telephone
// number, hours of its own, a ban, and its door where devices measured it. Its cell,
// and so its territory, stays until the next file.
func (h Household) With(t Told, r *Rules) Household {
	if t.Phone != "" && t.Phone != h.Phone {
		h.Phone, h.PhoneQuality = t.Phone, PhoneUnknown
	}
	if t.NoVisit != nil && (h.NoVisit == nil || h.NoVisit.Until < t.NoVisit.Until) {
		h.NoVisit = t.NoVisit
	}
	for _, hours := range t.Hours {
		if c, usable := hours.consent(r); usable {
			h.Consents = append(h.Consents[:len(h.Consents):len(h.Consents)], c)
		}
	}
	if t.House != nil && h.nearHome(t.House.At) {
		at := t.House.At
		h.At, h.Accuracy, h.Radius, h.Spread = &at, "A", t.House.Accuracy, false
	}
	return h
}

// nearHome reports whether a place may be the household's door.
func (h Household) nearHome(at geo.Position) bool {
	if h.Cell == 0 {
		return false
	}
	home, err := h.Place()
	return err == nil && geo.Distance(home, at) <= float64(max(farFromHome, 2*h.Radius))
}

// consent is what hours mean to planners: within the visiting hours unless the family
// agreed to others, and on Sundays only with that. What it says of Saturdays holds on
// them alone, which planners cannot say yet, and is only shown.
func (t Hours) consent(r *Rules) (Consent, bool) {
	c := Consent{Open: Minute(t.From), Close: Minute(t.To), Sunday: t.Days == "MINGGU"}
	if !t.Consent {
		c.Open, c.Close = max(c.Open, r.Visiting.Open), min(c.Close, r.Visiting.Close)
	}
	return c, c.Open < c.Close && t.Days != "SABTU" && (!c.Sunday || t.Consent)
}

// BestPart is the part of the day in which the family was met most often, of several the
// one in which it was met last: PAGI, SIANG or SORE; empty where it never was.
func (h History) BestPart() string {
	names := [...]string{Morning: "PAGI", Midday: "SIANG", Evening: "SORE"}
	var met [len(names)]int
	best := -1
	for _, v := range h.Visits {
		if !v.Outcome.Met() {
			continue
		}
		for slot, part := range slotSpans {
			if part.Open <= v.At && v.At < part.Close {
				if met[slot]++; best < 0 || met[slot] >= met[best] {
					best = slot
				}
			}
		}
	}
	if best < 0 {
		return ""
	}
	return names[best]
}
