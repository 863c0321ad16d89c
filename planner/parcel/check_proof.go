package parcel

import (
	"errors"
	"fmt"
	"slices"
)

// checkAtMost is how many connected sets a check of the fewest splits grows.
const checkAtMost = 400_000

// grown is a set with its worth by class, but for rewards; classes that may not
// serve it are left out.
type grown struct {
	in     set
	weight int64
	taken  int64 // by shape, unevenness and links
	worth  map[int]int64
}

// proof holds every run to what its cases prove, and the fewest splits to what they are.
// That a way to divide units which has no run could not do is the builder's word alone
// (divider.could), but for the way that the plan itself goes.
func (c *checker) proof(proof Proof) error {
	if err := c.fewest(proof); err != nil {
		return err
	}
	if !slices.ContainsFunc(proof.Runs, func(r Run) bool { return c.allows(r, proof.Groups) }) {
		return errors.New("no run divides what the plan does")
	}
	most := proof.Runs[0].Case.Bound
	for _, run := range proof.Runs {
		if run.Case.Class == nil && run.Case.Ask == nil {
			return ErrUnchecked
		}
		if err := c.run(proof, run); err != nil {
			return fmt.Errorf("split %v: %w", run.Divided, err)
		}
		if most = max(most, run.Case.Bound); run.Screen != nil {
			most = max(most, run.Screen.Score)
		}
	}
	if proof.Bound < most {
		return errors.New("a case may score more than the bound")
	}
	return nil
}

// allows reports whether a run divides all units of some groups that the plan divides.
func (c *checker) allows(run Run, groups []int) bool {
	return !slices.ContainsFunc(c.plan.Split, func(u int) bool {
		return slices.Contains(groups, c.p.group(u)) && !slices.Contains(run.Divided, u) && !slices.Contains(c.p.Apart, u)
	})
}

// run holds a run to its screen and to its cases.
func (c *checker) run(proof Proof, run Run) error {
	var plots []plot
	for _, group := range proof.Groups {
		plots = append(plots, c.plot(group, slices.Concat(c.p.Apart, run.Divided)))
	}
	var sets [][]grown
	for r, through := range c.gates(proof, run, plots) {
		all, err := c.grow(plots[r], through)
		if err != nil {
			return err
		}
		sets = append(sets, all)
	}
	if run.Screen != nil {
		if err := c.cases(proof, Run{}, sets, &run.Screen.Case, nil); err != nil {
			return fmt.Errorf("screen: %w", err)
		}
	}
	return c.cases(proof, run, sets, run.Case, nil)
}

// connected are all connected sets of at most Upper, grown from single nodes outward.
func (c *checker) connected(t plot) ([][]int, error) {
	seen := map[set]bool{}
	var all [][]int
	put := func(nodes []int) {
		if c.p.Upper < t.weigh(nodes) {
			return
		}
		var key set
		for _, v := range nodes {
			key.add(v)
		}
		if !seen[key] {
			seen[key] = true
			all = append(all, nodes)
		}
	}
	for v := range t.pieces {
		put([]int{v})
	}
	for at := 0; at < len(all); at++ {
		if len(all) > checkAtMost {
			return nil, ErrUnchecked
		}
		for _, v := range all[at] {
			for _, u := range t.near[v] {
				if !slices.Contains(all[at], u) {
					put(append(slices.Clip(all[at]), u))
				}
			}
		}
	}
	return all, nil
}

func (c *checker) appraise(t plot, nodes []int) grown {
	g := grown{weight: t.weigh(nodes), worth: map[int]int64{}}
	value, compact, even := c.worth(t, nodes)
	links, _ := t.joined(nodes)
	g.taken = compact + even + links
	for _, v := range nodes {
		g.in.add(v)
	}
	for k, class := range c.classes {
		if class.group >= 0 && class.group != t.group {
			continue
		}
		paid := int64(0)
		for _, v := range nodes {
			for _, i := range t.pieces[v] {
				paid += c.p.Agents[class.agents[0]].price(i)
			}
		}
		g.worth[k] = value - compact - even - links - paid
	}
	return g
}

// cases holds the leaves of a case to their prices: no set that the answers allow is
// worth more than the prices of its nodes and of its agent, and all prices add up to
// no more than the bound.
func (c *checker) cases(proof Proof, run Run, sets [][]grown, k *Case, forks []Fork) error {
	if k.Ask != nil {
		yes, no := *k.Ask, *k.Ask
		yes.Yes, no.Yes = true, false
		if k.Bound < max(k.Yes.Bound, k.No.Bound) {
			return errors.New("a bound below that of its cases")
		}
		return errors.Join(c.cases(proof, run, sets, k.Yes, append(slices.Clip(forks), yes)), c.cases(proof, run, sets, k.No, append(slices.Clip(forks), no)))
	}
	sum := int64(0)
	for r, all := range sets {
		for _, price := range k.Node[r] {
			if price < 0 {
				return errors.New("a negative price")
			}
			sum += price
		}
		for _, s := range all {
			for class, worth := range s.worth {
				g, allowed := worth+proof.Each+proof.Every*s.weight, true
				for _, f := range forks {
					if f.Region == r {
						reward, ok := f.meets(s.in, class)
						allowed = allowed && ok
						g += reward * run.Ransom
					}
				}
				g = g<<k.Shift - k.Class[class]
				s.in.each(func(v int) { g -= k.Node[r][v] })
				if allowed && g > 0 {
					return fmt.Errorf("a set is worth %d more than its prices", g)
				}
			}
		}
	}
	ransoms := int64(0)
	for _, f := range forks {
		if f.Yes && f.Kind != Together {
			ransoms += run.Ransom
		}
	}
	for class, x := range k.Class {
		if x < 0 {
			return errors.New("a negative price")
		}
		sum += x * int64(len(c.classes[class].agents))
	}
	if bound := sum>>k.Shift - ransoms; k.Bound < bound {
		return fmt.Errorf("claims %d, its prices prove %d", k.Bound, bound)
	}
	return nil
}

// meets says whether an answer allows a set for a class, and how often it rewards it.
func (f Fork) meets(in set, class int) (reward int64, ok bool) {
	a, b := in.has(f.A), f.Kind == Together && in.has(f.B)
	switch {
	case f.Kind == Together:
		return 0, f.Yes && a == b || !f.Yes && (!a || !b)
	case !f.Yes:
		return 0, !a || f.Kind == Served && class != f.B
	case a && f.Kind == Served && class != f.B:
		return 0, false
	case a:
		return 1, true
	}
	return 0, true
}
