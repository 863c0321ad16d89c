package planner

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"binaan/geo"
)

// RuleRow is a dated rule as it is stored: the national default, or a branch's
// own (Own), which replaces the fields that it names.
type RuleRow struct {
	Key    string          `json:"key"`
	From   Day             `json:"from"`
	Until  *Day            `json:"until,omitempty"` // the last day; nil while in force
	Own    bool            `json:"own,omitempty"`
	Value  json.RawMessage `json:"value"`
	Source string          `json:"source"`
}

// inForce reports whether the row holds on d.
func (r RuleRow) inForce(d Day) bool {
	return r.From <= d && (r.Until == nil || d <= *r.Until)
}

// Rules are the dated rules that hold in a branch on one day. The JSON name of a
// field is the key of its rows. What the values are, and where they come from, is
// data: docs/rules.md.
type Rules struct {
	Day         Day             `json:"day"`
	Premiums    []PremiumRule   `json:"premium"` // ascending by From; those of the past price the past
	Arrears     ArrearsRule     `json:"arrears"`
	Eligibility EligibilityRule `json:"eligibility"`
	Target      TargetRule      `json:"target"`
	Fee         FeeRule         `json:"fee"`
	Visiting    VisitingRule    `json:"visiting"`
	Rehab       RehabRules      `json:"rehab"`
	Contact     ContactRule     `json:"contact"`
	Cooldown    map[Outcome]int `json:"cooldown"` // days without a visit after an outcome
	Service     ServiceRule     `json:"service"`
	Travel      TravelRule      `json:"travel"`
	Stops       StopsRule       `json:"stops"`
	Territory   TerritoryRule   `json:"territory"`
	Coverage    CoverageRule    `json:"coverage"`
	Exploration ExplorationRule `json:"exploration"`
	Evaluation  EvaluationRule  `json:"evaluation"`
	Attribution AttributionRule `json:"attribution"`
	Cash        CashRule        `json:"cash"`
	Fine        FineRule        `json:"fine"`
	WriteOff    WriteOffRule    `json:"writeOff"`
	Yield       YieldRule       `json:"yield"`
	Freshness   FreshnessRule   `json:"freshness"`
	Privacy     PrivacyRule     `json:"privacy"`
	Retention   RetentionRule   `json:"retention"`
	Letter      LetterRule      `json:"letter"`
	Information InformationRule `json:"information"`
	Publishing  PublishingRule  `json:"publishing"`
	Matters     MatterRule      `json:"matters"`
	Deviation   DeviationRule   `json:"deviation"`
}

// PremiumRule is the participant's share of the premium per person and month.
type PremiumRule struct {
	From   Day    `json:"-"` // of its row
	Class1 Rupiah `json:"class1"`
	Class2 Rupiah `json:"class2"`
	Class3 Rupiah `json:"class3"`
}

// Of is the premium of a class; 0 for a class that there is not.
func (p PremiumRule) Of(c CareClass) Rupiah {
	switch c {
	case 1:
		return p.Class1
	case 2:
		return p.Class2
	case 3:
		return p.Class3
	}
	return 0
}

// ArrearsRule says how many unpaid months are billed, when a month falls due and
// what it means that a file no longer names a family.
type ArrearsRule struct {
	CapMonths int     `json:"capMonths"`
	DueDay    int     `json:"dueDay"` // of the month
	Missing   Absence `json:"missing,omitempty"`
}

// EligibilityRule says whom a kader may serve, by unpaid months (both ends
// included) and by the segment of the arrears. MaxMonths 0 means no upper end.
type EligibilityRule struct {
	MinMonths int       `json:"minMonths"`
	MaxMonths int       `json:"maxMonths"`
	Segments  []Segment `json:"segments"`
}

// TargetRule is what the branch asks of a kader. The amounts of month and year
// are two numbers: published ones do not agree.
type TargetRule struct {
	VisitsPerDay   int    `json:"visitsPerDay"`
	VisitsPerMonth int    `json:"visitsPerMonth"`
	VisitsPerYear  int    `json:"visitsPerYear"`
	RupiahPerMonth Rupiah `json:"rupiahPerMonth"`
	RupiahPerYear  Rupiah `json:"rupiahPerYear"`
	Goals          []Goal `json:"goals,omitempty"` // in whatever other units, such as 10 KK a week
}

