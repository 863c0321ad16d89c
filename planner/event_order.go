package planner

import (
	"cmp"
	"slices"
	"time"
)

// happened is an event with what mending has made of it.
type happened struct {
	Event
	when time.Time // in order of its device; never before At
}

// inOrder are the events of a household without doubles, in the order in which they
// happened. What one start of a device wrote stands in the order of device_seq, even
// where its clock went backwards: an event is never before one of a lower number. Else
// time decides; then the device, its number, the id. The branch's own events, which
// may tell of any past, stand by their time alone.
func inOrder(events []Event) []happened {
	out := make([]happened, 0, len(events))
	for _, e := range events {
		out = append(out, happened{e, e.At})
	}
	slices.SortFunc(out, func(a, b happened) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
	})
	out = slices.CompactFunc(out, func(a, b happened) bool { return a.ID == b.ID })
	for i := range out {
		if i > 0 && out[i].Boot != "" && out[i].Device == out[i-1].Device && out[i].when.Before(out[i-1].when) {
			out[i].when = out[i-1].when
		}
	}
	slices.SortStableFunc(out, func(a, b happened) int { return a.when.Compare(b.when) })
	return out
}

// Mend are the events that count, in the order in which they happened, each with what
// corrections made of it: the same whatever the order in which events came in and
// however often each did. Held and cancelled ones are not among them, nor what mends
// others, but the branch's SELESAI, SERAH and PEMBAYARAN_BALIK.
func Mend(events []Event) []Event {
	left := mended(inOrder(events))
	out := make([]Event, len(left))
	for i, e := range left {
		out[i] = e.Event
	}
	return out
}

// mended applies corrections, cancellations and releases, which may come before what
// they mend: what is left are the events that count, each with what it came to say, at
// its own place in the order.
//
// Every event mends at most one, so what hangs on an event is a tree. An event that is
// cancelled counts for nothing, nor does what it mended: a cancelled cancellation lets
// its target stand again. Of several corrections the last counts, and it may itself be
// corrected; what the branch alone says stays that, and what a kader says never becomes
// it. Events that mend each other in a circle hang on none that happened.
// Another kader's event is nobody's to mend but the branch's.
func mended(events []happened) []happened {
	m := mending{events: events, of: map[EventID][]int{}}
	for i, e := range events {
		if e.Type.Mends() && e.Of != "" {
			m.of[e.Of] = append(m.of[e.Of], i)
		}
	}
	for _, e := range events {
		if !e.Type.Mends() {
			m.cut(e.ID, MendDepth)
		}
	}
	var out []happened
	for i, e := range events {
		if e.Type.Mends() {
			if (e.Type == Settled || e.Type == HandedOn || e.Type == PaidBack) && m.stands(i) {
				out = append(out, e)
			}
			continue
		}
		if m.stands(i) {
			e.Type, e.Payload = m.says(i)
			out = append(out, e)
		}
	}
	return out
}

// mending finds what hangs on events.
type mending struct {
	events []happened
	of     map[EventID][]int
}

// MendDepth is how far mends of mends count: one on an event is the first. People undo
// and think again a few times; a chain without end would cost a walk along all of it
// for each link that comes.
const MendDepth = 64

// cut takes off what hangs on an event more than so many mends deep.
func (m *mending) cut(id EventID, depth int) {
	if depth == 0 {
		delete(m.of, id)
		return
	}
	for _, k := range m.of[id] {
		m.cut(m.events[k].ID, depth-1)
	}
}

// each hands out the events that mend event i, stand, and may; in order.
func (m *mending) each(i int, kind Code, do func(int)) {
	target := m.events[i]
	for _, k := range m.of[target.ID] {
		e := m.events[k]
		if e.Type == kind && (e.Kader == 0 || e.Kader == target.Kader) && m.stands(k) {
			do(k)
		}
	}
}

// stands reports whether event i counts: it is not held, or was released, and nobody
// cancelled it. It is asked of events that hang on none, and of what hangs on those,
// so it comes to an end; in a circle nobody is asked.
func (m *mending) stands(i int) bool {
	counts := !m.events[i].Held
	m.each(i, Release, func(int) { counts = true })
	m.each(i, Cancelled, func(int) { counts = false })
	return counts
}

// says is what event i came to say.
func (m *mending) says(i int) (Code, Payload) {
	kind, payload := m.events[i].Type, m.events[i].Payload
	if kind == Correction {
		if to := m.events[i].Payload.Event; to != nil {
			kind, payload = to.Type, to.Payload
		}
	}
	m.each(i, Correction, func(k int) {
		if c, p := m.says(k); c.Known() && !c.Mends() && c.BranchOnly() == kind.BranchOnly() {
			kind, payload = c, p
		}
	})
	return kind, payload
}
