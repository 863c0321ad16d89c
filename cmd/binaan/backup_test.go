package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/builtin"
)

// The drill: a backup of one data folder, restored into another and into an
// external database, lets people log in again.
func TestBackupDrill(t *testing.T) {
	dir, file := newDataDir(t), filepath.Join(t.TempDir(), "branch.backup")
	must := func(args ...string) string {
		t.Helper()
		out, err := binaan(t, args...)
		if err != nil {
			t.Fatalf("binaan %s: %v", strings.Join(args, " "), err)
		}
		return out
	}
	must("branch", "add", "9907", "--name", "Contoh", "--data-dir", dir)
	if out := must("user", "add", "budi", "--name", "Budi", "--role", "officer", "--branch", "9907", "--data-dir", dir); !strings.Contains(out, "password: ") {
		t.Errorf("no password was made: %s", out)
	}
	want := must("backup", file, "--plain", "--data-dir", dir)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("backup file: %v, %v", info, err)
	}

	second := newDataDir(t)
	if got := must("restore", file, "--data-dir", second); got != want {
		t.Errorf("restored %s\nwant %s", got, want)
	}
	if _, err := binaan(t, "restore", file, "--data-dir", second); exitStatus(err) != exitFailed {
		t.Errorf("restore over rows: %v", err)
	}
	server, err := builtin.Open(t.Context(), builtin.Options{Dir: second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	again := filepath.Join(t.TempDir(), "external.backup")
	// The restore and the second backup are what the audit has more.
	for _, table := range []string{"public.access_log", "public.access_seal"} {
		want = strings.Replace(want, table+": 2 rows", table+": 4 rows", 1)
	}
	if got := must("backup", again, "--plain", "--database-url", server.DSN(builtin.Owner)); got != want {
		t.Errorf("backup of an external database %s\nwant %s", got, want)
	}
	conn, err := pgx.Connect(t.Context(), server.DSN(builtin.Owner))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	var acts string
	err = conn.QueryRow(t.Context(), "select string_agg(act || ' ' || about, ', ' order by at) from access_log where act like '%backup'").Scan(&acts)
	if want := "write backup branch.backup, restore backup branch.backup, write backup external.backup"; err != nil || acts != want {
		t.Errorf("%v: the audit says %q, want %q", err, acts, want)
	}
}

// A bit of the audit that was changed with the owner's rights is found, also in
// what was restored from a backup, whose seals came along.
func TestAuditVerifyFindsAChangedBit(t *testing.T) {
	dir := newDataDir(t)
	for _, args := range [][]string{
		{"branch", "add", "9907", "--name", "Contoh"},
		{"user", "add", "budi", "--name", "Budi", "--role", "officer", "--branch", "9907"},
		{"user", "add", "wati", "--name", "Wati", "--role", "officer", "--branch", "9907"},
	} {
		if _, err := binaan(t, append(args, "--data-dir", dir)...); err != nil {
			t.Fatal(err)
		}
	}
	head, err := binaan(t, "audit", "verify", "--data-dir", dir)
	if err != nil || !strings.Contains(head, "access:2:") {
		t.Fatalf("%q %v", head, err)
	}
	last := strings.Fields(head)[1]
	if _, err := binaan(t, "audit", "verify", "--head", last, "--data-dir", dir); err != nil {
		t.Error(err)
	}
	server, err := builtin.Open(t.Context(), builtin.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), server.DSN(builtin.Owner))
	if err == nil {
		_, err = conn.Exec(t.Context(), "update access_log set about = replace(about, 'budi', 'budh')")
	}
	if err := errors.Join(err, conn.Close(t.Context()), server.Stop()); err != nil {
		t.Fatal(err)
	}
	if out, err := binaan(t, "audit", "verify", "--data-dir", dir); exitStatus(err) != exitFailed || !errors.Is(err, data.ErrAltered) {
		t.Errorf("after a bit was changed: %q %v", out, err)
	}
}

// binaanWith is binaan with something on standard input.
func binaanWith(t *testing.T, input string, args ...string) (string, error) {
	t.Helper()
	cmd := root()
	var out bytes.Buffer
	cmd.SetIn(strings.NewReader(input))
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestBackupsAreEncryptedUnlessPlainIsAskedFor(t *testing.T) {
	dir, folder := newDataDir(t), t.TempDir()
	if _, err := binaan(t, "user", "add", "budi.rahasia", "--name", "Budi", "--role", "admin", "--data-dir", dir); err != nil {
		t.Fatal(err)
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	keyFile := filepath.Join(folder, "key.txt")
	if err := os.WriteFile(keyFile, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	const words = "tujuh bebek minum kopi"
	for _, args := range [][]string{{}, {"--plain", "--passphrase"}, {"--recipient", "age1none"}, {"--passphrase"}} {
		if out, err := binaanWith(t, "pendek", append([]string{"backup", filepath.Join(folder, "no"), "--data-dir", dir}, args...)...); exitStatus(err) != exitUsage {
			t.Errorf("backup %v: %s %v", args, out, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "no*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for name, how := range map[string][2][]string{
		"recipient":  {{"--recipient", key.Recipient().String()}, {"--identity", keyFile}},
		"passphrase": {{"--passphrase"}, {"--passphrase"}},
	} {
		file := filepath.Join(folder, name)
		if out, err := binaanWith(t, words+"\n", append([]string{"backup", file, "--data-dir", dir}, how[0]...)...); err != nil {
			t.Fatalf("%s: %s %v", name, out, err)
		}
		text, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(text, []byte("age-encryption.org/v1")) || bytes.Contains(text, []byte("budi")) {
			t.Errorf("%s: %.40q %v", name, text, err)
		}
		other := newDataDir(t)
		for _, wrong := range [][]string{{}, {"--passphrase"}} {
			if _, err := binaanWith(t, "lain sekali kata ini", append([]string{"restore", file, "--data-dir", other}, wrong...)...); err == nil {
				t.Errorf("%s: restored with %v", name, wrong)
			}
		}
		if out, err := binaanWith(t, words, append([]string{"restore", file, "--data-dir", other}, how[1]...)...); err != nil {
			t.Errorf("%s: %s %v", name, out, err)
		}
		if _, err := binaan(t, "audit", "verify", "--data-dir", other); err != nil {
			t.Errorf("%s: audit of the restored: %v", name, err)
		}
	}
}
