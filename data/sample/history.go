package sample

import (
	"fmt"
	"math/rand/v2"

	"binaan/planner"
)

// visit is a past visit as the branch's paper lists hold it.
type visit struct {
	household, kader int
	day              planner.Day
	at               planner.Minute
	outcome          planner.Outcome
	amount           planner.Rupiah
	promised         *planner.Promise
	steps            int // of a REHAB agreed on
}

// payment is money that the payment file confirms.
type payment struct {
	household int
	day       planner.Day
	amount    planner.Rupiah
	channel   string
	ref       string
}

// Of the 1,200 visits that a kader is asked for, 543 were made in the published
// year; they went to about 330 households of the 500 nearest.
const (
	visitsAYear  = 543
	usualCircle  = 500
	revisitShare = 0.35
)

var channels = []string{"PPOB", "Mobile JKN", "Bank"}

// remember makes up a year of visits, promises and payments before the export.
func (b *branch) remember(seed uint64) {
	for k := range b.kader {
		rng := stream(seed, "history", k)
		circle := b.eligibleNear(b.kader[k].kecamatan, b.kader[k].home)
		circle = circle[:min(usualCircle, len(circle))]
		if len(circle) == 0 {
			continue
		}
		b.rememberKader(k, circle, rng)
	}
}

func (b *branch) rememberKader(k int, circle []int, rng *rand.Rand) {
	visits := visitsAYear * len(circle) / usualCircle
	last := map[int]planner.Day{}
	var met []int
	for v := range visits {
		day := b.asOf - 365 + planner.Day(v*365/visits)
		if day.Weekday() == 0 {
			day--
		}
		h := circle[rng.IntN(len(circle))]
		if len(met) > 0 && rng.Float64() < revisitShare {
			h = met[rng.IntN(len(met))]
		}
		if seen, before := last[h]; before && day-seen < 14 {
			continue
		}
		last[h] = day
		met = append(met, h)
		b.visits = append(b.visits, b.call(k, h, day, rng))
	}
}

// call plays one visit out.
func (b *branch) call(k, h int, day planner.Day, rng *rand.Rand) visit {
	house := b.households[h]
	v := visit{household: h, kader: k, day: day, at: planner.Minute(9*60 + rng.IntN(180)), outcome: planner.NotHome}
	chance := house.homeByDay
	if rng.Float64() < 0.6 {
		v.at, chance = planner.Minute(16*60+rng.IntN(220)), house.homeByEvening
	}
	switch {
	case house.gone && rng.Float64() < 0.8:
		v.outcome = planner.AddressNotFound
	case rng.Float64() < chance:
		b.meet(&v, house, k, rng)
	case rng.Float64() < 0.15:
		v.outcome = planner.MetOther
	}
	return v
}

// meet draws what a meeting brings: over a branch some Rp247,000 a visit, as published
// (PublishedPerVisit). Only money that the ledger could know is confirmed by a payment.
func (b *branch) meet(v *visit, h household, k int, rng *rand.Rand) {
	able := min(0.5, h.able*b.kader[k].skill)
	monthly := planner.Rupiah(h.members) * premium[h.class-1]
	switch u := rng.Float64(); {
	case u < able*0.8:
		v.outcome, v.amount = planner.PaidPart, monthly*planner.Rupiah(6+rng.IntN(19))
		b.pay(v.household, v.day, v.amount, rng)
	case u < able*1.1:
		v.outcome, v.steps = planner.RehabEnrolled, max(2, min(12, h.months/2))
		v.amount = h.arrears() / planner.Rupiah(v.steps)
		b.payInstalments(v, rng)
	case u < able*1.1+0.22:
		v.outcome = planner.Promised
		b.promise(v, monthly, rng)
	case u < able*1.1+0.45:
		v.outcome = planner.Unable
	case u < able*1.1+0.60:
		v.outcome = planner.Refused
	default:
		v.outcome = planner.OtherTime
	}
}

func (b *branch) promise(v *visit, monthly planner.Rupiah, rng *rand.Rand) {
	p := &planner.Promise{
		Due: v.day + planner.Day(3+rng.IntN(25)), Open: 16 * 60, Close: 20 * 60,
		Amount: monthly * planner.Rupiah(1+rng.IntN(12)), State: planner.PromisePending,
	}
	if p.Due.Weekday() == 0 {
		p.Due++
	}
	if p.Due <= b.asOf {
		p.State = planner.PromiseBroken
		if rng.Float64() < 0.35 {
			p.State = planner.PromiseKept
			b.pay(v.household, p.Due, p.Amount, rng)
		}
	}
	v.amount, v.promised = p.Amount, p
}

func (b *branch) payInstalments(v *visit, rng *rand.Rand) {
	for day, step := v.day, 0; day <= b.asOf && step < v.steps; day, step = day+30, step+1 {
		if step > 0 && rng.Float64() > 0.8 {
			return
		}
		b.pay(v.household, day, v.amount, rng)
	}
}

func (b *branch) pay(h int, day planner.Day, amount planner.Rupiah, rng *rand.Rand) {
	if day > b.asOf {
		return
	}
	b.payments = append(b.payments, payment{
		household: h, day: day, amount: amount, channel: channels[rng.IntN(len(channels))],
		ref: fmt.Sprintf("CONTOH%08d", len(b.payments)+1),
	})
}
