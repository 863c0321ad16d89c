package territory

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"binaan/geo"
	"binaan/planner"
)

// Hand is in whose hands a block is in a drawing: a kader's own territory by the
// kader's number, a second one by its negative.
type Hand int64

// Nobody has what is belum terbagi; Vacant is a territory whose kader has gone.
const (
	Nobody Hand = 0
	Vacant Hand = -1 << 40
)

// Hand names the territory in a drawing.
func (t Territory) Hand() Hand {
	switch {
	case t.Kader == 0:
		return Vacant
	case t.Merangkap:
		return -Hand(t.Kader)
	}
	return Hand(t.Kader)
}

// Change passes a desa, or one block of it, from one hand to another.
type Change struct {
	Desa geo.AreaCode `json:"desa"`
	Cell geo.Cell     `json:"cell,omitempty"` // 0: all blocks of the desa
	From Hand         `json:"from"`
	To   Hand         `json:"to"`
}

// Back is the change that takes c back.
func (c Change) Back() Change { return Change{Desa: c.Desa, Cell: c.Cell, From: c.To, To: c.From} }

// Stroke is one act of an officer on a draft: from pointer down to pointer up, a
// desa ticked in the list, or the undoing of an earlier stroke.
type Stroke struct {
	ID       string    `json:"id" format:"uuid"` // made by the client, so that a stroke sent twice lands once
	Revision int       `json:"revision"`         // of the draft that it made, from 1
	On       int       `json:"on"`               // revision that its maker saw
	Changes  []Change  `json:"changes"`
	Undo     string    `json:"undo,omitempty" format:"uuid"` // the stroke that this one takes back
	Reason   string    `json:"reason,omitempty"`             // of one that breaks a rule
	By       string    `json:"by"`                           // login
	At       time.Time `json:"at"`
}

// Why a stroke is refused that is in nobody's way.
var (
	ErrNoStroke = errors.New("no such stroke")
	ErrNotOwn   = errors.New("stroke is somebody else's")
	ErrUndone   = errors.New("stroke is undone already")
	ErrReversal = errors.New("undoing changes something that the stroke did not")
)

// MayUndo tells whether s, which undoes an earlier stroke of log, is one of its
// maker's own, not undone yet, and changes back nothing else. What was repainted
// since stays, so it may change less.
func MayUndo(log []Stroke, s Stroke) error {
	at := slices.IndexFunc(log, func(l Stroke) bool { return l.ID == s.Undo })
	if at < 0 {
		return fmt.Errorf("undo %s: %w", s.Undo, ErrNoStroke)
	}
	if log[at].By != s.By {
		return fmt.Errorf("undo %s of %s: %w", s.Undo, log[at].By, ErrNotOwn)
	}
	if slices.ContainsFunc(log, func(l Stroke) bool { return l.Undo == s.Undo }) {
		return fmt.Errorf("undo %s: %w", s.Undo, ErrUndone)
	}
	for _, c := range s.Changes {
		if !slices.ContainsFunc(log[at].Changes, func(l Change) bool {
			return l.Desa == c.Desa && (l.Cell == 0 || l.Cell == c.Cell) && l.From == c.To && l.To == c.From
		}) {
			return fmt.Errorf("undo %s: desa %s: %w", s.Undo, c.Desa, ErrReversal)
		}
	}
	return nil
}

// Conflict is a desa or block that is no longer in the hands that a stroke supposed.
type Conflict struct {
	Desa geo.AreaCode `json:"desa"`
	Cell geo.Cell     `json:"cell,omitempty"`
	From Hand         `json:"from"`           // supposed
	Is   Hand         `json:"is"`             // found
	Gone bool         `json:"gone,omitempty"` // nobody in arrears lives there any more
}

// ConflictError is a stroke that others were before. It changed nothing.
type ConflictError struct{ Conflicts []Conflict }

// Error names the first.
func (e *ConflictError) Error() string {
	c := e.Conflicts[0]
	return fmt.Sprintf("%d conflicts: desa %s is in hand %d, not %d", len(e.Conflicts), c.Desa, c.Is, c.From)
}

// Drawing is in whose hands every block of some desa is.
type Drawing struct {
	hands map[planner.BlockKey]Hand
	cells map[geo.AreaCode][]geo.Cell
}

// NewDrawing begins with nothing in it.
func NewDrawing() *Drawing {
	return &Drawing{hands: map[planner.BlockKey]Hand{}, cells: map[geo.AreaCode][]geo.Cell{}}
}

// Put adds a block.
func (d *Drawing) Put(key planner.BlockKey, h Hand) {
	if _, there := d.hands[key]; !there {
		d.cells[key.Desa] = append(d.cells[key.Desa], key.Cell)
	}
	d.hands[key] = h
}

// Hand is in whose hands a block is.
func (d *Drawing) Hand(key planner.BlockKey) Hand { return d.hands[key] }

// blocks are those that a change concerns.
func (d *Drawing) blocks(c Change) (keys []planner.BlockKey) {
	if c.Cell != 0 {
		key := planner.BlockKey{Desa: c.Desa, Cell: c.Cell}
		if _, there := d.hands[key]; there {
			keys = append(keys, key)
		}
		return keys
	}
	for _, cell := range d.cells[c.Desa] {
		keys = append(keys, planner.BlockKey{Desa: c.Desa, Cell: cell})
	}
	return keys
}

// Apply lays changes on the drawing, all of them or, where some are in conflict,
// none. Changes of what is in the wanted hands already come to nothing: done are
// those that changed something.
func (d *Drawing) Apply(changes []Change) (done []Change, err error) {
	var conflicts []Conflict
	next := map[planner.BlockKey]Hand{}
	hand := func(key planner.BlockKey) Hand {
		if h, drawn := next[key]; drawn {
			return h
		}
		return d.hands[key]
	}
	for _, c := range changes {
		keys := d.blocks(c)
		if len(keys) == 0 {
			conflicts = append(conflicts, Conflict{Desa: c.Desa, Cell: c.Cell, From: c.From, Gone: true})
			continue
		}
		if !slices.ContainsFunc(keys, func(key planner.BlockKey) bool { return hand(key) != c.To }) {
			continue
		}
		if at := slices.IndexFunc(keys, func(key planner.BlockKey) bool { return hand(key) != c.From }); at >= 0 {
			conflicts = append(conflicts, Conflict{Desa: c.Desa, Cell: c.Cell, From: c.From, Is: hand(keys[at])})
			continue
		}
		done = append(done, c)
		for _, key := range keys {
			next[key] = c.To
		}
	}
	if len(conflicts) > 0 {
		return nil, &ConflictError{conflicts}
	}
	for key, h := range next {
		d.hands[key] = h
	}
	return done, nil
}

// Undoing are the changes that take back what still is as the stroke left it; kept
// counts the blocks that were passed on since.
func (d *Drawing) Undoing(s Stroke) (changes []Change, kept int) {
	for _, c := range slices.Backward(s.Changes) {
		keys := d.blocks(c)
		stays := slices.DeleteFunc(slices.Clone(keys), func(key planner.BlockKey) bool { return d.hands[key] != c.To })
		kept += len(keys) - len(stays)
		if len(stays) > 0 && len(stays) == len(keys) {
			changes = append(changes, c.Back())
			continue
		}
		for _, key := range stays {
			changes = append(changes, Change{Desa: key.Desa, Cell: key.Cell, From: c.To, To: c.From})
		}
	}
	return changes, kept
}
