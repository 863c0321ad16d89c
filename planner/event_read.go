package planner

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Reason is why an event is rejected or held. The user interface has the words.
type Reason string

// The reasons.
const (
	ReasonMalformed Reason = "MALFORMED"         // no event: not JSON, or a field of another kind
	ReasonText      Reason = "TEXT"              // characters that no text has, or too long a note
	ReasonID        Reason = "ID"                // an id that is no UUID in lower case
	ReasonSequence  Reason = "SEQUENCE"          // device_seq below 1, or above all that a phone counts to
	ReasonType      Reason = "TYPE"              // no such code
	ReasonBranch    Reason = "BRANCH_ONLY"       // only the branch says so
	ReasonFamily    Reason = "NO_HOUSEHOLD"      // the code is about a household, and none is named
	ReasonOf        Reason = "NO_TARGET"         // the code is about another event, and none is named, or itself
	ReasonPayload   Reason = "PAYLOAD"           // something that the code needs is missing or makes no sense
	ReasonHousehold Reason = "UNKNOWN_HOUSEHOLD" // none of the kader's, now or before
	ReasonBody      Reason = "OTHER_BODY"        // the id is taken by an event that says something else
	ReasonAmount    Reason = "AMOUNT"            // held: more money than a family ever owes
	ReasonPhone     Reason = "OTHER_DEVICE"      // written on the phone of another kader, or one that nobody knows
	ReasonDevice    Reason = "DEVICE_REVOKED"    // held: the device is no longer trusted
)

// Limits of an event.
const (
	mostNote   = 140 // characters
	mostText   = 200 // of any other text
	mostPhotos = 4
	mostHeads  = 10_000
	mostSteps  = 36
)

// HeldAbove is the amount above which an event waits for the branch.
const HeldAbove Rupiah = 100_000_000

// mostSeq is more events than any device ever writes, so that there is always a next
// one.
const mostSeq = 1 << 53

// mostAmount is more than any sum of money in an event.
const mostAmount Rupiah = 1_000_000_000_000

// Body is an event as it was sent, in one spelling: keys in order, no spaces, numbers
// as they were written. What is not known of it is kept, and so is what nobody sees in
// its texts: sent again, it is the same.
type Body []byte

// Hash tells bodies apart.
func (b Body) Hash() [sha256.Size]byte { return sha256.Sum256(b) }

// BodyOf is the one spelling of a JSON object. An error: it is none.
func BodyOf(raw []byte) (Body, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var fields map[string]any
	if err := d.Decode(&fields); err != nil {
		return nil, fmt.Errorf("body of an event: %w", err)
	}
	if fields == nil || d.More() {
		return nil, fmt.Errorf("body of an event: no object: %w", errNoEvent)
	}
	if !named(fields) {
		return nil, fmt.Errorf("body of an event: name of a field: %w", errNoEvent)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(fields); err != nil {
		return nil, fmt.Errorf("body of an event: %w", err)
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// Event is what a body says, its texts as they are Seen.
func (b Body) Event() (e Event, err error) {
	if err = json.Unmarshal(SeenIn(b), &e); err != nil {
		return Event{ID: e.ID}, fmt.Errorf("body of an event: %w", err)
	}
	return e, nil
}

var errNoEvent = errors.New("no event")

// named reports whether all fields of a value are called as fields are: in lower case.
// A reader in Go takes Note and NOTE for note, others do not: one that forgets notes
// must not pass such a one by, nor two that are one for some be two for others.
func named(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if strings.ContainsFunc(name, notOfNames) || !named(inner) {
				return false
			}
		}
	case []any:
		return !slices.ContainsFunc(v, func(inner any) bool { return !named(inner) })
	}
	return true
}

func notOfNames(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' }

// ReadEvent reads an event that a device sent. Where a reason is told, it may not be
// taken; its id is told as far as it has one.
func ReadEvent(raw []byte) (e Event, body Body, why Reason) {
	if !utf8.Valid(raw) {
		return e, nil, ReasonText
	}
	body, err := BodyOf(raw)
	if err != nil {
		return e, nil, ReasonMalformed
	}
	if e, err = body.Event(); err != nil {
		return e, nil, ReasonMalformed
	}
	if bytes.Contains(bytes.ReplaceAll(raw, []byte(`\\`), nil), []byte(`\u0000`)) || bytes.Contains(body, []byte("\ufffd")) {
		return e, nil, ReasonText
	}
	return e, body, e.fault()
}

// Said is the body of an event that the branch itself writes.
func (e Event) Said() (Body, error) {
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.ID, err)
	}
	return BodyOf(raw)
}

