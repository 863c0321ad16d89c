package data_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
)

// reference are the tables that belong to no branch alone. account_branch says
// who may see which branch, so it is read before any scope is known.
var reference = []string{
	"access_cut", "access_log", "access_seal", "account", "account_branch", "branch", "feast", "goose_db_version", "holiday", "kedeputian", "login_attempt", "recovery_code", "rule_default", "server_epoch", "session", "totp",
}

func owner(t *testing.T) *pgx.Conn {
	t.Helper()
	dsn, _ := datatest.DSN(t)
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func strings1(t *testing.T, conn *pgx.Conn, sql string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBranchComesFirstInEveryKey(t *testing.T) {
	conn := owner(t)
	wrong := strings1(t, conn, `
		select format('%s of %s', x.conname, c.relname)
		from pg_constraint x
		join pg_class c on c.oid = x.conrelid
		join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
		join pg_attribute a on a.attrelid = c.oid and a.attnum = x.conkey[1]
		where x.contype in ('p', 'u', 'f') and c.relname <> all($1) and a.attname <> 'branch_id'
		order by 1`, reference)
	if len(wrong) > 0 {
		t.Errorf("keys that do not begin with branch_id: %s", strings.Join(wrong, ", "))
	}
	wrong = strings1(t, conn, `
		select i.indexrelid::regclass::text
		from pg_index i
		join pg_class c on c.oid = i.indrelid
		join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
		join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
		where i.indisunique and c.relname <> all($1) and a.attname <> 'branch_id'`, reference)
	if len(wrong) > 0 {
		t.Errorf("unique indexes that do not begin with branch_id: %s", strings.Join(wrong, ", "))
	}
}

func TestEveryTableIsABranchsOrListed(t *testing.T) {
	conn := owner(t)
	for _, table := range strings1(t, conn, "select tablename from pg_tables where schemaname = 'public' order by 1") {
		types := strings1(t, conn, `
			select format('%s %s', format_type(a.atttypid, null), a.attnotnull)
			from pg_attribute a
			where a.attrelid = $1::regclass and a.attname = 'branch_id'`, table)
		switch {
		case slices.Contains(reference, table):
		case len(types) == 0:
			t.Errorf("table %s has no branch_id and stands in no list", table)
		case types[0] != "smallint t":
			t.Errorf("branch_id of %s is %s, want smallint not null", table, types[0])
		}
	}
}

func TestDefaultsAskTheProgramsClock(t *testing.T) {
	conn := owner(t)
	wrong := strings1(t, conn, `
		select format('%s.%s', d.adrelid::regclass, a.attname)
		from pg_attrdef d
		join pg_class c on c.oid = d.adrelid
		join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
		join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
		where c.relname <> 'goose_db_version' and pg_get_expr(d.adbin, d.adrelid) ~* 'now\(|current_|_timestamp\('
		order by 1`)
	if len(wrong) > 0 {
		t.Errorf("defaults that read the clock on the wall and not moment(): %s", strings.Join(wrong, ", "))
	}
}

func TestRowLevelSecurityIsForcedAndTheAppOwnsNothing(t *testing.T) {
	conn := owner(t)
	open := strings1(t, conn, `
		select c.relname
		from pg_class c
		join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
		where c.relkind = 'r' and c.relname <> all($1) and not (c.relrowsecurity and c.relforcerowsecurity)`, reference)
	if len(open) > 0 {
		t.Errorf("tables without forced row-level security: %s", strings.Join(open, ", "))
	}
	owned := strings1(t, conn, "select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = $1", data.AppRole)
	if len(owned) > 0 {
		t.Errorf("%s owns %s", data.AppRole, strings.Join(owned, ", "))
	}
	powers := strings1(t, conn, "select rolname from pg_roles where rolname = $1 and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)", data.AppRole)
	if len(powers) > 0 {
		t.Errorf("%s has powers that it must not have", data.AppRole)
	}
	views := strings1(t, conn, "select table_name from information_schema.views where table_schema = 'public'")
	if len(views) > 0 {
		t.Errorf("views pass row-level security of their owner: %s", strings.Join(views, ", "))
	}
	for _, table := range []string{"audit", "event"} {
		may := strings1(t, conn, "select privilege_type from information_schema.role_table_grants where table_name = $1 and grantee = $2", table, data.AppRole)
		slices.Sort(may)
		if !slices.Equal(may, []string{"INSERT", "SELECT"}) {
			t.Errorf("%s may %v on %s, want only to insert and select", data.AppRole, may, table)
		}
	}
}

// fill puts a row of each branch into every table of branches, whatever its
// columns are: keys are all alike, so that only branch_id tells them apart. Checks
// and foreign keys, which protect rows in other ways, are dropped first.
func fill(t *testing.T, conn *pgx.Conn, tables []string, branches []data.BranchID) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), "set session_replication_role = replica"); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		checks := strings1(t, conn, "select conname from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f')", table)
		for _, check := range checks {
			if _, err := conn.Exec(t.Context(), fmt.Sprintf("alter table %s drop constraint %s", table, check)); err != nil {
				t.Fatal(err)
			}
		}
		columns := strings1(t, conn, `
			select case
			  when attname = 'branch_id' then '$1'
			  when atttypid::regtype::text like '%[]' then '''{}'''
			  when atttypid = 'jsonb'::regtype then '''{}'''
			  when atttypid = 'bytea'::regtype then '''x'''
			  when atttypid = 'uuid'::regtype then '''00000000-0000-0000-0000-000000000001'''
			  when atttypid = 'boolean'::regtype then 'false'
			  when atttypid in ('date'::regtype, 'timestamptz'::regtype) then '''2026-01-01'''
			  else '''1''' end
			from pg_attribute
			where attrelid = $1::regclass and attnum > 0 and not attisdropped
			order by attnum`, table)
		for _, b := range branches {
			values := strings.ReplaceAll(strings.Join(columns, ", "), "$1", fmt.Sprint(b))
			if _, err := conn.Exec(t.Context(), fmt.Sprintf("insert into %s values (%s)", table, values)); err != nil {
				t.Fatalf("fill %s: %v", table, err)
			}
		}
	}
}

