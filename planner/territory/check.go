package territory

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Check recomputes the plan from its input alone and reports everything in which
// the two disagree: blocks lost or doubled, territories that leave their
// kecamatan or fall apart, sums, kader without a contract, second territories
// without approval, locks, territories out of band or families unserved without a
// finding, capacities, the certificate. It shares the nouns with the builder of
// plans and Finding.Infeasible, and no other code. Whether the places to recruit
// and the second territories proposed are the best is not its question.
func (p Plan) Check(in Input) error {
	c := checker{in: in, plan: p, index: map[planner.BlockKey]int{}, owner: map[planner.BlockKey]ID{}, rate: float64(in.Rules.Yield.Discount())}
	for i, b := range in.Blocks {
		c.index[b.BlockKey] = i
	}
	c.partition()
	for _, t := range p.Territories {
		c.territory(t)
	}
	c.grain()
	c.closed()
	c.kader()
	c.unserved()
	c.locks()
	c.capacity()
	c.certificate()
	return errors.Join(c.errs...)
}

type checker struct {
	in    Input
	plan  Plan
	index map[planner.BlockKey]int
	rate  float64                 // what a later Rupiah counts
	owner map[planner.BlockKey]ID // 0: unserved
	errs  []error
}

func (c *checker) wrong(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

// partition holds every block to exactly one place.
func (c *checker) partition() {
	place := func(key planner.BlockKey, t ID) {
		if _, there := c.index[key]; !there {
			c.wrong("territory %d: no block %s %v", t, key.Desa, key.Cell)
		}
		if other, twice := c.owner[key]; twice {
			c.wrong("block %s %v in territories %d and %d", key.Desa, key.Cell, other, t)
		}
		c.owner[key] = t
	}
	for i, t := range c.plan.Territories {
		if t.ID != ID(i+1) || len(t.Blocks) == 0 {
			c.wrong("territory %d in place %d has %d blocks", t.ID, i, len(t.Blocks))
		}
		for _, key := range t.Blocks {
			place(key, ID(i+1))
		}
	}
	var left planner.Figures
	for _, key := range c.plan.Unserved {
		place(key, 0)
		if i, there := c.index[key]; there {
			left = plus(left, c.in.Blocks[i])
		}
	}
	if left != c.plan.UnservedSum {
		c.wrong("unserved: %+v, blocks add up to %+v", c.plan.UnservedSum, left)
	}
	for key := range c.index {
		if _, there := c.owner[key]; !there {
			c.wrong("block %s %v is lost", key.Desa, key.Cell)
		}
	}
}

// value is what a block is worth now: its cash, and what comes later less what waiting
// for it takes off.
func (c *checker) value(b planner.Block) planner.Rupiah {
	return b.Expected + planner.Rupiah(math.Round(float64(b.Later)*c.rate))
}

func plus(f planner.Figures, b planner.Block) planner.Figures {
	return planner.Figures{
		Households: f.Households + b.Households, Eligible: f.Eligible + b.Eligible, Members: f.Members + b.Members,
		Arrears: f.Arrears + b.Arrears, Expected: f.Expected + b.Expected, Later: f.Later + b.Later,
	}
}

func (c *checker) territory(t Territory) {
	var sum planner.Figures
	for _, key := range t.Blocks {
		if i, there := c.index[key]; there {
			sum = plus(sum, c.in.Blocks[i])
		}
		if key.Desa.Kecamatan() != t.Kecamatan {
			c.wrong("territory %d of %s holds a block of desa %s", t.ID, t.Kecamatan, key.Desa)
		}
	}
	if sum != t.Figures {
		c.wrong("territory %d: %+v, blocks add up to %+v", t.ID, t.Figures, sum)
	}
	if c.kept(t) {
		return // as it was
	}
	said := slices.ContainsFunc(c.plan.Findings, func(f Finding) bool { return f.Kecamatan == t.Kecamatan && f.Infeasible() })
	if !said && !c.inBand(t) {
		c.wrong("territory %d: %d eligible KK are out of band and nothing says why", t.ID, t.Eligible)
	}
	if !c.whole(t) {
		c.wrong("territory %d falls apart", t.ID)
	}
}

// divided reports whether the kecamatan was to be divided.
func (c *checker) divided(kecamatan geo.AreaCode) bool {
	return c.in.Kecamatan == "" || kecamatan == c.in.Kecamatan
}

// kept reports whether a territory is none of this plan's choice.
func (c *checker) kept(t Territory) bool {
	return t.Locked || t.Merangkap || t.Drawn || !c.divided(t.Kecamatan)
}

// unserved holds every kecamatan with families in no territory to a finding that
// says so.
func (c *checker) unserved() {
	said := map[geo.AreaCode]bool{}
	for _, f := range c.plan.Findings {
		said[f.Kecamatan] = said[f.Kecamatan] || f.Code != FindingSurplus
	}
	for _, key := range c.plan.Unserved {
		kecamatan := key.Desa.Kecamatan()
		if i, there := c.index[key]; there && c.in.Blocks[i].Eligible > 0 && c.divided(kecamatan) && !said[kecamatan] {
			c.wrong("%s: families are unserved and nothing says why", kecamatan)
			said[kecamatan] = true
		}
	}
}

func (c *checker) inBand(t Territory) bool {
	return t.Eligible >= c.in.Rules.Territory.Lower && t.Eligible <= c.in.Rules.Territory.Upper
}

// whole reports whether a territory is connected: labels spread along its links
// until nothing changes.
func (c *checker) whole(t Territory) bool {
	label := map[int]int{}
	for n, key := range t.Blocks {
		if i, there := c.index[key]; there {
			label[i] = n
		}
	}
	for changed := true; changed; {
		changed = false
		for _, l := range c.in.Links {
			a, inA := label[l.A]
			b, inB := label[l.B]
			if inA && inB && a != b && !c.tooWide(l) {
				label[l.A], label[l.B], changed = min(a, b), min(a, b), true
			}
		}
		changed = c.spreadByDesa(label) || changed
	}
	for _, n := range label {
		if n != 0 {
			return false
		}
	}
	return true
}

// kader holds every territory to somebody under contract for it, and every kader
// to one territory of the own.
func (c *checker) kader() {
	own := map[planner.KaderID]ID{}
	for _, t := range c.plan.Territories {
		if t.Kader == 0 {
			continue
		}
		at := slices.IndexFunc(c.in.Kader, func(k planner.Kader) bool { return k.ID == t.Kader })
		if at < 0 {
			c.wrong("territory %d: no kader %d", t.ID, t.Kader)
			continue
		}
		k := c.in.Kader[at]
		if !c.works(k.ID) {
			c.wrong("territory %d: kader %d does not work on %v", t.ID, k.ID, c.in.Day)
		}
		if t.Merangkap {
			if t.Approval == nil || k.Kecamatan != t.Kecamatan && t.Approval.Note == "" {
				c.wrong("territory %d is kader %d's second one without the approval it needs", t.ID, k.ID)
			}
			continue
		}
		if k.Kecamatan != t.Kecamatan && !t.Locked && !c.in.Roam {
			c.wrong("territory %d lies in %s, kader %d is under contract in %s", t.ID, t.Kecamatan, k.ID, k.Kecamatan)
		}
		if other, twice := own[k.ID]; twice {
			c.wrong("kader %d has territories %d and %d", k.ID, other, t.ID)
		}
		own[k.ID] = t.ID
	}
}

// locks holds locked territories to be as they were, as far as their blocks still
// are, and with their kader as long as that one works.
func (c *checker) locks() {
	for _, old := range c.in.Previous {
		if !old.Locked {
			continue
		}
		var left []planner.BlockKey
		for _, key := range old.Blocks {
			if _, there := c.index[key]; there {
				left = append(left, key)
			}
		}
		if len(left) == 0 {
			continue
		}
		id := c.owner[left[0]]
		if id == 0 {
			c.wrong("locked territory %d is gone", old.ID)
			continue
		}
		t := c.plan.Territories[id-1]
		if !slices.Equal(sorted(t.Blocks), sorted(left)) {
			c.wrong("locked territory %d is another", old.ID)
		}
		if t.Kader != old.Kader && (t.Kader != 0 || c.works(old.Kader)) {
			c.wrong("locked territory %d went from kader %d to %d", old.ID, old.Kader, t.Kader)
		}
	}
}

func sorted(keys []planner.BlockKey) []planner.BlockKey {
	return slices.SortedFunc(slices.Values(keys), func(a, b planner.BlockKey) int {
		return cmp.Or(cmp.Compare(a.Desa, b.Desa), cmp.Compare(a.Cell, b.Cell))
	})
}

// works reports whether a kader is under contract and at work.
func (c *checker) works(id planner.KaderID) bool {
	return slices.ContainsFunc(c.in.Kader, func(k planner.Kader) bool {
		return k.ID == id && k.Status == planner.KaderActive && k.From <= c.in.Day && c.in.Day <= k.Until
	})
}

// capacity counts kader and families of every kecamatan again.
func (c *checker) capacity() {
	eligible, kader, expected, later := map[geo.AreaCode]int{}, map[geo.AreaCode]int{}, map[geo.AreaCode]planner.Rupiah{}, map[geo.AreaCode]planner.Rupiah{}
	for _, b := range c.in.Blocks {
		eligible[b.Desa.Kecamatan()] += b.Eligible
		expected[b.Desa.Kecamatan()] += b.Expected
		later[b.Desa.Kecamatan()] += b.Later
	}
	for _, k := range c.in.Kader {
		if c.works(k.ID) {
			kader[k.Kecamatan]++
		}
	}
	if len(c.plan.Capacity) != len(eligible) {
		c.wrong("capacity of %d kecamatan, there are %d", len(c.plan.Capacity), len(eligible))
	}
	rule, last := c.in.Rules.Territory, geo.AreaCode("")
	for _, x := range c.plan.Capacity {
		if x.Kecamatan <= last {
			c.wrong("capacity of %s comes after %s", x.Kecamatan, last)
		}
		last = x.Kecamatan
		if x.Expected != expected[x.Kecamatan] || x.Later != later[x.Kecamatan] {
			c.wrong("%s: expected %v and %v later, counted %v and %v", x.Kecamatan, x.Expected, x.Later, expected[x.Kecamatan], later[x.Kecamatan])
		}
		n, here := eligible[x.Kecamatan]
		if !here || x.Eligible != n || x.Kader != kader[x.Kecamatan] {
			c.wrong("%s: %d KK and %d kader, counted %d and %d", x.Kecamatan, x.Eligible, x.Kader, n, kader[x.Kecamatan])
		}
		if x.Holds*rule.Lower > n || (x.Holds+1)*rule.Lower <= n && x.Holds*rule.Upper < n {
			c.wrong("%s: %d KK make no %d territories", x.Kecamatan, n, x.Holds)
		}
	}
}

func (c *checker) certificate() {
	cert := c.plan.Certificate
	type pair struct {
		desa geo.AreaCode
		t    ID
	}
	inBand, connected, elsewhere, expected, later, value, pairs := 0, 0, 0, planner.Rupiah(0), planner.Rupiah(0), planner.Rupiah(0), map[pair]bool{}
	for _, t := range c.plan.Territories {
		expected += t.Expected
		later += t.Later
		if c.inBand(t) {
			inBand++
		}
		if c.whole(t) {
			connected++
		}
		if c.works(t.Kader) && !t.Merangkap && slices.ContainsFunc(c.in.Kader, func(k planner.Kader) bool { return k.ID == t.Kader && k.Kecamatan != t.Kecamatan }) {
			elsewhere++
		}
		for _, key := range t.Blocks {
			i, there := c.index[key]
			if !there {
				continue
			}
			if value += c.value(c.in.Blocks[i]); c.in.Blocks[i].Eligible > 0 {
				pairs[pair{key.Desa, t.ID}] = true
			}
		}
	}
	if cert.Count != len(c.plan.Territories) || cert.InBand != inBand || cert.Connected != connected {
		c.wrong("certificate: %d in band, %d connected of %d; counted %d, %d of %d",
			cert.InBand, cert.Connected, cert.Count, inBand, connected, len(c.plan.Territories))
	}
	if cert.Expected != expected || cert.Later != later {
		c.wrong("certificate: expected %v and %v later; territories add up to %v and %v", cert.Expected, cert.Later, expected, later)
	}
	if cert.Value != value || cert.MostValue > 0 && cert.MostValue < value {
		c.wrong("certificate: worth %v of at most %v; territories add up to %v", cert.Value, cert.MostValue, value)
	}
	if cert.Elsewhere != elsewhere {
		c.wrong("certificate: %d territories outside the contract, counted %d", cert.Elsewhere, elsewhere)
	}
	if cert.DesaPairs != len(pairs) || cert.DesaBound > len(pairs) {
		c.wrong("certificate: %d pairs of desa and territory, at least %d; counted %d", cert.DesaPairs, cert.DesaBound, len(pairs))
	}
	if cert.Bound > cert.Inertia*(1+1e-9) {
		c.wrong("certificate: bound %v above inertia %v", cert.Bound, cert.Inertia)
	}
	if moved := c.moved(); cert.Moved != moved || cert.MovedBound > moved {
		c.wrong("certificate: %d KK moved, at least %d; counted %d", cert.Moved, cert.MovedBound, moved)
	}
}

// moved counts the eligible KK whose kader before is no longer theirs.
func (c *checker) moved() int {
	sum := 0
	for _, old := range c.in.Previous {
		if old.Merangkap || old.Kader == 0 {
			continue
		}
		for _, key := range old.Blocks {
			i, there := c.index[key]
			if !there {
				continue
			}
			id := c.owner[key]
			if id == 0 {
				sum += c.in.Blocks[i].Eligible
				continue
			}
			if c.plan.Territories[id-1].Kader != old.Kader {
				sum += c.in.Blocks[i].Eligible
			}
		}
	}
	return sum
}
