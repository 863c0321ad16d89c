package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"binaan/planner/district"
)

// territoryInstance is a problem with its name and the unit of its inertia, in
// which the row is printed.
type territoryInstance struct {
	name    string
	problem district.Problem
	unit    float64
	edge    float64 // of a hexagon, metres; 0 for public graphs
	notes   []string
}

// territoryFile holds both formats: hex grids have cells, public graphs nodes.
type territoryFile struct {
	Target, Tol float64
	EdgeM       float64 `json:"edge_m"`
	K           int
	Cells       []struct {
		X, Y      float64
		W         int64
		Desa, Kec int
	}
	PartsPerKecamatan []int `json:"parts_per_kecamatan"`

	L, U  int64
	Nodes []struct {
		Pop      int64
		Lat, Lon float64
	}
	Edges [][3]any
}

const squareMile = 1609.344 * 1609.344

func readTerritory(file string, nested bool, objective string) (territoryInstance, error) {
	base := filepath.Base(file)
	in := territoryInstance{name: strings.TrimSuffix(base, filepath.Ext(base))}
	text, err := os.ReadFile(file)
	if err != nil {
		return in, fmt.Errorf("territory: %w", err)
	}
	var f territoryFile
	if err := json.Unmarshal(text, &f); err != nil {
		return in, fmt.Errorf("territory %s: %w", in.name, err)
	}
	p := &in.problem
	p.Parts = f.K
	if p.Edges, err = f.edges(); err != nil {
		return in, fmt.Errorf("territory %s: %w", in.name, err)
	}
	if objective == "cut-edges" {
		p.Objective = district.CutEdges
	}
	switch {
	case len(f.Cells) > 0:
		in.unit, in.edge = 1e6, f.EdgeM
		f.grid(&in, nested)
	case len(f.Nodes) > 0 && nested:
		return in, fmt.Errorf("%w: %s has no kecamatan to nest in", errUsage, in.name)
	case len(f.Nodes) > 0:
		in.unit = 1
		f.public(p)
	default:
		return in, fmt.Errorf("territory %s: neither cells nor nodes", in.name)
	}
	return in, nil
}

func (f territoryFile) edges() ([][2]int, error) {
	out := make([][2]int, len(f.Edges))
	for at, e := range f.Edges {
		i, ok := e[0].(float64)
		j, ok2 := e[1].(float64)
		if !ok || !ok2 {
			return nil, errors.New("an edge does not begin with two node numbers")
		}
		out[at] = [2]int{int(i), int(j)}
	}
	return out, nil
}

// grid fills in a hex grid: weights KK, band target ± tol, groups desa, zones
// kecamatan.
func (f territoryFile) grid(in *territoryInstance, nested bool) {
	p := &in.problem
	p.Lower = int64(math.Ceil(f.Target*(1-f.Tol) - 1e-6))
	p.Upper = int64(math.Floor(f.Target*(1+f.Tol) + 1e-6))
	for _, c := range f.Cells {
		p.Weight = append(p.Weight, c.W)
		p.X = append(p.X, c.X)
		p.Y = append(p.Y, c.Y)
		p.Group = append(p.Group, c.Desa)
		p.Zone = append(p.Zone, c.Kec)
	}
	if !nested {
		return
	}
	p.Nested, p.InZone, p.Parts = true, f.PartsPerKecamatan, 0
	wanted := 0
	for _, k := range f.PartsPerKecamatan {
		wanted += k
	}
	if wanted != f.K {
		in.notes = append(in.notes, fmt.Sprintf("parts_per_kecamatan sums to %d, k is %d: parts_per_kecamatan counts", wanted, f.K))
	}
}

// public fills in a graph of the US census: weights people, inertia in square
// miles along the ellipsoid.
func (f territoryFile) public(p *district.Problem) {
	p.Lower, p.Upper = f.L, f.U
	middle := 0.0
	for _, n := range f.Nodes {
		middle += n.Lat / float64(len(f.Nodes))
	}
	for _, n := range f.Nodes {
		p.Weight = append(p.Weight, n.Pop)
		p.X = append(p.X, 111_320*math.Cos(middle*math.Pi/180)*n.Lon)
		p.Y = append(p.Y, 110_574*n.Lat)
	}
	if p.Objective == district.Inertia {
		p.Cost = func(i, j int) float64 {
			m := geodesic(f.Nodes[i].Lat, f.Nodes[i].Lon, f.Nodes[j].Lat, f.Nodes[j].Lon)
			return m * m / squareMile
		}
	}
}

// reasonLine says a reason in one line: code, place, weight, and what would
// repair it.
func reasonLine(in territoryInstance, r district.Reason) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s: %s", in.name, r.Code)
	if r.Zone >= 0 {
		fmt.Fprintf(&s, " kecamatan %d", r.Zone)
	}
	if len(r.Nodes) == 1 {
		fmt.Fprintf(&s, " cell %d", r.Nodes[0])
	} else if len(r.Nodes) > 1 {
		fmt.Fprintf(&s, " %d cells from %d", len(r.Nodes), r.Nodes[0])
	}
	fmt.Fprintf(&s, ", %d KK", r.Weight)
	switch r.Code {
	case district.CellOverBand:
		fmt.Fprintf(&s, ": cut it into %d pieces", r.Repair.Pieces)
	case district.ComponentUnderBand:
		fmt.Fprintf(&s, ": a link of %.1f km from cell %d to cell %d would join it", r.Repair.Apart/1000, r.Repair.Link[0], r.Repair.Link[1])
	case district.NoIntegerCount:
		fmt.Fprintf(&s, ": %d parts wanted, at least %d and at most %d fit the band", r.Wanted, r.Least, r.Most)
		if r.Repair.Upper > 0 {
			fmt.Fprintf(&s, "; %d parts work in %d..%d", r.Repair.Parts, r.Repair.Lower, r.Repair.Upper)
		} else {
			fmt.Fprintf(&s, "; %d parts work", r.Repair.Parts)
		}
	case district.LockConflict:
		fmt.Fprintf(&s, ": part %d would have to be unlocked", r.Repair.Unlock)
	case district.NotFound:
		s.WriteString(" outside the band in the best plan found; not proven impossible")
	}
	return s.String()
}
