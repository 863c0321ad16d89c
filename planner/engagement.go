package planner

import "binaan/geo"

// EngagementID names an engagement within its branch.
type EngagementID int64

// Engagement is what a kader is to do at an hour of a day beside visits to families: an
// information meeting, a candidate member who is to be met, a report at a village
// office. It takes the time of the day's route, and the ways there and on.
type Engagement struct {
	ID      EngagementID  `json:"id"`
	Day     Day           `json:"day"`
	Open    Minute        `json:"open"`
	Minutes Minute        `json:"minutes"`
	For     Code          `json:"for"` // EDUKASI, DAFTAR_BARU or LAPOR_DESA: what is recorded of it
	Place   string        `json:"place"`
	At      *geo.Position `json:"at,omitempty"` // nil: not known; ways are taken from the kader's home
}

// Close is when the engagement ends, if it begins in time.
func (e Engagement) Close() Minute { return e.Open + e.Minutes }

// MostEngaged is how long an engagement may take.
const MostEngaged Minute = 8 * 60

// Valid reports whether e is of a kind that is planned and lies within its day.
func (e Engagement) Valid() bool {
	planned := e.For == Education || e.For == Registered || e.For == Reported
	return planned && e.Place != "" && e.Open >= 0 && e.Minutes > 0 && e.Minutes <= MostEngaged && e.Close() <= 24*60
}

// Same reports whether two engagements ask for the same of a route.
func (e Engagement) Same(o Engagement) bool {
	at := e.At == o.At || e.At != nil && o.At != nil && *e.At == *o.At
	e.At, o.At = nil, nil
	return at && e == o
}
