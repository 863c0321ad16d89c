package data_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// auditedStore is a store whose audit has rows of two branches and of the door, many of
// them written at once.
func auditedStore(t *testing.T) (*data.Store, *pgx.Conn) {
	t.Helper()
	ownerDSN, app := datatest.DSN(t)
	store := datatest.Open(t, app, datatest.Clock())
	var branches []data.Branch
	for _, code := range []string{"9901", "9902"} {
		b, err := store.AddBranch(t.Context(), code, "Contoh", "WIB")
		if err != nil {
			t.Fatal(err)
		}
		branches = append(branches, b)
		n := data.NewAccount{Login: "petugas" + code, Name: "Contoh", Role: data.Officer, Password: data.NewPassword(), Branches: []data.BranchID{b.ID}}
		if _, err := store.AddAccount(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			b := branches[i%2].ID
			err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
				a := data.Audit{Account: int64(i), Act: "contoh", Reason: strings.Repeat("alasan: ¼|", i), Households: []planner.HouseholdID{1, planner.HouseholdID(i)}}
				if err := data.Record(t.Context(), tx, b, a); err != nil {
					return err
				}
				if i%5 == 0 {
					return errRollBack
				}
				return data.Record(t.Context(), tx, b, data.Audit{By: "petugas9901", Act: "kedua"})
			})
			if err != nil && !errors.Is(err, errRollBack) {
				t.Error(err)
			}
			if _, err := store.Login(t.Context(), data.Credentials{Login: "petugas9901", Password: "salah", Address: fmt.Sprint("203.0.113.", i)}); !errors.Is(err, data.ErrNotFound) && !errors.Is(err, data.ErrBusy) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	conn, err := pgx.Connect(t.Context(), superuser(t, ownerDSN))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return store, conn
}

func TestAWholeAuditVerifiesAndTellsItsHeads(t *testing.T) {
	store, _ := auditedStore(t)
	heads, err := store.VerifyAudit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names, known []string
	for _, h := range heads {
		names, known = append(names, h.Chain), append(known, h.String())
		if h.Seq < 3 {
			t.Errorf("chain %s has %d rows", h.Chain, h.Seq)
		}
	}
	if strings.Join(names, " ") != "9901 9902 access" {
		t.Errorf("chains %v", names)
	}
	if _, err := store.VerifyAudit(t.Context(), known...); err != nil {
		t.Errorf("with its own heads: %v", err)
	}
}

// Every change that one could make with the owner's rights, each undone again.
func TestEveryChangeOfTheAuditShows(t *testing.T) {
	store, conn := auditedStore(t)
	heads, err := store.VerifyAudit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const row = " where (branch_id, id) = (select branch_id, audit_id from audit_seal where branch_id = 1 and seq = 7)"
	const seal = " where branch_id = 1 and seq = 7"
	const door = " where id = (select access_id from access_seal where seq = 5)"
	changes := []string{
		"update audit set at = at + interval '1 microsecond'" + row,
		"update audit set account_id = account_id # 1" + row,
		"update audit set act = overlay(act placing chr(ascii(act) # 1) from 1 for 1)" + row,
		"update audit set reason = reason || ' '" + row,
		"update audit set households = array_append(households, 3::bigint)" + row,
		"update audit set branch_id = 2" + row,
		"delete from audit" + row,
		"delete from audit_seal" + seal,
		"update audit_seal set hash = set_bit(hash, 77, 1 - get_bit(hash, 77))" + seal,
		"with gone as (delete from audit" + row + ") delete from audit_seal" + seal,
		"update audit_seal set seq = seq + 1000 where branch_id = 1 and seq >= 7",
		"update access_log set about = 'lain'" + door,
		"update access_log set address = ''" + door,
		"delete from access_log" + door,
		"insert into audit (branch_id, id, account_id, act) values (1, gen_random_uuid(), 1, 'baru')",
		"with last as (delete from audit_seal where branch_id = 1 and seq = (select max(seq) from audit_seal where branch_id = 1) returning audit_id) delete from audit where id = (select audit_id from last)",
	}
	var known []string
	for _, h := range heads {
		known = append(known, h.String())
	}
	for k, change := range changes {
		inverse := backup(t, conn)
		if _, err := conn.Exec(t.Context(), "set session_replication_role = replica"); err != nil { // no trigger, no check
			t.Fatal(err)
		}
		if tag, err := conn.Exec(t.Context(), change); err != nil || tag.RowsAffected() == 0 {
			t.Fatalf("%s: %v %v", change, tag, err)
		}
		if _, err := store.VerifyAudit(t.Context(), known...); !errors.Is(err, data.ErrAltered) {
			t.Errorf("%s: %v", change, err)
		}
		// Only an end that was cut off looks whole to who kept no head.
		if _, err := store.VerifyAudit(t.Context()); k < len(changes)-1 && !errors.Is(err, data.ErrAltered) {
			t.Errorf("%s, for who kept no head: %v", change, err)
		}
		inverse()
		if _, err := store.VerifyAudit(t.Context(), known...); err != nil {
			t.Fatalf("after undoing %s: %v", change, err)
		}
	}
}

