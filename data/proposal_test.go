package data_test

import (
	"errors"
	"testing"

	"binaan/data"
	"binaan/geo"
	"binaan/planner/territory"
)

// What a proposal says of the families that pass, with what they promised, is what the
// workbench says once it is drawn.
func TestAProposalNamesWhatTravels(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	c.drawn(t, 0, c.stroke(territory.Change{Desa: eastDesa, To: 2}))
	pledge(t, c.store, c.branch.ID, c.blocks, today)
	changes := []territory.Change{{Desa: westDesa, From: 1}, {Desa: eastDesa, From: 2, To: 1}}
	got, err := c.store.Passing(t.Context(), c.branch.ID, changes, today)
	if err != nil {
		t.Fatal(err)
	}
	promises, instalments := 0, 0
	for _, m := range got {
		want := c.sums(westDesa)
		if m.From == 2 {
			want = c.sums(eastDesa)
		}
		if m.Eligible != want.Eligible || m.Households != want.Households || m.FromName == "" {
			t.Errorf("move %+v, want %+v", m, want)
		}
		promises, instalments = promises+m.Promises, instalments+m.Instalments
	}
	if len(got) != 2 || promises != 2 || instalments != 2 { // those of pledge that are open
		t.Errorf("%d moves with %d promises and %d instalments", len(got), promises, instalments)
	}
}

func TestProposalsOfADraft(t *testing.T) {
	c := newCanvas(t)
	p, err := c.store.GiveBack(t.Context(), c.branch.ID, c.plan, []territory.Change{{Desa: westDesa, To: 1}}, today)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Changes) != 1 || p.Changes[0].To != 1 || len(p.Moves) != 1 || p.Moves[0].Eligible != c.sums(westDesa).Eligible {
		t.Errorf("a stroke with nothing to give back: %+v", p)
	}
	if _, err := c.store.Cut(t.Context(), c.branch.ID, c.plan, territory.Knife{Of: 1}, today); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a territory that there is not: %v", err)
	}
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}, territory.Change{Desa: eastDesa, To: 1}))
	west, east := c.middle(westDesa), c.middle(eastDesa)
	across := func(by float64) geo.Position {
		return geo.Position{Lon: (west.Lon+east.Lon)/2 - by*(east.Lat-west.Lat), Lat: (west.Lat+east.Lat)/2 + by*(east.Lon-west.Lon)}
	}
	p, err = c.store.Cut(t.Context(), c.branch.ID, c.plan, territory.Knife{Of: 1, To: 2, Line: []geo.Position{across(1), across(-1)}}, today)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.After) != 2 || p.After[0].Eligible+p.After[1].Eligible != c.sums(westDesa).Eligible+c.sums(eastDesa).Eligible {
		t.Errorf("cut %+v", p.After)
	}
	if err := c.store.PublishPlan(t.Context(), c.branch.ID, c.plan, today, "contoh"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.store.GiveBack(t.Context(), c.branch.ID, c.plan, p.Changes, today); !errors.Is(err, data.ErrPublished) {
		t.Errorf("a published plan: %v", err)
	}
}

// middle is the middle of the families of a desa.
func (c *canvas) middle(desa geo.AreaCode) (at geo.Position) {
	n := 0.0
	for _, b := range c.blocks {
		if b.Desa == desa {
			at.Lon, at.Lat, n = at.Lon+b.Centre.Lon, at.Lat+b.Centre.Lat, n+1
		}
	}
	return geo.Position{Lon: at.Lon / n, Lat: at.Lat / n}
}