// VisitingRule is when a household may be visited without its own consent.
type VisitingRule struct {
	Weekdays []time.Weekday `json:"weekdays"` // 0 is Sunday
	Open     Minute         `json:"open"`
	Close    Minute         `json:"close"` // the visit has ended by then
	Quiet    []Shift        `json:"quiet"` // hours of rest within them
}

// RehabRules are the instalment rules for members who still pay for themselves
// and for those who switched segment.
type RehabRules struct {
	Ordinary RehabRule `json:"ordinary"`
	Switched RehabRule `json:"switched"`
}

// RehabRule is an instalment programme.
type RehabRule struct {
	Offered         bool   `json:"offered"`
	MinMonths       int    `json:"minMonths"`
	MaxMonths       int    `json:"maxMonths"` // 0: no upper end
	MaxSteps        int    `json:"maxSteps"`
	HalfOfMonths    bool   `json:"halfOfMonths"` // and at most half the unpaid months
	MinInstalment   Rupiah `json:"minInstalment"`
	PerMember       bool   `json:"perMember"` // the least instalment counts for each member
	IncludesCurrent bool   `json:"includesCurrent"`
	ActiveOn        string `json:"activeOn"`                     // "first" or "last" instalment
	RegisterBy      int    `json:"registerBy,omitempty"`         // the last day of the month to join; 0: any day
	RegisterByFeb   int    `json:"registerByFebruary,omitempty"` // the same of February; 0: as in other months
}

// ContactRule limits how often a family is visited.
type ContactRule struct {
	DaysBetween       int `json:"daysBetween"` // two visits at which somebody was met
	PerMonth          int `json:"perMonth"`
	RefusalsToSuper   int `json:"refusalsToSupervisor"` // so many, and the supervisor decides
	EmptyCallsToPhone int `json:"emptyCallsToPhone"`    // so many in a row, and the telephone comes first
	PhoneDays         int `json:"phoneDays"`            // without a visit meanwhile
	ClaimDays         int `json:"claimDays"`            // that a family which says it has paid is left alone at most, before a payment file covers the day
}

// ServiceRule is the time at a door, in minutes.
type ServiceRule struct {
	Visit  Minute                  `json:"visit"`
	Empty  Minute                  `json:"empty"`  // nobody home
	Report Minute                  `json:"report"` // at the balai desa
	Search map[geo.Accuracy]Minute `json:"search"` // finding the door, by class of positional accuracy
}

// VisitTime is how long a visit takes, with the search for the door.
func (r *Rules) VisitTime(h Household) Minute { return r.Service.Visit + r.Service.Search[h.Accuracy] }

// TravelRule prices and times the straight line between two places.
type TravelRule struct {
	SpeedKmh    float64                 `json:"speedKmh"`
	Factor      float64                 `json:"factor"` // the way is so many times the straight line
	HillFactor  float64                 `json:"hillFactor"`
	Hills       []geo.AreaCode          `json:"hills"`               // kecamatan in the hills
	Kecamatan   map[geo.AreaCode]PaceIn `json:"kecamatan,omitempty"` // those that differ
	RupiahPerKm Rupiah                  `json:"rupiahPerKm"`
}

// PaceIn is how a kecamatan differs; 0 is as elsewhere.
type PaceIn struct {
	SpeedKmh float64 `json:"speedKmh,omitempty"`
	Factor   float64 `json:"factor,omitempty"`
}

// Line is the estimate of ways in a kecamatan.
func (t TravelRule) Line(kecamatan geo.AreaCode) geo.StraightLine {
	line := geo.StraightLine{Factor: t.Factor, SpeedKmh: t.SpeedKmh}
	if slices.Contains(t.Hills, kecamatan) {
		line.Factor = t.HillFactor
	}
	own := t.Kecamatan[kecamatan]
	return geo.StraightLine{Factor: cmp.Or(own.Factor, line.Factor), SpeedKmh: cmp.Or(own.SpeedKmh, line.SpeedKmh)}
}

// Fare is what riding so far costs.
func (t TravelRule) Fare(m geo.Metres) Rupiah {
	return (t.RupiahPerKm*Rupiah(m) + 500) / 1000
}

