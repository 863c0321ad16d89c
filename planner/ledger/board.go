package ledger

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"binaan/geo"
	"binaan/planner"
)

// Call is a family on a route.
type Call struct {
	Kader     planner.KaderID
	Day       planner.Day
	Household planner.HouseholdID
}

// BoardAsked is what a board is made of.
type BoardAsked struct {
	Asked                                          // of a month
	Against Period                                 // the month that it is held against
	Calls   []Call                                 // of both months, by the newest plan of each day
	Home    func(planner.HouseholdID) geo.AreaCode // the desa
	Seen    map[planner.KaderID]planner.Day        // the last day of which anything is known of a kader
}

// Board is a branch's month beside another, in its finest grain: what each kader did in
// each desa. All that is shown of the month is a sum of that.
type Board struct {
	Month    Period
	Through  planner.Day // the last day that counts
	Against  Period      // as many working days of it as are past, where the month is not over
	Workdays Workdays
	Kader    []BoardKader // under contract in the month, or with a deed in it
	Now      Grain
	Before   Grain
	Bar      Bar // what its kader are held to
}

// Workdays are days on which the branch works.
type Workdays struct {
	Done    int `json:"done"`
	All     int `json:"all"`
	Against int `json:"against"` // of the other month, as far as it is compared
}

// BoardKader is a kader of a board.
type BoardKader struct {
	ID   planner.KaderID
	Code string
	Name string
	Seen *planner.Day // the last day of which anything is known
}

// Spot is a kader in a desa. Kader 0 is money that no visit brought; what a kader is
// asked for stands under the kecamatan of the contract.
type Spot struct {
	Kader planner.KaderID
	Area  geo.AreaCode
}

// Grain is what a period adds up from.
type Grain struct {
	Spots   map[Spot]Tally
	Funnels map[geo.AreaCode]Funnel // of desa
}

// Within reports whether an area lies in another; all lie in "".
func Within(area, in geo.AreaCode) bool {
	return in == "" || area == in || strings.HasPrefix(string(area), string(in)+".")
}

// Sum is the numbers of an area, of all kader or (not 0) of one.
func (g Grain) Sum(in geo.AreaCode, of planner.KaderID) (n Tally) {
	for s, numbers := range g.Spots {
		if Within(s.Area, in) && (of == 0 || s.Kader == of) {
			n = n.Plus(numbers)
		}
	}
	return n
}

// byKader sums the numbers of each.
func (g Grain) byKader() map[planner.KaderID]Tally {
	out := map[planner.KaderID]Tally{}
	for s, numbers := range g.Spots {
		out[s.Kader] = out[s.Kader].Plus(numbers)
	}
	return out
}

// Deviations of a kader who was silent for so many working days.
func (b Board) Deviations(k planner.KaderID, silent int) []Deviation {
	return b.Bar.Deviations(b.Now.Sum("", k), b.Before.Sum("", k), silent)
}

// Funnel is that of an area.
func (g Grain) Funnel(in geo.AreaCode) (f Funnel) {
	for desa, of := range g.Funnels {
		if Within(desa, in) {
			f = f.Plus(of)
		}
	}
	return f
}

// MakeBoard works a board out.
func MakeBoard(a BoardAsked) Board {
	b := Board{Month: a.Period, Through: min(a.Period.Until, a.Today), Against: a.Against}
	b.Workdays = Workdays{Done: a.workdays(a.Period.From, b.Through), All: a.workdays(a.Period.From, a.Period.Until)}
	if a.Today < a.Period.Until {
		b.Against.Until = a.afterWorkdays(a.Against, b.Workdays.Done)
	}
	b.Workdays.Against = a.workdays(b.Against.From, b.Against.Until)
	homes := a.byDesa()
	b.Now = a.grain(homes, b.Month, b.Through)
	b.Before = a.grain(homes, a.Against, b.Against.Until)
	b.Kader = a.people(b.Now)
	b.Bar = barOf(a.Rules.Deviation, b.Now.byKader())
	return b
}

func (a BoardAsked) workdays(from, until planner.Day) (n int) {
	for d := from; d <= until; d++ {
		if a.Working(d) {
			n++
		}
	}
	return n
}

// afterWorkdays is the day before the next working day once so many of a period are
// over, its last where it has no more.
func (a BoardAsked) afterWorkdays(p Period, n int) planner.Day {
	d := p.From
	for ; d <= p.Until; d++ {
		if a.Working(d) {
			if n == 0 {
				return d - 1
			}
			n--
		}
	}
	return p.Until
}

