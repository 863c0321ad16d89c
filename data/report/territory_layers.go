package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/geo"
	"binaan/geo/vector"
	"binaan/planner"
	"binaan/planner/territory"
)

var figureFields = []vector.Field{
	{Name: "kk", Kind: vector.Whole}, {Name: "kk_layak", Kind: vector.Whole}, {Name: "jiwa", Kind: vector.Whole},
	{Name: "tunggakan_rp", Kind: vector.Whole}, {Name: "harapan_rp", Kind: vector.Whole},
}

func figureValues(f planner.Figures) []any {
	return []any{int64(f.Households), int64(f.Eligible), int64(f.Members), int64(f.Arrears), int64(f.Expected)}
}

// Layers are a territory plan as other programs' maps hold it: a layer of territories,
// and one of desa, in parts where several share one, that an import reads exactly.
func Layers(p data.PlanFile) ([]vector.Layer, error) {
	desa, err := desaLayer(p)
	if err != nil {
		return nil, fmt.Errorf("layer of desa: %w", err)
	}
	return []vector.Layer{territoryLayer(p), desa}, nil
}

func territoryLayer(p data.PlanFile) vector.Layer {
	l := vector.Layer{Name: "wilayah", Label: "kader", Fields: slices.Concat([]vector.Field{
		{Name: "wilayah", Kind: vector.Whole}, {Name: "kode_kader"}, {Name: "kader"}, {Name: "kode_kec"}, {Name: "kecamatan"},
		{Name: "rangkap", Kind: vector.Whole}, {Name: "terkunci", Kind: vector.Whole}, {Name: "desa"},
	}, figureFields)}
	for i, t := range p.Held {
		kader := kaderOf(p, t.ID)
		var names []string
		for _, part := range t.Desa {
			names = append(names, p.Names[part.Code])
		}
		values := []any{int64(t.ID), kader.Code, kader.Name, string(t.Kecamatan), p.Names[t.Kecamatan], yes(t.Merangkap), yes(t.Locked), strings.Join(names, ", ")}
		l.Features = append(l.Features, vector.Feature{Shape: p.Outlines[i].Shape, Values: append(values, figureValues(t.Figures)...)})
	}
	return l
}

func yes(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// desaLayer has every desa of the branch, those without families too.
func desaLayer(p data.PlanFile) (vector.Layer, error) {
	l := vector.Layer{Name: "desa", Label: "desa", Fields: slices.Concat([]vector.Field{
		{Name: "kode_desa"}, {Name: "desa"}, {Name: "kode_kec"}, {Name: "kecamatan"}, {Name: "utuh", Kind: vector.Whole},
		{Name: "wilayah", Kind: vector.Whole}, {Name: "kode_kader"}, {Name: "kader"}, {Name: "rangkap", Kind: vector.Whole},
	}, figureFields)}
	sums := parts(p)
	count := map[geo.AreaCode]int{}
	for of := range sums {
		count[of.desa]++
	}
	shapes := map[geo.AreaCode]orb.MultiPolygon{}
	for _, a := range p.Desa {
		shapes[a.Code] = a.Shape
		if count[a.Code] == 0 {
			sums[part{desa: a.Code}] = planner.Figures{}
		}
	}
	cells := cellsOfParts(p)
	for _, of := range slices.SortedFunc(maps.Keys(sums), byDesa) {
		shape := shapes[of.desa]
		if count[of.desa] > 1 || len(shape) == 0 {
			var err error
			if shape, err = geo.Outline(cells[of]); err != nil {
				return l, fmt.Errorf("desa %s: %w", of.desa, err)
			}
		}
		l.Features = append(l.Features, vector.Feature{Shape: shape, Values: append(desaValues(p, of, count[of.desa] < 2), figureValues(sums[of])...)})
	}
	return l, nil
}

func desaValues(p data.PlanFile, of part, whole bool) []any {
	kecamatan := of.desa.Kecamatan()
	values := []any{string(of.desa), p.Names[of.desa], string(kecamatan), p.Names[kecamatan], yes(whole)}
	if of.territory == 0 {
		return append(values, nil, nil, nil, nil)
	}
	at := slices.IndexFunc(p.Held, func(t territory.Territory) bool { return t.ID == of.territory })
	kader := kaderOf(p, of.territory)
	return append(values, int64(of.territory), kader.Code, kader.Name, yes(p.Held[at].Merangkap))
}

// cellsOfParts are the cells of each part of a desa.
func cellsOfParts(p data.PlanFile) map[part][]geo.Cell {
	holder, out := holders(p), map[part][]geo.Cell{}
	for _, b := range p.Blocks {
		of := part{b.Desa, holder[b.BlockKey]}
		out[of] = append(out[of], b.Cell)
	}
	for _, cells := range out {
		slices.Sort(cells)
	}
	return out
}
