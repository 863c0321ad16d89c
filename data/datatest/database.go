package datatest

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"binaan/data/builtin"

	"github.com/jackc/pgx/v5"
)

var made atomic.Int64

// Empty makes a database without any table and names it as its owner and as the
// application's role see it. It is dropped when the test ends.
func Empty(t testing.TB) (owner, app string) {
	t.Helper()
	return database(t, "template1")
}

// database clones template.
func database(t testing.TB, template string) (owner, app string) {
	t.Helper()
	server, err := start()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	exec(t, server, fmt.Sprintf("create database %s owner %s template %s", name, builtin.Owner, template))
	t.Cleanup(func() { exec(t, server, "drop database "+name+" with (force)") })
	return server.DatabaseDSN(builtin.Owner, name), server.DatabaseDSN(builtin.App, name)
}

func exec(t testing.TB, server *builtin.Server, sql string) {
	t.Helper()
	ctx := context.Background()
	err := asSuper(ctx, server, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, sql)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}
