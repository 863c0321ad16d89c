package ledger

import (
	"cmp"
	"slices"

	"binaan/planner"
)

// Asked is what an evaluation is made of.
type Asked struct {
	Period   Period
	Today    planner.Day // of an unfinished period only what is past counts
	Kader    []planner.Kader
	Deeds    Deeds
	Rules    *planner.Rules                                     // of the period's last day
	Workdays func(k planner.Kader, from, until planner.Day) int // of a kader
	Working  func(planner.Day) bool                             // whether the branch works on a day
}

// Attainment is a target with what was done of it.
type Attainment struct {
	planner.Goal
	Ratio
	SoFar bool `json:"soFar"` // the unit is longer than the period or not over: what is done of it until the period's end
}

// KaderRecord is a kader's part of an evaluation.
type KaderRecord struct {
	Kader   planner.KaderID `json:"kader"`
	Code    string          `json:"code"`
	Name    string          `json:"name"`
	Record  Record          `json:"record"`
	Goals   []Attainment    `json:"goals"`
	Effects Effects         `json:"effects"` // against the average of all

	from, until planner.Day // of the contract
}

// Evaluation is a branch's period.
type Evaluation struct {
	Period       Period         `json:"period"`
	Through      planner.Day    `json:"through"` // the last day that counts
	Partial      bool           `json:"partial"` // the period is not over: no trend is read from it
	Total        Record         `json:"total"`
	Goals        []Attainment   `json:"goals"`
	WithoutVisit planner.Rupiah `json:"withoutVisit"` // money that no visit brought
	Kader        []KaderRecord  `json:"kader"`
	Visits       Distribution   `json:"visits"`
	Money        Distribution   `json:"money"`
	Practice     Practice       `json:"practice"`
	Previous     Comparison     `json:"previous"`
}

// Comparison is the period before, as far as as many days of work reach as are past of
// this one, and why the money differs.
type Comparison struct {
	From    planner.Day    `json:"from"`
	Until   planner.Day    `json:"until"`
	Visits  int            `json:"visits"`
	Contact Ratio          `json:"contact"`
	Rupiah  planner.Rupiah `json:"rupiah"`
	Effects Effects        `json:"effects"`
}

// Evaluate is the evaluation of a period. Everybody under contract is in it, also who
// did nothing: a mean of those alone who did something would flatter.
func Evaluate(a Asked) Evaluation {
	e := Evaluation{Period: a.Period, Through: min(a.Period.Until, a.Today), Partial: a.Today < a.Period.Until}
	records := a.Deeds.records(a.Period.From, e.Through)
	if r := records[0]; r != nil {
		e.WithoutVisit = r.Rupiah
	}
	for _, k := range a.Kader {
		r := records[k.ID]
		if r == nil && (k.Until < a.Period.From || k.From > e.Through || k.Status == planner.KaderLeft) {
			continue
		}
		if r == nil {
			r = &Record{}
		}
		r.Workdays = a.Workdays(k, a.Period.From, e.Through)
		e.Kader = append(e.Kader, KaderRecord{Kader: k.ID, Code: k.Code, Name: k.Name, Record: *r, from: k.From, until: k.Until})
		e.Total = e.Total.plus(*r)
	}
	slices.SortFunc(e.Kader, func(x, y KaderRecord) int {
		return cmp.Or(cmp.Compare(y.Record.Rupiah, x.Record.Rupiah), cmp.Compare(y.Record.Visits, x.Record.Visits), cmp.Compare(x.Code, y.Code))
	})
	e.attain(a)
	e.spread()
	e.Practice = practiceOf(e.Kader, a.Deeds, Period{From: a.Period.From, Until: e.Through})
	e.compare(a)
	return e
}

// attain sets what was done beside what was asked.
func (e *Evaluation) attain(a Asked) {
	byStart := map[planner.Day]map[planner.KaderID]*Record{}
	for _, g := range a.Rules.Target.All() {
		total := Attainment{Goal: g}
		units, start := a.Period.units(g.Per), a.Period.From
		if len(units) == 0 && g.Per != planner.PerDay {
			start = unitOf(g.Per, e.Through)
			units, total.SoFar = []planner.Day{start}, true
		}
		total.SoFar = total.SoFar || e.Partial && g.Per != planner.PerDay
		if byStart[start] == nil {
			byStart[start] = a.Deeds.records(start, e.Through)
		}
		for i := range e.Kader {
			k := &e.Kader[i]
			done := Record{}
			if r := byStart[start][k.Kader]; r != nil {
				done = *r
			}
			at := Attainment{g, Ratio{done.measure(g.Measure), g.Value * k.asked(g.Per, units)}, total.SoFar}
			k.Goals = append(k.Goals, at)
			total.Ratio = total.plus(at.Ratio)
		}
		e.Goals = append(e.Goals, total)
	}
}

// asked is for how many units a target is asked of the kader: of those in which the
// contract runs for at least a day.
func (k *KaderRecord) asked(c planner.Cadence, units []planner.Day) (n int64) {
	if c == planner.PerDay {
		return int64(k.Record.Workdays)
	}
	for _, start := range units {
		if k.from < after(c, start) && start <= k.until {
			n++
		}
	}
	return n
}

// spread tells how work and money lie over kader.
func (e *Evaluation) spread() {
	var visits, money []int64
	for _, k := range e.Kader {
		visits, money = append(visits, int64(k.Record.Visits)), append(money, int64(k.Record.Rupiah))
	}
	e.Visits, e.Money = Distribute(visits), Distribute(money)
	n := int64(len(e.Kader))
	if n == 0 {
		return
	}
	mean := outputOf(int64(e.Total.Visits), int64(e.Total.Contacts), e.Total.Rupiah, n)
	for i := range e.Kader {
		r := e.Kader[i].Record
		e.Kader[i].Effects = effectsOf(mean, outputOf(int64(r.Visits), int64(r.Contacts), r.Rupiah, 1))
	}
}

// compare sets the period before beside this one: as many days on which the branch
// works as are past of this one.
func (e *Evaluation) compare(a Asked) {
	before := a.Period.Before()
	if e.Partial {
		days := 0
		for d := a.Period.From; d <= e.Through; d++ {
			if a.Working(d) {
				days++
			}
		}
		until := before.From - 1
		for d := before.From; d <= before.Until && days > 0; d++ {
			if a.Working(d) {
				days--
			}
			until = d
		}
		before.Until = until
	}
	was, unsought := Record{}, planner.Rupiah(0)
	for k, r := range a.Deeds.records(before.From, before.Until) {
		if k == 0 {
			unsought = r.Rupiah
			continue
		}
		was = was.plus(*r)
	}
	e.Previous = Comparison{From: before.From, Until: before.Until, Visits: was.Visits, Contact: was.ContactRate(), Rupiah: was.Rupiah}
	e.Previous.Effects = effectsOf(outputOf(int64(was.Visits), int64(was.Contacts), was.Rupiah, 1), outputOf(int64(e.Total.Visits), int64(e.Total.Contacts), e.Total.Rupiah, 1))
	e.Previous.Effects.Unsought = e.WithoutVisit - unsought
}
