package ledger

import (
	"slices"

	"binaan/planner"
)

// Verdict is what became of a row.
type Verdict string

// The verdicts. Every row has one.
const (
	Matched   Verdict = "matched"   // credited to a family
	Review    Verdict = "review"    // taken in, and credited to nobody before somebody has looked
	Rejected  Verdict = "rejected"  // cannot be read
	Duplicate Verdict = "duplicate" // came in before
	Reversal  Verdict = "reversal"  // takes a payment back
)

// Reason is why a verdict is what it is.
type Reason string

// The reasons.
const (
	IsKK           Reason = "KK"             // matched by the KK alone
	IsKKAndMore    Reason = "KK_AND_MORE"    // and by another number or the sum
	IsVA           Reason = "VA"             // by the virtual account, or what the card number makes of it
	IsVASlip       Reason = "VA_KK_SLIP"     // and the KK has a slip of the hand
	IsCard         Reason = "CARD"           // by the card number
	IsRule         Reason = "RULE"           // by what was decided of payments with just its numbers
	NoNumber       Reason = "NO_NUMBER"      // names nobody
	Contradiction  Reason = "CONTRADICTION"  // its numbers are of different families
	OtherVA        Reason = "OTHER_VA"       // its virtual account is nothing like the family's
	SharedVA       Reason = "SHARED_VA"      // several families pay into it, and no KK says which
	UnknownKK      Reason = "UNKNOWN_KK"     // no family has it
	SlipOfKK       Reason = "SLIP_OF_KK"     // a KK like it is a family's
	NeighbourFits  Reason = "NEIGHBOUR_FITS" // the sum is what a family with a KK like it owes, and not this one
	UnknownNumber  Reason = "UNKNOWN_NUMBER" // no family has the virtual account or card
	TwinNoRef      Reason = "TWIN_NO_REF"    // like a row without a reference that was taken
	ReferenceTaken Reason = "REF_TAKEN"      // another payment has its reference
	LargeSum       Reason = "LARGE_SUM"      // more than a family ever owes
	CameBefore     Reason = "CAME_BEFORE"
	TakesBack      Reason = "TAKES_BACK"
	NothingToTake  Reason = "NOTHING_TO_TAKE" // no payment of the family and sum before it
)

// LargeAbove is a sum that somebody looks at before it is credited.
const LargeAbove planner.Rupiah = 100_000_000

// Judged is a row with its verdict.
type Judged struct {
	Row
	Verdict    Verdict
	Reason     Reason
	Household  planner.HouseholdID // of a match or a reversal
	Evidence   []Evidence          // for it
	Candidates []Candidate         // of a review
	Of         int                 // of a reversal: place of what it takes back in known; -1: none
	OfRow      int                 // or in the rows themselves, also of a duplicate; -1: none
}

// judge holds what was seen of references and payments while rows are judged.
type judge struct {
	*Register
	known []Known
	rows  []Judged
	byRef map[string][]past // by plain reference
	twins map[string]int    // rows without a reference, by what they say
	paid  map[planner.HouseholdID][]past
	waits map[string][]past // rows of nobody yet, by the numbers that they name
	taken map[past]bool     // payments that were taken back
}

// past is a payment that came before: of known, or a row of this file.
type past struct{ known, row int }

// Judge says of every row what becomes of it, in their order. No sum of money is ever
// credited by sum and day alone: a number must name the family, and no other number
// may contradict it. known are the rows of the past that have a reference of these
// rows or are of their families.
func Judge(rows []Row, r *Register, known []Known) []Judged {
	j := &judge{
		Register: r, known: known, rows: make([]Judged, len(rows)), byRef: map[string][]past{}, twins: map[string]int{},
		paid: map[planner.HouseholdID][]past{}, waits: map[string][]past{}, taken: map[past]bool{},
	}
	for i, k := range known {
		j.remember(past{i, -1}, k.Ref, k.Household, k.KK+"/"+k.VA)
		if k.Reversed {
			j.taken[past{i, -1}] = true
		}
	}
	for i, row := range rows {
		j.rows[i] = Judged{Row: row, Of: -1, OfRow: -1}
		if !row.Back {
			j.payment(i)
		}
	}
	j.reversals()
	return j.rows
}

