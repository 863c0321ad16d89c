package territory

import (
	"slices"
	"testing"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

const (
	west geo.AreaCode = "99.01.01"
	east geo.AreaCode = "99.01.02"
)

// parish is a chain of four blocks in the west, of ten KK and two desa, for the kader
// 1 and 2, and two blocks of eight KK in the east for the kader 3. A territory has
// 15 to 25 KK.
func parish(t testing.TB) Input {
	t.Helper()
	in := Input{Rules: plannertest.Rules(t, "2026-12-01")}
	in.Day, in.Rules.Territory = in.Rules.Day, planner.TerritoryRule{Lower: 15, Target: 20, Upper: 25}
	for i, desa := range []geo.AreaCode{west + ".2001", west + ".2001", west + ".2002", west + ".2002", east + ".2001", east + ".2001"} {
		kk := 10
		if i > 3 {
			kk = 8
		}
		in.Blocks = append(in.Blocks, planner.Block{
			BlockKey: planner.BlockKey{Desa: desa, Cell: geo.Cell(i + 1)}, Households: kk + 2, Eligible: kk, Members: 3 * kk,
			Arrears: planner.Rupiah(kk) * 1_000_000, Expected: planner.Rupiah(kk) * 10_000, Later: planner.Rupiah(kk) * 6_000, Centre: geo.Position{Lon: 110 + 0.01*float64(i), Lat: -7},
		})
		if i != 0 && i != 4 {
			in.Links = append(in.Links, planner.Link{A: i - 1, B: i})
		}
	}
	for i, kecamatan := range []geo.AreaCode{west, west, east} {
		in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(i + 1), Kecamatan: kecamatan, Status: planner.KaderActive, From: in.Day, Until: in.Day})
	}
	return in
}

// share is a territory to be: who has which blocks.
type share struct {
	kader  planner.KaderID
	blocks []int
}

// plan adds territories up: every sum and count of it is right, whatever it breaks.
func (in *Input) plan(shares ...share) Plan {
	p := Plan{}
	owner := map[int]planner.KaderID{}
	for i, s := range shares {
		t := Territory{ID: ID(i + 1), Kader: s.kader, Kecamatan: in.Blocks[s.blocks[0]].Desa.Kecamatan()}
		for _, b := range s.blocks {
			t.Blocks = append(t.Blocks, in.Blocks[b].BlockKey)
			t.Add(in.Blocks[b])
			owner[b] = s.kader
		}
		p.Territories = append(p.Territories, t)
	}
	for b, block := range in.Blocks {
		if _, served := owner[b]; !served {
			p.Unserved = append(p.Unserved, block.BlockKey)
			p.UnservedSum.Add(block)
		}
	}
	for _, kecamatan := range []geo.AreaCode{west, east} {
		c := Capacity{Kecamatan: kecamatan}
		for _, b := range in.Blocks {
			if b.Desa.Kecamatan() == kecamatan {
				c.Eligible += b.Eligible
				c.Expected += b.Expected
				c.Later += b.Later
			}
		}
		for _, k := range in.Kader {
			if k.Kecamatan == kecamatan && k.Serves(in.Day) {
				c.Kader++
			}
		}
		c.Holds = holds(in.Rules.Territory, c.Eligible)
		p.Capacity = append(p.Capacity, c)
	}
	in.certify(&p)
	return p
}

