package planner

import "binaan/geo"

// Land is how a desa lies among the others, by the map of areas.
type Land struct {
	Desa   geo.AreaCode   `json:"desa"`
	Near   []geo.AreaCode `json:"near"`   // desa whose areas touch its own
	Inside bool           `json:"inside"` // it reaches nowhere the edge of its kecamatan
	Apart  geo.Metres     `json:"apart"`  // the widest gap between the pieces of its area; 0: it is one
}
