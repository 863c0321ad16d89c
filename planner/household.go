package planner

import "binaan/geo"

// HouseholdID names a household within its branch.
type HouseholdID int64

// CareClass is the class of hospital care that a member is entitled to: 1, 2 or 3.
type CareClass int16

// Segment is the kind of membership of the national health insurance.
type Segment string

// The segments. PBPU and BP members pay for themselves.
const (
	PBPU Segment = "PBPU"
	BP   Segment = "BP"
	PPU  Segment = "PPU"
	PBI  Segment = "PBI"
)

// ArrearsStatus says whether the household's arrears are still to be collected.
type ArrearsStatus string

// The states of arrears.
const (
	ArrearsActive     ArrearsStatus = "aktif"
	ArrearsWrittenOff ArrearsStatus = "dihapus"
	ArrearsPaid       ArrearsStatus = "lunas"
	ArrearsWithdrawn  ArrearsStatus = "ditarik" // came with an import that was undone
	ArrearsMoved      ArrearsStatus = "pindah"  // to another branch, by the rule of absence
)

// PhoneQuality says what is known of a telephone number.
type PhoneQuality string

// The qualities of a telephone number.
const (
	PhoneNone    PhoneQuality = "none"
	PhoneUnknown PhoneQuality = "unknown" // looks right, never tried
	PhoneWorks   PhoneQuality = "works"
	PhoneDead    PhoneQuality = "dead"
)

// Household is one kartu keluarga (KK) in arrears. Identity numbers are text
// end to end: they have more digits than a float holds and may begin with 0.
type Household struct {
	ID            HouseholdID    `json:"id"`
	NoKK          string         `json:"noKk,omitempty"`
	NIK           string         `json:"nik,omitempty"` // of the head
	CardNo        string         `json:"cardNo,omitempty"`
	VA            string         `json:"va,omitempty"`
	HeadName      string         `json:"headName"`
	Classes       []CareClass    `json:"classes"` // one for each member
	Segment       Segment        `json:"segment"` // now
	ArrearsOf     Segment        `json:"arrearsOf"`
	Months        int            `json:"months"` // unpaid; billing stops at the cap of the dated rule
	Arrears       Rupiah         `json:"arrears"`
	ArrearsStatus ArrearsStatus  `json:"arrearsStatus"`
	LastPaid      *Day           `json:"lastPaid,omitempty"`
	Rehab         *Rehab         `json:"rehab,omitempty"`
	Address       string         `json:"address"`
	RT            string         `json:"rt"`
	RW            string         `json:"rw"`
	Desa          geo.AreaCode   `json:"desa"`
	Phone         string         `json:"phone,omitempty"` // +62…
	PhoneQuality  PhoneQuality   `json:"phoneQuality"`
	At            *geo.Position  `json:"at,omitempty"` // where it is known to be; nil for classes E and F
	Accuracy      geo.Accuracy   `json:"accuracy"`
	Radius        geo.Metres     `json:"radius"`
	Cell          geo.Cell       `json:"cell"`   // for planning; never shown as the household's place when Spread
	Spread        bool           `json:"spread"` // Cell was drawn from the desa's populated cells
	AsOf          Day            `json:"asOf"`   // the day the figures were true
	Consents      []Consent      `json:"consents,omitempty"`
	NoVisit       *NoVisit       `json:"noVisit,omitempty"`
	Requested     *BranchRequest `json:"requested,omitempty"`
}

// Members is the number of people (jiwa) of the household.
func (h Household) Members() int { return len(h.Classes) }

// Consent is a recorded wish to be visited outside the ordinary hours, or only
// within certain ones.
type Consent struct {
	Sunday  bool   `json:"sunday"`  // Sundays too
	Holiday bool   `json:"holiday"` // public holidays too
	Open    Minute `json:"open"`
	Close   Minute `json:"close"`
}

// NoVisit bans visits until a day: bereavement, illness, dispute, danger,
// hardship, refusal.
type NoVisit struct {
	Until  Day    `json:"until"`
	Reason string `json:"reason"`
}

// BranchRequest asks the kader to visit by a day.
type BranchRequest struct {
	By Day `json:"by"`
}

// Place is where the household is taken to be: its door, or, while that is not
// known, the middle of its cell.
func (h Household) Place() (geo.Position, error) {
	if h.At != nil && !h.Spread {
		return *h.At, nil
	}
	return geo.Centre(h.Cell)
}
