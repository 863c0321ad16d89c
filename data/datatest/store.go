package datatest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"binaan/data"
	"binaan/data/builtin"
)

// template is a migrated database, made once a process.
var template = sync.OnceValues(func() (string, error) {
	server, err := start()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("test_%d_template", os.Getpid())
	if err := execute(server, "create database "+name+" owner "+builtin.Owner); err != nil {
		return "", err
	}
	return name, data.Migrate(context.Background(), server.DatabaseDSN(builtin.Owner, name))
})

// Pattern makes, once a process, a migrated database that fill has filled, and gives each
// test a copy of it as DSN does. A fill must have closed what it opened on the database
// when its test ends.
func Pattern(fill func(t *testing.T, app string)) func(t *testing.T) (owner, app string) {
	var once sync.Once
	var name string
	return func(t *testing.T) (owner, app string) {
		t.Helper()
		once.Do(func() {
			t.Run("pattern", func(t *testing.T) {
				from, err := template()
				if err != nil {
					t.Fatal(err)
				}
				server, made, err := clone(from)
				if err != nil {
					t.Fatal(err)
				}
				if fill(t, server.DatabaseDSN(builtin.App, made)); !t.Failed() {
					name = made
				}
			})
		})
		if name == "" {
			t.Fatal("the pattern of this test could not be made")
		}
		return database(t, name)
	}
}

// New is a store on a migrated database of its own, acting as the application's
// role, at Moment. Both end with the test.
func New(t testing.TB) *data.Store {
	t.Helper()
	_, app := DSN(t)
	return Open(t, app, Clock())
}

// Open is a store on a database by a clock. It is closed when the test ends.
func Open(t testing.TB, dsn string, clock data.Clock) *data.Store {
	t.Helper()
	store, err := data.Open(context.Background(), dsn, clock)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := data.OpenKeyring(filepath.Join(t.TempDir(), "factor.keys"))
	if err != nil {
		t.Fatal(err)
	}
	store.SealWith(keys)
	t.Cleanup(store.Close)
	return store
}

// Owner names the database of a store as its owner sees it.
func Owner(t testing.TB, store *data.Store) string {
	t.Helper()
	server, err := start()
	if err != nil {
		t.Fatal(err)
	}
	return server.DatabaseDSN(builtin.Owner, store.Pool().Config().ConnConfig.Database)
}

// DSN makes a migrated database and names it as its owner and as the
// application's role see it. It is dropped when the test ends.
func DSN(t testing.TB) (owner, app string) {
	t.Helper()
	name, err := template()
	if err != nil {
		t.Fatal(err)
	}
	return database(t, name)
}
