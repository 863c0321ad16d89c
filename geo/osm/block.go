package osm

import (
	"fmt"

	"github.com/paulmach/protoscan"
)

// degree is how many units of coordinates a degree has.
const degree = 1e-9

// block is a block of nodes and ways, unpacked.
type block struct {
	visitor        Visitor
	granularity    int64 // of coordinates, in units
	offLat, offLon int64 // units
	way            Way
	ids, lat, lon  *protoscan.Iterator
}

// tell tells the visitor of what stands in a block. What is told of all of it may stand
// behind the rest, so it is gone through twice.
func (b *block) tell(data []byte, v Visitor) error {
	b.visitor, b.granularity, b.offLat, b.offLon = v, 100, 0, 0
	b.way.strings = b.way.strings[:0]
	m := protoscan.New(data)
	for m.Next() {
		var err error
		switch m.FieldNumber() {
		case 1:
			var table []byte
			if table, err = m.MessageData(); err == nil {
				err = b.readStrings(table)
			}
		case 17:
			var g int32
			g, err = m.Int32()
			b.granularity = int64(g)
		case 19:
			b.offLat, err = m.Int64()
		case 20:
			b.offLon, err = m.Int64()
		default:
			m.Skip()
		}
		if err != nil {
			return broken(err)
		}
	}
	if err := m.Err(); err != nil {
		return broken(err)
	}
	return each(data, 2, b.group)
}

// each does something with every message of a number in another.
func each(data []byte, number int, do func([]byte) error) error {
	m := protoscan.New(data)
	for m.Next() {
		if m.FieldNumber() != number {
			m.Skip()
			continue
		}
		part, err := m.MessageData()
		if err != nil {
			return broken(err)
		}
		if err := do(part); err != nil {
			return err
		}
	}
	return broken(m.Err())
}

func (b *block) readStrings(table []byte) error {
	return each(table, 1, func(text []byte) error {
		b.way.strings = append(b.way.strings, text)
		return nil
	})
}

func (b *block) group(data []byte) error {
	if b.visitor.Node != nil {
		if err := each(data, 1, b.node); err != nil {
			return err
		}
		if err := each(data, 2, b.dense); err != nil {
			return err
		}
	}
	if b.visitor.Way != nil {
		return each(data, 3, b.takeWay)
	}
	return nil
}

// at tells the visitor of a node, of which coordinates come in the block's own grain.
func (b *block) at(id, lat, lon int64) error {
	return b.visitor.Node(id, degree*float64(b.offLon+b.granularity*lon), degree*float64(b.offLat+b.granularity*lat))
}

func (b *block) node(data []byte) error {
	var id, lat, lon int64
	m := protoscan.New(data)
	for m.Next() {
		var err error
		switch m.FieldNumber() {
		case 1:
			id, err = m.Sint64()
		case 8:
			lat, err = m.Sint64()
		case 9:
			lon, err = m.Sint64()
		default:
			m.Skip()
		}
		if err != nil {
			return broken(err)
		}
	}
	if err := m.Err(); err != nil {
		return broken(err)
	}
	return b.at(id, lat, lon)
}

// dense takes nodes of which each is told as a step from the one before.
func (b *block) dense(data []byte) error {
	var parts [3]bool
	m := protoscan.New(data)
	for m.Next() {
		var err error
		switch m.FieldNumber() {
		case 1:
			b.ids, err = m.Iterator(b.ids)
			parts[0] = true
		case 8:
			b.lat, err = m.Iterator(b.lat)
			parts[1] = true
		case 9:
			b.lon, err = m.Iterator(b.lon)
			parts[2] = true
		default:
			m.Skip()
		}
		if err != nil {
			return broken(err)
		}
	}
	if err := m.Err(); err != nil {
		return broken(err)
	}
	if parts != [3]bool{true, true, true} {
		if parts == [3]bool{} {
			return nil
		}
		return fmt.Errorf("nodes without places: %w", ErrFormat)
	}
	return b.walk()
}

func (b *block) walk() error {
	var id, lat, lon int64
	for b.ids.HasNext() {
		for _, one := range []struct {
			from *protoscan.Iterator
			sum  *int64
		}{{b.ids, &id}, {b.lat, &lat}, {b.lon, &lon}} {
			step, err := one.from.Sint64()
			if err != nil {
				return broken(err)
			}
			*one.sum += step
		}
		if err := b.at(id, lat, lon); err != nil {
			return err
		}
	}
	return nil
}

func (b *block) takeWay(data []byte) error {
	w := &b.way
	w.Refs, w.keys, w.values = w.Refs[:0], w.keys[:0], w.values[:0]
	m := protoscan.New(data)
	for m.Next() {
		var err error
		switch m.FieldNumber() {
		case 2:
			w.keys, err = m.RepeatedUint32(w.keys)
		case 3:
			w.values, err = m.RepeatedUint32(w.values)
		case 8:
			w.Refs, err = m.RepeatedSint64(w.Refs)
		default:
			m.Skip()
		}
		if err != nil {
			return broken(err)
		}
	}
	if err := m.Err(); err != nil {
		return broken(err)
	}
	at := int64(0)
	for i, step := range w.Refs {
		at += step
		w.Refs[i] = at
	}
	return b.visitor.Way(w)
}