// certify counts the certificate.
func (in *Input) certify(p *Plan) {
	c := Certificate{Count: len(p.Territories), Inertia: 10, Bound: 5}
	served, pairs := map[planner.BlockKey]planner.KaderID{}, map[[2]string]bool{}
	for _, t := range p.Territories {
		c.Expected += t.Expected
		c.Later += t.Later
		if t.Eligible >= in.Rules.Territory.Lower && t.Eligible <= in.Rules.Territory.Upper {
			c.InBand++
		}
		for _, k := range in.Kader {
			if k.ID == t.Kader && k.Serves(in.Day) && k.Kecamatan != t.Kecamatan && !t.Merangkap {
				c.Elsewhere++
			}
		}
		cells := map[geo.Cell]bool{}
		for _, key := range t.Blocks {
			served[key] = t.Kader
			b := in.Blocks[slices.IndexFunc(in.Blocks, func(b planner.Block) bool { return b.BlockKey == key })]
			c.Value += in.Rules.Yield.Present(b.Expected, b.Later)
			pairs[[2]string{string(key.Desa), string(rune(t.ID))}] = true
			cells[key.Cell] = true
		}
		joints := 0
		for _, l := range in.Links {
			if cells[in.Blocks[l.A].Cell] && cells[in.Blocks[l.B].Cell] {
				joints++
			}
		}
		if joints == len(t.Blocks)-1 { // blocks form chains
			c.Connected++
		}
	}
	for _, old := range in.Previous {
		for _, key := range old.Blocks {
			if i := slices.IndexFunc(in.Blocks, func(b planner.Block) bool { return b.BlockKey == key }); i >= 0 && !old.Merangkap && old.Kader != 0 && served[key] != old.Kader {
				c.Moved += in.Blocks[i].Eligible
			}
		}
	}
	c.MovedBound, c.MostValue, c.DesaPairs, c.DesaBound = c.Moved, c.Value, len(pairs), len(pairs)
	p.Certificate = c
}

func (in *Input) lock(s share) {
	in.Previous = append(in.Previous, in.plan(s).Territories[0])
	in.Previous[len(in.Previous)-1].Locked = true
}

