package ledger

import (
	"slices"

	"binaan/planner"
)

// Record is what was done in a period, by a kader or by all.
type Record struct {
	Visits        int            `json:"visits"`
	Contacts      int            `json:"contacts"`   // visits that met the family
	Households    int            `json:"households"` // visited, each once
	Empty         int            `json:"empty"`      // visits in vain
	Promised      int            `json:"promised"`
	Kept          int            `json:"kept"` // of promises due in the period
	Broken        int            `json:"broken"`
	Rehab         int            `json:"rehab"` // families that joined
	Registrations int            `json:"registrations"`
	Talks         int            `json:"talks"`
	Heads         int            `json:"heads"`   // people at talks
	Reports       int            `json:"reports"` // at village offices
	Rupiah        planner.Rupiah `json:"rupiah"`
	Arrears       planner.Rupiah `json:"arrears"`
	Fee           planner.Rupiah `json:"fee"`
	Noted         planner.Rupiah `json:"noted"` // waits for a payment file
	Workdays      int            `json:"workdays"`
}

// ContactRate is how many visits met the family.
func (r Record) ContactRate() Ratio { return Ratio{int64(r.Contacts), int64(r.Visits)} }

// PerVisit is the money that a visit brought.
func (r Record) PerVisit() Ratio { return Ratio{int64(r.Rupiah), int64(r.Visits)} }

// KeptRate is how many of the promises that were settled were kept.
func (r Record) KeptRate() Ratio { return Ratio{int64(r.Kept), int64(r.Kept + r.Broken)} }

// measure is a number of the record.
func (r Record) measure(m planner.Measure) int64 {
	switch m {
	case planner.MeasureVisits:
		return int64(r.Visits)
	case planner.MeasureHouseholds:
		return int64(r.Households)
	case planner.MeasureContacts:
		return int64(r.Contacts)
	case planner.MeasureRupiah:
		return int64(r.Rupiah)
	case planner.MeasureRegistrations:
		return int64(r.Registrations)
	case planner.MeasureTalks:
		return int64(r.Talks)
	case planner.MeasureReports:
		return int64(r.Reports)
	}
	return 0
}

// plus sums records of different kader.
func (r Record) plus(o Record) Record {
	return Record{
		r.Visits + o.Visits, r.Contacts + o.Contacts, r.Households + o.Households, r.Empty + o.Empty, r.Promised + o.Promised, r.Kept + o.Kept, r.Broken + o.Broken,
		r.Rehab + o.Rehab, r.Registrations + o.Registrations, r.Talks + o.Talks, r.Heads + o.Heads, r.Reports + o.Reports, r.Rupiah + o.Rupiah, r.Arrears + o.Arrears, r.Fee + o.Fee, r.Noted + o.Noted,
		r.Workdays + o.Workdays,
	}
}

// Talk is an information meeting.
type Talk struct {
	Kader planner.KaderID
	Day   planner.Day
	Heads int
}

// Report is a courtesy report at a village office.
type Report struct {
	Kader planner.KaderID
	Day   planner.Day
}

// Deeds are what an evaluation counts.
type Deeds struct {
	Visits     []planner.Visit
	Lines      []Line // of Earn
	Registered []Registration
	Talks      []Talk
	Reports    []Report
}

// clearing is how long after the promised day a payment may be booked and the promise
// still count as kept: channels book over a weekend. A guess (asumsi).
const clearing = 3

// records counts deeds of the days from one to another, both included, by kader.
func (d Deeds) records(from, until planner.Day) map[planner.KaderID]*Record {
	out := map[planner.KaderID]*Record{}
	of := func(k planner.KaderID) *Record {
		if out[k] == nil {
			out[k] = &Record{}
		}
		return out[k]
	}
	p := Period{From: from, Until: until}
	seen := map[planner.KaderID]map[planner.HouseholdID]bool{}
	paid := d.paidBy()
	for _, v := range d.Visits {
		if v.Promise != nil && p.holds(v.Promise.Due) {
			of(v.Kader).settle(v, paid[v.Household], until)
		}
		if !p.holds(v.Day) || v.Outcome == planner.Skipped {
			continue
		}
		of(v.Kader).visit(v)
		if seen[v.Kader] == nil {
			seen[v.Kader] = map[planner.HouseholdID]bool{}
		}
		seen[v.Kader][v.Household] = true
	}
	for k, households := range seen {
		out[k].Households = len(households)
	}
	for _, l := range d.Lines {
		if p.holds(l.Day) {
			of(l.Kader).line(l)
		}
	}
	for _, g := range d.Registered {
		if p.holds(g.Day) {
			of(g.Kader).Registrations++
		}
	}
	for _, t := range d.Talks {
		if p.holds(t.Day) {
			of(t.Kader).Talks++
			of(t.Kader).Heads += t.Heads
		}
	}
	for _, r := range d.Reports {
		if p.holds(r.Day) {
			of(r.Kader).Reports++
		}
	}
	return out
}

func (r *Record) visit(v planner.Visit) {
	r.Visits++
	switch {
	case v.Outcome.Met():
		r.Contacts++
	case v.Outcome.Empty():
		r.Empty++
	}
	if v.Promise != nil {
		r.Promised++
	}
	if v.Outcome == planner.RehabEnrolled || v.Outcome == planner.RehabAgreed {
		r.Rehab++
	}
}

func (r *Record) line(l Line) {
	if l.State == Waiting {
		r.Noted += l.Amount
		return
	}
	r.Rupiah += l.Amount
	r.Arrears += l.Arrears
	r.Fee += l.Fee
}

// paidBy are the payments of families.
func (d Deeds) paidBy() map[planner.HouseholdID][]Line {
	out := map[planner.HouseholdID][]Line{}
	for _, l := range d.Lines {
		if l.State != Waiting && l.Amount != 0 {
			out[l.Household] = append(out[l.Household], l)
		}
	}
	return out
}

// settle counts a promise that was due: kept where the branch's list says so or the
// sum came in, broken where it did not and would have by now.
func (r *Record) settle(v planner.Visit, paid []Line, until planner.Day) {
	sum := planner.Rupiah(0)
	for _, l := range paid {
		if l.Day >= v.Day && l.Day <= v.Promise.Due+clearing {
			sum += l.Amount
		}
	}
	switch {
	case v.Promise.State == planner.PromiseCancelled:
	case v.Promise.State == planner.PromiseKept || sum >= v.Promise.Amount:
		r.Kept++
	case v.Promise.State == planner.PromiseBroken || until > v.Promise.Due+clearing:
		r.Broken++
	}
}

// Slot is a part of the week.
type Slot string

// The slots, in the order of the week.
const (
	Morning  Slot = "PAGI"  // Monday to Friday before 12.00
	Noon     Slot = "SIANG" // 12.00 to 16.00
	Evening  Slot = "SORE"  // 16.00 to 18.00
	Night    Slot = "MALAM" // from 18.00
	Saturday Slot = "SABTU"
	Sunday   Slot = "MINGGU"
)

// Slots are all of them.
var Slots = []Slot{Morning, Noon, Evening, Night, Saturday, Sunday}

func slotOf(v planner.Visit) Slot {
	switch v.Day.Weekday() {
	case 6:
		return Saturday
	case 0:
		return Sunday
	}
	k := slices.IndexFunc([]planner.Minute{12 * 60, 16 * 60, 18 * 60, 24 * 60}, func(m planner.Minute) bool { return v.At < m })
	return Slots[max(0, k)]
}
