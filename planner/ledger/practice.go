package ledger

import (
	"cmp"
	"maps"
	"slices"

	"binaan/planner"
)

// Practice is what the quarter of kader with the most money does otherwise than the
// rest: when they go, whom they meet then, and what a meeting comes to. It compares,
// it does not prove: the best may have other ground.
type Practice struct {
	Best     []string          `json:"best"` // codes of kader
	Slots    []SlotPractice    `json:"slots"`
	Outcomes []OutcomePractice `json:"outcomes"`
	PerVisit Compared          `json:"perVisit"` // Rupiah
}

// Compared is a ratio of the best and of the others.
type Compared struct {
	Best   Ratio `json:"best"`
	Others Ratio `json:"others"`
}

// Points is how many thousandths the best are ahead; false where one side has nothing.
func (c Compared) Points() (int64, bool) {
	b, ok := c.Best.Permille()
	o, too := c.Others.Permille()
	return b - o, ok && too
}

// SlotPractice compares a part of the week.
type SlotPractice struct {
	Slot    Slot     `json:"slot"`
	Share   Compared `json:"share"`   // of all visits
	Contact Compared `json:"contact"` // of its visits
}

// OutcomePractice compares how often a meeting ends in an outcome.
type OutcomePractice struct {
	Outcome planner.Outcome `json:"outcome"`
	Share   Compared        `json:"share"` // of meetings
}

// practiceOf compares kader, who stand in the order of their money.
func practiceOf(kader []KaderRecord, d Deeds, p Period) Practice {
	best := map[planner.KaderID]bool{}
	out := Practice{}
	for _, k := range kader[:min((len(kader)+3)/4, len(kader)-len(kader)/2)] {
		if k.Record.Visits > 0 {
			best[k.Kader] = true
			out.Best = append(out.Best, k.Code)
		}
	}
	for _, k := range kader {
		out.PerVisit.add(best[k.Kader], k.Record.PerVisit())
	}
	slots := map[Slot]*SlotPractice{}
	for _, s := range Slots {
		slots[s] = &SlotPractice{Slot: s}
	}
	outcomes := map[planner.Outcome]*OutcomePractice{}
	var visits, met Compared
	for _, v := range d.Visits {
		if !p.holds(v.Day) || v.Outcome == planner.Skipped {
			continue
		}
		first, s := best[v.Kader], slots[slotOf(v)]
		visits.add(first, Ratio{Den: 1})
		s.Share.add(first, Ratio{Num: 1})
		s.Contact.add(first, Ratio{Den: 1})
		if !v.Outcome.Met() {
			continue
		}
		s.Contact.add(first, Ratio{Num: 1})
		met.add(first, Ratio{Den: 1})
		if outcomes[v.Outcome] == nil {
			outcomes[v.Outcome] = &OutcomePractice{Outcome: v.Outcome}
		}
		outcomes[v.Outcome].Share.add(first, Ratio{Num: 1})
	}
	for _, s := range Slots {
		slots[s].Share.of(visits)
		out.Slots = append(out.Slots, *slots[s])
	}
	for _, o := range slices.Sorted(maps.Keys(outcomes)) {
		outcomes[o].Share.of(met)
		out.Outcomes = append(out.Outcomes, *outcomes[o])
	}
	slices.SortStableFunc(out.Outcomes, func(a, b OutcomePractice) int {
		x, _ := a.Share.Points()
		y, _ := b.Share.Points()
		return cmp.Compare(y, x)
	})
	return out
}

func (c *Compared) add(best bool, r Ratio) {
	if best {
		c.Best = c.Best.plus(r)
	} else {
		c.Others = c.Others.plus(r)
	}
}

// of gives shares the denominators of a whole.
func (c *Compared) of(whole Compared) { c.Best.Den, c.Others.Den = whole.Best.Den, whole.Others.Den }
