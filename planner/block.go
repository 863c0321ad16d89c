package planner

import "binaan/geo"

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
	Expected   Rupiah       `json:"expected"` // expected collections of a month, of the eligible KK
	Centre     geo.Position `json:"centre"`
}

// Link joins two blocks, by their place in a slice of blocks: same cell,
// neighbouring cells, or a straight line across a gap (Gap).
type Link struct {
	A, B int
	Gap  bool
}
