package ledger

import (
	"slices"

	"binaan/planner"
)

// Register finds families by their numbers.
type Register struct {
	families []Family
	kk       map[string]int
	va, card map[string][]int
	of       map[planner.HouseholdID]int
	payers   []Payer // rules of a branch, oldest first
}

// NewRegister holds families, which have different KK.
func NewRegister(families []Family) *Register {
	r := &Register{families: families, kk: map[string]int{}, va: map[string][]int{}, card: map[string][]int{}, of: map[planner.HouseholdID]int{}}
	for i, f := range families {
		r.of[f.ID] = i
		if f.KK != "" {
			r.kk[f.KK] = i
		}
		for _, va := range f.vas() {
			r.va[va] = append(r.va[va], i)
		}
		if f.Card != "" {
			r.card[f.Card] = append(r.card[f.Card], i)
		}
	}
	return r
}

// Numbers are what a register must hold to judge rows: the families with one of the
// numbers.
func Numbers(rows []Row) (kk, va, card []string) {
	for _, row := range rows {
		if row.KK != "" {
			kk = append(kk, row.KK)
		}
		if row.VA != "" {
			va = append(va, row.VA)
		}
		if row.Card != "" {
			card = append(card, row.Card)
		}
	}
	return kk, va, card
}

// Slips are the KK that families might have who are meant by rows whose own KK is
// not found, or fits neither the sum nor another number: what else a register needs.
// many: there are more of them than so many rows' worth, and a register of all families
// is the shorter way.
func (r *Register) Slips(rows []Row, most int) (kk []string, many bool) {
	doubtful := 0
	for _, row := range rows {
		i, found := r.kk[row.KK]
		if row.KK == "" || found && fits(r.families[i], row.Amount).told() {
			continue
		}
		if doubtful++; doubtful > most {
			return nil, true
		}
		kk = append(kk, slips(row.KK)...)
	}
	slices.Sort(kk)
	return slices.Compact(kk), false
}

// near are the families whose KK one slip makes of this one.
func (r *Register) near(kk string) (out []int) {
	for _, k := range slips(kk) {
		if i, found := r.kk[k]; found {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