func (j *judge) remember(p past, ref string, h planner.HouseholdID, numbers string) {
	if ref := Plain(ref); ref != "" {
		j.byRef[ref] = append(j.byRef[ref], p)
	}
	if h != 0 {
		j.paid[h] = append(j.paid[h], p)
	} else if numbers != "/" {
		j.waits[numbers] = append(j.waits[numbers], p)
	}
}

func (j *judge) payment(i int) {
	row := &j.rows[i]
	switch {
	case row.Fault != "":
		row.Verdict, row.Reason = Rejected, row.Fault
		return
	case row.KK == "" && row.VA == "" && row.Card == "":
		row.Verdict, row.Reason = Review, NoNumber
	default:
		j.identify(row)
		j.follow(row)
	}
	if row.Ref == "" {
		j.twin(row)
	} else {
		j.reference(row)
	}
	if row.Verdict == Matched && row.Amount > LargeAbove {
		j.doubt(row, LargeSum)
	}
	if row.Verdict == Matched || row.Verdict == Review {
		j.remember(past{-1, i}, row.Ref, row.Household, row.KK+"/"+row.VA)
	}
}

// identify finds whose a row is.
func (j *judge) identify(row *Judged) {
	va, card := j.va[row.VA], j.card[row.Card]
	if row.VA == "" {
		va = nil
	}
	if row.Card == "" {
		card = nil
	}
	if i, found := j.kk[row.KK]; found && row.KK != "" {
		j.stated(row, i, va, card)
		return
	}
	j.unstated(row, va, card)
}

// stated judges a row whose KK is a family's: that one counts, unless another number
// is of a different family, or the sum is a neighbour's.
func (j *judge) stated(row *Judged, i int, va, card []int) {
	f := j.families[i]
	others := len(va) > 0 && !slices.Contains(va, i) || len(card) > 0 && !slices.Contains(card, i)
	switch {
	case others:
		j.review(row, Contradiction, []int{i}, va, card)
	case len(va) > 0 || len(card) > 0:
		j.match(row, i, IsKKAndMore)
	case row.VA != "" && f.VA != "" && slip(row.VA, f.VA) > 2:
		j.review(row, OtherVA, []int{i})
	case fits(f, row.Amount).told():
		j.match(row, i, IsKKAndMore)
	default:
		near := slices.DeleteFunc(j.near(row.KK), func(n int) bool { return !fits(j.families[n], row.Amount).tight() })
		if len(near) > 0 {
			j.review(row, NeighbourFits, []int{i}, near)
			return
		}
		j.match(row, i, IsKK)
	}
}

// unstated judges a row that names no KK, or one that no family has.
func (j *judge) unstated(row *Judged, va, card []int) {
	both := va
	if len(va) > 0 && len(card) > 0 {
		both = slices.DeleteFunc(slices.Clone(va), func(i int) bool { return !slices.Contains(card, i) })
		if len(both) == 0 {
			j.review(row, Contradiction, va, card)
			return
		}
	} else if len(va) == 0 {
		both = card
	}
	var near []int
	if row.KK != "" {
		near = j.near(row.KK)
	}
	switch {
	case len(both) > 1:
		j.review(row, SharedVA, both)
	case len(both) == 1 && row.KK == "" && len(va) > 0:
		j.match(row, both[0], IsVA)
	case len(both) == 1 && row.KK == "":
		j.match(row, both[0], IsCard)
	case len(both) == 1 && slip(row.KK, j.families[both[0]].KK) <= 2:
		j.match(row, both[0], IsVASlip)
	case len(both) == 1:
		j.review(row, UnknownKK, both, near)
	case len(near) > 0:
		j.review(row, SlipOfKK, near)
	case row.KK != "":
		j.review(row, UnknownKK)
	default:
		j.review(row, UnknownNumber)
	}
}

func (j *judge) match(row *Judged, i int, why Reason) {
	row.Verdict, row.Reason, row.Household, row.Evidence = Matched, why, j.families[i].ID, j.speaksFor(row.Row, i)
}

func (j *judge) review(row *Judged, why Reason, who ...[]int) {
	row.Verdict, row.Reason, row.Candidates = Review, why, j.candidates(row.Row, who...)
}

// doubt puts a match before somebody.
func (j *judge) doubt(row *Judged, why Reason) {
	row.Candidates = []Candidate{{row.Household, row.Evidence}}
	row.Verdict, row.Reason, row.Household, row.Evidence = Review, why, 0, nil
}