// backup copies the audit and returns what puts it back.
func backup(t *testing.T, conn *pgx.Conn) func() {
	t.Helper()
	tables := []string{"audit", "audit_seal", "audit_cut", "access_log", "access_seal", "access_cut"}
	run := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	for _, table := range tables {
		run("create temporary table if not exists kept_" + table + " as table " + table)
	}
	return func() {
		t.Helper()
		for _, table := range tables {
			run("delete from " + table)
			run("insert into " + table + " select * from kept_" + table)
		}
	}
}

func TestTheApplicationOnlyAddsToTheAudit(t *testing.T) {
	store, _ := auditedStore(t)
	for _, sql := range []string{
		"update audit set reason = ''", "delete from audit", "truncate audit",
		"update audit_seal set seq = 1", "delete from audit_seal", "insert into audit_seal values (1, 999, gen_random_uuid(), '')",
		"update access_log set about = ''", "delete from access_log", "truncate access_log", "insert into access_seal values (999, gen_random_uuid(), '')",
		"delete from audit_cut", "insert into audit_cut values (1, 1, '')", "delete from access_cut", "insert into access_cut values (1, '')",
	} {
		err := store.InBranch(t.Context(), []data.BranchID{1, 2}, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), sql)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func second(t *testing.T, store *data.Store) data.Branch {
	t.Helper()
	b, err := store.Branch(t.Context(), "9902")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatIsAudited(t *testing.T) {
	store, conn := auditedStore(t)
	b, err := store.Branch(t.Context(), "9901")
	if err != nil {
		t.Fatal(err)
	}
	i := data.Import{Kind: "households", File: "kk.csv", AsOf: datatest.Today(), CreatedBy: "petugas9901"}
	if i.ID, err = store.BeginImport(t.Context(), b.ID, i); err != nil {
		t.Fatal(err)
	}
	if err := store.FailImport(t.Context(), b.ID, i.ID, "berkas rusak", false); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Rejects(t.Context(), b.ID, i.ID, 0, "", 1); err != nil {
		t.Fatal(err)
	}
	id, err := store.AccountID(t.Context(), "petugas9902")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.BeginSession(t.Context(), id, "203.0.113.1", "peramban"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		store.Unbind(t.Context(), id, second(t, store), data.By{}), store.SetUntil(t.Context(), id, nil, data.By{}), store.SetDisabled(t.Context(), id, true, data.By{}),
		store.SetDisabled(t.Context(), id, false, data.By{}), store.EndSessions(t.Context(), id, data.By{}, 0), store.ResetTOTP(t.Context(), id, data.By{}),
		store.SetPassword(t.Context(), id, data.NewPassword(), data.By{}, 0),
	); err != nil {
		t.Fatal(err)
	}
	acts := strings1(t, conn, "select distinct act from audit union select distinct act from access_log order by 1")
	for _, want := range []string{
		"add account", "begin import", "disable account", "enable account", "end sessions", "limit account", "log in", "log in failed", "read refused rows",
		"refuse import", "reset second factor", "set password", "unbind account",
	} {
		if !slices.Contains(acts, want) {
			t.Errorf("no row says %q: %v", want, acts)
		}
	}
	var by int64
	if err := conn.QueryRow(t.Context(), "select account_id from audit where act = 'begin import'").Scan(&by); err != nil || by == 0 {
		t.Errorf("import by account %d (%v)", by, err)
	}
}
