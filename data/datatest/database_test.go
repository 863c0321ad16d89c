package datatest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data/datatest"
)

func TestEveryTestHasItsOwnDatabase(t *testing.T) {
	for _, name := range []string{"first", "second"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			owner, app := datatest.Empty(t)
			conn, err := pgx.Connect(t.Context(), owner)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Exec(t.Context(), "create table visit (id bigint); grant select on visit to binaan_app"); err != nil {
				t.Fatal(err)
			}
			guest, err := pgx.Connect(t.Context(), app)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := guest.Exec(t.Context(), "select from visit"); err != nil {
				t.Fatal(err)
			}
			if _, err := guest.Exec(t.Context(), "insert into visit values (1)"); err == nil {
				t.Error("the application's role wrote into a table that it may only read")
			}
		})
	}
}
