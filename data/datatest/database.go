package datatest

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data/builtin"
)

var made atomic.Int64

// Empty makes a database without any table and names it as its owner and as the
// application's role see it. It is dropped when the test ends.
func Empty(t testing.TB) (owner, app string) {
	t.Helper()
	return database(t, "template1")
}

// database clones the database from, until the test ends.
func database(t testing.TB, from string) (owner, app string) {
	t.Helper()
	server, name, err := clone(from)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := execute(server, "drop database "+name+" with (force)"); err != nil {
			t.Error(err)
		}
	})
	return server.DatabaseDSN(builtin.Owner, name), server.DatabaseDSN(builtin.App, name)
}

// clone makes a database like the one called from, which nobody may use meanwhile.
func clone(from string) (*builtin.Server, string, error) {
	server, err := start()
	if err != nil {
		return nil, "", err
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	return server, name, execute(server, "create database "+name+" owner "+builtin.Owner+" template "+from+"")
}

// execute runs a command on databases, which no transaction may hold.
func execute(server *builtin.Server, sql string) error {
	ctx := context.Background()
	return asSuper(ctx, server, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
		return nil
	})
}
