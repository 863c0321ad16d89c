package district

// terms computes what a plan costs, from the parts alone.
func terms(p *Problem, g *net, part []int, k int) Terms {
	var t Terms
	members := make([][]int32, k)
	value := make([]int64, k)
	for i, q := range part {
		if q < 0 {
			continue
		}
		members[q] = append(members[q], int32(i))
		value[q] += p.value(i)
		t.Value += p.value(i)
		t.Weight += p.Weight[i]
		if p.Previous != nil && p.Previous[i] >= 0 && p.Previous[i] != q {
			t.Moved += p.Weight[i]
		}
		if q < len(p.Home) && p.Home[q].Known {
			dx, dy := p.X[i]-p.Home[q].X, p.Y[i]-p.Home[q].Y
			t.Home += g.wf[i] * (dx*dx + dy*dy)
		}
	}
	for _, m := range members {
		_, c := g.centre(m)
		t.Inertia += c
	}
	t.CutEdges = cutEdges(p, part)
	t.Pairs, t.Splits = pairs(p, part, k)
	t.Uneven = uneven(value)
	t.Total = p.total(t)
	return t
}

// total weighs the terms.
func (p *Problem) total(t Terms) float64 {
	w := p.Weights
	if p.Objective == CutEdges {
		return float64(t.CutEdges)
	}
	return w.inertia()*t.Inertia + w.Split*float64(t.Pairs) + w.Moved*float64(t.Moved) + w.Home*t.Home + w.Evenness*t.Uneven
}

func cutEdges(p *Problem, part []int) int {
	cut := 0
	for _, e := range p.Edges {
		if e[0] != e[1] && part[e[0]] != part[e[1]] {
			cut++
		}
	}
	return cut
}

// pairs counts the pairs of a group and a part with weight of it, and the
// groups in more than one part.
func pairs(p *Problem, part []int, k int) (pairs, splits int) {
	if p.Group == nil {
		return 0, 0
	}
	seen := map[[2]int]bool{}
	parts := map[int]int{}
	for i, q := range part {
		key := [2]int{p.Group[i], q}
		if q < 0 || p.Group[i] < 0 || p.Weight[i] == 0 || seen[key] {
			continue
		}
		seen[key] = true
		pairs++
		if parts[p.Group[i]]++; parts[p.Group[i]] == 2 {
			splits++
		}
	}
	return pairs, splits
}

// uneven is the sum of the squared deviations of the parts' values from their
// mean, as shares of it.
func uneven(value []int64) float64 {
	var sum int64
	for _, v := range value {
		sum += v
	}
	if sum == 0 {
		return 0
	}
	mean, out := float64(sum)/float64(len(value)), 0.0
	for _, v := range value {
		dev := float64(v)/mean - 1
		out += dev * dev
	}
	return out
}