// Every plan here is right in every sum and breaks one rule; the check says of it
// what is told (the parts of the complaints, | between them) and nothing else.
func TestRefereeRefusesEachBreachOfItsOwn(t *testing.T) {
	usual := []share{{1, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}
	letter := &Approval{By: "petugas", On: 20_000, Note: "surat 12"}
	for _, c := range []struct {
		name, says string
		before     func(in *Input)
		shares     []share
		after      func(p *Plan, in *Input)
	}{
		{name: "nothing"},
		{name: "a block that there is not", says: "no block 99.01.01.2009", after: func(p *Plan, _ *Input) {
			p.Territories[0].Blocks = append(p.Territories[0].Blocks, planner.BlockKey{Desa: west + ".2009", Cell: 99})
		}},
		{name: "an unserved block that there is not", says: "no block 99.01.01.2009", after: func(p *Plan, _ *Input) {
			p.Unserved = append(p.Unserved, planner.BlockKey{Desa: west + ".2009", Cell: 99})
		}},
		{name: "a block twice", says: "in territories 1 and 2|falls apart", before: func(in *Input) { in.Rules.Territory.Upper = 40 }, shares: []share{{1, []int{0, 1}}, {2, []int{0, 2, 3}}, {3, []int{4, 5}}}},
		{name: "a block twice in one territory", says: "in territories 1 and 1", shares: []share{{1, []int{0, 1, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, in *Input) {
			p.Certificate.Connected = 3
		}, before: func(in *Input) { in.Rules.Territory.Upper = 40 }},
		{name: "a block that is served and unserved", says: "in territories 1 and 0", after: func(p *Plan, in *Input) {
			p.Unserved = append(p.Unserved, in.Blocks[0].BlockKey)
			p.UnservedSum.Add(in.Blocks[0])
			p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: west}}
			p.Certificate.Moved = 0
		}},
		{name: "a lost block", says: "is lost", shares: []share{{1, []int{0, 1}}, {2, []int{2, 3}}}, after: func(p *Plan, _ *Input) {
			p.Unserved, p.UnservedSum = p.Unserved[1:], planner.Figures{Households: 10, Eligible: 8, Members: 24, Arrears: 8_000_000, Expected: 80_000, Later: 48_000}
			p.Findings = []Finding{{Code: FindingNoKader, Kecamatan: east}}
		}},
		{name: "a wrong number", says: "territory 7 in place 0", after: func(p *Plan, in *Input) { p.Territories[0].ID = 7 }},
		{name: "a territory without blocks", says: "has 0 blocks|0 eligible KK are out of band", after: func(p *Plan, in *Input) {
			in.Kader = append(in.Kader, planner.Kader{ID: 4, Kecamatan: west, Status: planner.KaderActive, From: in.Day, Until: in.Day})
			p.Territories = append(p.Territories, Territory{ID: 4, Kader: 4, Kecamatan: west})
			p.Capacity[0].Kader++
			in.certify(p)
			p.Certificate.Connected++
		}},
		{name: "unserved families that do not add up", says: "unserved:", after: func(p *Plan, _ *Input) { p.UnservedSum.Eligible++ }},
		{name: "figures that do not add up", says: "blocks add up to", after: func(p *Plan, _ *Input) { p.Territories[0].Members++ }},
		{name: "across kecamatan", says: "holds a block of desa|falls apart", before: func(in *Input) { in.Rules.Territory.Upper = 40 }, shares: []share{{1, []int{0, 1, 4}}, {2, []int{2, 3}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingNoKader, Kecamatan: east}}
		}},
		{name: "across kecamatan over a link", says: "holds a block of desa", before: func(in *Input) {
			in.Rules.Territory.Upper = 40
			in.Links = append(in.Links, planner.Link{A: 3, B: 4, Gap: true})
		}, shares: []share{{1, []int{0, 1}}, {2, []int{2, 3, 4}}}, after: func(p *Plan, _ *Input) { p.Findings = []Finding{{Code: FindingNoKader, Kecamatan: east}} }},
		{name: "below the band", says: "10 eligible KK are out of band", shares: []share{{1, []int{0}}, {2, []int{1, 2}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: west}}
		}},
		{name: "above the band", says: "30 eligible KK are out of band", shares: []share{{1, []int{0, 1, 2}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: west}}
		}},
		{name: "above the band, and it is said", shares: []share{{1, []int{0, 1, 2}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: "NOT_FOUND", Kecamatan: west}}
		}},
		{name: "above the band, and it is said of elsewhere", says: "out of band|families are unserved", shares: []share{{1, []int{0, 1, 2}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: "NOT_FOUND", Kecamatan: east}}
		}},
		{name: "above the band, and kader are too many", says: "out of band|families are unserved", shares: []share{{1, []int{0, 1, 2}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingSurplus, Kecamatan: west}}
		}},
		{name: "in two pieces", says: "territory 1 falls apart", shares: []share{{1, []int{0, 2}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: "NOT_FOUND", Kecamatan: west}}
		}},
		{name: "in two pieces where nothing was divided", before: func(in *Input) { in.Kecamatan = east }, shares: []share{{1, []int{0, 2}}, {3, []int{4, 5}}}},
		{name: "out of band where nothing was divided", before: func(in *Input) { in.Kecamatan = east }, shares: []share{{1, []int{0}}, {3, []int{4, 5}}}},
		{name: "in two pieces where it was divided", says: "falls apart", before: func(in *Input) { in.Kecamatan = west }, shares: []share{{1, []int{0, 2}}, {2, []int{1}}, {3, []int{4}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: "NOT_FOUND", Kecamatan: west}}
		}},
		{name: "unserved, and nothing says why", says: "99.01.02: families are unserved", shares: usual[:2]},
		{name: "unserved, and it is said", shares: usual[:2], after: func(p *Plan, _ *Input) { p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: east}} }},
		{name: "unserved without an eligible family", before: func(in *Input) { in.Blocks[5].Eligible = 0; in.Rules.Territory.Lower = 8 }, shares: []share{{1, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4}}}, after: func(p *Plan, _ *Input) {
			p.Certificate.DesaPairs, p.Certificate.DesaBound = 3, 3
		}},
		{name: "a kader who is not there", says: "no kader 9", shares: []share{{9, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}},
		{name: "nobody yet", shares: []share{{0, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}},
		{name: "on leave", says: "kader 1 does not work", before: func(in *Input) { in.Kader[0].Status = planner.KaderOnHold }},
		{name: "before the contract", says: "kader 1 does not work", before: func(in *Input) { in.Kader[0].From++ }},
		{name: "after the contract", says: "kader 1 does not work", before: func(in *Input) { in.Kader[0].Until-- }},
		{name: "outside the contract", says: "under contract in 99.01.02", before: func(in *Input) { in.Kader[0].Kecamatan = east }},
		{name: "two territories", says: "kader 1 has territories 1 and 2", shares: []share{{1, []int{0, 1}}, {1, []int{2, 3}}, {3, []int{4, 5}}}},
		{name: "a second one with approval", shares: []share{{1, []int{0, 1}}, {1, []int{2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Territories[1].Merangkap, p.Territories[1].Approval = true, &Approval{By: "petugas"}
		}},
		{name: "a second one without approval", says: "without the approval", shares: []share{{1, []int{0, 1}}, {1, []int{2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Territories[1].Merangkap = true
		}},
		{name: "a second one outside the contract without a letter", says: "without the approval", shares: []share{{1, []int{0, 1}}, {2, []int{2, 3}}, {1, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Territories[2].Merangkap, p.Territories[2].Approval = true, &Approval{By: "petugas"}
			p.Certificate.Elsewhere = 0
		}},
		{name: "a second one outside the contract with a letter", shares: []share{{1, []int{0, 1}}, {2, []int{2, 3}}, {1, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Territories[2].Merangkap, p.Territories[2].Approval = true, letter
			p.Certificate.Elsewhere = 0
		}},
		{name: "a lock that stays", before: func(in *Input) { in.lock(share{1, []int{0, 1}}) }, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock of which a block is no more", before: func(in *Input) {
			in.lock(share{1, []int{0, 1}})
			in.Previous[0].Blocks = append(in.Previous[0].Blocks, planner.BlockKey{Desa: west + ".2009", Cell: 99})
		}, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock that came after the plan and holds what it has", before: func(in *Input) { in.lock(share{1, []int{0, 1}}) }},
		{name: "a lock that lost a block", says: "locked territory 1 is another", before: func(in *Input) { in.lock(share{1, []int{0, 1, 2}}) }, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock that grew", says: "locked territory 1 is another", before: func(in *Input) { in.lock(share{1, []int{0}}) }, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock that changed a block for another", says: "locked territory 1 is another", before: func(in *Input) {
			in.lock(share{1, []int{0}})
			in.Previous[0].Blocks = append(in.Previous[0].Blocks, planner.BlockKey{Desa: west + ".2009", Cell: 99})
		}, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock that is gone", says: "locked territory 1 is gone", before: func(in *Input) { in.lock(share{1, []int{0, 1}}) }, shares: usual[1:], after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: west}}
		}},
		{name: "a lock all of whose blocks are no more", before: func(in *Input) {
			in.Previous = []Territory{{ID: 1, Kader: 1, Locked: true, Kecamatan: west, Blocks: []planner.BlockKey{{Desa: west + ".2009", Cell: 99}}}}
		}},
		{name: "a lock with another kader", says: "locked territory 1 went from kader 2 to 1", before: func(in *Input) { in.lock(share{2, []int{0, 1}}) }, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock taken from who works", says: "locked territory 1 went from kader 1 to 0", before: func(in *Input) { in.lock(share{1, []int{0, 1}}) }, shares: []share{{0, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Territories[0].Locked = true
		}},
		{name: "a lock of who no longer works", before: func(in *Input) {
			in.lock(share{1, []int{0, 1}})
			in.Kader[0].Until--
		}, shares: []share{{0, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a lock outside the contract", before: func(in *Input) {
			in.lock(share{1, []int{0, 1}})
			in.Kader[0].Kecamatan = east
		}, after: func(p *Plan, _ *Input) { p.Territories[0].Locked = true }},
		{name: "a capacity too few", says: "capacity of 1 kecamatan", after: func(p *Plan, _ *Input) { p.Capacity = p.Capacity[:1] }},
		{name: "a capacity twice", says: "comes after", after: func(p *Plan, _ *Input) { p.Capacity[1] = p.Capacity[0] }},
		{name: "a capacity of nowhere", says: "kader, counted", after: func(p *Plan, _ *Input) { p.Capacity[1] = Capacity{Kecamatan: "99.01.09"} }},
		{name: "a capacity with more families", says: "counted 40", after: func(p *Plan, _ *Input) { p.Capacity[0].Eligible++ }},
		{name: "a capacity with more kader", says: "and 3 kader", after: func(p *Plan, _ *Input) { p.Capacity[0].Kader++ }},
		{name: "a capacity with more Rupiah", says: "expected", after: func(p *Plan, _ *Input) { p.Capacity[0].Expected++ }},
		{name: "a capacity with more to come", says: "later, counted", after: func(p *Plan, _ *Input) { p.Capacity[0].Later++ }},
		{name: "a capacity of too many territories", says: "make no 3", after: func(p *Plan, _ *Input) { p.Capacity[0].Holds = 3 }},
		{name: "a capacity of too few territories", says: "make no 1", after: func(p *Plan, _ *Input) { p.Capacity[0].Holds = 1 }},
		{name: "a capacity of fewer than none", says: "make no -1", before: func(in *Input) { in.Rules.Territory.Lower = 40; in.Rules.Territory.Upper = 60 }, shares: []share{{3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: "NOT_FOUND", Kecamatan: east}, {Code: FindingTooFew, Kecamatan: west}}
			p.Capacity[1].Holds = -1
		}},
		{name: "a certificate with more territories", says: "counted 3, 3 of 3", after: func(p *Plan, _ *Input) { p.Certificate.Count++ }},
		{name: "a certificate with more in band", says: "counted 3, 3 of 3", after: func(p *Plan, _ *Input) { p.Certificate.InBand++ }},
		{name: "a certificate with fewer connected", says: "counted 3, 3 of 3", after: func(p *Plan, _ *Input) { p.Certificate.Connected-- }},
		{name: "a richer certificate", says: "territories add up to", after: func(p *Plan, _ *Input) { p.Certificate.Expected++; p.Certificate.MostValue++ }},
		{name: "a certificate with more to come", says: "later; territories add up to", after: func(p *Plan, _ *Input) { p.Certificate.Later++ }},
		{name: "a certificate of more worth", says: "worth", after: func(p *Plan, _ *Input) { p.Certificate.Value++; p.Certificate.MostValue++ }},
		{name: "a later Rupiah that counts as one of this month", says: "worth", after: func(p *Plan, _ *Input) {
			p.Certificate.Value = p.Certificate.Expected + p.Certificate.Later
			p.Certificate.MostValue = p.Certificate.Value
		}},
		{name: "a most that is less", says: "territories add up to", after: func(p *Plan, _ *Input) { p.Certificate.MostValue-- }},
		{name: "no most", after: func(p *Plan, _ *Input) { p.Certificate.MostValue = 0 }},
		{name: "more pairs of desa and territory", says: "pairs of desa", after: func(p *Plan, _ *Input) { p.Certificate.DesaPairs++ }},
		{name: "a bound above the pairs", says: "pairs of desa", after: func(p *Plan, _ *Input) { p.Certificate.DesaBound++ }},
		{name: "a bound above the inertia", says: "above inertia", after: func(p *Plan, _ *Input) { p.Certificate.Bound = 10.001 }},
		{name: "families moved that are not told", says: "KK moved", before: func(in *Input) { in.Previous = in.plan(share{2, []int{0, 1}}).Territories }, after: func(p *Plan, _ *Input) {
			p.Certificate.Moved, p.Certificate.MovedBound = 0, 0
		}},
		{name: "families moved to nobody that are not told", says: "KK moved", before: func(in *Input) { in.Previous = in.plan(share{3, []int{4, 5}}).Territories }, shares: usual[:2], after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: east}}
			p.Certificate.Moved, p.Certificate.MovedBound = 0, 0
		}},
		{name: "more must move than does", says: "KK moved", after: func(p *Plan, _ *Input) { p.Certificate.MovedBound++ }},
		{name: "families of a second territory move nowhere", before: func(in *Input) {
			in.Previous = in.plan(share{2, []int{0, 1}}).Territories
			in.Previous[0].Merangkap = true
		}},
		{name: "families of nobody move nowhere", before: func(in *Input) { in.Previous = in.plan(share{0, []int{0, 1}}).Territories }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := parish(t)
			if c.before != nil {
				c.before(&in)
			}
			shares := c.shares
			if shares == nil {
				shares = usual
			}
			p := in.plan(shares...)
			if c.after != nil {
				c.after(&p, &in)
			}
			plannertest.SaysExactly(t, p.Check(in), c.says)
		})
	}
}

