package territory

import (
	"slices"

	"binaan/planner"
)

// pocket are unserved blocks that touch one another, and the territories that they touch.
type pocket struct {
	kk     int
	cash   planner.Rupiah
	beside []ID
}

// of is the only territory that could serve a pocket too small for one of its own; 0: none.
func (p *pocket) of(lower int) ID {
	if len(p.beside) != 1 || p.kk >= lower {
		return 0
	}
	return p.beside[0]
}

// closed counts again, of a plan by cells, whom territories enclose and leave unserved and
// how many families hang by one block, and holds it to enclose nobody who could belong
// where it says so.
func (c *checker) closed() {
	if cert := c.plan.Certificate; !cert.Closed || cert.Grain == planner.GrainDesa {
		return
	}
	near := make([][]int, len(c.in.Blocks))
	for _, l := range c.in.Links {
		near[l.A], near[l.B] = append(near[l.A], l.B), append(near[l.B], l.A)
	}
	name, pockets := c.pockets()
	lower := c.in.Rules.Territory.Lower
	skipped, cash := map[ID]int{}, map[ID]planner.Rupiah{}
	for _, p := range pockets {
		skipped[p.of(lower)] += p.kk
		cash[p.of(lower)] += p.cash
	}
	for i, x := range c.in.Blocks {
		if p := pockets[name[i]]; c.holder(i) == 0 && p.of(lower) != 0 {
			c.couldBelong(c.plan.Territories[p.of(lower)-1], x, near[i])
		}
	}
	for _, t := range c.plan.Territories {
		if narrow := c.narrow(t, near); t.Skipped != skipped[t.ID] || t.SkippedCash != cash[t.ID] || t.Narrow != narrow {
			c.wrong("territory %d: %d KK skipped, %v, %d by one block; counted %d, %v, %d", t.ID, t.Skipped, t.SkippedCash, t.Narrow, skipped[t.ID], cash[t.ID], narrow)
		}
	}
}

// holder is the territory that holds block i; 0: none.
func (c *checker) holder(i int) ID { return c.owner[c.in.Blocks[i].BlockKey] }

// couldBelong finds fault with a territory that touches an enclosed block and has room.
func (c *checker) couldBelong(t Territory, x planner.Block, near []int) {
	touches := slices.ContainsFunc(near, func(j int) bool { return c.holder(j) == t.ID })
	if touches && !t.Locked && !t.Merangkap && c.inBand(t) && t.Eligible+x.Eligible <= c.in.Rules.Territory.Upper {
		c.wrong("territory %d encloses block %s %v, which could belong to it", t.ID, x.Desa, x.Cell)
	}
}

// pockets are by the lowest of their blocks, which gives all of them its name.
func (c *checker) pockets() (name []int, pockets map[int]*pocket) {
	name, pockets = make([]int, len(c.in.Blocks)), map[int]*pocket{}
	for i := range name {
		name[i] = i
	}
	for changed := true; changed; {
		changed = false
		for _, l := range c.in.Links {
			if !l.Gap && c.holder(l.A) == 0 && c.holder(l.B) == 0 && name[l.A] != name[l.B] {
				name[l.A], name[l.B], changed = min(name[l.A], name[l.B]), min(name[l.A], name[l.B]), true
			}
		}
	}
	for i, x := range c.in.Blocks {
		if c.holder(i) == 0 {
			if pockets[name[i]] == nil {
				pockets[name[i]] = &pocket{}
			}
			pockets[name[i]].kk += x.Eligible
			pockets[name[i]].cash += x.Expected
		}
	}
	for _, l := range c.in.Links {
		for _, ends := range [2][2]int{{l.A, l.B}, {l.B, l.A}} {
			p, id := pockets[name[ends[0]]], c.holder(ends[1])
			if !l.Gap && p != nil && id != 0 && !slices.Contains(p.beside, id) {
				p.beside = append(p.beside, id)
			}
		}
	}
	return name, pockets
}

// narrow is the most KK that leave a territory, at least a tenth of the band's lower end
// and no more than half of it, when one of its blocks does.
func (c *checker) narrow(t Territory, near [][]int) (most int) {
	for _, hinge := range t.Blocks {
		left := map[int]bool{}
		for _, key := range t.Blocks {
			if i, there := c.index[key]; there && key != hinge {
				left[i] = true
			}
		}
		all := len(left)
		for _, start := range t.Blocks {
			i := c.index[start]
			if !left[i] {
				continue
			}
			piece := []int{i}
			delete(left, i)
			kk := 0
			for at := 0; at < len(piece); at++ {
				kk += c.in.Blocks[piece[at]].Eligible
				for _, j := range near[piece[at]] {
					if left[j] {
						delete(left, j)
						piece = append(piece, j)
					}
				}
			}
			if len(piece) < all && 10*kk >= c.in.Rules.Territory.Lower && 2*kk <= t.Eligible {
				most = max(most, kk)
			}
		}
	}
	return most
}
