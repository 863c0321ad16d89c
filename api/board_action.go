package api

import (
	"cmp"
	"maps"
	"slices"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// ActionKind is what a board asks somebody to do something about.
type ActionKind string

// The kinds.
const (
	ActionUncovered  ActionKind = "UNCOVERED"  // families whom no kader serves
	ActionRecruit    ActionKind = "RECRUIT"    // a kecamatan with enough of them for a kader
	ActionSilent     ActionKind = "SILENT"     // kader of whom nothing is known of late
	ActionDeviation  ActionKind = "DEVIATION"  // kader who deviate otherwise
	ActionPromises   ActionKind = "PROMISES"   // promises past their day
	ActionMoney      ActionKind = "MONEY"      // payments that nobody is credited with
	ActionComplaints ActionKind = "COMPLAINTS" // complaints and other matters of families
	ActionContracts  ActionKind = "CONTRACTS"  // contracts that end within 60 days
)

// Action is something to act on.
type Action struct {
	Kind   ActionKind     `json:"kind"`
	Count  int            `json:"count"`
	Rupiah planner.Rupiah `json:"rupiah,omitempty"`
	Area   geo.AreaCode   `json:"area,omitempty"`
	Where  string         `json:"where,omitempty"` // the first or most of them
}

// enoughToRecruit is how many families whom nobody serves are a territory: the lower
// end of the usual band.
const enoughToRecruit = 450

// mostRecruits are named: the rest stands in the table.
const mostRecruits = 3

// actions are what there is to act on in the area, without what there is none of.
func (v boardView) actions(a BoardAnswer) []Action {
	out := []Action{}
	add := func(one Action) {
		if one.Count > 0 {
			out = append(out, one)
		}
	}
	if v.Plan {
		add(Action{Kind: ActionUncovered, Count: a.Land.Uncovered})
		for _, one := range v.recruits() {
			add(one)
		}
	}
	silent, deviating := Action{Kind: ActionSilent}, Action{Kind: ActionDeviation}
	for _, k := range a.Kader {
		silent.person(k, slices.Contains(k.Flags, ledger.DeviationSilent))
		deviating.person(k, slices.ContainsFunc(k.Flags, func(d ledger.Deviation) bool { return d != ledger.DeviationSilent }))
	}
	add(silent)
	add(deviating)
	if v.fine || v.in.Level() <= geo.Kecamatan {
		w := v.waiting()
		add(Action{Kind: ActionPromises, Count: w.Overdue})
		add(Action{Kind: ActionComplaints, Count: w.Matters})
		add(Action{Kind: ActionMoney, Count: w.Money, Rupiah: w.Rupiah})
	}
	if v.in == "" && len(v.Ending) > 0 {
		add(Action{Kind: ActionContracts, Count: len(v.Ending), Where: v.Ending[0].Name})
	}
	return out
}

// recruits are the kecamatan of the area with the most families whom nobody serves, if
// they are enough for a kader.
func (v boardView) recruits() (out []Action) {
	uncovered := map[geo.AreaCode]int{}
	for desa, l := range v.Land {
		if ledger.Within(desa, v.in) {
			uncovered[desa.Kecamatan()] += l.Uncovered
		}
	}
	for _, k := range slices.Sorted(maps.Keys(uncovered)) {
		if uncovered[k] >= enoughToRecruit {
			out = append(out, Action{Kind: ActionRecruit, Count: uncovered[k], Area: k, Where: v.name(k).Name})
		}
	}
	slices.SortStableFunc(out, func(x, y Action) int { return cmp.Compare(y.Count, x.Count) })
	return out[:min(len(out), mostRecruits)]
}

// waiting is what waits for somebody in the area. Payments that are nobody's are of
// no area.
func (v boardView) waiting() (w data.BoardWaiting) {
	for desa, of := range v.Waits {
		if ledger.Within(desa, v.in) {
			w.Matters, w.Overdue, w.Money, w.Rupiah = w.Matters+of.Matters, w.Overdue+of.Overdue, w.Money+of.Money, w.Rupiah+of.Rupiah
		}
	}
	return w
}

// person counts a kader, and names the first.
func (a *Action) person(k KaderRow, counts bool) {
	if !counts {
		return
	}
	if a.Count++; a.Where == "" {
		a.Where = k.Name
	}
}
