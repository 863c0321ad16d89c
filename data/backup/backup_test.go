package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/backup"
	"binaan/data/datatest"
)

func nothing(string, int64) {}

// census counts and sums up the rows of every table.
func census(t *testing.T, dsn string) map[string]string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	rows, err := conn.Query(t.Context(), `
		select format('%I.%I', schemaname, tablename) from pg_tables
		where schemaname in ('public', 'river') and tablename not in ('goose_db_version', 'river_migration', 'river_leader')`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range names {
		var n int64
		var sum string
		err := conn.QueryRow(t.Context(), "select count(*), coalesce(md5(string_agg(md5(r::text), '' order by md5(r::text))), '') from "+name+" r").Scan(&n, &sum)
		if err != nil {
			t.Fatal(err)
		}
		found[name] = fmt.Sprintf("%d rows, %s", n, sum)
	}
	return found
}

// anotherLife is a census of a restored database but for its epoch, which must be
// another: phones learn by it that the server was set back.
func anotherLife(t *testing.T, before, now map[string]string) map[string]string {
	t.Helper()
	const epoch = "public.server_epoch"
	if now[epoch] == before[epoch] {
		t.Error("a restored server passes for the one that was backed up")
	}
	now[epoch] = before[epoch]
	return now
}

// filled is a database with rows of branches, one of them with families and the sums
// that triggers keep of them, as its owner sees it.
func filled(t *testing.T) string {
	t.Helper()
	owner, app := datatest.DSN(t)
	store := datatest.Open(t, app, datatest.Clock())
	village := datatest.Village(t, store)
	datatest.Record(t, store, village.ID, datatest.Payment(1, datatest.Today()-3, 45_000, "R1"))
	for _, code := range []string{"9902", "9903"} {
		b, err := store.AddBranch(t.Context(), code, "Contoh \\N \t"+code, "WITA")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.AddAccount(t.Context(), data.NewAccount{
			Login: "petugas" + code, Name: "Petugas", Role: data.Officer, Password: data.NewPassword(), Branches: []data.BranchID{b.ID},
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{}, "petugas"); err != nil && !errors.Is(err, data.ErrConflict) && !errors.Is(err, data.ErrNotFound) {
			t.Fatal(err)
		}
	}
	return owner
}

func TestRestoreBringsBackEveryRow(t *testing.T) {
	from := filled(t)
	want := census(t, from)
	var file bytes.Buffer
	if err := backup.Write(t.Context(), from, &file, nothing); err != nil {
		t.Fatal(err)
	}
	to, app := datatest.Empty(t)
	if err := backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), nothing); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, anotherLife(t, want, census(t, to))); diff != "" {
		t.Errorf("restored database (-want +got):\n%s", diff)
	}
	if off := switchedOff(t, to); off != 0 {
		t.Errorf("%d triggers of the restored database do nothing any more", off)
	}
	store, err := data.Open(t.Context(), app, data.Clock{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := store.AddBranch(t.Context(), "9904", "Baru", "WIB"); err != nil {
		t.Errorf("the restored database gives out a number twice: %v", err)
	}
	err = backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), nothing)
	if !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("Restore over rows = %v, want ErrNotEmpty", err)
	}
}

func switchedOff(t *testing.T, dsn string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if err := conn.QueryRow(t.Context(), "select count(*) from pg_trigger where tgenabled <> 'O'").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDamagedBackupIsRefusedBeforeAnythingIsTouched(t *testing.T) {
	var file bytes.Buffer
	if err := backup.Write(t.Context(), filled(t), &file, nothing); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	altered := bytes.Clone(whole)
	altered[len(altered)/2] ^= 0x40
	cases := map[string][]byte{
		"empty":          nil,
		"foreign":        []byte("PGDMP and what pg_dump writes"),
		"altered":        altered,
		"with more":      append(bytes.Clone(whole), "more"...),
		"only its magic": whole[:16],
	}
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for range 8 {
		n := r.IntN(len(whole))
		cases[fmt.Sprintf("cut off at %d (seed %d)", n, seed)] = whole[:n]
	}
	to, _ := datatest.Empty(t)
	for name, content := range cases {
		if err := backup.Restore(t.Context(), to, bytes.NewReader(content), nothing); !errors.Is(err, backup.ErrNotBackup) {
			t.Errorf("%s: Restore = %v, want ErrNotBackup", name, err)
		}
	}
	if left := census(t, to); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBackupNeedsARoleThatSeesEveryRow(t *testing.T) {
	_, app := datatest.DSN(t)
	if err := backup.Write(t.Context(), app, &bytes.Buffer{}, nothing); !errors.Is(err, backup.ErrMayNot) {
		t.Errorf("Write as the application = %v, want ErrMayNot", err)
	}
}

// A restore that is killed, at any table, is repeated by the same call.
func TestAKilledRestoreIsRepeated(t *testing.T) {
	from := filled(t)
	want := census(t, from)
	var file bytes.Buffer
	if err := backup.Write(t.Context(), from, &file, nothing); err != nil {
		t.Fatal(err)
	}
	to, _ := datatest.Empty(t)
	for kill := range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		tables := 0
		err := backup.Restore(ctx, to, bytes.NewReader(file.Bytes()), func(string, int64) {
			if tables++; tables > 5*kill {
				cancel()
			}
		})
		cancel()
		if err == nil {
			t.Fatalf("kill %d came too late", kill)
		}
	}
	if err := backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), nothing); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, anotherLife(t, want, census(t, to))); diff != "" {
		t.Errorf("restored at last (-want +got):\n%s", diff)
	}
	if err := backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), nothing); !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("over a finished restore: %v", err)
	}
}

func TestWhatALaterVersionMadeIsRefused(t *testing.T) {
	owner, _ := datatest.DSN(t)
	conn, err := pgx.Connect(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "insert into goose_db_version (version_id, is_applied) values (9999, true)"); err != nil {
		t.Fatal(err)
	}
	if err := data.Migrate(t.Context(), owner); !errors.Is(err, data.ErrNewer) {
		t.Errorf("migrate: %v", err)
	}
	var file bytes.Buffer
	if err := backup.Write(t.Context(), owner, &file, nothing); err != nil {
		t.Fatal(err)
	}
	to, _ := datatest.Empty(t)
	if err := backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), nothing); !errors.Is(err, data.ErrNewer) {
		t.Errorf("restore: %v", err)
	}
	if left := census(t, to); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The owner's own login serves as the application's role, and a role with powers
// does not serve at all.
func TestNobodyServesAsOwner(t *testing.T) {
	owner, _ := datatest.DSN(t)
	store, err := data.Open(t.Context(), owner, data.Clock{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			var role string
			if err := store.Pool().QueryRow(t.Context(), "select current_user from pg_sleep(0.01)").Scan(&role); err != nil || role != data.AppRole {
				t.Errorf("serves as %s (%v)", role, err)
			}
		})
	}
	wg.Wait()
}
