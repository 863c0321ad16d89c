package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// BranchID numbers a branch; it comes first in every key of the branch's rows.
type BranchID int16

// Branch is an office with its own kader, rules and data.
type Branch struct {
	ID      BranchID `json:"-"`
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Zone    string   `json:"zone"` // WIB, WITA or WIT
	Version int64    `json:"version"`
}

var zones = map[string]*time.Location{
	"WIB":  time.FixedZone("WIB", 7*3600),
	"WITA": time.FixedZone("WITA", 8*3600),
	"WIT":  time.FixedZone("WIT", 9*3600),
}

// Here is a moment as the branch's clocks show it.
func (b Branch) Here(now time.Time) time.Time { return now.In(zones[b.Zone]) }

// Today is the branch's civil date at the instant now.
func (b Branch) Today(now time.Time) planner.Day { return planner.DayOf(now.In(zones[b.Zone])) }

// Hour is the hour of the day in the branch's zone at the instant now.
func (b Branch) Hour(now time.Time) int { return now.In(zones[b.Zone]).Hour() }

// Minute is the time of day in the branch's zone at the instant now.
func (b Branch) Minute(now time.Time) planner.Minute {
	at := now.In(zones[b.Zone])
	return planner.Minute(60*at.Hour() + at.Minute())
}

// AddBranch makes a branch. ErrConflict: the code is taken, or the zone unknown.
func (s *Store) AddBranch(ctx context.Context, code, name, zone string) (Branch, error) {
	name = planner.Seen(name)
	if zones[zone] == nil {
		return Branch{}, fmt.Errorf("add branch %s: zone %q is none of WIB, WITA, WIT: %w", code, zone, ErrConflict)
	}
	rows, err := s.pool.Query(ctx, `
		insert into branch (code, name, zone)
		values ($1, $2, $3)
		on conflict (code) do nothing
		returning id, code, name, zone, version`, code, name, zone)
	if err != nil {
		return Branch{}, fmt.Errorf("add branch %s: %w", code, err)
	}
	b, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Branch])
	if errors.Is(missing(err), ErrNotFound) {
		return Branch{}, fmt.Errorf("add branch %s: code is taken: %w", code, ErrConflict)
	}
	if err != nil {
		return Branch{}, fmt.Errorf("add branch %s: %w", code, err)
	}
	return b, nil
}

// Branch finds a branch by its code.
func (s *Store) Branch(ctx context.Context, code string) (Branch, error) {
	rows, err := s.pool.Query(ctx, "select id, code, name, zone, version from branch where code = $1", code)
	if err != nil {
		return Branch{}, fmt.Errorf("branch %s: %w", code, err)
	}
	b, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Branch])
	if err != nil {
		return Branch{}, fmt.Errorf("branch %s: %w", code, missing(err))
	}
	return b, nil
}

// Branches are all branches by code.
func (s *Store) Branches(ctx context.Context) ([]Branch, error) {
	rows, err := s.pool.Query(ctx, "select id, code, name, zone, version from branch order by code")
	if err != nil {
		return nil, fmt.Errorf("list branches: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Branch])
}

// Touch gives the branch's data a new version, which outdates caches.
func Touch(ctx context.Context, tx pgx.Tx, b BranchID) error {
	if _, err := tx.Exec(ctx, "update branch set version = version + 1 where id = $1", b); err != nil {
		return fmt.Errorf("new version of branch %d: %w", b, err)
	}
	return nil
}

// Totals add up a branch.
type Totals struct {
	Households int            `json:"households"`
	Eligible   int            `json:"eligible"`
	Members    int            `json:"members"`
	Arrears    planner.Rupiah `json:"arrears"`
	Expected   planner.Rupiah `json:"expected"` // cash of a month
	Later      planner.Rupiah `json:"later"`    // what that month's visits set going beside it
	Desa       int            `json:"desa"`
	Kecamatan  int            `json:"kecamatan"`
	Kader      int            `json:"kader"`
	Unlocated  int            `json:"unlocated"` // households that cannot be routed
	AsOf       *planner.Day   `json:"asOf"`
	Bounds     [4]float64     `json:"bounds"` // west, south, east, north of the blocks' centres; zeros without blocks
}

// Totals add up the branch's blocks, areas and kader.
func (s *Store) Totals(ctx context.Context, b BranchID) (t Totals, err error) {
	bounds := t.Bounds[:]
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			select k.households, k.eligible, k.members, k.arrears, k.expected, k.later, k.bounds, a.desa, a.kecamatan,
			  (select count(*) from kader where status = 'aktif'),
			  (select count(*) from household where cell = 0 and arrears_status = 'aktif' and excluded_on is null),
			  (select as_of from figures)
			from (
			  select coalesce(sum(households), 0) as households, coalesce(sum(eligible), 0) as eligible, coalesce(sum(members), 0) as members,
			    coalesce(sum(arrears), 0)::bigint as arrears, coalesce(sum(expected), 0)::bigint as expected, coalesce(sum(later), 0)::bigint as later,
			    array[coalesce(min(lon), 0), coalesce(min(lat), 0), coalesce(max(lon), 0), coalesce(max(lat), 0)] as bounds
			  from block) k
			cross join (
			  select count(*) filter (where level = 4) as desa, count(*) filter (where level = 3) as kecamatan
			  from area) a`).
			Scan(&t.Households, &t.Eligible, &t.Members, &t.Arrears, &t.Expected, &t.Later, &bounds, &t.Desa, &t.Kecamatan, &t.Kader, &t.Unlocated, &t.AsOf)
	})
	if err != nil {
		return t, fmt.Errorf("totals of branch %d: %w", b, err)
	}
	t.Bounds = [4]float64(bounds)
	return t, nil
}