// valid reports whether every speed and factor makes sense.
func (t TravelRule) valid() bool {
	for _, own := range t.Kecamatan {
		if own.SpeedKmh < 0 || own.Factor < 0 || own.Factor > 0 && own.Factor < 1 {
			return false
		}
	}
	return t.SpeedKmh > 0 && t.Factor >= 1 && t.HillFactor >= 1 && t.RupiahPerKm >= 0
}

// StopsRule is how many stops a day should and may have.
type StopsRule struct {
	Least int `json:"least"`
	Most  int `json:"most"`
}

// TerritoryRule is the size of a territory in eligible KK, and what it is made of.
type TerritoryRule struct {
	Lower  int   `json:"lower"`
	Target int   `json:"target"`
	Upper  int   `json:"upper"`
	Grain  Grain `json:"grain,omitempty"`
	Gap    int   `json:"gap,omitempty"` // metres: links between desa that do not touch are no longer than that; 0: 5,000
}

// Grain is what territories are made of.
type Grain string

// Grains. The zero value is GrainDesa.
const (
	GrainDesa Grain = "desa" // whole desa
	GrainCell Grain = "cell" // blocks
)

// Valid reports whether g is one of the grains.
func (g Grain) Valid() bool { return g == "" || g == GrainDesa || g == GrainCell }

// CoverageRule has every household visited at least once in so many days.
type CoverageRule struct {
	Days int `json:"days"`
}

// FreshnessRule has the later days of a month of routes stand for so many days
// before they are planned from what is known then, although nothing speaks against
// them.
type FreshnessRule struct {
	Days int `json:"days"`
}

// EvaluationRule has packs of a branch's evaluation made of every period of some units
// that has ended, so many days after its last: payment files come late.
type EvaluationRule struct {
	Every    []Cadence `json:"every"` // week: two weeks of a month; none: no packs
	WaitDays int       `json:"waitDays"`
}

// sound reports whether there are such periods.
func (r EvaluationRule) sound() bool {
	return r.WaitDays >= 0 && !slices.ContainsFunc(r.Every, func(c Cadence) bool { return c == PerDay || !slices.Contains(Cadences, c) })
}

// ExplorationRule is the share of visits drawn among households that nobody knows.
type ExplorationRule struct {
	Percent float64 `json:"percent"`
}

// AttributionRule is how long after a visit a payment is credited to it, and how
// long money that a kader noted may wait for the branch's file.
type AttributionRule struct {
	Days     int `json:"days"`
	WaitDays int `json:"waitDays,omitempty"` // 0: 1
}

// CashRule says whether a kader may hold money.
type CashRule struct {
	Held            bool `json:"held"`
	ReceiptRequired bool `json:"receiptRequired"` // PPOB number
}

// FineRule is the fine on inpatient care soon after reactivation: for the
// information card, never part of a balance.
type FineRule struct {
	Percent    float64 `json:"percent"`
	WithinDays int     `json:"withinDays"`
	MaxMonths  int     `json:"maxMonths"`
	Most       Rupiah  `json:"most"`
}

// WriteOffRule says whose arrears are written off: of families all of whose
// members are of the classes.
type WriteOffRule struct {
	InForce   bool        `json:"inForce"`
	Classes   []CareClass `json:"classes"`
	Segments  []Segment   `json:"segments,omitempty"`  // that the family is in now; empty: whichever
	MaxMonths int         `json:"maxMonths,omitempty"` // unpaid at most; 0: no end
}

// PrivacyRule says of how few families numbers are never told on maps and in their files.
type PrivacyRule struct {
	Least   int `json:"least"`   // families behind a number
	Percent int `json:"percent"` // of its money that one of them holds at most
	Unit    int `json:"unit"`    // families among whom is told what happened in a month
}

// sound reports whether the rule protects anybody: one family never is a number.
func (r PrivacyRule) sound() bool {
	return r.Least >= 5 && r.Unit >= r.Least && r.Percent >= 1 && r.Percent <= 90
}

