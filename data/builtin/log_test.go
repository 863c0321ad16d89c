package builtin

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

func TestTheLogOfARunningServerStaysShort(t *testing.T) {
	dir := madeFolder(t)
	server := open(t, dir)
	old := bytes.Repeat([]byte("catatan lama\n"), largestLog/13+2)
	f, err := os.OpenFile(server.folder.logFile(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(old); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := server.turnLog(); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, server.DSN(Owner))
	if _, err := conn.Exec(context.Background(), "select satu_kolom_yang_tidak_ada"); err == nil {
		t.Fatal("a column that there is not")
	}
	eventually(t, "the server logs at the new beginning", func() bool {
		now, err := os.ReadFile(server.folder.logFile())
		return err == nil && len(now) < largestLog && strings.Contains(string(now), "satu_kolom_yang_tidak_ada")
	})
	kept, err := os.ReadFile(server.folder.logFile() + ".1")
	if err != nil || !bytes.HasSuffix(kept, old) {
		t.Errorf("%d bytes are kept of the old log: %v", len(kept), err)
	}
	now, err := os.ReadFile(server.folder.logFile())
	if err != nil || bytes.IndexByte(now, 0) >= 0 {
		t.Errorf("the new log has a hole: %v", err)
	}
	if err := server.turnLog(); err != nil { // short: nothing to do
		t.Error(err)
	}
}
