package ledger

import (
	"math/big"
	"slices"

	"binaan/planner"
)

// Ratio is a share with both its numbers. Ratios are never added: the ratio of a total
// is the sum of what was done over the sum of what was asked.
type Ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Permille is the ratio in thousandths, rounded; false where nothing was asked: 0/0 is
// "belum ada", not 100 %.
func (r Ratio) Permille() (int64, bool) {
	if r.Den == 0 {
		return 0, false
	}
	return rounded(new(big.Rat).Mul(big.NewRat(r.Num, r.Den), big.NewRat(1000, 1))), true
}

func (r Ratio) plus(o Ratio) Ratio { return Ratio{r.Num + o.Num, r.Den + o.Den} }

// rounded is the integer nearest to r, halves away from nothing.
func rounded(r *big.Rat) int64 {
	half := big.NewRat(1, 2)
	if r.Sign() < 0 {
		return -rounded(new(big.Rat).Neg(r))
	}
	sum := new(big.Rat).Add(r, half)
	return new(big.Int).Quo(sum.Num(), sum.Denom()).Int64()
}

// Distribution is how a number lies over kader, who are very unequal.
type Distribution struct {
	Kader  int   `json:"kader"`
	Zeros  int   `json:"zeros"` // of whom there is nothing
	Least  int64 `json:"least"`
	Lower  int64 `json:"lower"` // a quarter have no more
	Median int64 `json:"median"`
	Upper  int64 `json:"upper"`
	Most   int64 `json:"most"`
	Mean   Ratio `json:"mean"`
	Best   Ratio `json:"best"` // what the first one's is of the whole
}

// Distribute is the distribution of numbers, one for each kader.
func Distribute(of []int64) (d Distribution) {
	if len(of) == 0 {
		return d
	}
	sorted := slices.Sorted(slices.Values(of))
	at := func(share int) int64 { return sorted[(len(sorted)-1)*share/4] }
	d = Distribution{Kader: len(of), Least: sorted[0], Lower: at(1), Median: at(2), Upper: at(3), Most: sorted[len(sorted)-1], Mean: Ratio{Den: int64(len(of))}}
	for _, v := range of {
		d.Mean.Num += v
		if v == 0 {
			d.Zeros++
		}
	}
	d.Best = Ratio{d.Most, d.Mean.Num}
	return d
}

// Effects say why money differs from what it is compared with: because more or fewer
// visits were made, met more or fewer families, or brought more or less where somebody
// was met. They sum to the difference.
type Effects struct {
	Visits   planner.Rupiah `json:"visits"`
	Contacts planner.Rupiah `json:"contacts"`
	Value    planner.Rupiah `json:"value"`
	Unsought planner.Rupiah `json:"unsought"` // money that no visit brought
}

// output is what visits made of each other: money = visits × contacts a visit × money
// a contact.
type output struct {
	visits, contacts, money *big.Rat
}

func outputOf(visits, contacts int64, money planner.Rupiah, of int64) output {
	return output{big.NewRat(visits, of), big.NewRat(contacts, of), big.NewRat(int64(money), of)}
}

// effectsOf compares two outputs. Each factor's effect is its average over the orders in
// which the three could have changed (Shapley), to the rupiah; the last takes what
// rounding leaves. Where one side has no visit, or met nobody, all that lies between is
// the effect of that.
func effectsOf(was, is output) Effects {
	total := rounded(is.money) - rounded(was.money)
	if was.visits.Sign() == 0 || is.visits.Sign() == 0 {
		return Effects{Visits: planner.Rupiah(total)}
	}
	if was.contacts.Sign() == 0 || is.contacts.Sign() == 0 {
		return Effects{Contacts: planner.Rupiah(total)}
	}
	a, b := was.factors(), is.factors()
	var out [3]int64
	for i := range 2 {
		out[i] = rounded(shapley(a, b, i))
	}
	out[2] = total - out[0] - out[1]
	return Effects{Visits: planner.Rupiah(out[0]), Contacts: planner.Rupiah(out[1]), Value: planner.Rupiah(out[2])}
}

func (o output) factors() [3]*big.Rat {
	return [3]*big.Rat{o.visits, new(big.Rat).Quo(o.contacts, o.visits), new(big.Rat).Quo(o.money, o.contacts)}
}

// shapley is the part of factor i in the difference of the products of b and a: a third
// of it with both others as they were and as they are, a sixth with one of each.
func shapley(a, b [3]*big.Rat, i int) *big.Rat {
	j, k := (i+1)%3, (i+2)%3
	mul := func(x, y *big.Rat, n int64) *big.Rat {
		return new(big.Rat).Mul(new(big.Rat).Mul(x, y), big.NewRat(n, 6))
	}
	others := mul(a[j], a[k], 2)
	others.Add(others, mul(b[j], b[k], 2))
	others.Add(others, mul(a[j], b[k], 1))
	others.Add(others, mul(b[j], a[k], 1))
	return others.Mul(others, new(big.Rat).Sub(b[i], a[i]))
}