// byDesa splits deeds by where the families live.
func (a BoardAsked) byDesa() map[geo.AreaCode]*Deeds {
	out := map[geo.AreaCode]*Deeds{}
	of := func(h planner.HouseholdID) *Deeds {
		desa := a.Home(h)
		if out[desa] == nil {
			out[desa] = &Deeds{}
		}
		return out[desa]
	}
	for _, v := range a.Deeds.Visits {
		d := of(v.Household)
		d.Visits = append(d.Visits, v)
	}
	for _, l := range a.Deeds.Lines {
		if l.Household != 0 {
			d := of(l.Household)
			d.Lines = append(d.Lines, l)
		}
	}
	return out
}

func (a BoardAsked) grain(homes map[geo.AreaCode]*Deeds, of Period, through planner.Day) Grain {
	g := Grain{Spots: map[Spot]Tally{}, Funnels: map[geo.AreaCode]Funnel{}}
	for desa, deeds := range homes {
		for kader, r := range deeds.records(of.From, through) {
			n := Tally{}
			if n.record(*r); kader == 0 {
				n = Tally{Unsought: r.Rupiah}
			}
			g.add(Spot{kader, desa}, n)
		}
		g.Funnels[desa] = deeds.funnel(Period{From: of.From, Until: through})
	}
	a.routed(g, homes, of.From, through)
	for _, k := range a.Kader {
		r := KaderRecord{Record: Record{Workdays: a.Workdays(k, of.From, through)}, from: k.From, until: k.Until}
		if k.Until < of.From || k.From > through || k.Status == planner.KaderLeft {
			continue
		}
		n := Tally{Workdays: r.Record.Workdays}
		n.Asked, n.Target = r.goals(a.Rules.Target, of)
		g.add(Spot{k.ID, k.Kecamatan}, n)
	}
	return g
}

func (g Grain) add(s Spot, n Tally) { g.Spots[s] = g.Spots[s].Plus(n) }

type kaderDay struct {
	kader planner.KaderID
	day   planner.Day
}

// routed adds what was on routes, and the visits of the days that had one.
func (a BoardAsked) routed(g Grain, homes map[geo.AreaCode]*Deeds, from, through planner.Day) {
	p := Period{From: from, Until: through}
	routes, families := map[kaderDay]bool{}, map[planner.HouseholdID]geo.AreaCode{}
	for _, c := range a.Calls {
		if p.holds(c.Day) {
			routes[kaderDay{c.Kader, c.Day}] = true
			families[c.Household] = a.Home(c.Household)
			g.add(Spot{c.Kader, families[c.Household]}, Tally{Planned: 1})
		}
	}
	for _, desa := range families {
		g.Funnels[desa] = g.Funnels[desa].Plus(Funnel{Planned: 1})
	}
	for desa, deeds := range homes {
		for _, v := range deeds.Visits {
			if v.Outcome != planner.Skipped && routes[kaderDay{v.Kader, v.Day}] {
				g.add(Spot{v.Kader, desa}, Tally{OnRoute: 1})
			}
		}
	}
}

// funnel counts the families of deeds.
func (d Deeds) funnel(p Period) Funnel {
	visited, met, agreed, paid, verified := families{}, families{}, families{}, families{}, families{}
	for _, v := range d.Visits {
		if !p.holds(v.Day) || v.Outcome == planner.Skipped {
			continue
		}
		visited[v.Household] = true
		if v.Outcome.Met() {
			met[v.Household] = true
		}
		if v.Promise != nil || v.Outcome == planner.RehabAgreed || v.Outcome == planner.RehabEnrolled {
			agreed[v.Household] = true
		}
		if v.Outcome.Pays() {
			paid[v.Household] = true
		}
	}
	for _, l := range d.Lines {
		if l.Kind != KindCollected || !p.holds(l.Day) {
			continue
		}
		if l.Kader != 0 {
			paid[l.Household], verified[l.Household] = true, true
		}
	}
	return Funnel{Visited: len(visited), Met: len(met), Agreed: len(agreed), Paid: len(paid), Verified: len(verified)}
}

type families map[planner.HouseholdID]bool

// people are the kader of a board by their codes.
func (a BoardAsked) people(now Grain) (out []BoardKader) {
	there := map[planner.KaderID]bool{}
	for s := range now.Spots {
		there[s.Kader] = true
	}
	for _, k := range a.Kader {
		if !there[k.ID] {
			continue
		}
		one := BoardKader{ID: k.ID, Code: k.Code, Name: k.Name}
		if seen, ok := a.Seen[k.ID]; ok {
			one.Seen = &seen
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(x, y BoardKader) int { return cmp.Compare(x.Code, y.Code) })
	return out
}

// Desa are those that a grain has numbers of.
func (g Grain) Desa() []geo.AreaCode { return slices.Sorted(maps.Keys(g.Funnels)) }