// RetentionRule is how many days is kept what is neither in force nor owed.
type RetentionRule struct {
	Drafts     int `json:"draftDays"`      // territory plans that were never published
	Superseded int `json:"supersededDays"` // routes whose day newer ones were made for, plans that came to nothing
	Routes     int `json:"routeDays"`      // routes that were in force, after the last day of their month
	Refused    int `json:"refusedDays"`    // rows that imports refused, families that they should have named
	Undo       int `json:"undoDays"`       // what an import found, so that it can be undone
	Audit      int `json:"auditDays"`
	Photos     int `json:"photoDays"`  // pictures of receipts, after they came in
	Fixes      int `json:"fixDays"`    // where exactly a phone was when something was recorded
	Notes      int `json:"noteDays"`   // notes, names and telephones in what was recorded; numbers as payment files wrote them
	Families   int `json:"familyDays"` // who a family was that owes nothing, after it was last heard of
}

// LetterRule is how a letter of assignment reads, and what it assigns. The text names
// {cabang}, {nomor}, {nama}, {kode}, {desa}, {dari} and {sampai}.
type LetterRule struct {
	Text      string     `json:"text"`
	Functions []Function `json:"functions"`
}

// Function is one of the five things that a kader is there for.
type Function string

// The functions of a kader, as the programme counts them.
const (
	Reminder     Function = "PENGINGAT"   // of contributions, and their collection
	Marketing    Function = "PEMASARAN"   // social marketing
	Membership   Function = "KEPESERTAAN" // registration
	InformPeople Function = "INFORMASI"
	Complaints   Function = "PENGADUAN"
)

func (r LetterRule) sound() bool {
	for _, f := range r.Functions {
		if !slices.Contains([]Function{Reminder, Marketing, Membership, InformPeople, Complaints}, f) {
			return false
		}
	}
	return r.Text != ""
}

// InformationRule is what a kader tells of where families find help, and says at a door.
type InformationRule struct {
	Channels []Channel `json:"channels"`
	Script   string    `json:"script"`
}

// Channel is where a family finds help.
type Channel struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	Text   string `json:"text"`
	// English is Text in English; empty: nobody has said it.
	English string `json:"english,omitempty"`
}

// sound reports whether every number makes sense. The database keeps an audit for
// a year whatever the rule says.
func (r RetentionRule) sound() bool {
	return min(r.Drafts, r.Superseded, r.Refused, r.Undo, r.Photos) >= 1 && min(r.Routes, r.Fixes) >= 31 && min(r.Audit, r.Notes, r.Families) >= 365
}

// PublishingRule says whether a territory plan has to be approved before it is
// published, and by whom.
type PublishingRule struct {
	Approval  bool     `json:"approval"`
	Approvers []string `json:"approvers"` // roles
	OtherEyes bool     `json:"otherEyes"` // not by whoever asks for it
}

// Approves tells whether those of a role may approve plans.
func (r PublishingRule) Approves(role string) bool { return slices.Contains(r.Approvers, role) }

// sound tells whether the roles are such that may draw plans.
func (r PublishingRule) sound() bool {
	other := func(role string) bool { return role != "admin" && role != "officer" }
	return len(r.Approvers) > 0 && !slices.ContainsFunc(r.Approvers, other)
}

// ErrRules marks rules that are missing, unknown or make no sense.
var ErrRules = errors.New("rules")