// TestNoVerbReachesAnotherBranch tries select, update, delete and insert on
// every table as the application, scoped to each of three branches, to two of
// them, and to none.
func TestNoVerbReachesAnotherBranch(t *testing.T) {
	ownerDSN, appDSN := datatest.DSN(t)
	conn, err := pgx.Connect(t.Context(), superuser(t, ownerDSN))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	all := []data.BranchID{1, 2, 3}
	for range all {
		if _, err := conn.Exec(t.Context(), "insert into branch (code, name, zone) values ('99' || (select count(*) from branch), 'Contoh', 'WIB')"); err != nil {
			t.Fatal(err)
		}
	}
	tables := strings1(t, conn, "select tablename from pg_tables where schemaname = 'public' and tablename <> all($1) order by 1", reference)
	fill(t, conn, tables, all)
	store, err := data.Open(t.Context(), appDSN, data.Clock{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, scope := range [][]data.BranchID{nil, {1}, {2}, {3}, {1, 3}} {
		for _, table := range tables {
			tryVerbs(t, store, table, scope)
		}
	}
}

// superuser is the login that may suspend foreign keys.
func superuser(t *testing.T, dsn string) string {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("host=%s user=postgres dbname=%s", config.Host, config.Database)
}

// onlyAdded are tables to which rows are only ever added, besides the audit's.
var onlyAdded = []string{"event", "ledger_month", "plan_act", "ruling", "stroke"}

func tryVerbs(t *testing.T, store *data.Store, table string, scope []data.BranchID) {
	t.Helper()
	want := len(scope)
	for verb, sql := range map[string]string{
		"select": "select branch_id from " + table,
		"update": "update " + table + " set branch_id = branch_id",
		"delete": "delete from " + table,
	} {
		got, err := affected(t, store, scope, sql)
		if (strings.HasPrefix(table, "audit") || slices.Contains(onlyAdded, table)) && verb != "select" {
			if err == nil {
				t.Errorf("%s on %s was allowed", verb, table)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%s on %s within %v: %d rows (%v), want %d", verb, table, scope, got, err, want)
		}
	}
	for b := data.BranchID(1); b <= 3; b++ {
		if slices.Contains(scope, b) {
			continue
		}
		sql := fmt.Sprintf("insert into %s select * from (select (jsonb_populate_record(null::%s, '{\"branch_id\": %d}')).*) x", table, table, b)
		if _, err := affected(t, store, scope, sql); err == nil || !strings.Contains(err.Error(), "row-level security") && !strings.Contains(err.Error(), "null value") &&
			(table != "audit_seal" && table != "audit_cut" || !strings.Contains(err.Error(), "permission denied")) {
			t.Errorf("insert into %s for branch %d within %v: %v", table, b, scope, err)
		}
	}
}

var errRollBack = fmt.Errorf("roll back")

// affected counts the rows of a statement that is undone.
func affected(t *testing.T, store *data.Store, scope []data.BranchID, sql string) (n int, err error) {
	t.Helper()
	if scope == nil {
		scope = []data.BranchID{}
	}
	failed := store.InBranch(t.Context(), scope, func(tx pgx.Tx) error {
		if _, err = tx.Exec(t.Context(), "set constraints all deferred"); err != nil {
			return err
		}
		tag, e := tx.Exec(t.Context(), sql)
		n, err = int(tag.RowsAffected()), e
		return errRollBack
	})
	if failed == nil {
		t.Error("a transaction that failed was committed")
	}
	return n, err
}

func TestAScopeIsForgottenWithItsTransaction(t *testing.T) {
	store, b := datatest.NewBranch(t)
	for range 20 { // over the connections of the pool
		if _, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1}, "contoh"); err != nil {
			t.Fatal(err)
		}
		var seen int
		if err := store.Pool().QueryRow(t.Context(), "select count(*) from plan").Scan(&seen); err != nil {
			t.Fatal(err)
		}
		if seen != 0 {
			t.Fatalf("a connection without scope saw %d plans", seen)
		}
	}
}
