package datatest

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// Until waits until holds does. It looks at once, and again whenever somebody, in this
// program or another, has changed rows of the tables, which PostgreSQL tells it. Its
// patience ends with that of the test run.
func Until(t *testing.T, store *data.Store, what string, holds func() bool, tables ...string) {
	t.Helper()
	ctx := t.Context()
	if end, ok := t.Deadline(); ok {
		var done context.CancelFunc
		ctx, done = context.WithDeadline(ctx, end.Add(-5*time.Second)) // to say for what it waited
		defer done()
	}
	conn, err := told(ctx, Owner(t, store), tables)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for !holds() {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			t.Fatalf("waited in vain for: %s (%v)", what, err)
		}
	}
}

// told is a connection that is told of every change of tables.
func told(ctx context.Context, owner string, tables []string) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return nil, err
	}
	words := []string{"listen test", "create or replace function tell_the_test() returns trigger language plpgsql as 'begin notify test; return null; end'"}
	for _, table := range tables {
		words = append(words, "create or replace trigger tell_the_test after insert or update or delete on "+table+" for each statement execute function tell_the_test()")
	}
	for _, sql := range words { // each a transaction: workers lock tables in their own order
		if _, err := conn.Exec(ctx, sql); err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// Gone waits until the program is gone that an import belongs to: PostgreSQL gives the
// lock that was the program's lifeline to whoever waits for it.
func Gone(t *testing.T, store *data.Store, b data.BranchID, id data.ImportID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "select pg_advisory_xact_lock(hashtextextended(life, 0)) from import where id = $1", id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
