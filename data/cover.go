package data

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/geo"
)

// mostCovered is how many cells are kept: 32 MB of them, the desa of some 90 branches
// as large as the sample one. Then all are forgotten, which costs each branch that is
// looked at again one making.
const mostCovered = 4_000_000

// covers are the cells that shapes cover, each made once, of whatever branch and in
// whatever state it is: they are kept by the shape itself, so that a file of areas that
// comes, or is taken back, outdates nothing.
type covers struct {
	sync.Mutex
	made  map[[sha256.Size]byte][]geo.Cell
	cells int
	most  int
}

func newCovers(most int) *covers {
	return &covers{made: map[[sha256.Size]byte][]geo.Cell{}, most: most}
}

// of is geo.Cover, to be read only.
func (k *covers) of(shape orb.MultiPolygon) ([]geo.Cell, error) {
	text, err := ewkb.Marshal(shape, ewkb.DefaultSRID)
	if err != nil {
		return nil, fmt.Errorf("cover: %w", err)
	}
	key := sha256.Sum256(text)
	if cover, made := k.get(key); made {
		return cover, nil
	}
	cover, err := geo.Cover(shape)
	if err == nil {
		k.keep(key, cover)
	}
	return cover, err
}

func (k *covers) get(key [sha256.Size]byte) ([]geo.Cell, bool) {
	k.Lock()
	defer k.Unlock()
	cover, made := k.made[key]
	return cover, made
}

func (k *covers) keep(key [sha256.Size]byte, cover []geo.Cell) {
	k.Lock()
	defer k.Unlock()
	if k.cells+len(cover) > k.most {
		clear(k.made)
		k.cells = 0
	}
	if _, made := k.made[key]; !made {
		k.made[key] = cover
		k.cells += len(cover)
	}
}