// fault is why the event may not be taken from a device; empty where it may.
func (e Event) fault() Reason {
	c, known := codes[e.Type]
	switch {
	case !e.ID.valid() || !EventID(e.Device).valid() || !EventID(e.Boot).valid():
		return ReasonID
	case e.Seq < 1 || e.Seq > mostSeq:
		return ReasonSequence
	case !known:
		return ReasonType
	case c.branch:
		return ReasonBranch
	case c.family && e.Household <= 0 || e.Household < 0:
		return ReasonFamily
	case c.mends && (!e.Of.valid() || e.Of == e.ID):
		return ReasonOf
	case !e.Payload.texts() || len(e.App) > mostText:
		return ReasonText
	case !e.Payload.sound() || !e.Payload.has(c.needs) || !e.corrects() || e.Fix != nil && !e.Fix.sound():
		return ReasonPayload
	}
	return ""
}

// corrects reports whether what a KOREKSI puts in its target's place could stand there.
func (e Event) corrects() bool {
	if e.Type != Correction {
		return e.Payload.Event == nil
	}
	to := e.Payload.Event
	c, known := codes[to.Type]
	return known && !c.mends && !c.branch && to.Payload.texts() && to.Payload.sound() && to.Payload.Event == nil && to.Payload.has(c.needs)
}

// valid reports whether the id is a UUID in lower case.
func (id EventID) valid() bool {
	if len(id) != 36 {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

// has reports whether the payload has what a code needs.
func (p Payload) has(needs []need) bool {
	for _, n := range needs {
		var ok bool
		switch n {
		case needAmount:
			ok = p.Amount > 0
		case needPromise:
			ok = p.Promise != nil && p.Promise.Amount > 0 && p.Promise.Day != 0
		case needRehab:
			ok = p.Rehab != nil && p.Rehab.Steps > 0 && (p.Rehab.Instalment > 0 || p.Amount > 0)
		case needUntil:
			ok = p.Until != nil
		case needPosition:
			ok = p.Position != nil
		case needPhone:
			ok = p.Phone != ""
		case needEvent:
			ok = p.Event != nil
		case needDay:
			ok = p.Day != nil
		case needReceipt:
			ok = p.Receipt != ""
		case needReason:
			ok = p.Reason != ""
		case needPlace:
			ok = p.Place != ""
		}
		if !ok {
			return false
		}
	}
	return true
}

// sound reports whether no number of the payload is absurd.
func (p Payload) sound() bool {
	sums := []Rupiah{p.Amount}
	if q := p.Promise; q != nil {
		sums = append(sums, q.Amount)
		if _, known := parts[q.Part]; q.Part != "" && !known || q.State != "" || (q.From == nil) != (q.To == nil) {
			return false
		}
		if q.From != nil && *q.From >= *q.To {
			return false
		}
	}
	if r := p.Rehab; r != nil {
		sums = append(sums, r.Instalment)
		if r.Steps < 0 || r.Steps > mostSteps {
			return false
		}
	}
	for _, s := range sums {
		if s < 0 || s > mostAmount {
			return false
		}
	}
	if h := p.Hours; h != nil && (h.Days != "KERJA" && h.Days != "SABTU" && h.Days != "MINGGU" || h.From >= h.To) {
		return false
	}
	return p.Step >= 0 && p.Step <= mostSteps && p.Heads >= 0 && p.Heads <= mostHeads && p.pictured() && p.consented() &&
		(p.Position == nil || p.Position.sound())
}

// sound reports whether the fix lies in Indonesia.
func (f Fix) sound() bool {
	return f.Lat >= -12 && f.Lat <= 7 && f.Lng >= 94 && f.Lng <= 142 && f.Accuracy >= 0 && f.Age >= 0
}

// consented reports whether a candidate member who is named agreed to be: nobody's name
// and telephone are kept without. A number of heads alone names nobody.
func (p Payload) consented() bool {
	if len(p.Lead) == 0 || string(p.Lead) == "null" {
		return true
	}
	var lead struct{ Consent bool }
	return json.Unmarshal(p.Lead, &lead) == nil && lead.Consent
}

// pictured reports whether no more pictures are named than a record may have, each by
// its SHA-256 as the phone writes it: nothing else finds one, and no text hides there.
func (p Payload) pictured() bool {
	return len(p.Photos) <= mostPhotos && !slices.ContainsFunc(p.Photos, func(name string) bool {
		return len(name) != 2*sha256.Size || strings.ContainsFunc(name, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') })
	})
}

// texts reports whether no text of the payload is too long.
func (p Payload) texts() bool {
	for _, s := range []string{p.Channel, p.Receipt, p.Purpose, p.Reason, p.Person, p.Phone, p.Place, p.Topic} {
		if len(s) > mostText {
			return false
		}
	}
	return utf8.RuneCountInString(strings.TrimSpace(p.Note)) <= mostNote && len(p.Lead) <= 10*mostText
}

// Waits is why the branch looks at an event before it counts; empty where it need not.
func (e Event) Waits() Reason {
	if e.Payload.Amount > HeldAbove || e.Payload.Promise != nil && e.Payload.Promise.Amount > HeldAbove ||
		e.Payload.Event != nil && e.Payload.Event.Payload.Amount > HeldAbove {
		return ReasonAmount
	}
	return ""
}
