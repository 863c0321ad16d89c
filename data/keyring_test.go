package data_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/totp"

	"binaan/data"
	"binaan/data/datatest"
)

// factored is a store with two admins who have authenticators, and the owner's
// view of the tables.
type factored struct {
	*testing.T
	store   *data.Store
	dsn     string
	owner   *pgx.Conn
	dir     string
	secrets [2]string
	codes   [2][]string
}

const factorPassword = "sebuah-kalimat-panjang-74"

func newFactored(t *testing.T) *factored {
	t.Helper()
	dsn, app := datatest.DSN(t)
	f := &factored{T: t, store: datatest.Open(t, app, datatest.Clock()), dsn: app, dir: t.TempDir()}
	var err error
	if f.owner, err = pgx.Connect(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.owner.Close(context.Background()) })
	f.store.SealWith(f.keys("factor.keys"))
	for i, login := range []string{"satu", "dua"} {
		id, err := f.store.AddAccount(t.Context(), data.NewAccount{Login: login, Name: "Contoh", Role: data.Admin, Password: factorPassword})
		if err != nil {
			t.Fatal(err)
		}
		key, err := f.store.BeginTOTP(t.Context(), data.Account{ID: id, Login: login}, factorPassword, data.By{})
		if err != nil {
			t.Fatal(err)
		}
		f.secrets[i] = key.Secret
		if f.codes[i], err = f.store.ConfirmTOTP(t.Context(), data.Account{ID: id, Login: login}, f.code(i, 0), data.By{}, 0); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// keys opens a file of keys.
func (f *factored) keys(name string) *data.Keyring {
	f.Helper()
	r, err := data.OpenKeyring(filepath.Join(f.dir, name))
	if err != nil {
		f.Fatal(err)
	}
	return r
}

// code is what an authenticator shows so many half-minutes from now.
func (f *factored) code(i, ahead int) string {
	f.Helper()
	code, err := totp.GenerateCode(f.secrets[i], f.store.Now().Add(time.Duration(ahead)*30*time.Second))
	if err != nil {
		f.Fatal(err)
	}
	return code
}

// login logs the first admin in.
func (f *factored) login(store *data.Store, code string) error {
	_, err := store.Login(f.Context(), data.Credentials{Login: "satu", Password: factorPassword, Code: code, Address: "10.0.0.1"})
	return err
}

func (f *factored) exec(sql string) {
	f.Helper()
	if _, err := f.owner.Exec(f.Context(), sql); err != nil {
		f.Fatal(err)
	}
}

func (f *factored) stored() (secret string) {
	f.Helper()
	if err := f.owner.QueryRow(f.Context(), "select secret from totp order by account_id limit 1").Scan(&secret); err != nil {
		f.Fatal(err)
	}
	return secret
}

func TestSecretsOfAuthenticatorsAreSealedInTheirTable(t *testing.T) {
	f := newFactored(t)
	if now := f.stored(); strings.Contains(now, f.secrets[0]) || !strings.HasPrefix(now, "k1.") {
		t.Errorf("the table holds %q", now)
	}
	f.exec("update totp set secret = '" + f.secrets[0] + "', last_step = 0 where account_id = (select min(account_id) from totp)") // of an older version
	if err := f.login(f.store, f.code(0, 0)); err != nil {
		t.Errorf("a secret of before there were keys: %v", err)
	}
	if n, err := f.store.SealFactors(t.Context()); n != 0 || err != nil || strings.Contains(f.stored(), f.secrets[0]) {
		t.Errorf("%d, %v: the table holds %q", n, err, f.stored())
	}
	f.exec("update totp set last_step = 0")
	if err := f.login(f.store, f.code(0, 0)); err != nil {
		t.Errorf("once sealed: %v", err)
	}
}

func TestASealedSecretOpensForItsAccountAlone(t *testing.T) {
	f := newFactored(t)
	f.exec("update totp set secret = (select max(secret) from totp where account_id = (select max(account_id) from totp)), last_step = 0 where account_id = (select min(account_id) from totp)")
	if err := f.login(f.store, f.code(1, 0)); !errors.Is(err, data.ErrNoKey) {
		t.Errorf("with another's authenticator: %v", err)
	}
}

// Rows that came to a machine without their key let nobody in by a code, whatever
// it is, and let recovery codes work.
func TestWithoutItsKeyASecondFactorIsARecoveryCode(t *testing.T) {
	f := newFactored(t)
	f.exec("update totp set last_step = 0")
	for i, keys := range []*data.Keyring{f.keys("lain.keys"), nil} {
		name := []string{"another's", "none"}[i]
		f.store.SealWith(keys)
		if err := f.login(f.store, f.code(0, 0)); !errors.Is(err, data.ErrNoKey) {
			t.Errorf("keys are %s, a code: %v", name, err)
		}
		if err := f.login(f.store, ""); !errors.Is(err, data.ErrCodeNeeded) {
			t.Errorf("keys are %s, no code: %v", name, err)
		}
		if err := f.login(f.store, f.codes[0][i]); err != nil {
			t.Errorf("keys are %s, a recovery code: %v", name, err)
		}
	}
	f.store.SealWith(f.keys("lain.keys"))
	if n, err := f.store.SealFactors(t.Context()); n != 2 || err != nil {
		t.Errorf("%d secrets cannot be read: %v", n, err)
	}
}

func TestKeysAreRenewedWhileOthersServe(t *testing.T) {
	f := newFactored(t)
	other := datatest.Open(t, f.dsn, datatest.Clock()) // serves, and knows the first key alone
	other.SealWith(f.keys("factor.keys"))
	first := f.stored()
	for round := range 3 {
		keys := f.keys("factor.keys")
		if err := keys.Renew(); err != nil {
			t.Fatal(err)
		}
		f.store.SealWith(keys)
		if n, err := f.store.SealFactors(t.Context()); n != 0 || err != nil {
			t.Fatalf("round %d: %d cannot be read: %v", round, n, err)
		}
		if name := func(s string) string { return strings.Split(s, ".")[1] }; name(f.stored()) == name(first) {
			t.Errorf("round %d: sealed by the first key still", round)
		}
		f.exec("update totp set last_step = 0")
		if err := f.login(other, f.code(0, 0)); err != nil {
			t.Errorf("round %d: at the program that serves: %v", round, err)
		}
	}
	text, err := os.ReadFile(filepath.Join(f.dir, "factor.keys"))
	if err != nil || strings.Count(string(text), "\n") != 2 {
		t.Errorf("%v: the file holds %d keys, want the last two", err, strings.Count(string(text), "\n"))
	}
}

func TestAFileOfKeysIsItsOwnersAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "factor.keys")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := data.OpenKeyring(path); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v: the file is %v", err, info.Mode())
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v: %d files in the folder, want one", err, len(left))
	}
	for name, harm := range map[string]func() error{
		"open to others": func() error { return os.Chmod(path, 0o640) },
		"damaged": func() error {
			return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("bukan kunci\n"), 0o600))
		},
		"empty": func() error { return os.WriteFile(path, nil, 0o600) },
	} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		if _, err := data.OpenKeyring(path); !errors.Is(err, data.ErrKeys) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
