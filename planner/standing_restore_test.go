package planner_test

import (
	"slices"
	"testing"

	"binaan/planner"
)

func (w *world) knows(id planner.EventID) bool {
	return slices.ContainsFunc(w.all, func(e planner.Event) bool { return e.ID == id })
}

// restore brings the server back to its backup. What it lost of phones they send again;
// of the branch's own events come back those that a file holds, when it is imported anew.
func (w *world) restore() {
	gone := w.all
	w.all, w.epoch = slices.Clone(w.backup), w.epoch+1
	for _, e := range gone {
		switch {
		case e.Boot != "" || w.knows(e.ID):
		case e.Type == planner.PaidIn && w.chance(0.7):
			w.all = append(w.all, e)
		default:
			w.lost = append(w.lost, e)
		}
	}
}

// resend has a phone that hears of another epoch send what it sent before, from the
// first of its numbers that the server does not have.
func (w *world) resend(p *phone) {
	p.epoch = w.epoch
	has := map[int64]bool{}
	for _, e := range w.all {
		if e.Device == p.id {
			has[e.Seq] = true
		}
	}
	from := int64(1)
	for has[from] {
		from++
	}
	var again []planner.Event
	for _, e := range p.sent {
		if e.Seq >= from {
			again = append(again, e)
		}
	}
	w.deliver(p, again)
}

// holdsAll looks, once every phone was heard, whether the server has each event that was
// ever written once, but for those of the branch that a restore took.
func (w *world) holdsAll(t *testing.T, seed uint64) {
	t.Helper()
	has := map[planner.EventID]int{}
	for _, e := range w.all {
		has[e.ID]++
	}
	for _, e := range w.lost {
		if has[e.ID] == 0 {
			has[e.ID] = 1
		}
	}
	if len(has) != len(w.ids) {
		t.Fatalf("seed %d: %d events were written, %d are there or were the branch's and lost", seed, len(w.ids), len(has))
	}
	for id, n := range has {
		if n != 1 {
			t.Fatalf("seed %d: event %s is there %d times", seed, id, n)
		}
	}
}
