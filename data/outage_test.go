package data_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"binaan/data"
	"binaan/data/datatest"
)

func TestFaultsOfTheMachineAreToldFromOthers(t *testing.T) {
	said := func(code, words string) error {
		return fmt.Errorf("begin import: %w", &pgconn.PgError{Code: code, Message: words})
	}
	for _, c := range []struct {
		err, want error
	}{
		{nil, nil}, {errors.New("something else"), nil}, {data.ErrConflict, nil}, {context.Canceled, nil}, {context.DeadlineExceeded, nil},
		{said("23505", "duplicate key"), nil}, {said("57014", "canceling statement due to statement timeout"), nil}, {said("42501", "permission denied for table plan"), nil},
		{said("53100", "could not extend file"), data.ErrFull}, {said("58030", "could not write to file: No space left on device"), data.ErrFull},
		{said("53100", "could not write to file: Disk quota exceeded"), data.ErrFull}, {&os.PathError{Op: "write", Err: syscall.ENOSPC}, data.ErrFull},
		{&os.PathError{Op: "write", Err: syscall.EDQUOT}, data.ErrFull}, {&os.PathError{Op: "open", Err: syscall.EROFS}, data.ErrReadOnly},
		{said("42501", "could not open file: Read-only file system"), data.ErrReadOnly}, {said("25006", "cannot execute INSERT in a read-only transaction"), data.ErrReadOnly},
		{said("53200", "out of memory"), data.ErrAway}, {said("53300", "too many clients"), data.ErrAway}, {said("57P01", "terminating connection"), data.ErrAway},
		{said("57P03", "the database system is starting up"), data.ErrAway}, {said("58030", "could not read block"), data.ErrAway}, {said("08006", ""), data.ErrAway},
		{fmt.Errorf("read: %w", io.ErrUnexpectedEOF), data.ErrAway},
	} {
		if got := data.Outage(c.err); !errors.Is(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%v is %v, want %v", c.err, got, c.want)
		}
	}
	_, err := pgx.Connect(t.Context(), "host="+t.TempDir()+" user=contoh")
	if got := data.Outage(err); !errors.Is(got, data.ErrAway) {
		t.Errorf("nobody listens: %v is %v", err, got)
	}
}

// A connection that PostgreSQL ended is an outage for who was using it, and the next
// has another.
func TestAConnectionThatIsTakenAwayIsAnOutage(t *testing.T) {
	ownerDSN, app := datatest.DSN(t)
	store := datatest.Open(t, app, datatest.Clock())
	killer, err := pgx.Connect(t.Context(), superuser(t, ownerDSN))
	if err != nil {
		t.Fatal(err)
	}
	defer killer.Close(context.Background())
	err = store.InBranch(t.Context(), []data.BranchID{}, func(tx pgx.Tx) error {
		var pid int
		if err := tx.QueryRow(t.Context(), "select pg_backend_pid()").Scan(&pid); err != nil {
			return err
		}
		if _, err := killer.Exec(t.Context(), "select pg_terminate_backend($1, 5000)", pid); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), "select 1")
		return err
	})
	if !errors.Is(data.Outage(err), data.ErrAway) {
		t.Errorf("%v is %v, want ErrAway", err, data.Outage(err))
	}
	if err := store.Ready(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestADatabaseThatMayOnlyBeReadIsNotReady(t *testing.T) {
	_, app := datatest.DSN(t)
	store := datatest.Open(t, app+"&default_transaction_read_only=on", datatest.Clock())
	if err := store.Ready(t.Context()); !errors.Is(data.Outage(err), data.ErrReadOnly) {
		t.Errorf("ready: %v", err)
	}
	_, err := store.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if !errors.Is(data.Outage(err), data.ErrReadOnly) {
		t.Errorf("add branch: %v", err)
	}
}

// Whoever waits for somebody else's lock, or asks what takes for ever, is answered in the
// end, on every connection of the program.
func TestNoStatementWaitsForEver(t *testing.T) {
	store, b := datatest.NewVillage(t)
	var lock, statement string
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select current_setting('lock_timeout'), current_setting('statement_timeout')").Scan(&lock, &statement)
	})
	if err != nil || lock != "30s" || statement != "15min" {
		t.Errorf("waits %q for a lock, %q for an answer: %v", lock, statement, err)
	}
}
