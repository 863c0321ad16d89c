package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/builtin"
)

// oldSchema is the last one before what happened became events: on the way from there
// to here every kind of row is written anew.
const oldSchema = 80

// Rows of a branch as it was then.
var oldRows = []string{
	"select set_config('binaan.branches', '{1}', false)",
	"insert into branch (code, name, zone) values ('" + code + "', 'Contoh', 'WIB')",
	`insert into kader (branch_id, id, code, name, lon, lat, kecamatan, valid_from, valid_to, shifts, status)
	 select 1, n, 'K' || n, 'Contoh', 110.8, -7.5, '99.01.01', '2026-01-01', '2027-01-01', '[]', 'aktif' from generate_series(1, 4) n`,
	`insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa, phone_quality, accuracy, cell, as_of)
	 select 1, n, '99' || lpad(n::text, 14, '0'), 'Contoh', '{3}', 'PBPU', 'PBPU', 12, 420000 + n, 'aktif', '99.01.01.2001', 'none', 'E', 1, '2026-11-01'
	 from generate_series(1, 4000) n`,
	`insert into visit (branch_id, household_id, kader_id, day, at, outcome, amount, steps, promise, import_id)
	 select 1, 1 + n % 4000, 1 + n % 4, date '2026-01-01' + n % 300, n % 1440, case when n % 3 = 0 then 'BAYAR_CICIL' else 'RUMAH_KOSONG' end,
	   case when n % 3 = 0 then 35000 + n else 0 end, 0, null, 4
	 from generate_series(1, 30000) n on conflict do nothing`,
	`insert into payment (branch_id, household_id, day, amount, channel, ref, import_id, reversed_on, reversal_ref)
	 select 1, 1 + n % 4000, date '2026-01-01' + n % 300, 35000 + n, 'PPOB', 'R' || n, 5, case when n % 50 = 0 then date '2026-11-01' end, case when n % 50 = 0 then 'B' || n else '' end
	 from generate_series(1, 10000) n`,
}

// oldPrint is a print of what was stored of visits, payments and families then.
const oldPrint = `
	select md5(string_agg(x, ';' order by x)) from (
	  select (household_id, kader_id, day, at, outcome, amount, steps, promise)::text from visit
	  union all select (household_id, day, amount, channel, ref, reversed_on, reversal_ref)::text from payment
	  union all select (id, no_kk, months, arrears, arrears_status, desa, as_of)::text from household) y (x)`

// oldHouse makes a data folder of the old schema with rows in it, and tells their print.
func oldHouse(ctx context.Context, dir string) (print string, err error) {
	server, err := builtin.Open(ctx, builtin.Options{Dir: dir})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if err := data.MigrateTo(ctx, server.DSN(builtin.Owner), oldSchema); err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, server.DSN(builtin.Owner))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	for _, sql := range oldRows {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return "", fmt.Errorf("%s: %w", sql, err)
		}
	}
	return print, conn.QueryRow(ctx, oldPrint).Scan(&print)
}

// upgrade brings a folder of the old schema, with rows in it, to the present one, and
// must come to the same when repeated, with no row lost, doubled or changed; nor may a
// replay of what the rows became change any.
func upgrade(ctx context.Context, h *house, n int) (*deed, error) {
	old := filepath.Join(h.root, "old")
	if h.old == "" {
		print, err := oldHouse(ctx, old)
		if err != nil {
			return nil, err
		}
		h.old = print
	}
	dir := filepath.Join(h.root, fmt.Sprintf("upgrade-%d", n))
	if out, err := exec.CommandContext(ctx, "cp", "-a", old, dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("copy the old folder: %w: %s", err, out)
	}
	d, err := running(dir, h.binary, "", "migrate")
	if err != nil {
		return nil, err
	}
	d.after = func(ctx context.Context) (v verdict) {
		defer os.RemoveAll(dir)
		for _, args := range [][]string{{"migrate"}, {"events", "replay", "--branch", code}} {
			if _, err := must(ctx, h.binary, "", append(args, "--data-dir", dir)...); err != nil {
				v.wrong("%v", err)
				return v
			}
			h.asItWas(ctx, dir, args[0], &v)
		}
		if got, want := schema(ctx, dir), schema(ctx, h.dir); got != want {
			v.wrong("schema %s, want %s", got, want)
		}
		return v
	}
	return d, nil
}

// asItWas looks whether a folder still holds the old rows, each with its event.
func (h *house) asItWas(ctx context.Context, dir, after string, v *verdict) {
	err := look(ctx, dir, func(conn *pgx.Conn) error {
		var print string
		var missing, doubled int
		if err := conn.QueryRow(ctx, oldPrint).Scan(&print); err != nil {
			return err
		}
		err := conn.QueryRow(ctx, `
			select (select count(*) from visit t where not exists (select from event e where e.branch_id = t.branch_id and e.id = t.event_id))
			     + (select count(*) from payment t where not exists (select from event e where e.branch_id = t.branch_id and e.id = t.event_id)),
			  (select count(*) from event) - (select count(*) from visit) - (select count(*) from payment) - (select count(*) from payment where reversed_on is not null)`).Scan(&missing, &doubled)
		if err != nil {
			return err
		}
		if print != h.old || missing > 0 {
			v.lost = append(v.lost, fmt.Sprintf("rows of an older schema after %s: %d without event, print %s, want %s", after, missing, print, h.old))
		}
		if doubled != 0 {
			v.doubled = append(v.doubled, fmt.Sprintf("%d events more than rows after %s", doubled, after))
		}
		return nil
	})
	if err != nil {
		v.wrong("upgraded: %v", err)
	}
}
