package builtin

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
)

// newFolder is an empty data folder that PostgreSQL's own user may enter.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

func TestSmoke(t *testing.T) {
	s, err := Open(t.Context(), Options{Dir: newFolder(t)})
	if err != nil {
		t.Fatal(err)
	}
	c, err := pgx.Connect(context.Background(), s.DSN(App))
	if err != nil {
		t.Fatal(err)
	}
	var v string
	if err := c.QueryRow(context.Background(), "select version()").Scan(&v); err != nil {
		t.Fatal(err)
	}
	t.Log(v)
	c.Close(context.Background())
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}
