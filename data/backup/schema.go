package backup

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// passing are tables that a migration or a running program writes anew. A session
// that ended since must not come back.
var passing = []string{"session", "login_attempt", "goose_db_version", "river_migration", "river_leader", "river_client", "river_client_queue"}

// describe lists what a backup holds of the present schema.
func describe(ctx context.Context, tx pgx.Tx) (h heading, err error) {
	if err := tx.QueryRow(ctx, "select coalesce(max(version_id), 0) from goose_db_version").Scan(&h.Schema); err != nil {
		return h, fmt.Errorf("version of the schema: %w", err)
	}
	if h.Tables, err = tables(ctx, tx); err != nil {
		return h, fmt.Errorf("tables: %w", err)
	}
	if h.Tables, err = inOrder(ctx, tx, h.Tables); err != nil {
		return h, err
	}
	if h.Sequences, err = sequences(ctx, tx); err != nil {
		return h, fmt.Errorf("sequences: %w", err)
	}
	return h, nil
}

func tables(ctx context.Context, tx pgx.Tx) ([]table, error) {
	rows, err := tx.Query(ctx, `
		select
			format('%I.%I', n.nspname, c.relname) as name,
			array_agg(a.attname::text order by a.attnum) as columns
		from pg_class c
		join pg_namespace n on n.oid = c.relnamespace
		join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where c.relkind = 'r' and n.nspname in ('public', $1) and not c.relname = any ($2)
		group by n.nspname, c.relname
		order by n.nspname, c.relname`, data.RiverSchema, passing)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[table])
}

// inOrder puts every table after those that its foreign keys name.
func inOrder(ctx context.Context, tx pgx.Tx, tables []table) ([]table, error) {
	rows, err := tx.Query(ctx, `
		select distinct format('%I.%I', fn.nspname, f.relname) as child, format('%I.%I', tn.nspname, t.relname) as parent
		from pg_constraint k
		join pg_class f on f.oid = k.conrelid
		join pg_namespace fn on fn.oid = f.relnamespace
		join pg_class t on t.oid = k.confrelid
		join pg_namespace tn on tn.oid = t.relnamespace
		where k.contype = 'f' and k.conrelid <> k.confrelid`)
	if err != nil {
		return nil, fmt.Errorf("foreign keys: %w", err)
	}
	type reference struct{ Child, Parent string }
	references, err := pgx.CollectRows(rows, pgx.RowToStructByName[reference])
	if err != nil {
		return nil, fmt.Errorf("foreign keys: %w", err)
	}
	waiting := map[string]map[string]bool{}
	for _, r := range references {
		if waiting[r.Child] == nil {
			waiting[r.Child] = map[string]bool{}
		}
		waiting[r.Child][r.Parent] = true
	}
	var ordered []table
	for len(tables) > 0 {
		var rest []table
		for _, t := range tables {
			if len(waiting[t.Name]) > 0 {
				rest = append(rest, t)
				continue
			}
			ordered = append(ordered, t)
			for _, parents := range waiting {
				delete(parents, t.Name)
			}
		}
		if len(rest) == len(tables) {
			return nil, fmt.Errorf("foreign keys run in a circle among %d tables, %s one of them", len(rest), rest[0].Name)
		}
		tables = rest
	}
	return ordered, nil
}

func sequences(ctx context.Context, tx pgx.Tx) ([]sequence, error) {
	rows, err := tx.Query(ctx, `
		select format('%I.%I', schemaname, sequencename) as name, coalesce(last_value, start_value) as last, last_value is not null as called
		from pg_sequences
		where schemaname in ('public', $1)
		order by 1`, data.RiverSchema)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[sequence])
}
