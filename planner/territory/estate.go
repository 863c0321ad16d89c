package territory

import (
	"cmp"
	"context"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/parcel"
)

// estate makes the units of some free blocks of a kecamatan, desa by desa, and the
// pieces into which a desa could be divided.
func (d *design) estate(ctx context.Context, free []int) (*estate, error) {
	lower, upper := d.band()
	e := &estate{d: d, problem: parcel.Problem{Lower: lower, Upper: upper}}
	by := map[geo.AreaCode][]int{}
	for _, b := range free {
		by[d.in.Blocks[b].Desa] = append(by[d.in.Blocks[b].Desa], b)
	}
	var codes []geo.AreaCode
	for code := range by {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		parts := [][]int{by[code]}
		if d.eligible(by[code]) > upper {
			var err error
			if parts, err = d.cut(ctx, by[code]); err != nil {
				return nil, err
			}
			e.above = append(e.above, code)
		}
		for _, part := range parts {
			e.addUnit(code, part, len(parts) == 1)
		}
	}
	e.measure()
	e.link()
	return e, nil
}

// groups number the kecamatan of the units.
func (e *estate) groups() []int {
	out := make([]int, len(e.desa))
	for u := 1; u < len(e.desa); u++ { // desa are in order
		out[u] = out[u-1]
		if e.desa[u].Kecamatan() != e.desa[u-1].Kecamatan() {
			out[u]++
		}
	}
	return out
}

func (d *design) eligible(blocks []int) int64 {
	w := int64(0)
	for _, b := range blocks {
		w += int64(d.in.Blocks[b].Eligible)
	}
	return w
}

// addUnit adds a desa, or a part of one that is above the band; the former in pieces
// of about half the width of the band.
func (e *estate) addUnit(code geo.AreaCode, blocks []int, divisible bool) {
	u := len(e.desa)
	e.desa = append(e.desa, code)
	pieces := [][]int{blocks}
	if divisible {
		pieces = e.d.pieces(blocks, max(1, (e.problem.Upper-e.problem.Lower)/2))
	}
	for _, piece := range pieces {
		e.parts, e.unit = append(e.parts, piece), append(e.unit, u)
	}
}

// pieces grows pieces of at least so many eligible KK, block by block to the nearest
// in number; what is left over in between makes smaller ones.
func (d *design) pieces(blocks []int, least int64) (out [][]int) {
	free := map[int]bool{}
	for _, b := range blocks {
		free[b] = true
	}
	for _, b := range blocks {
		if !free[b] {
			continue
		}
		piece, w := []int{}, int64(0)
		for queue := []int{b}; len(queue) > 0 && w < least; {
			c := queue[0]
			queue = queue[1:]
			if !free[c] {
				continue
			}
			delete(free, c)
			piece = append(piece, c)
			w += int64(d.in.Blocks[c].Eligible)
			queue = append(queue, d.links[c]...)
		}
		out = append(out, piece)
	}
	return out
}

// measure adds up the pieces.
func (e *estate) measure() {
	p := &e.problem
	p.Unit, p.Group, p.Weight, p.Value, p.X, p.Y = e.unit, e.groups(), nil, nil, nil, nil
	p.Inner = make([]bool, len(e.desa))
	for u, code := range e.desa {
		p.Inner[u] = e.d.land[code].Inside
	}
	plane, kecamatan := geo.Plane{}, geo.AreaCode("")
	for piece, blocks := range e.parts {
		if code := e.desa[e.unit[piece]].Kecamatan(); code != kecamatan {
			plane, kecamatan = geo.PlaneAt(e.d.in.Blocks[blocks[0]].Centre), code
		}
		weight, value := int64(0), int64(0)
		w, x, y := 0.0, 0.0, 0.0
		for _, b := range blocks {
			weight += int64(e.d.in.Blocks[b].Eligible)
			value += int64(e.d.value(b))
			bx, by := plane.XY(e.d.in.Blocks[b].Centre)
			m := float64(e.d.in.Blocks[b].Eligible) + 1e-3
			w, x, y = w+m, x+m*bx, y+m*by
		}
		p.Weight, p.Value = append(p.Weight, weight), append(p.Value, max(0, value))
		p.X, p.Y = append(p.X, int64(math.Round(x/w))), append(p.Y, int64(math.Round(y/w)))
	}
}

