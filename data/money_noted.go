package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// NotedPayment is what a kader noted at a door, with the pictures that came of it: to be
// held beside a payment by whoever decides whose that is.
type NotedPayment struct {
	Event     planner.EventID `json:"event"`
	Day       planner.Day     `json:"day"`
	Amount    planner.Rupiah  `json:"amount"`
	Receipt   string          `json:"receipt"`
	KaderName string          `json:"kaderName"`
	Photos    []string        `json:"photos" doc:"SHA-256 of those that have come, to be read and audited one by one"`
}

// notedDays is how far what a kader noted may lie from a payment to be told beside it.
const notedDays = 30

// notedIn are the payments that kader noted of families, the newest first.
func notedIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (map[planner.HouseholdID][]NotedPayment, error) {
	rows, err := tx.Query(ctx, `
		select s.household_id, n.event, n.day, n.amount, coalesce(n.receipt, ''), coalesce(k.name, '')
		from standing s
		cross join jsonb_to_recordset(s.told->'noted') n (event uuid, day date, amount bigint, receipt text, kader bigint)
		left join kader k on k.branch_id = s.branch_id and k.id = n.kader
		where s.household_id = any($1) and s.told ? 'noted'
		order by s.household_id, n.day desc, n.event`, ids)
	if err != nil {
		return nil, fmt.Errorf("noted payments: %w", err)
	}
	out := map[planner.HouseholdID][]NotedPayment{}
	var events []planner.EventID
	var id planner.HouseholdID
	var n NotedPayment
	_, err = pgx.ForEachRow(rows, []any{&id, (*string)(&n.Event), &n.Day, &n.Amount, &n.Receipt, &n.KaderName}, func() error {
		out[id], events = append(out[id], n), append(events, n.Event)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("noted payments: %w", err)
	}
	photos, err := photosIn(ctx, tx, events)
	for _, of := range out {
		for i := range of {
			of[i].Photos = notNil(photos[of[i].Event])
		}
	}
	return out, err
}

// addReceipts puts beside payments that wait the families at whose doors kader noted their
// references about their days, whomever else the numbers of the file speak for.
func addReceipts(ctx context.Context, tx pgx.Tx, out []MoneyReview) error {
	var refs []string
	for _, r := range out {
		if r.State == MoneyWaits && r.Ref != "" {
			refs = append(refs, r.Ref)
		}
	}
	if len(refs) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `
		select distinct n.receipt, s.household_id, n.day
		from standing s
		cross join jsonb_to_recordset(s.told->'noted') n (day date, receipt text)
		where s.told ? 'noted' and n.receipt = any($1)
		order by s.household_id, n.day`, refs)
	if err != nil {
		return fmt.Errorf("noted receipts: %w", err)
	}
	var ref string
	var home planner.HouseholdID
	var day planner.Day
	_, err = pgx.ForEachRow(rows, []any{&ref, &home, &day}, func() error {
		for i := range out {
			if r := &out[i]; r.State == MoneyWaits && r.Ref == ref && len(near([]NotedPayment{{Day: day}}, r.Day)) > 0 {
				r.Candidates = with(r.Candidates, home, ledger.ByReceipt)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("noted receipts: %w", err)
	}
	return nil
}

// with are candidates with one more witness for a household, once.
func with(all []ledger.Candidate, home planner.HouseholdID, by ledger.Evidence) []ledger.Candidate {
	for i := range all {
		if c := &all[i]; c.Household == home {
			if !slices.Contains(c.Evidence, by) {
				c.Evidence = append(c.Evidence, by)
			}
			return all
		}
	}
	return append(all, ledger.Candidate{Household: home, Evidence: []ledger.Evidence{by}})
}

// photosIn names the pictures of events that have come wholly, by their SHA-256.
func photosIn(ctx context.Context, tx pgx.Tx, events []planner.EventID) (map[planner.EventID][]string, error) {
	rows, err := tx.Query(ctx, "select event_id::text, encode(hash, 'hex') from photo where event_id = any($1::uuid[]) and done_at is not null order by event_id, begun_at, hash", events)
	if err != nil {
		return nil, fmt.Errorf("pictures of events: %w", err)
	}
	out := map[planner.EventID][]string{}
	var event planner.EventID
	var hash string
	_, err = pgx.ForEachRow(rows, []any{(*string)(&event), &hash}, func() error {
		out[event] = append(out[event], hash)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("pictures of events: %w", err)
	}
	return out, nil
}

// near are those noted about the day of a payment.
func near(noted []NotedPayment, day planner.Day) []NotedPayment {
	out := []NotedPayment{}
	for _, n := range noted {
		if n.Day-notedDays <= day && day <= n.Day+notedDays {
			out = append(out, n)
		}
	}
	return out
}
