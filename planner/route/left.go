package route

import (
	"binaan/planner"
	"binaan/planner/orienteer"
)

// LeftOut says why a household is not visited in the planned days. Who is outbid
// is told the cheapest single exchange that is known to bring it in: worth Short
// more, its visit on Day, in place of Instead, makes the plan no worse. With other
// changes less may do. Of a day with an engagement nothing is told.
type LeftOut struct {
	Household planner.HouseholdID `json:"household"`
	Code      string              `json:"code"`
	Short     planner.Rupiah      `json:"short,omitempty"`   // how much more its visit would have to bring
	Day       planner.Day         `json:"day,omitempty"`     // 0: no single exchange is possible
	Instead   planner.HouseholdID `json:"instead,omitempty"` // who would be given up; 0: it fits in beside the others
}

// Why a household that may be visited is not, in the days planned, beside the
// reasons to rest.
const (
	LeftOutbid    = "OUTBID"     // others bring more; Short says how much more it would have to
	LeftNoHours   = "NO_HOURS"   // its hours and the kader's shifts do not meet
	LeftNoReport  = "NO_REPORT"  // no day was left to report to its desa first
	LeftNoWorkday = "NO_WORKDAY" // the kader does not work in these days
	LeftMissed    = "MISSED"     // a promise or a request of the branch finds no room
	LeftLate      = "COVERAGE"   // its yearly visit is due, and waits for a later month
)

// leftOut says of every node without a visit why.
func (m *month) leftOut(solved *orienteer.Plan, seen map[planner.HouseholdID]bool) []LeftOut {
	exchange := map[int]orienteer.Left{}
	for _, l := range solved.Left {
		exchange[l.Node] = l
	}
	var out []LeftOut
	for i, n := range m.nodes {
		if seen[n.ID] {
			continue
		}
		left := LeftOut{Household: n.ID, Code: m.whyLeft(i)}
		if x, known := exchange[i]; known && x.Day >= 0 && left.Code == LeftOutbid && len(m.engaged[x.Day]) == 0 {
			left.Short, left.Day = planner.Rupiah(x.Need), m.days[x.Day].Day
			if x.Instead >= 0 {
				left.Instead = m.nodes[x.Instead].ID
			}
		}
		out = append(out, left)
	}
	return out
}

func (m *month) whyLeft(i int) string {
	possible := len(m.possible(i, m.in.First, m.in.Last)) > 0
	asks, _ := m.facts.asks(m.nodes[i].Household) // also of who lost the place on an announced day
	switch why := m.duties[i]; {
	case !possible && m.nodes[i].reported == planner.Never:
		return LeftNoReport
	case !possible:
		return LeftNoHours
	case why == dutyPromise || why == dutyRequest || asks != "":
		return LeftMissed
	case why == dutyCoverage, m.nodes[i].due <= m.in.Last: // also of who lost the place on an announced day
		return LeftLate
	}
	return LeftOutbid
}
