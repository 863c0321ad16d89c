package planner

import (
	"encoding/json"
	"fmt"
	"time"

	"binaan/geo"
)

// EventID is a UUID in lower case, made where the event happened.
type EventID string

// Event is something that happened, in the field or at the branch. It is written
// once and never changed: what was wrong is mended by another event. The names of
// its fields on the wire are those of docs/events.md.
type Event struct {
	ID        EventID     `json:"event_id"`
	Device    string      `json:"device_id"`
	Seq       int64       `json:"device_seq"` // strictly rising on a device, from 1
	Type      Code        `json:"type"`
	Household HouseholdID `json:"household,omitempty"` // 0: of none
	Of        EventID     `json:"of,omitempty"`        // what a KOREKSI, BATAL and the like are about
	WallTime  time.Time   `json:"wall_time"`           // by the device's clock, which may be wrong
	Monotonic int64       `json:"monotonic_ms"`        // since the device started
	Boot      string      `json:"boot_id"`             // names that start; empty: written by the branch
	Fix       *Fix        `json:"fix,omitempty"`       // where the device was
	Plan      int64       `json:"plan,omitempty"`      // of routes, that the kader followed
	App       string      `json:"app,omitempty"`
	Payload   Payload     `json:"payload"`

	Kader KaderID   `json:"-"` // whose it is; 0: the branch's
	At    time.Time `json:"-"` // when it happened, as far as that can be known: When
	Held  bool      `json:"-"` // counts for nothing until the branch releases it
}

// Fix is a position with how far it may be off and how old it was.
type Fix struct {
	Lat      float64    `json:"lat"`
	Lng      float64    `json:"lng"`
	Accuracy geo.Metres `json:"accuracy"`
	Age      int64      `json:"age_ms,omitempty"`
}

// Payload is what a code carries; fields that a code has no use for are empty.
type Payload struct {
	Amount   Rupiah          `json:"amount,omitempty"`
	Channel  string          `json:"channel,omitempty"`
	Receipt  string          `json:"receipt,omitempty"`
	Purpose  string          `json:"purpose,omitempty"`
	Step     int             `json:"step,omitempty"` // of a REHAB
	Promise  *PromiseMade    `json:"promise,omitempty"`
	Rehab    *RehabMade      `json:"rehab,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Until    *Day            `json:"until,omitempty"`
	Person   string          `json:"person,omitempty"`
	Hours    *Hours          `json:"hours,omitempty"`
	Position *Fix            `json:"position,omitempty"`
	Phone    string          `json:"phone,omitempty"`
	Note     string          `json:"note,omitempty"`
	Heads    int             `json:"heads,omitempty"`
	Place    string          `json:"place,omitempty"`
	Topic    string          `json:"topic,omitempty"`
	Lead     json.RawMessage `json:"lead,omitempty"`
	Photos   []string        `json:"photos,omitempty"`
	Event    *Corrected      `json:"event,omitempty"` // of a KOREKSI
	Day      *Day            `json:"day,omitempty"`   // on which money moved
}

// PromiseMade is a promise as it was given.
type PromiseMade struct {
	Day     Day          `json:"day"`
	Part    string       `json:"part,omitempty"` // PAGI, SIANG, SORE, MALAM
	Amount  Rupiah       `json:"amount"`
	Channel string       `json:"channel,omitempty"`
	From    *ClockTime   `json:"from,omitempty"` // hours of its own, instead of a part
	To      *ClockTime   `json:"to,omitempty"`
	State   PromiseState `json:"state,omitempty"` // told by a branch's list; empty: open
}

// RehabMade is an instalment plan as the family agreed to it.
type RehabMade struct {
	Steps        int    `json:"steps"`
	Instalment   Rupiah `json:"instalment,omitempty"`
	First        *Day   `json:"first,omitempty"`
	RegisteredBy string `json:"registered_by,omitempty"`
	Ref          string `json:"ref,omitempty"`
}

// Hours are when a family says that it is home.
type Hours struct {
	Days    string    `json:"days"` // KERJA, SABTU, MINGGU
	From    ClockTime `json:"from"`
	To      ClockTime `json:"to"`
	Consent bool      `json:"consent,omitempty"` // outside the visiting hours too
}

// Corrected is what a KOREKSI puts in the place of its target's own.
type Corrected struct {
	Type    Code    `json:"type"`
	Payload Payload `json:"payload"`
}

// ClockTime is a time of day, written 17:30.
type ClockTime Minute

// MarshalText writes 17:30.
func (c ClockTime) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%02d:%02d", c/60, c%60), nil
}

// UnmarshalText reads 17:30, up to 24:00.
func (c *ClockTime) UnmarshalText(b []byte) error {
	var h, m int
	var rest string
	n, _ := fmt.Sscanf(string(b), "%2d:%2d%s", &h, &m, &rest)
	if n != 2 || len(b) != 5 || h < 0 || m < 0 || m > 59 || 60*h+m > 24*60 {
		return fmt.Errorf("time of day %q: want HH:MM", b)
	}
	*c = ClockTime(60*h + m)
	return nil
}

// parts are the hours of the parts of a day that a promise may name.
var parts = map[string]Span{"PAGI": {8 * 60, 12 * 60}, "SIANG": {12 * 60, 16 * 60}, "SORE": {16 * 60, 18 * 60}, "MALAM": {18 * 60, 20 * 60}}

// Promise is what planners are told of it. One that names no hours is at any.
func (p *PromiseMade) Promise() *Promise {
	span := parts[p.Part]
	if p.From != nil && p.To != nil {
		span = Span{Minute(*p.From), Minute(*p.To)}
	}
	out := &Promise{Due: p.Day, Open: span.Open, Close: span.Close, Amount: p.Amount, State: PromisePending}
	if p.State != "" {
		out.State = p.State
	}
	return out
}

// Sent is a device's clocks at the moment when it sent events.
type Sent struct {
	WallTime  time.Time `json:"wall_time"`
	Monotonic int64     `json:"monotonic_ms"`
	Boot      string    `json:"boot_id"`
}

// ClockTolerance is how far a device's clock may be off before its events are flagged.
const ClockTolerance = 10 * time.Minute

// programmeBegan is before every event: JKN began in 2014.
var programmeBegan = time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)

// mostAsleep is how long a phone may have slept between an event and its sending: as
// long as it works without having heard of the server.
const mostAsleep = 14 * 24 * time.Hour

// When is at what time an event that came in at received took place, and how far the
// device's wall clock was off. Across a restart the event is as old as the wall clock
// says, whatever day that clock shows. Within one start it is no younger than the
// monotonic clock says, and older by the time for which the phone slept, while many a
// monotonic clock stands still; where the wall clock would have it younger, or older by
// more than any sleep, that was put right meanwhile, and the monotonic clock decides.
// Nothing happened after it came in.
func (e Event) When(received time.Time, sent *Sent) (at time.Time, off time.Duration) {
	at = e.WallTime
	if sent != nil {
		age := sent.WallTime.Sub(e.WallTime)
		awake := time.Duration(sent.Monotonic-e.Monotonic) * time.Millisecond
		if sent.Boot == e.Boot && awake >= 0 && (age < awake || age > awake+mostAsleep) {
			age = awake
		}
		at = received.Add(-age)
	}
	if at.After(received) || at.Before(programmeBegan) {
		at = received
	}
	at = at.Truncate(time.Millisecond)
	return at, e.WallTime.Sub(at)
}
