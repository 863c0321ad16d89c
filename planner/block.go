package planner

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"

	"binaan/geo"
)

// BlockKey names a block: the households of one desa in one cell.
type BlockKey struct {
	Desa geo.AreaCode `json:"desa"`
	Cell geo.Cell     `json:"cell"`
}

// Block is the grain of territories: all households in arrears of one desa
// within one cell of geo.BlockResolution. It lies in exactly one kecamatan.
type Block struct {
	BlockKey
	Households int          `json:"households"` // KK in arrears
	Eligible   int          `json:"eligible"`   // KK that a kader may serve by the dated rule
	Members    int          `json:"members"`    // jiwa of all KK
	Arrears    Rupiah       `json:"arrears"`
	Expected   Rupiah       `json:"expected"` // cash expected in a month, of the eligible KK
	Later      Rupiah       `json:"later"`    // what the visits of that month set going beside it
	Centre     geo.Position `json:"centre"`
}

// Figures add up a set of blocks.
type Figures struct {
	Households int    `json:"households"`
	Eligible   int    `json:"eligible"`
	Members    int    `json:"members"`
	Arrears    Rupiah `json:"arrears"`
	Expected   Rupiah `json:"expected"` // cash, in a month
	Later      Rupiah `json:"later"`    // comes after that month: see Worth
}

// Add adds a block to f.
func (f *Figures) Add(b Block) {
	f.Households += b.Households
	f.Eligible += b.Eligible
	f.Members += b.Members
	f.Arrears += b.Arrears
	f.Expected += b.Expected
	f.Later += b.Later
}

// Plus is the sum of both.
func (f Figures) Plus(g Figures) Figures {
	return Figures{
		Households: f.Households + g.Households, Eligible: f.Eligible + g.Eligible, Members: f.Members + g.Members,
		Arrears: f.Arrears + g.Arrears, Expected: f.Expected + g.Expected, Later: f.Later + g.Later,
	}
}

// Link joins two blocks, by their place in a slice of blocks: same cell,
// neighbouring cells, or a straight line across a gap (Gap).
type Link struct {
	A, B int
	Gap  bool
}

// GatherBlocks gathers households in arrears that have a cell into blocks, by
// desa and cell. What is expected counts for eligible households only.
func GatherBlocks(households iter.Seq[Household], eligible func(Household) bool, expected func(Household) (cash, later Rupiah)) ([]Block, error) {
	gathered := map[BlockKey]*Block{}
	for h := range households {
		if h.Cell == 0 || h.ArrearsStatus != ArrearsActive {
			continue
		}
		key := BlockKey{h.Desa, h.Cell}
		b := gathered[key]
		if b == nil {
			b = &Block{BlockKey: key}
			gathered[key] = b
		}
		b.Households++
		b.Members += h.Members()
		b.Arrears += h.Arrears
		if eligible(h) {
			cash, later := expected(h)
			b.Eligible++
			b.Expected += cash
			b.Later += later
		}
	}
	blocks := make([]Block, 0, len(gathered))
	for _, b := range gathered {
		centre, err := geo.Centre(b.Cell)
		if err != nil {
			return nil, fmt.Errorf("block of %s: %w", b.Desa, err)
		}
		b.Centre = centre
		blocks = append(blocks, *b)
	}
	slices.SortFunc(blocks, func(x, y Block) int {
		return cmp.Or(cmp.Compare(x.Desa, y.Desa), cmp.Compare(x.Cell, y.Cell))
	})
	return blocks, nil
}

// LinkBlocks links blocks, in order of desa and cell, so that those of each
// kecamatan hang together.
func LinkBlocks(blocks []Block) ([]Link, error) {
	var links []Link
	for from := 0; from < len(blocks); {
		kecamatan, to := blocks[from].Desa.Kecamatan(), from
		for to < len(blocks) && blocks[to].Desa.Kecamatan() == kecamatan {
			to++
		}
		near, err := touching(blocks[from:to])
		if err != nil {
			return nil, fmt.Errorf("link blocks of %s: %w", kecamatan, err)
		}
		for a, neighbours := range near {
			for _, b := range neighbours {
				if a < b {
					links = append(links, Link{A: from + a, B: from + b})
				}
			}
		}
		for _, l := range bridges(blocks[from:to], near) {
			links = append(links, Link{A: from + l.A, B: from + l.B, Gap: true})
		}
		from = to
	}
	slices.SortFunc(links, func(x, y Link) int { return cmp.Or(x.A-y.A, x.B-y.B) })
	return links, nil
}

// touching are for each block those in the same cell or a neighbouring one.
func touching(blocks []Block) ([][]int, error) {
	in := map[geo.Cell][]int{}
	for i, b := range blocks {
		in[b.Cell] = append(in[b.Cell], i)
	}
	out := make([][]int, len(blocks))
	for i, b := range blocks {
		around, err := geo.Disk(b.Cell, 1)
		if err != nil {
			return nil, err
		}
		for _, c := range around {
			for _, j := range in[c] {
				if j != i {
					out[i] = append(out[i], j)
				}
			}
		}
		slices.Sort(out[i])
	}
	return out, nil
}

// bridges are the shortest straight lines that join what does not touch: those
// edges of a minimum spanning tree (Prim) in which touching costs nothing.
func bridges(blocks []Block, near [][]int) []Link {
	n := len(blocks)
	x, y := flat(blocks)
	cost, by, done := make([]float64, n), make([]int, n), make([]bool, n)
	for i := range cost {
		cost[i], by[i] = math.Inf(1), -1
	}
	var links []Link
	for range n {
		u := -1
		for v := range n {
			if !done[v] && (u < 0 || cost[v] < cost[u]) {
				u = v
			}
		}
		done[u] = true
		if by[u] >= 0 && cost[u] >= 0 {
			links = append(links, Link{A: min(u, by[u]), B: max(u, by[u])})
		}
		for v := range n {
			dx, dy := x[v]-x[u], y[v]-y[u]
			if d := dx*dx + dy*dy; !done[v] && d < cost[v] {
				cost[v], by[v] = d, u
			}
		}
		for _, v := range near[u] {
			if !done[v] {
				cost[v], by[v] = -1, u
			}
		}
	}
	return links
}

func flat(blocks []Block) (x, y []float64) {
	x, y = make([]float64, len(blocks)), make([]float64, len(blocks))
	plane := geo.PlaneAt(blocks[0].Centre)
	for i, b := range blocks {
		x[i], y[i] = plane.XY(b.Centre)
	}
	return x, y
}
