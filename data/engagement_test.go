package data_test

import (
	"errors"
	"slices"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func TestAnEngagementIsWrittenDownOnceAndInItsPlace(t *testing.T) {
	store, b := datatest.NewVillage(t)
	day := datatest.Today() + 1
	at := func(open, minutes planner.Minute, place, desa string) data.PlannedEngagement {
		e := data.PlannedEngagement{Engagement: planner.Engagement{Day: day, Open: open, Minutes: minutes, For: planner.Education, Place: place}}
		e.Desa = planner.Household{}.Desa
		if desa != "" {
			e.Desa = "77.01.01.2001"
		}
		return e
	}
	if err := store.AddEngagement(t.Context(), b.ID, 1, at(600, 60, " Balai RW 3 ", ""), 1); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]data.PlannedEngagement{
		"of no time":               at(700, 0, "Balai", ""),
		"over midnight":            at(1400, 60, "Balai", ""),
		"nowhere":                  at(700, 60, "  ", ""),
		"with somebody's number":   at(700, 60, "Bu Contoh 0812 3456 7890", ""),
		"in another branch's desa": at(700, 60, "Balai", "x"),
	} {
		if err := store.AddEngagement(t.Context(), b.ID, 1, e, 1); !errors.Is(err, data.ErrEngagement) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var engaged *data.EngagedError
	if err := store.AddEngagement(t.Context(), b.ID, 1, at(659, 30, "Balai", ""), 1); !errors.As(err, &engaged) || engaged.Other.Open != 600 {
		t.Errorf("at the same time: %v", err)
	}
	if err := store.AddEngagement(t.Context(), b.ID, 1, at(660, 30, "Balai", ""), 1); err != nil {
		t.Errorf("right after it: %v", err)
	}
	if err := store.AddEngagement(t.Context(), b.ID, 999, at(600, 60, "Balai", ""), 1); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
	all, err := store.Engagements(t.Context(), b.ID, 1, day, day)
	if err != nil || len(all) != 2 || all[0].Place != "Balai RW 3" {
		t.Fatalf("%+v (%v)", all, err)
	}

	// Outside the shift, or with no route at all, it is on the phone all the same.
	pack, err := store.Pack(t.Context(), b.ID, 1, datatest.Today())
	if err != nil {
		t.Fatal(err)
	}
	var hours []planner.Minute
	for _, s := range pack.Days[1].Stops {
		if s.Engaged != nil {
			hours = append(hours, s.From)
		}
	}
	if !slices.Equal(hours, []planner.Minute{600, 660}) {
		t.Errorf("on the phone: %v", hours)
	}
	if err := store.RemoveEngagement(t.Context(), b.ID, 2, all[0].ID, 1); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("taken from another kader: %v", err)
	}
	if err := store.RemoveEngagement(t.Context(), b.ID, 1, all[0].ID, 1); err != nil {
		t.Error(err)
	}
}
