package parcel

import (
	"errors"
	"fmt"
)

// Problem says what is to be handed out, and to whom. Slices by piece run along
// Weight.
type Problem struct {
	Weight []int64 // by piece; not negative
	Value  []int64 // by piece
	X, Y   []int64 // metres, by piece; nil: shape does not count
	Unit   []int   // unit of a piece; nil: every piece is a unit
	Group  []int   // by unit; nil: all are one group
	Inner  []bool  // by unit: it lies nowhere at the edge of its group; nil: none
	Edges  []Edge  // between pieces; only those within a group count
	Apart  []int   // units whose pieces may go apart from the start

	Lower, Upper int64 // band of a set's weight
	Agents       []Agent
	Prices       Prices
	Cover        bool // as much weight as can be is to be in sets, before as many agents as can be have one
}

// Edge joins two pieces.
type Edge struct {
	A, B  int
	Price int64 // 0: they touch; else what a set pays that hangs together by this link
}

// Agent may hold one set.
type Agent struct {
	Group int     // whose units it may hold; -1: of any group
	Ride  []int64 // price by piece; nil: none
	Moved []int64 // price by piece; nil: none
}

// Prices are what is taken off the value of a set.
type Prices struct {
	Compact int64   // for every 10⁶ weight·m² of inertia about the set's centroid
	Even    int64   // for a set whose value is all of Mean off; grows with the square
	Mean    []int64 // by group; nil or 0: evenness does not count
}

// most is the number of pieces that a group may have.
const most = 128

// ErrTooMany marks a group of more pieces than can be handled.
var ErrTooMany = errors.New("parcel: too many pieces in a group")

func (p *Problem) unit(piece int) int {
	if p.Unit == nil {
		return piece
	}
	return p.Unit[piece]
}

func (p *Problem) group(unit int) int {
	if p.Group == nil {
		return 0
	}
	return p.Group[unit]
}

// units is the number of units, groups the number of groups.
func (p *Problem) units() int {
	if p.Unit == nil {
		return len(p.Weight)
	}
	top := 0
	for _, u := range p.Unit {
		top = max(top, u+1)
	}
	return top
}

func (p *Problem) groups() int {
	top := 0
	for _, g := range p.Group {
		top = max(top, g+1)
	}
	return max(1, top)
}

// validate says what in the problem makes no sense.
func (p *Problem) validate() error {
	n, units := len(p.Weight), p.units()
	if n == 0 {
		return errors.New("parcel: no pieces")
	}
	for _, s := range []struct {
		name      string
		have, own int
		nil       bool
	}{
		{"value", len(p.Value), n, false}, {"x", len(p.X), n, p.X == nil}, {"y", len(p.Y), n, p.X == nil},
		{"unit", len(p.Unit), n, p.Unit == nil}, {"group", len(p.Group), units, p.Group == nil}, {"inner", len(p.Inner), units, p.Inner == nil},
	} {
		if !s.nil && s.have != s.own {
			return fmt.Errorf("parcel: %d entries of %s, want %d", s.have, s.name, s.own)
		}
	}
	if p.Lower < 1 || p.Upper < p.Lower {
		return fmt.Errorf("parcel: band %d..%d is not a band", p.Lower, p.Upper)
	}
	if p.Prices.Compact < 0 || p.Prices.Even < 0 {
		return errors.New("parcel: negative price")
	}
	for i, w := range p.Weight {
		if w < 0 || p.unit(i) < 0 {
			return fmt.Errorf("parcel: piece %d has a negative weight or unit", i)
		}
	}
	for _, u := range p.Apart {
		if u < 0 || u >= units {
			return fmt.Errorf("parcel: no unit %d to take apart", u)
		}
	}
	for _, e := range p.Edges {
		if e.A < 0 || e.A >= n || e.B < 0 || e.B >= n || e.Price < 0 {
			return fmt.Errorf("parcel: edge %d-%d makes no sense", e.A, e.B)
		}
	}
	return p.validateAgents()
}

func (p *Problem) validateAgents() error {
	for a, agent := range p.Agents {
		if agent.Group < -1 || agent.Group >= p.groups() {
			return fmt.Errorf("parcel: agent %d has group %d", a, agent.Group)
		}
		if agent.Ride != nil && len(agent.Ride) != len(p.Weight) || agent.Moved != nil && len(agent.Moved) != len(p.Weight) {
			return fmt.Errorf("parcel: agent %d has prices of other pieces", a)
		}
	}
	return nil
}

// price is what agent a pays for a piece.
func (a *Agent) price(piece int) int64 {
	sum := int64(0)
	if a.Ride != nil {
		sum += a.Ride[piece]
	}
	if a.Moved != nil {
		sum += a.Moved[piece]
	}
	return sum
}
