package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// What a planner needs of a household: no name, no identity number, no address.
const planningColumns = `id, classes, segment, arrears_of, months, arrears, arrears_status, last_paid, rehab, rt, rw, desa,
	phone_quality, lon, lat, accuracy, radius, cell, spread, ` + figuresDay + `, consents, no_visit, requested`

// figuresDay is the day on which a household's figures were true: that of the
// branch's newest file, unless the file did not speak of the household.
const figuresDay = "case when stale then as_of else coalesce((select f.as_of from figures f), as_of) end"

func scanPlanning(row pgx.CollectableRow) (h planner.Household, err error) {
	var lon, lat *float64
	err = row.Scan(&h.ID, &h.Classes, &h.Segment, &h.ArrearsOf, &h.Months, &h.Arrears, &h.ArrearsStatus, &h.LastPaid, &h.Rehab, &h.RT, &h.RW, &h.Desa,
		&h.PhoneQuality, &lon, &lat, &h.Accuracy, &h.Radius, &h.Cell, &h.Spread, &h.AsOf, &h.Consents, &h.NoVisit, &h.Requested)
	if lon != nil && lat != nil {
		h.At = &geo.Position{Lon: *lon, Lat: *lat}
	}
	return h, err
}

// HouseholdsIn are the branch's households as planners see them, by number.
func HouseholdsIn(ctx context.Context, tx pgx.Tx) ([]planner.Household, error) {
	rows, err := tx.Query(ctx, "select "+planningColumns+" from household order by id")
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
		from household
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
// planners see them, by number.
func HouseholdsOfKaderIn(ctx context.Context, tx pgx.Tx, plan PlanID, kader planner.KaderID) ([]planner.Household, error) {
	rows, err := tx.Query(ctx, `
		select `+planningColumns+`
		from household h
		where exists (
		  select from territory_block tb
		  join territory t on t.branch_id = tb.branch_id and t.plan_id = tb.plan_id and t.id = tb.territory_id
		  where tb.branch_id = h.branch_id and tb.plan_id = $1 and tb.desa = h.desa and tb.cell = h.cell and t.kader_id = $2)
		order by id`, plan, kader)
	if err != nil {
		return nil, fmt.Errorf("households of kader %d: %w", kader, err)
	}
	return pgx.CollectRows(rows, scanPlanning)
}

// HouseholdRow is a household in an officer's list, numbers masked.
type HouseholdRow struct {
	ID         planner.HouseholdID `json:"id"`
	HeadName   string              `json:"headName"`
	NoKKMasked string              `json:"noKkMasked"`
	Address    string              `json:"address"`
	RT         string              `json:"rt"`
	RW         string              `json:"rw"`
	Desa       geo.AreaCode        `json:"desa"`
	DesaName   string              `json:"desaName"`
	Members    int                 `json:"members"`
	Months     int                 `json:"months"`
	Arrears    planner.Rupiah      `json:"arrears"`
	Accuracy   geo.Accuracy        `json:"accuracy"`
	AsOf       planner.Day         `json:"asOf"`
}

// masked shows the first digits of a number in a column and its last four; of one
// that is too short to hide anything so, nothing.
func masked(column string, first int) string {
	return fmt.Sprintf("case when length(%[1]s) >= %[2]d then left(%[1]s, %[3]d) || '••••••••' || right(%[1]s, 4) when %[1]s = '' then '' else '••••••••' end",
		column, first+4+3, first)
}

// How numbers appear in lists. A virtual account is the bank's prefix and the card's
// number, so it hides as much.
var (
	maskedKK    = masked("h.no_kk", 4)
	maskedVA    = masked("h.va", 5)
	maskedPhone = masked("h.phone", 0)
)

// HouseholdFilter narrows a list of households; zero values do not.
type HouseholdFilter struct {
	Desa      geo.AreaCode
	Cell      geo.Cell
	Plan      PlanID
	Territory territory.ID // of Plan
	Offset    int
}

// HouseholdPage is how many households one request reads at most.
const HouseholdPage = 100

// Households lists households for a person, whose reading is audited.
func (s *Store) Households(ctx context.Context, b BranchID, f HouseholdFilter, reader int64) (page []HouseholdRow, total int, err error) {
	const match = `
		from household h
		left join area d on d.branch_id = h.branch_id and d.code = h.desa
		where h.arrears_status = 'aktif' and ($1 = '' or h.desa = $1) and ($2 = 0 or h.cell = $2) and ($4 = 0 or exists (
		  select from territory_block tb
		  where tb.branch_id = h.branch_id and tb.plan_id = $3 and tb.territory_id = $4 and tb.desa = h.desa and tb.cell = h.cell))`
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		by := []any{f.Desa, int64(f.Cell), f.Plan, f.Territory}
		if err := tx.QueryRow(ctx, "select count(*) "+match, by...).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			select h.id, h.head_name, `+maskedKK+` as no_kk_masked, h.address, h.rt, h.rw, h.desa, coalesce(d.name, '') as desa_name,
			  cardinality(h.classes) as members, h.months, h.arrears, h.accuracy, `+figuresDay+` as as_of`+match+`
			order by h.desa, h.id
			offset $5 limit $6`, append(by, f.Offset, HouseholdPage)...)
		if err != nil {
			return err
		}
		if page, err = pgx.CollectRows(rows, pgx.RowToStructByName[HouseholdRow]); err != nil {
			return err
		}
		ids := make([]planner.HouseholdID, len(page))
		for i, h := range page {
			ids[i] = h.ID
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "list households", Households: ids})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list households: %w", err)
	}
	return page, total, nil
}

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
	err = s.InBranch(ctx, reader.branches(), func(tx pgx.Tx) error {
		if err := mayReveal(ctx, tx, reader.ID); err != nil {
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

// mayReveal counts what a person has seen, one request after another.
func mayReveal(ctx context.Context, tx pgx.Tx, reader int64) error {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended('reveal', $1))", reader); err != nil {
		return err
	}
	var seen int
	err := tx.QueryRow(ctx, "select count(*) from audit where account_id = $1 and act = $2 and at > moment() - interval '1 hour'", reader, revealed).Scan(&seen)
	if err == nil && seen >= mostReveals {
		err = ErrTooMany
	}
	return err
}
