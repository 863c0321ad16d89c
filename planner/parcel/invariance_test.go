package parcel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// outcome is what a plan of a branch comes to, whoever holds what.
type outcome struct {
	agents, splits int
	weight, total  int64
}

func solved(t *testing.T, seed uint64, p Problem) (outcome, Plan) {
	t.Helper()
	plan, err := Solve(p, Options{Split: 9})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	out := outcome{plan.Terms.Agents, len(plan.Split), 0, plan.Total}
	if p.Cover { // else nobody asks how many are served
		out.weight = plan.Terms.Weight
	}
	return out, plan
}

// renumbered is a branch in which pieces, units, edges and agents come in another order.
func renumbered(r *rand.Rand, p Problem) Problem {
	pieces, units, agents := r.Perm(len(p.Weight)), r.Perm(p.units()), r.Perm(len(p.Agents))
	q := p
	q.Weight, q.Value, q.X, q.Y = reordered(p.Weight, pieces), reordered(p.Value, pieces), reordered(p.X, pieces), reordered(p.Y, pieces)
	q.Group, q.Inner, q.Agents = reordered(p.Group, units), reordered(p.Inner, units), reordered(p.Agents, agents)
	q.Unit = make([]int, len(p.Unit))
	for i, u := range p.Unit {
		q.Unit[pieces[i]] = units[u]
	}
	q.Edges = slices.Clone(p.Edges)
	for k, e := range q.Edges {
		q.Edges[k].A, q.Edges[k].B = pieces[e.A], pieces[e.B]
	}
	r.Shuffle(len(q.Edges), func(i, j int) { q.Edges[i], q.Edges[j] = q.Edges[j], q.Edges[i] })
	for a := range q.Agents {
		if own := q.Agents[a]; own.Ride != nil {
			q.Agents[a].Ride, q.Agents[a].Moved = reordered(own.Ride, pieces), reordered(own.Moved, pieces)
		}
	}
	return q
}

// reordered has at to[i] what stood at i.
func reordered[T any](s []T, to []int) []T {
	if s == nil {
		return nil
	}
	out := make([]T, len(s))
	for i, v := range s {
		out[to[i]] = v
	}
	return out
}

// In which order a branch's desa and kader come from the database changes nothing of what
// its best division is worth.
func TestTheOrderOfABranchChangesNothing(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 61))
		p := small(r)
		want, first := solved(t, seed, p)
		got, plan := solved(t, seed, renumbered(r, p))
		if first.Status == Optimal && plan.Status == Optimal && got != want {
			t.Errorf("seed %d: %+v, in another order %+v", seed, want, got)
		}
	}
}

// Where a branch lies on the map changes nothing: shape is about a set's own middle.
func TestAMovedMapChangesNothing(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 62))
		p := small(r)
		want, _ := solved(t, seed, p)
		east, north := r.Int64N(100_000)-50_000, r.Int64N(100_000)-50_000
		q := p
		q.X, q.Y = slices.Clone(p.X), slices.Clone(p.Y)
		for i := range q.X {
			q.X[i], q.Y[i] = q.X[i]+east, q.Y[i]+north
		}
		if got, _ := solved(t, seed, q); got != want {
			t.Errorf("seed %d: %+v, %d m to the east and %d to the north %+v", seed, want, east, north, got)
		}
	}
}

// One kader more, of whom there is one like him, never leaves fewer with a territory, nor
// fewer families served where all are to be; a wider band never fewer kader.
func TestMoreRoomNeverServesLess(t *testing.T) {
	more := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 63))
		p := small(r)
		before, plan := solved(t, seed, p)
		if plan.Status != Optimal {
			continue
		}
		q := p
		q.Agents = append(slices.Clone(p.Agents), p.Agents[r.IntN(len(p.Agents))])
		if after, next := solved(t, seed, q); next.Status == Optimal && !p.Cover && after.agents < before.agents {
			t.Errorf("seed %d: %+v, with one kader more %+v", seed, before, after)
		} else if after.agents > before.agents {
			more++
		}
		q = p
		q.Inner = nil // nothing can be enclosed
		loose, plain := solved(t, seed, q)
		q.Upper += 3
		if wide, next := solved(t, seed, q); plain.Status == Optimal && next.Status == Optimal && !p.Cover && wide.agents < loose.agents {
			t.Errorf("seed %d: %+v, with a wider band %+v", seed, loose, wide)
		}
	}
	if more == 0 {
		t.Error("no kader more was of use")
	}
}

// What is dearer is never worth more: rides, links or shape that cost more lower the best,
// or leave it.
func TestDearerIsNeverWorthMore(t *testing.T) {
	lower := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 64))
		p := small(r)
		p.Cover = false
		before, plan := solved(t, seed, p)
		q := p
		q.Edges, q.Agents = slices.Clone(p.Edges), slices.Clone(p.Agents)
		switch seed % 3 {
		case 0:
			for k := range q.Edges {
				if q.Edges[k].Price > 0 {
					q.Edges[k].Price += r.Int64N(9)
				}
			}
		case 1:
			q.Prices.Compact += r.Int64N(9)
		case 2:
			for a := range q.Agents {
				q.Agents[a].Ride = make([]int64, len(p.Weight))
				for i := range q.Agents[a].Ride {
					q.Agents[a].Ride[i] = r.Int64N(9)
				}
				if p.Agents[a].Ride != nil {
					for i, n := range p.Agents[a].Ride {
						q.Agents[a].Ride[i] += n
					}
				}
			}
		}
		after, next := solved(t, seed, q)
		if plan.Status != Optimal || next.Status != Optimal || after.agents != before.agents || after.splits != before.splits {
			continue
		}
		if after.total > before.total {
			t.Errorf("seed %d: %+v, dearer %+v", seed, before, after)
		}
		if after.total < before.total {
			lower++
		}
	}
	if lower == 0 {
		t.Error("nothing was dearer")
	}
}

// The terms of a plan are what its parts add up to, counted apart.
func TestTheTermsOfAPlanAddUp(t *testing.T) {
	for seed := range uint64(300) {
		p := small(rand.New(rand.NewPCG(seed, 65)))
		_, plan := solved(t, seed, p)
		held, weight, value, paid := map[int]bool{}, int64(0), int64(0), int64(0)
		for i, a := range plan.Part {
			if a < 0 {
				continue
			}
			held[a] = true
			weight, value, paid = weight+p.Weight[i], value+p.Value[i], paid+p.Agents[a].price(i)
		}
		terms := plan.Terms
		if terms.Agents != len(held) || terms.Weight != weight || terms.Value != value || terms.Ride+terms.Moved != paid || terms.total() != plan.Total {
			t.Errorf("seed %d: %+v of %+v; %d agents hold %d worth %d and pay %d", seed, terms, plan.Part, len(held), weight, value, paid)
		}
	}
}