// The desa of the parish, whose territories consist of whole desa now. Every plan is
// right in every sum and breaks one rule.
func TestRefereeOfWholeDesaRefusesEachBreachOfItsOwn(t *testing.T) {
	usual := []share{{1, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4, 5}}}
	apart := func(in *Input) { in.Links = nil } // no blocks touch
	for _, c := range []struct {
		name, says string
		before     func(in *Input)
		shares     []share
		after      func(p *Plan, in *Input)
	}{
		{name: "nothing"},
		{name: "nothing proven of it", says: "what was proven of whole desa", after: func(p *Plan, _ *Input) { p.Certificate.Whole = nil }},
		{name: "a certificate of more worth", says: "worth", after: func(p *Plan, _ *Input) { p.Certificate.Value++; p.Certificate.MostValue++ }},
		{name: "a later Rupiah that counts as one of this month", says: "worth", after: func(p *Plan, _ *Input) {
			p.Certificate.Value = p.Certificate.Expected + p.Certificate.Later
			p.Certificate.MostValue = p.Certificate.Value
		}},
		{name: "a most that is less", says: "what was proven of whole desa", after: func(p *Plan, _ *Input) {
			p.Certificate.Whole.Proven = false
			p.Certificate.Whole.Most--
		}},
		{name: "proven, and more were possible", says: "what was proven of whole desa", after: func(p *Plan, _ *Input) { p.Certificate.Whole.Most++ }},
		{name: "not proven, and more may be possible", after: func(p *Plan, _ *Input) {
			p.Certificate.Whole.Proven = false
			p.Certificate.Whole.Most++
		}},
		{name: "proven, and fewer were possible to divide", says: "what was proven of whole desa", after: func(p *Plan, _ *Input) { p.Certificate.Whole.Fewest = 1 }},
		{name: "a desa in two territories", says: "desa 99.01.01.2001 lies in 2 places", before: func(in *Input) { in.Rules.Territory = planner.TerritoryRule{Lower: 10, Target: 20, Upper: 30} }, shares: []share{{1, []int{0}}, {2, []int{1, 2, 3}}, {3, []int{4, 5}}}},
		{name: "a desa half of which nobody serves", says: "desa 99.01.02.2001 lies in 2 places", before: func(in *Input) { in.Rules.Territory = planner.TerritoryRule{Lower: 8, Target: 20, Upper: 30} }, shares: []share{{1, []int{0, 1}}, {2, []int{2, 3}}, {3, []int{4}}}, after: func(p *Plan, _ *Input) {
			p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: east}}
		}},
		{name: "a desa in two territories that is told", before: func(in *Input) { in.Rules.Territory = planner.TerritoryRule{Lower: 10, Target: 20, Upper: 30} }, shares: []share{{1, []int{0}}, {2, []int{1, 2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Certificate.Whole.Split, p.Certificate.Whole.Fewest = []geo.AreaCode{west + ".2001"}, 1
		}},
		{name: "a desa above the band in two territories", before: func(in *Input) { in.Rules.Territory = planner.TerritoryRule{Lower: 10, Target: 20, Upper: 30} }, shares: []share{{1, []int{0}}, {2, []int{1, 2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Certificate.Whole.Above = []geo.AreaCode{west + ".2001"}
		}},
		{name: "a desa that a locked territory cuts", before: func(in *Input) { in.Rules.Territory = planner.TerritoryRule{Lower: 10, Target: 20, Upper: 30} }, shares: []share{{1, []int{0}}, {2, []int{1, 2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) {
			p.Territories[0].Locked = true
		}},
		{name: "a desa in two territories where nothing was divided", before: func(in *Input) {
			in.Rules.Territory = planner.TerritoryRule{Lower: 10, Target: 20, Upper: 30}
			in.Kecamatan = east
		}, shares: []share{{1, []int{0}}, {2, []int{1, 2, 3}}, {3, []int{4, 5}}}},
		{name: "the blocks of a desa hang together", before: apart, after: func(p *Plan, _ *Input) { p.Certificate.Connected = 3 }},
		{name: "two desa that do not touch", says: "territory 1 falls apart", before: func(in *Input) {
			in.Rules.Territory.Upper = 40
			in.Links = []planner.Link{}
		}, shares: []share{{1, []int{0, 1, 2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) { p.Certificate.Connected = 1 }},
		{name: "two desa whose areas touch", before: func(in *Input) {
			in.Rules.Territory.Upper = 40
			in.Links = []planner.Link{}
			in.Land = []planner.Land{{Desa: west + ".2001", Near: []geo.AreaCode{west + ".2002"}}, {Desa: west + ".2002", Near: []geo.AreaCode{west + ".2001"}}}
		}, shares: []share{{1, []int{0, 1, 2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) { p.Certificate.Connected = 2 }},
		{name: "two desa over a gap that is not too wide", before: func(in *Input) {
			in.Rules.Territory.Upper, in.Rules.Territory.Gap = 40, 1200
			in.Links[1].Gap = true
		}, shares: []share{{1, []int{0, 1, 2, 3}}, {3, []int{4, 5}}}},
		{name: "two desa over a gap that is too wide", says: "territory 1 falls apart", before: func(in *Input) {
			in.Rules.Territory.Upper, in.Rules.Territory.Gap = 40, 1000
			in.Links[1].Gap = true
		}, shares: []share{{1, []int{0, 1, 2, 3}}, {3, []int{4, 5}}}, after: func(p *Plan, _ *Input) { p.Certificate.Connected = 1 }},
		{name: "touching desa, however far their middles", before: func(in *Input) { in.Rules.Territory.Upper, in.Rules.Territory.Gap = 40, 1000 }, shares: []share{{1, []int{0, 1, 2, 3}}, {3, []int{4, 5}}}},
		{name: "a desa in the hole of a territory", says: "territory 1 encloses desa 99.01.01.2002", before: enclosed, shares: []share{{1, []int{0, 1}}, {3, []int{4, 5}}}, after: leftInside},
		{name: "a desa in the hole of a territory, near another kecamatan", says: "territory 1 encloses desa 99.01.01.2002", before: func(in *Input) {
			enclosed(in)
			in.Land[1].Near = append(in.Land[1].Near, east+".2001")
		}, shares: []share{{1, []int{0, 1}}, {3, []int{4, 5}}}, after: leftInside},
		{name: "a desa beside a territory", before: func(in *Input) {
			enclosed(in)
			in.Land[1].Inside = false
		}, shares: []share{{1, []int{0, 1}}, {3, []int{4, 5}}}, after: leftInside},
		{name: "a desa in a hole that could be a territory itself", before: func(in *Input) {
			enclosed(in)
			in.Rules.Territory.Upper = 40
			in.Blocks[2].Eligible, in.Blocks[3].Eligible = 8, 7
		}, shares: []share{{1, []int{0, 1}}, {3, []int{4, 5}}}, after: leftInside},
		{name: "a desa in the hole of a territory that it would fill above the band", before: func(in *Input) {
			enclosed(in)
			in.Rules.Territory.Upper = 24
		}, shares: []share{{1, []int{0, 1}}, {3, []int{4, 5}}}, after: leftInside},
		{name: "a desa in the hole of a locked territory", before: enclosed, shares: []share{{1, []int{0, 1}}, {3, []int{4, 5}}}, after: func(p *Plan, in *Input) {
			leftInside(p, in)
			p.Territories[0].Locked = true
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := parish(t)
			if c.before != nil {
				c.before(&in)
			}
			shares := c.shares
			if shares == nil {
				shares = usual
			}
			p := in.plan(shares...)
			p.Certificate.Grain, p.Certificate.Whole = planner.GrainDesa, &Whole{Proven: true, Worth: 7, Most: 7}
			if c.after != nil {
				c.after(&p, &in)
			}
			plannertest.SaysExactly(t, p.Check(in), c.says)
		})
	}
}

// enclosed puts the desa 2002, of five KK, into the middle of the desa 2001.
func enclosed(in *Input) {
	in.Blocks[2].Eligible, in.Blocks[3].Eligible = 3, 2
	in.Land = []planner.Land{
		{Desa: west + ".2001", Near: []geo.AreaCode{west + ".2002"}},
		{Desa: west + ".2002", Near: []geo.AreaCode{west + ".2001"}, Inside: true},
	}
}

// leftInside tells that the families enclosed have no kader.
func leftInside(p *Plan, _ *Input) { p.Findings = []Finding{{Code: FindingTooFew, Kecamatan: west}} }
