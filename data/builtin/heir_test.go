package builtin

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Who serves for weeks may be the guest of a command of a minute: when that ends, one of
// the guests runs the server, and what was committed is there.
func TestAGuestInheritsTheServerOfAHostThatEnds(t *testing.T) {
	dir := newFolder(t)
	host, err := Open(t.Context(), options(dir))
	if err != nil {
		t.Fatal(err)
	}
	run(t, connect(t, host.DSN(Owner)), "create table visit (note text); insert into visit values ('sebelum')")
	ctx, end := context.WithCancel(t.Context())
	heirs, ended := make([]*Server, 2), make(chan error, 2)
	for i := range heirs {
		if heirs[i], err = Open(ctx, options(dir)); err != nil {
			t.Fatal(err)
		}
		if heirs[i].ours() {
			t.Fatal("a guest runs the server")
		}
	}
	dsn := heirs[0].DSN(Owner)
	for _, heir := range heirs {
		go func() { ended <- heir.Inherit(ctx) }()
	}
	if err := host.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil { // the first that runs it
		t.Fatalf("nobody inherits: %v", err)
	}
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatalf("by the address of before: %v", err)
	}
	if n := number(t, conn, "select count(*) from visit"); n != 1 {
		t.Errorf("%d rows of 1", n)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if heirs[0].ours() == heirs[1].ours() {
		t.Errorf("of two heirs one runs the server: %v, %v", heirs[0].ours(), heirs[1].ours())
	}
	end()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the other heir: %v", err)
	}
	for _, heir := range heirs {
		if err := heir.Stop(); err != nil {
			t.Error(err)
		}
	}
}