// ruleTable tells of each key that rule rows may have where its value goes, and,
// where some values make no sense, which (fault) and how to tell. It is the one
// list of keys; docs/rules.md is held to it by a test.
var ruleTable = []struct {
	key   string
	to    func(*Rules) any // nil: its rows are not merged, all past ones are kept
	fault string
	sound func(*Rules) bool // nil: every value makes sense
}{
	{"arrears", func(r *Rules) any { return &r.Arrears }, "cap, due day or meaning of who is missing", func(r *Rules) bool {
		return r.Arrears.CapMonths > 0 && r.Arrears.DueDay >= 1 && r.Arrears.DueDay <= 31 && r.Arrears.Missing.Valid()
	}},
	{"attribution", func(r *Rules) any { return &r.Attribution }, "days", func(r *Rules) bool { return r.Attribution.Days > 0 && r.Attribution.WaitDays >= 0 }},
	{"cash", func(r *Rules) any { return &r.Cash }, "", nil},
	{"contact", func(r *Rules) any { return &r.Contact }, "days or visits a month", func(r *Rules) bool {
		return r.Contact.DaysBetween >= 1 && r.Contact.PerMonth >= 1 && r.Contact.ClaimDays >= 0
	}},
	{"cooldown", func(r *Rules) any { return &r.Cooldown }, "", nil},
	{"coverage", func(r *Rules) any { return &r.Coverage }, "days", func(r *Rules) bool { return r.Coverage.Days > 0 }},
	{"deviation", func(r *Rules) any { return &r.Deviation }, "days, numbers or per cent", func(r *Rules) bool { return r.Deviation.sound() }},
	{"eligibility", func(r *Rules) any { return &r.Eligibility }, "months", func(r *Rules) bool {
		return r.Eligibility.MinMonths >= 0 && (r.Eligibility.MaxMonths == 0 || r.Eligibility.MaxMonths >= r.Eligibility.MinMonths)
	}},
	{"evaluation", func(r *Rules) any { return &r.Evaluation }, "units or days", func(r *Rules) bool { return r.Evaluation.sound() }},
	{"exploration", func(r *Rules) any { return &r.Exploration }, "percent", func(r *Rules) bool {
		return r.Exploration.Percent >= 0 && r.Exploration.Percent <= 100
	}},
	{"fee", func(r *Rules) any { return &r.Fee }, "per cent, tiers or amounts", func(r *Rules) bool { return r.Fee.valid() }},
	{"fine", func(r *Rules) any { return &r.Fine }, "", nil},
	{"freshness", func(r *Rules) any { return &r.Freshness }, "days", func(r *Rules) bool { return r.Freshness.Days > 0 }},
	{"information", func(r *Rules) any { return &r.Information }, "", nil},
	{"letter", func(r *Rules) any { return &r.Letter }, "text or functions", func(r *Rules) bool { return r.Letter.sound() }},
	{"matters", func(r *Rules) any { return &r.Matters }, "queues or days", func(r *Rules) bool { return r.Matters.sound() }},
	{"premium", nil, "", nil},
	{"privacy", func(r *Rules) any { return &r.Privacy }, "families or per cent", func(r *Rules) bool { return r.Privacy.sound() }},
	{"publishing", func(r *Rules) any { return &r.Publishing }, "roles", func(r *Rules) bool { return r.Publishing.sound() }},
	{"rehab", func(r *Rules) any { return &r.Rehab }, "months, steps, least instalment or day of activation", func(r *Rules) bool {
		return r.Rehab.Ordinary.valid() && r.Rehab.Switched.valid()
	}},
	{"retention", func(r *Rules) any { return &r.Retention }, "days", func(r *Rules) bool { return r.Retention.sound() }},
	{"service", func(r *Rules) any { return &r.Service }, "minutes", func(r *Rules) bool {
		return r.Service.Visit > 0 && r.Service.Empty > 0 && r.Service.Report >= 0
	}},
	{"stops", func(r *Rules) any { return &r.Stops }, "least or most", func(r *Rules) bool {
		return r.Stops.Least >= 0 && r.Stops.Most >= max(1, r.Stops.Least)
	}},
	{"target", func(r *Rules) any { return &r.Target }, "numbers, units or measures", func(r *Rules) bool { return r.Target.valid() }},
	{"territory", func(r *Rules) any { return &r.Territory }, "band, grain or gap", func(r *Rules) bool {
		return r.Territory.Lower > 0 && r.Territory.Lower <= r.Territory.Target && r.Territory.Target <= r.Territory.Upper &&
			r.Territory.Grain.Valid() && r.Territory.Gap >= 0
	}},
	{"travel", func(r *Rules) any { return &r.Travel }, "speed, factor or cost", func(r *Rules) bool { return r.Travel.valid() }},
	{"visiting", func(r *Rules) any { return &r.Visiting }, "hours", func(r *Rules) bool {
		return 0 <= r.Visiting.Open && r.Visiting.Open < r.Visiting.Close && r.Visiting.Close <= 24*60
	}},
	{"writeOff", func(r *Rules) any { return &r.WriteOff }, "", nil},
	{"yield", func(r *Rules) any { return &r.Yield }, "Rupiah, visits, spread, share kept or discount", func(r *Rules) bool { return r.Yield.sound() }},
}

