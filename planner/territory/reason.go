package territory

import (
	"fmt"

	"binaan/planner/district"
)

// certify adds what the kernel proved to the certificate.
func (d *design) certify(solved district.Plan) {
	c := &d.plan.Certificate
	c.Iterations += int(solved.Tries)
	c.Inertia += solved.Terms.Inertia / 1e6
	if solved.Bound == nil || solved.Bound.Inertia == 0 {
		d.proven = false
	} else {
		c.Bound += solved.Bound.Inertia / 1e6
	}
}

// find notes what could not be done, about some blocks.
func (d *design) find(f Finding, blocks []int) {
	for _, b := range blocks {
		f.Eligible += d.in.Blocks[b].Eligible
		f.Arrears += d.in.Blocks[b].Arrears
	}
	d.plan.Findings = append(d.plan.Findings, f)
}

// reason says in the domain's words why the kernel could not do all.
func (d *design) reason(k *kecamatan, blocks []int, r district.Reason) {
	f := Finding{Code: string(r.Code), Kecamatan: k.code, Repair: repair(d, blocks, r.Repair)}
	var concerned []int
	for _, i := range r.Nodes {
		concerned = append(concerned, blocks[i])
	}
	if len(concerned) == 1 {
		f.Desa, f.Cell = d.in.Blocks[concerned[0]].Desa, d.in.Blocks[concerned[0]].Cell
	}
	if len(concerned) == 0 {
		f.Eligible = int(r.Weight)
	}
	d.find(f, concerned)
}

// repair names the least relaxation that helps: a key of the catalogue with its
// numbers.
func repair(d *design, blocks []int, r district.Repair) string {
	switch {
	case r.Pieces > 0:
		return fmt.Sprintf("pieces=%d", r.Pieces)
	case r.Apart > 0:
		return fmt.Sprintf("link=%v,%v apart=%.0f", d.in.Blocks[blocks[r.Link[0]]].Cell, d.in.Blocks[blocks[r.Link[1]]].Cell, r.Apart)
	case r.Upper > 0:
		return fmt.Sprintf("band=%d..%d", r.Lower, r.Upper)
	case r.Parts > 0:
		return fmt.Sprintf("kader=%d", r.Parts)
	case r.Outside > 0:
		return fmt.Sprintf("outside=%d", r.Outside)
	}
	return ""
}
