package planner

import "slices"

// MatterRule says within how many days the office is to have looked at a matter, and
// after how many nobody is asked to any more. A queue that is not named has no such day.
type MatterRule struct {
	Answer map[Queue]int `json:"answerDays"`
	Lapse  map[Queue]int `json:"lapseDays"`
}

// sound reports whether there are such queues, and nothing lapses before it is late.
func (r MatterRule) sound() bool {
	for _, days := range []map[Queue]int{r.Answer, r.Lapse} {
		for q, n := range days {
			if !slices.Contains(Queues, q) || n < 1 {
				return false
			}
		}
	}
	for q, n := range r.Lapse {
		if n < r.Answer[q] {
			return false
		}
	}
	return true
}

// Queues are all queues of a branch, in the order in which they press.
var Queues = []Queue{QueueSensitive, QueueComplaint, QueueMoney, QueueHandOver, QueueData, QueueLead}

// Stage says who is to act on an open matter.
type Stage string

// The stages.
const (
	StageOffice Stage = "OFFICE" // the office
	StageFile   Stage = "FILE"   // nobody before the payment file that covers its day
	StagePast   Stage = "PAST"   // nobody: what happened since answers it
	StageOld    Stage = "OLD"    // nobody any more, by the dated rule
)

// AddressMended is why a matter is closed where the branch learnt where the family lives:
// it is visited again.
const AddressMended = "SUDAH_DIPERBAIKI"

// Since is what is known of a family today, that may answer an old matter.
type Since struct {
	Owes    bool // its arrears are still to be collected
	Met     Day  // the last visit at which it was met; 0: none
	Paid    Day  // its last confirmed payment; 0: none
	Covered Day  // payment files tell of the days up to this one
}

// Stage says who is to act on a matter of a family on the rules' day. A family that says
// that it has paid waits for the file that would tell; money that came in up to the
// attribution window before the claim answers it, as it answers every matter but a
// death, a complaint or a candidate that the family owes nothing any more. A family that
// was met later is where it was said not to be.
func (r *Rules) Stage(m Matter, s Since) Stage {
	lost := Outcome(m.Type).Elsewhere()
	data := slices.Contains([]Queue{QueueMoney, QueueData, QueueHandOver}, m.Queue)
	switch lapse := r.Matters.Lapse[m.Queue]; {
	case data && !s.Owes, lost && s.Met > m.Since, m.Queue == QueueMoney && s.Paid > m.Since-Day(r.Attribution.Days):
		return StagePast
	case lapse > 0 && m.Since+Day(lapse) < r.Day:
		return StageOld
	case m.Queue == QueueMoney && s.Covered < m.Since:
		return StageFile
	}
	return StageOffice
}

// Late reports whether the office should have looked at a matter before the rules' day.
func (r *Rules) Late(m Matter) bool {
	days, asked := r.Matters.Answer[m.Queue]
	return asked && m.Since+Day(days) < r.Day
}

// MetOutcomes are the outcomes of visits that met the family.
func MetOutcomes() (out []Outcome) {
	for c, of := range codes {
		if of.met {
			out = append(out, Outcome(c))
		}
	}
	slices.Sort(out)
	return out
}
