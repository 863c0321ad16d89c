package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// What a planner needs of a household: no name, no identity number, no address.
const planningColumns = `h.id, h.classes, h.segment, h.arrears_of, h.months, h.arrears, h.arrears_status, h.last_paid, h.rehab, h.rt, h.rw, h.desa,
	h.phone_quality, h.lon, h.lat, h.accuracy, h.radius, h.cell, h.spread, ` + figuresDay + `, h.consents, h.no_visit, h.requested`

// figuresDay is the day on which the figures of a household h were true: that of
// the branch's newest file, unless the file did not speak of the household.
const figuresDay = "case when h.stale then h.as_of else coalesce((select f.as_of from figures f), h.as_of) end"

func scanPlanning(row pgx.CollectableRow) (planner.Household, error) { return scanAfter(row) }

// scanAfter reads planning columns, and into first what stands before them.
func scanAfter(row pgx.CollectableRow, first ...any) (h planner.Household, err error) {
	var lon, lat *float64
	err = row.Scan(append(first, &h.ID, &h.Classes, &h.Segment, &h.ArrearsOf, &h.Months, &h.Arrears, &h.ArrearsStatus, &h.LastPaid, &h.Rehab, &h.RT, &h.RW, &h.Desa,
		&h.PhoneQuality, &lon, &lat, &h.Accuracy, &h.Radius, &h.Cell, &h.Spread, &h.AsOf, &h.Consents, &h.NoVisit, &h.Requested)...)
	if lon != nil && lat != nil {
		h.At = &geo.Position{Lon: *lon, Lat: *lat}
	}
	return h, err
}

// HouseholdsIn are some of the branch's households as planners see them, by number.
func HouseholdsIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) ([]planner.Household, error) {
	rows, err := tx.Query(ctx, "select "+planningColumns+" from household h where h.id = any($1) order by h.id", ids)
	if err != nil {
		return nil, fmt.Errorf("households: %w", err)
	}
	return pgx.CollectRows(rows, scanPlanning)
}

// EachHousehold hands out, in no order, the households in arrears that have a
// cell, of some desa or, where desa is nil, of all, with what sums of blocks are
// made of and nothing else: a branch may have a million.
func EachHousehold(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode, do func(planner.Household) bool) error {
	where, args := "cell <> 0 and arrears_status = 'aktif'", []any{}
	if desa != nil {
		where, args = where+" and desa = any($1)", append(args, desa)
	}
	rows, err := tx.Query(ctx, `
		select id, array_to_string(classes, ''), segment, arrears_of, months, arrears, rehab, desa, phone_quality, accuracy, cell,
		  `+figuresDay+` - date '1970-01-01', no_visit
		from household h
		where `+where, args...)
	if err != nil {
		return fmt.Errorf("households: %w", err)
	}
	defer rows.Close()
	classes := map[string][]planner.CareClass{}
	var members string
	h := planner.Household{ArrearsStatus: planner.ArrearsActive}
	for rows.Next() {
		err := rows.Scan(&h.ID, &members, (*string)(&h.Segment), (*string)(&h.ArrearsOf), &h.Months, (*int64)(&h.Arrears), &h.Rehab, (*string)(&h.Desa),
			(*string)(&h.PhoneQuality), (*string)(&h.Accuracy), (*int64)(&h.Cell), (*int32)(&h.AsOf), &h.NoVisit)
		if err != nil {
			return fmt.Errorf("households: %w", err)
		}
		if h.Classes = classes[members]; h.Classes == nil {
			h.Classes = classesOf(members)
			classes[members] = h.Classes
		}
		if !do(h) {
			return nil
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("households: %w", err)
	}
	return nil
}

// classesOf reads classes that were written as digits, one for each member.
func classesOf(members string) []planner.CareClass {
	out := make([]planner.CareClass, len(members))
	for i := range members {
		out[i] = planner.CareClass(members[i] - '0')
	}
	return out
}

// HouseholdsOfKaderIn are the households of a kader's territories in a plan, as
// planners see them, by number. It goes from block to block: nothing tells the
// database that few households lie in each, so it would rather read them all.
func HouseholdsOfKaderIn(ctx context.Context, tx pgx.Tx, plan PlanID, kader planner.KaderID) ([]planner.Household, error) {
	rows, err := tx.Query(ctx, `
		select `+planningColumns+`
		from territory t
		join territory_block k on k.branch_id = t.branch_id and k.plan_id = t.plan_id and k.territory_id = t.id
		cross join lateral `+householdsOfBlock+`
		where t.plan_id = $1 and t.kader_id = $2
		order by h.id`, plan, kader)
	if err != nil {
		return nil, fmt.Errorf("households of kader %d: %w", kader, err)
	}
	return pgx.CollectRows(rows, scanPlanning)
}

// householdsOfBlock are the households h of a block k, found by household_place.
// The offset keeps the database from turning it into a join of whole tables.
const householdsOfBlock = "(select * from household where branch_id = k.branch_id and desa = k.desa and cell = k.cell offset 0) h"

// Identity is what masks hide.
type Identity struct {
	NoKK   string        `json:"noKk"`
	NIK    string        `json:"nik"`
	CardNo string        `json:"cardNo"`
	VA     string        `json:"va"`
	Phone  string        `json:"phone"`
	At     *geo.Position `json:"at,omitempty"`
}

// mostReveals is how many identities a person may see in an hour, of all branches.
const mostReveals = 60

// Reveal shows a household's identity numbers to a person who says why; the
// reason is audited. ErrTooMany: 60 were seen within the hour.
func (s *Store) Reveal(ctx context.Context, b BranchID, id planner.HouseholdID, reader Account, reason string) (i Identity, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := tooOften(ctx, tx, b, reader.ID, revealed, mostReveals); err != nil {
			return err
		}
		var lon, lat *float64
		err := tx.QueryRow(ctx, "select no_kk, nik, card_no, va, phone, lon, lat from household where branch_id = $1 and id = $2", b, id).
			Scan(&i.NoKK, &i.NIK, &i.CardNo, &i.VA, &i.Phone, &lon, &lat)
		if err != nil {
			return missing(err)
		}
		if lon != nil && lat != nil {
			i.At = &geo.Position{Lon: *lon, Lat: *lat}
		}
		return Record(ctx, tx, b, Audit{Account: reader.ID, Act: revealed, Reason: reason, Households: []planner.HouseholdID{id}})
	})
	if err != nil {
		return Identity{}, fmt.Errorf("reveal household %d: %w", id, err)
	}
	return i, nil
}

const revealed = "reveal household"