// MergeRules makes the rules of a day from rows in any order. Of the national
// rows of a key in force the one that began last counts; of the branch's own
// likewise, field by field over the national one. ErrRules: an unknown key or
// field, a key without a row in force, a value that makes no sense.
func MergeRules(rows []RuleRow, day Day) (Rules, error) {
	rules := Rules{Day: day}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b RuleRow) int {
		switch {
		case a.Own != b.Own && b.Own:
			return -1
		case a.Own != b.Own:
			return 1
		}
		return int(a.From) - int(b.From)
	})
	known := map[string]bool{}
	for _, rule := range ruleTable {
		known[rule.key] = true
		if rule.to == nil {
			continue
		}
		if err := rules.merge(rule.key, rule.to(&rules), rows); err != nil {
			return Rules{}, err
		}
	}
	for _, row := range rows {
		if !known[row.Key] {
			return Rules{}, fmt.Errorf("rule %q of %v is unknown: %w", row.Key, row.From, ErrRules)
		}
	}
	if err := rules.mergePremiums(rows); err != nil {
		return Rules{}, err
	}
	return rules, rules.valid()
}

// merge lays the national row of a key in force, then the branch's own, into field.
func (r *Rules) merge(key string, field any, rows []RuleRow) error {
	var national, own *RuleRow
	for i := range rows {
		if rows[i].Key != key || !rows[i].inForce(r.Day) {
			continue
		}
		if rows[i].Own {
			own = &rows[i]
		} else {
			national = &rows[i]
		}
	}
	if national == nil && own == nil {
		return fmt.Errorf("rule %q: none in force on %v: %w", key, r.Day, ErrRules)
	}
	for _, row := range []*RuleRow{national, own} {
		if row == nil {
			continue
		}
		if err := strictly(row.Value, field); err != nil {
			return fmt.Errorf("rule %q of %v: %w: %w", key, row.From, err, ErrRules)
		}
	}
	return nil
}

func strictly(value json.RawMessage, to any) error {
	d := json.NewDecoder(bytes.NewReader(value))
	d.DisallowUnknownFields()
	return d.Decode(to)
}

// mergePremiums keeps every tariff that began on or before the day.
func (r *Rules) mergePremiums(rows []RuleRow) error {
	for _, row := range rows {
		if row.Key != "premium" || row.From > r.Day {
			continue
		}
		p := PremiumRule{From: row.From}
		if err := strictly(row.Value, &p); err != nil {
			return fmt.Errorf("rule premium of %v: %w: %w", row.From, err, ErrRules)
		}
		r.Premiums = slices.DeleteFunc(r.Premiums, func(q PremiumRule) bool { return q.From == p.From })
		r.Premiums = append(r.Premiums, p)
	}
	if len(r.Premiums) == 0 {
		return fmt.Errorf("rule premium: none in force on %v: %w", r.Day, ErrRules)
	}
	slices.SortFunc(r.Premiums, func(a, b PremiumRule) int { return int(a.From) - int(b.From) })
	return nil
}

// valid refuses numbers with which nothing could be planned.
func (r *Rules) valid() error {
	for _, rule := range ruleTable {
		if rule.sound != nil && !rule.sound(r) {
			return fmt.Errorf("rule %s: %s make no sense on %v: %w", rule.key, rule.fault, r.Day, ErrRules)
		}
		if rule.to != nil && !bounded(reflect.ValueOf(rule.to(r))) {
			return fmt.Errorf("rule %s: a number, text or list is beyond its bounds on %v: %w", rule.key, r.Day, ErrRules)
		}
	}
	for _, p := range r.Premiums {
		if min(p.Class1, p.Class2, p.Class3) <= 0 || !bounded(reflect.ValueOf(p)) {
			return fmt.Errorf("rule premium: a class of %v costs nothing, or too much: %w", p.From, ErrRules)
		}
	}
	return nil
}

// Eligible reports whether a kader may serve the household: its arrears are to
// be collected, of a segment that paid for itself, and old enough.
func (r *Rules) Eligible(h Household) bool {
	e := r.Eligibility
	return h.ArrearsStatus == ArrearsActive && h.Arrears > 0 &&
		h.Months >= e.MinMonths && (e.MaxMonths == 0 || h.Months <= e.MaxMonths) &&
		slices.Contains(e.Segments, h.ArrearsOf) && !r.writtenOff(h)
}
