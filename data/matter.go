package data

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// OfficeMatter is an open matter as the office sees it.
type OfficeMatter struct {
	planner.Matter
	Stage     planner.Stage       `json:"stage" enum:"OFFICE,FILE,PAST,OLD" doc:"Who is to act: the office, nobody before the payment file, nobody for what happened since, nobody any more by the rule"`
	Late      bool                `json:"late,omitempty" doc:"The office should have looked at it, by the rule"`
	Note      string              `json:"note,omitempty"`
	KaderName string              `json:"kaderName,omitempty"`
	Household planner.HouseholdID `json:"household,omitempty"` // 0: of none that the branch knows
	Head      string              `json:"head,omitempty"`
	KK        string              `json:"kk,omitempty"` // masked
	Desa      string              `json:"desa,omitempty"`
	Lead      *Lead               `json:"lead,omitempty"`
	Photos    []string            `json:"photos,omitempty" doc:"SHA-256 of pictures that came, to be read and audited one by one"`
}

// Lead is a candidate member who agreed to be written down.
type Lead struct {
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Consent bool   `json:"consent"`
	Heads   int    `json:"heads"`
}

// OfficeQueues are what waits for the office.
type OfficeQueues struct {
	Counts       map[planner.Queue]int `json:"counts" doc:"Of the stage asked for"`
	Stages       map[planner.Stage]int `json:"stages" doc:"Of all queues"`
	Late         int                   `json:"late" doc:"For the office, of all queues, and late"`
	Matters      []OfficeMatter        `json:"matters" doc:"The oldest first, a family's together, at most 200"`
	Held         []HeldEvent           `json:"held"`
	Orphans      []Orphan              `json:"orphans" doc:"Promises of families that nobody serves today, the next due first, at most 200"`
	OrphansInAll int                   `json:"orphansInAll" doc:"How many promises nobody serves today, shown or not"`
}

// MattersPage is how many matters are shown at a time.
const MattersPage = 200

// MatterChoice is which matters are asked for: of one queue or of all, of one stage.
type MatterChoice struct {
	Queue planner.Queue
	Stage planner.Stage
}

// Matters are what waits for the office, numbers masked; the reading is audited.
func (s *Store) Matters(ctx context.Context, b BranchID, c MatterChoice, today planner.Day, reader int64) (out OfficeQueues, err error) {
	out = OfficeQueues{Counts: map[planner.Queue]int{}, Stages: map[planner.Stage]int{}, Orphans: []Orphan{}}
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rules, err := RulesIn(ctx, tx, today)
		if err != nil {
			return err
		}
		all, err := mattersIn(ctx, tx, b, &rules)
		if err != nil {
			return err
		}
		out.Matters = out.pick(c, all)
		if err := tellMatters(ctx, tx, out.Matters); err != nil {
			return err
		}
		held, err := waitingIn(ctx, tx, b)
		if err != nil {
			return err
		}
		out.Held = notNil(held)
		out.OrphansInAll, out.Orphans, err = orphansIn(ctx, tx, b, &rules)
		return err
	})
	if err == nil {
		err = s.recordMatters(ctx, b, reader, out)
	}
	if err != nil {
		return OfficeQueues{}, fmt.Errorf("matters of branch %d: %w", b, err)
	}
	return out, nil
}

// pick counts all matters and takes the oldest of those asked for, those of a family
// together, where its oldest stands.
func (o *OfficeQueues) pick(c MatterChoice, all []OpenMatter) []OfficeMatter {
	var asked []*OpenMatter
	oldest := map[planner.HouseholdID]planner.Day{}
	for i := range all {
		m := &all[i]
		o.Stages[m.Stage]++
		if m.Stage == planner.StageOffice && m.Late {
			o.Late++
		}
		if m.Stage != c.Stage {
			continue
		}
		o.Counts[m.Queue]++
		if c.Queue != "" && m.Queue != c.Queue {
			continue
		}
		asked = append(asked, m)
		if first, known := oldest[m.Household]; !known || m.Since < first {
			oldest[m.Household] = m.Since
		}
	}
	of := func(m *OpenMatter) planner.Day {
		if m.Household == 0 {
			return m.Since
		}
		return oldest[m.Household]
	}
	slices.SortStableFunc(asked, func(p, q *OpenMatter) int {
		return cmp.Or(cmp.Compare(of(p), of(q)), cmp.Compare(p.Household, q.Household), cmp.Compare(p.Since, q.Since))
	})
	out := []OfficeMatter{}
	for _, m := range asked[:min(len(asked), MattersPage)] {
		out = append(out, m.office())
	}
	return out
}

// office is the matter as the office is to see it, before names are put to it.
func (m OpenMatter) office() OfficeMatter {
	return OfficeMatter{Matter: m.Matter, Household: m.Household, Stage: m.Stage, Late: m.Late}
}

// tellMatters puts names, notes and candidates to matters.
func tellMatters(ctx context.Context, tx pgx.Tx, out []OfficeMatter) error {
	ids, events := []planner.HouseholdID{}, []planner.EventID{}
	for _, m := range out {
		ids, events = append(ids, m.Household), append(events, m.Event)
	}
	photos, err := photosIn(ctx, tx, events)
	if err != nil {
		return err
	}
	said, err := saidOf(ctx, tx, events)
	if err != nil {
		return err
	}
	cards, err := cardsIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	names, err := kaderNames(ctx, tx)
	if err != nil {
		return err
	}
	for i := range out {
		m := &out[i]
		card, p := cards[m.Household], said[m.Event]
		m.KaderName, m.Head, m.KK, m.Desa, m.Note, m.Photos = names[m.Kader], card.Head, card.KK, card.Desa, p.Note, photos[m.Event]
		if len(p.Lead) > 0 {
			m.Lead = &Lead{Heads: p.Heads}
			if err := json.Unmarshal(p.Lead, m.Lead); err != nil {
				return fmt.Errorf("candidate of event %s: %w", m.Event, err)
			}
		}
	}
	return nil
}

// saidOf is what some events have come to say.
func saidOf(ctx context.Context, tx pgx.Tx, ids []planner.EventID) (map[planner.EventID]planner.Payload, error) {
	events, err := mendedIn(ctx, tx, "id = any($1::uuid[])", ids)
	if err != nil {
		return nil, fmt.Errorf("what events say: %w", err)
	}
	out := make(map[planner.EventID]planner.Payload, len(events))
	for _, e := range events {
		out[e.ID] = e.Payload
	}
	return out, nil
}

func kaderNames(ctx context.Context, tx pgx.Tx) (map[planner.KaderID]string, error) {
	rows, err := tx.Query(ctx, "select id, name from kader")
	if err != nil {
		return nil, fmt.Errorf("names of kader: %w", err)
	}
	out := map[planner.KaderID]string{}
	var id planner.KaderID
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		out[id] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("names of kader: %w", err)
	}
	return out, nil
}

func (s *Store) recordMatters(ctx context.Context, b BranchID, reader int64, seen OfficeQueues) error {
	var ids []planner.HouseholdID
	for _, m := range seen.Matters {
		if m.Household != 0 {
			ids = append(ids, m.Household)
		}
	}
	for _, o := range seen.Orphans {
		ids = append(ids, o.Household)
	}
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return Record(ctx, tx, b, Audit{Account: reader, Act: "read matters", Households: ids})
	})
}
