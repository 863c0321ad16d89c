package geo

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"

	"github.com/paulmach/orb/maptile"
)

// LayerForm numbers the way in which layers are written: what was written in another
// cannot be read.
const LayerForm = 1

// keptLayer is a layer as it is written: of each corner, the step from the one before.
type keptLayer struct {
	Name        string
	Fine        maptile.Zoom
	IDs         []uint64
	First, Ends []int32
	Holes       []bool
	Steps       []int32
	Keys        []string
	Values      [][]byte
	Tags        []uint32
}

// MarshalBinary writes a layer so that reading it takes a hundredth of what it takes to
// make one of many sets of cells.
func (l *Layer) MarshalBinary() ([]byte, error) {
	k := keptLayer{l.name, l.fine, l.ids, l.first, l.ends, l.holes, make([]int32, 0, 2*len(l.corners)), l.keys, l.values, l.tags}
	var at corner
	for _, c := range l.corners {
		k.Steps = append(k.Steps, c[0]-at[0], c[1]-at[1])
		at = c
	}
	var out bytes.Buffer
	if err := gob.NewEncoder(&out).Encode(k); err != nil {
		return nil, fmt.Errorf("write layer %s: %w", l.name, err)
	}
	return out.Bytes(), nil
}

// errLayer marks a written layer whose parts do not fit each other.
var errLayer = errors.New("no layer")

// UnmarshalBinary reads what MarshalBinary wrote.
func (l *Layer) UnmarshalBinary(text []byte) error {
	var k keptLayer
	if err := gob.NewDecoder(bytes.NewReader(text)).Decode(&k); err != nil {
		return fmt.Errorf("read layer: %w", err)
	}
	*l = Layer{name: k.Name, fine: k.Fine, ids: k.IDs, first: k.First, ends: k.Ends, holes: k.Holes, keys: k.Keys, values: k.Values, tags: k.Tags}
	l.corners = make([]corner, len(k.Steps)/2)
	var at corner
	for i := range l.corners {
		at[0], at[1] = at[0]+k.Steps[2*i], at[1]+k.Steps[2*i+1]
		l.corners[i] = at
	}
	return l.bound()
}

// bound reckons what shapes reach to.
func (l *Layer) bound() error {
	if len(l.first) != len(l.ids) || len(l.tags) != len(l.ids)*len(l.keys) || len(l.holes) != len(l.ends) {
		return errLayer
	}
	l.bounds = make([]bounds, len(l.ids))
	for i := range l.ids {
		from, to := l.loopsOf(i)
		if from < 0 || from > to || to > len(l.ends) {
			return errLayer
		}
		low, high := l.startOf(from), l.startOf(to)
		if low < 0 || low > high || high > len(l.corners) {
			return errLayer
		}
		l.bounds[i] = boundsOf(l.corners[low:high])
	}
	return nil
}
