package main

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
)

// A database that a later version of the program has changed is neither served nor
// changed: the command ends at once and says so.
func TestServeRefusesWhatALaterVersionMade(t *testing.T) {
	owner, _ := datatest.DSN(t)
	conn, err := pgx.Connect(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "insert into goose_db_version (version_id, is_applied) values (9999, true)"); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"serve", "--addr", "127.0.0.1:0", "--uploads", t.TempDir()},
		{"migrate"},
	} {
		_, err := binaan(t, append(command, "--database-url", owner)...)
		if !errors.Is(err, data.ErrNewer) || exitStatus(err) != exitFailed {
			t.Errorf("%s: %v, want the database of a later version refused", command[0], err)
		}
	}
}
