package data

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// RuledPlace is what rulings change of a family.
type RuledPlace struct {
	Desa     geo.AreaCode
	At       *geo.Position
	Accuracy geo.Accuracy
	Radius   geo.Metres
	Cell     geo.Cell
	Spread   bool
	Said     *geo.Position // where a file said that it is, and it was not believed
	Doubt    string        // why: outside its desa, or a pile; empty: there is none
	Excluded *planner.Day
}

// RuledHome is a family that is ruled on: as it is, then as it is to be.
type RuledHome struct {
	RuledPlace
	ID         planner.HouseholdID
	KK, RW, RT string
	before     RuledPlace
	saidDesa   geo.AreaCode // what files call its desa
	last       int64        // the ruling that made it what it is; 0: none did
	undoes     int64
	back       []byte // what it was before that ruling
}

// ErrTakenBack marks a family on which no ruling holds any more. It is an ErrConflict.
var ErrTakenBack = fmt.Errorf("no ruling on the family holds: %w", ErrConflict)

// RuledBy is what, naming who ruled on a family last, where somebody did.
func RuledBy(ctx context.Context, tx pgx.Tx, b BranchID, id planner.HouseholdID, what error) error {
	return whoDid(ctx, tx, b, what, "select made_by, made_at, '' from ruling where household_id = $1 order by id desc limit 1", id)
}

// TakeBack makes a family what it was before the last ruling on it. ErrTakenBack: none
// still holds.
func (h *RuledHome) TakeBack() error {
	if h.last == 0 || len(h.back) == 0 {
		return ErrTakenBack
	}
	var was RuledPlace
	if err := json.Unmarshal(h.back, &was); err != nil {
		return fmt.Errorf("ruling %d: %w", h.last, err)
	}
	h.RuledPlace, h.undoes = was, h.last
	return nil
}

// RuledIn locks families and reads them, by number. ErrNotFound: one of them is not the
// branch's or not in arrears.
func RuledIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) ([]RuledHome, error) {
	rows, err := tx.Query(ctx, `
		select h.id, h.no_kk, h.rw, h.rt, h.desa, h.lon, h.lat, h.accuracy, h.radius, h.cell, h.spread, h.said_lon, h.said_lat, h.doubt, h.excluded_on,
		  coalesce(r.id, 0), coalesce(r.said_desa, h.desa), coalesce(r.before::text, '')
		from household h
		left join lateral (select * from ruling r where r.branch_id = h.branch_id and r.household_id = h.id and `+rulingHolds+`) r on true
		where h.id = any($1) and h.arrears_status = 'aktif'
		order by h.id
		for update of h`, ids)
	if err != nil {
		return nil, fmt.Errorf("households ruled on: %w", err)
	}
	homes, err := pgx.CollectRows(rows, scanRuled)
	if err != nil {
		return nil, fmt.Errorf("households ruled on: %w", err)
	}
	if len(homes) != len(ids) {
		return nil, ErrNotFound
	}
	return homes, nil
}

func scanRuled(row pgx.CollectableRow) (h RuledHome, err error) {
	var lon, lat, saidLon, saidLat *float64
	var back string
	p := &h.RuledPlace
	err = row.Scan(&h.ID, &h.KK, &h.RW, &h.RT, &p.Desa, &lon, &lat, &p.Accuracy, &p.Radius, &p.Cell, &p.Spread, &saidLon, &saidLat, &p.Doubt, &p.Excluded,
		&h.last, &h.saidDesa, &back)
	p.At, p.Said = positionOf(lon, lat), positionOf(saidLon, saidLat)
	h.before, h.back = h.RuledPlace, []byte(back)
	return h, err
}

func positionOf(lon, lat *float64) *geo.Position {
	if lon == nil || lat == nil {
		return nil
	}
	return &geo.Position{Lon: *lon, Lat: *lat}
}

func coordinates(at *geo.Position) (lon, lat *float64) {
	if at == nil {
		return nil, nil
	}
	return &at.Lon, &at.Lat
}

// PutRuled writes families as they are to be, and the ruling on each.
func PutRuled(ctx context.Context, tx pgx.Tx, b BranchID, r Ruling, homes []RuledHome, by string) error {
	first, err := Next(ctx, tx, b, "ruling", len(homes))
	if err != nil {
		return err
	}
	batch := &pgx.Batch{}
	for i, h := range homes {
		before, err := json.Marshal(h.before)
		if err != nil {
			return fmt.Errorf("ruling: %w", err)
		}
		lon, lat := coordinates(h.At)
		saidLon, saidLat := coordinates(h.Said)
		batch.Queue(`
			update household set desa = $3, lon = $4, lat = $5, accuracy = $6, radius = $7, cell = $8, spread = $9, said_lon = $10, said_lat = $11, doubt = $12, excluded_on = $13
			where branch_id = $1 and id = $2`,
			b, h.ID, h.Desa, lon, lat, h.Accuracy, h.Radius, int64(h.Cell), h.Spread, saidLon, saidLat, h.Doubt, h.Excluded)
		batch.Queue(`
			insert into ruling (branch_id, id, household_id, kind, said_desa, desa, lon, lat, before, undoes, reason, made_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, nullif($10, 0::bigint), $11, $12)`,
			b, first+int64(i), h.ID, r.Kind, h.saidDesa, h.Desa, lon, lat, before, h.undoes, r.Reason, by)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("write rulings: %w", err)
	}
	return nil
}
