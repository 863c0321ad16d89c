package route

import (
	"cmp"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Reason is one of a fixed list of reasons to visit a household now; the user
// interface holds its words.
type Reason string

// The reasons, strongest first.
const (
	ReasonPromise      Reason = "PROMISE_TODAY"   // janji bayar hari ini
	ReasonPromiseLate  Reason = "PROMISE_LATE"    // janji bayar yang sudah lewat harinya
	ReasonInstalment   Reason = "INSTALMENT_DUE"  // cicilan REHAB jatuh tempo
	ReasonRequest      Reason = "BRANCH_REQUEST"  // permintaan cabang
	ReasonHome         Reason = "LIKELY_HOME"     // biasanya di rumah jam ini
	ReasonHighArrears  Reason = "HIGH_ARREARS"    // tunggakan besar, masih bisa dibantu
	ReasonGrowing      Reason = "ARREARS_GROWING" // tunggakan masih bertambah
	ReasonLongUnseen   Reason = "LONG_UNSEEN"     // lama tidak dikunjungi
	ReasonNear         Reason = "NEAR_PREVIOUS"   // dekat kunjungan sebelumnya
	ReasonNew          Reason = "NEW_HERE"        // baru di wilayah ini
	ReasonExploration  Reason = "EXPLORATION"     // kunjungan penjajakan
	ReasonCoverage     Reason = "COVERAGE_DUE"    // kunjungan wajib setahun sekali
	ReasonReportToDesa Reason = "LAPOR_DESA"      // lapor ke balai desa
)

// occasion is what the reasons of a visit depend on beside the family itself.
type occasion struct {
	day      planner.Day
	worth    planner.Worth
	ride     geo.Metres     // from the stop before; negative from home
	high     planner.Rupiah // arrears from which they count as large
	explored bool
	covered  bool // coverage falls due
}

// How long unseen, how near and how surely home is worth saying.
const (
	longUnseen = 90
	near       = 300
	likelyHome = 0.6
)

// reasonsOf names all reasons that hold, the strongest first.
func reasonsOf(r *planner.Rules, h planner.Household, past planner.History, o occasion) []Reason {
	pending, plan, last := past.Pending(r, r.Day), past.RehabOn(h, r.Day), past.LastVisit()
	var out []Reason
	for _, c := range []struct {
		holds  bool
		reason Reason
	}{
		{pending != nil && pending.Due == o.day, ReasonPromise},
		{pending != nil && pending.Due < o.day, ReasonPromiseLate},
		{pending == nil && plan != nil && plan.NextDue <= o.day, ReasonInstalment},
		{h.Requested != nil && h.Requested.By >= o.day, ReasonRequest},
		{o.explored, ReasonExploration},
		{o.covered, ReasonCoverage},
		{o.worth.Contact >= likelyHome, ReasonHome},
		{h.Arrears >= o.high, ReasonHighArrears},
		{!r.AtCap(h), ReasonGrowing},
		{last != nil && o.day-last.Day >= longUnseen, ReasonLongUnseen},
		{o.ride >= 0 && o.ride <= near, ReasonNear},
		{last == nil, ReasonNew},
	} {
		if c.holds {
			out = append(out, c.reason)
		}
	}
	return out
}

// owed are the reasons that stand first wherever they hold.
var owed = []Reason{ReasonPromise, ReasonPromiseLate, ReasonInstalment, ReasonRequest}

// mostReasons is how many a person reads.
const mostReasons = 3

// tellApart keeps at most three reasons of each stop: what is owed, then what fewest
// stops of the day share, the stronger first among equals. What all of them share
// says nothing about one.
func tellApart(stops []Stop) {
	shared := map[Reason]int{}
	for _, s := range stops {
		for _, r := range s.Reasons {
			shared[r]++
		}
	}
	rank := func(r Reason) int {
		if k := slices.Index(owed, r); k >= 0 {
			return k - len(owed)
		}
		return shared[r]
	}
	for i, s := range stops {
		told := slices.Clone(s.Reasons)
		slices.SortStableFunc(told, func(a, b Reason) int { return cmp.Compare(rank(a), rank(b)) })
		stops[i].Reasons = slices.Clip(told[:min(mostReasons, len(told))])
	}
}
