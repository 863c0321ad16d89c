package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"binaan/planner"
)

// reference looks for rows that came with the reference of this one. The same
// reference, day, sum and family is the same payment; anything else that has it is
// another, for channels use references again, and somebody looks at it.
func (j *judge) reference(row *Judged) {
	for _, p := range j.byRef[Plain(row.Ref)] {
		ref, of, day, amount := j.said(p)
		if day == row.Day && amount == row.Amount && j.sameFamily(p, of, row) {
			row.Verdict, row.Reason, row.Household, row.Candidates, row.OfRow = Duplicate, CameBefore, of, nil, p.row
			return
		}
		if strings.EqualFold(strings.TrimSpace(ref), strings.TrimSpace(row.Ref)) && row.Verdict == Matched {
			j.doubt(row, ReferenceTaken)
		}
	}
}

// said is what a payment of the past says.
func (j *judge) said(p past) (ref string, of planner.HouseholdID, day planner.Day, amount planner.Rupiah) {
	if p.row >= 0 {
		r := j.rows[p.row]
		return r.Ref, r.Household, r.Day, r.Amount
	}
	k := j.known[p.known]
	return k.Ref, k.Household, k.Day, k.Amount
}

// sameFamily reports whether a payment of the past and a row are of one family: they
// name it alike, whoever has settled since whose the first was, or were credited to
// the same one.
func (j *judge) sameFamily(p past, of planner.HouseholdID, row *Judged) bool {
	kk, va := "", ""
	if p.row >= 0 {
		kk, va = j.rows[p.row].KK, j.rows[p.row].VA
	} else {
		kk, va = j.known[p.known].KK, j.known[p.known].VA
	}
	if kk != "" || va != "" {
		return kk == row.KK && va == row.VA || of != 0 && of == row.Household
	}
	return of != 0 && (of == row.Household || slices.ContainsFunc(row.Candidates, func(c Candidate) bool { return c.Household == of }))
}

// twin gives a row without a reference one made of what it says, numbered among
// those that say the same: the first of a file is the first of the next file too. Of
// several alike in a file the first is credited, somebody looks at the others.
func (j *judge) twin(row *Judged) {
	says := fmt.Sprintf("%s/%s/%s/%v/%d/%s", row.KK, row.VA, row.Card, row.Day, row.Amount, strings.ToUpper(row.Channel))
	j.twins[says]++
	n := j.twins[says]
	row.Ref = fmt.Sprintf("TANPA-%s%s%s-%v-%d-%s-%d", row.KK, row.VA, row.Card, row.Day, row.Amount, Plain(row.Channel), n)
	for _, p := range j.byRef[Plain(row.Ref)] {
		if ref, of, _, _ := j.said(p); ref == row.Ref {
			row.Verdict, row.Reason, row.Household, row.Candidates = Duplicate, CameBefore, of, nil
			return
		}
	}
	if n > 1 && row.Verdict == Matched {
		j.doubt(row, TwinNoRef)
	}
}

// reversals finds what rows take back, the earliest first.
func (j *judge) reversals() {
	var back []int
	for i := range j.rows {
		if j.rows[i].Back {
			back = append(back, i)
		}
	}
	slices.SortStableFunc(back, func(a, b int) int { return cmp.Compare(j.rows[a].Day, j.rows[b].Day) })
	for _, i := range back {
		j.reversal(&j.rows[i])
	}
}

// reversal finds what a row takes back: of the sum, not later, of the family that
// its numbers name; the one that its own reference or its note names, else the last.
func (j *judge) reversal(row *Judged) {
	if row.Fault != "" {
		row.Verdict, row.Reason = Rejected, row.Fault
		return
	}
	who := *row
	j.identify(&who)
	if k := slices.IndexFunc(j.known, func(k Known) bool {
		return k.Reversed && k.Amount == row.Amount && row.Ref != "" && k.BackRef == row.Ref && (k.Household == 0 || k.Household == who.Household)
	}); k >= 0 {
		row.Verdict, row.Reason, row.Household, row.Of = Duplicate, CameBefore, j.known[k].Household, k
		return
	}
	p, found := j.meant(row, who.Household)
	if !found {
		row.Verdict, row.Reason = Rejected, NothingToTake
		return
	}
	j.taken[p] = true
	_, of, _, _ := j.said(p)
	row.Verdict, row.Reason, row.Household, row.Of, row.OfRow = Reversal, TakesBack, of, p.known, p.row
}

// meant is the payment that a reversal takes back.
func (j *judge) meant(row *Judged, of planner.HouseholdID) (best past, found bool) {
	could := slices.Clone(j.waits[row.KK+"/"+row.VA]) // that name whom this row names, whoever that is
	if of != 0 {
		could = append(could, j.paid[of]...)
	}
	if row.Ref != "" {
		could = append(could, j.byRef[Plain(row.Ref)]...)
	}
	rank := -1
	for _, p := range could {
		ref, whose, day, amount := j.said(p)
		if amount != row.Amount || day > row.Day || j.taken[p] || of != 0 && whose != 0 && whose != of {
			continue
		}
		r := int(day)
		switch plain := Plain(ref); {
		case plain == "":
		case plain == Plain(row.Ref):
			r += 1 << 40
		case strings.Contains(row.About, plain):
			r += len(plain) << 24 // of R1 and R12, both in "BATAL R12", the longer is meant
		}
		if r > rank {
			best, rank, found = p, r, true
		}
	}
	return best, found
}