// link joins pieces that touch, or whose desa do, and for a price those across gaps
// that the rule allows.
func (e *estate) link() {
	place, worth := map[int]int{}, e.d.average
	for piece, blocks := range e.parts {
		for _, b := range blocks {
			place[b] = piece
		}
	}
	e.problem.Edges = nil
	best := map[[2]int]int64{}
	for _, l := range e.d.joints {
		a, inA := place[l.a]
		b, inB := place[l.b]
		if !inA || !inB || a == b {
			continue
		}
		key := [2]int{min(a, b), max(a, b)}
		price := int64(math.Round(worth * float64(l.gap) / 1000))
		if old, known := best[key]; !known || price < old {
			best[key] = price
		}
	}
	for key, price := range best {
		e.problem.Edges = append(e.problem.Edges, parcel.Edge{A: key[0], B: key[1], Price: price})
	}
	slices.SortFunc(e.problem.Edges, func(x, y parcel.Edge) int { return cmp.Or(x.A-y.A, x.B-y.B) })
}

// price sets what shape, rides, unevenness and movement count, in Rupiah.
func (e *estate) price(kader []planner.Kader, settled, cover bool) {
	p, worth := &e.problem, e.d.average
	p.Agents = nil
	shape := worth / served
	p.Cover = cover
	p.Prices.Compact = int64(math.Round(shape))
	if cover && !settled {
		total := int64(0)
		for _, v := range p.Value {
			total += v
		}
		p.Prices.Even = int64(math.Round(e.d.weights.Even * shape))
		p.Prices.Mean = []int64{total / int64(len(kader))}
	}
	stay := e.d.weights.Moved
	if settled {
		stay = max(e.d.weights.Stay, 1e-3)
	}
	keep := int64(math.Round(stay * shape))
	e.stays = keep * int64(e.had())
	heirs := map[planner.KaderID]planner.KaderID{}
	if settled {
		heirs = e.heirs(kader)
	}
	for _, who := range kader {
		a := parcel.Agent{Ride: make([]int64, len(e.parts)), Moved: make([]int64, len(e.parts))}
		for piece, blocks := range e.parts {
			away := e.d.distance(blocks, who) / 1000
			a.Ride[piece] = int64(math.Round(e.d.weights.Home * shape * float64(p.Weight[piece]) * away * away))
			stays := e.d.same(blocks, who.ID)
			if left, heir := heirs[who.ID]; heir {
				stays += e.d.same(blocks, left)
			}
			a.Moved[piece] = -keep * int64(stays)
		}
		p.Agents = append(p.Agents, a)
	}
}

// heirs says whose families a kader without any is to take over: those of kader who
// left, of the one with the most families first, each by whom lives nearest.
func (e *estate) heirs(kader []planner.Kader) map[planner.KaderID]planner.KaderID {
	had := map[planner.KaderID][]int{}
	for _, blocks := range e.parts {
		for _, b := range blocks {
			if id := e.d.before[b]; id != 0 {
				had[id] = append(had[id], b)
			}
		}
	}
	var gone []planner.KaderID
	for id := range had {
		if !slices.ContainsFunc(kader, func(k planner.Kader) bool { return k.ID == id }) {
			gone = append(gone, id)
		}
	}
	slices.SortFunc(gone, func(a, b planner.KaderID) int {
		return cmp.Or(cmp.Compare(e.d.eligible(had[b]), e.d.eligible(had[a])), cmp.Compare(a, b))
	})
	out := map[planner.KaderID]planner.KaderID{}
	for _, id := range gone {
		heir, least := planner.KaderID(0), 0.0
		for _, k := range kader {
			if _, has := out[k.ID]; has || had[k.ID] != nil {
				continue
			}
			if at := e.d.distance(had[id], k); heir == 0 || at < least {
				heir, least = k.ID, at
			}
		}
		if heir != 0 {
			out[heir] = id
		}
	}
	return out
}

// had counts the families who had a kader.
func (e *estate) had() (sum int) {
	for _, blocks := range e.parts {
		for _, b := range blocks {
			if e.d.before[b] != 0 {
				sum += e.d.in.Blocks[b].Eligible
			}
		}
	}
	return sum
}
