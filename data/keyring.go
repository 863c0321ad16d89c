package data

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// What may be wrong with the keys of second factors.
var (
	ErrNoKey = errors.New("second factor cannot be checked: its key is not here")
	ErrKeys  = errors.New("file of keys is damaged or others may read it")
)

// Keyring seals the secrets of authenticators, so that who reads the tables or a
// backup cannot make codes. Its file lies outside the database, a key a line, the
// one that seals first. It is safe for use by several at once.
type Keyring struct {
	path string
	mu   sync.Mutex
	keys []factorKey
}

// factorKey is a key of AES-256 and its name.
type factorKey struct {
	name string
	aead cipher.AEAD
	raw  []byte
}

// OpenKeyring reads the keys at path, or makes the first one. ErrKeys: others may
// read the file, or it is none of keys.
func OpenKeyring(path string) (*Keyring, error) {
	r := &Keyring{path: path}
	err := r.read()
	if errors.Is(err, fs.ErrNotExist) {
		err = r.begin()
	}
	if err != nil {
		return nil, fmt.Errorf("keys of second factors: %w", err)
	}
	return r, nil
}

// begin makes the file with a first key. Of two programs that do so at once one
// reads what the other made.
func (r *Keyring) begin() error {
	text, err := newKeyLine()
	if err != nil {
		return err
	}
	half, err := os.CreateTemp(folderOf(r.path), ".keys-*")
	if err != nil {
		return err
	}
	defer os.Remove(half.Name())
	_, err = half.WriteString(text)
	if err = errors.Join(err, half.Sync(), half.Close()); err != nil {
		return err
	}
	if err := os.Link(half.Name(), r.path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return r.read()
}

func folderOf(path string) string {
	if i := strings.LastIndexByte(path, os.PathSeparator); i >= 0 {
		return path[:i+1]
	}
	return "."
}

// newKeyLine is a new key as its file has it.
func newKeyLine() (string, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(raw) + "\n", nil
}

// read takes the keys from the file.
func (r *Keyring) read() error {
	info, err := os.Stat(r.path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s is open to others (%v), it must be 0600: %w", r.path, info.Mode().Perm(), ErrKeys)
	}
	text, err := os.ReadFile(r.path)
	if err != nil {
		return err
	}
	var keys []factorKey
	for line := range bytes.Lines(text) {
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(line)))
		if err != nil || len(raw) != 32 {
			return fmt.Errorf("%s, line %d: %w", r.path, len(keys)+1, ErrKeys)
		}
		block, err := aes.NewCipher(raw)
		if err != nil {
			return err
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return err
		}
		keys = append(keys, factorKey{hex.EncodeToString(hashed(string(raw))[:4]), aead, raw})
	}
	if len(keys) == 0 {
		return fmt.Errorf("%s holds no key: %w", r.path, ErrKeys)
	}
	r.keys = keys
	return nil
}

// sealedBy begins every sealed secret; what begins otherwise is plain, of before.
const sealedBy = "k1."

// seal is a secret as the table has it, for one account alone.
func (r *Keyring) seal(secret string, account int64) (string, error) {
	if r == nil {
		return "", ErrNoKey
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key := r.keys[0]
	nonce := make([]byte, key.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	box := key.aead.Seal(nonce, nonce, []byte(secret), owned(account))
	return sealedBy + key.name + "." + base64.RawURLEncoding.EncodeToString(box), nil
}

// owned binds a sealed secret to its account: it opens in no other's row.
func owned(account int64) []byte { return fmt.Appendf(nil, "totp %d", account) }

// unseal is seal undone. ErrNoKey: it was sealed by a key that is not in the file,
// or the row was altered.
func (r *Keyring) unseal(text string, account int64) (string, error) {
	rest, sealed := strings.CutPrefix(text, sealedBy)
	if !sealed {
		return text, nil
	}
	name, box, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(box)
	if err != nil || r == nil {
		return "", ErrNoKey
	}
	key, err := r.named(name)
	if err != nil {
		return "", err
	}
	if len(raw) < key.aead.NonceSize() {
		return "", ErrNoKey
	}
	secret, err := key.aead.Open(nil, raw[:key.aead.NonceSize()], raw[key.aead.NonceSize():], owned(account))
	if err != nil {
		return "", ErrNoKey
	}
	return string(secret), nil
}

// named finds a key, in the file too: another program may have made it since.
func (r *Keyring) named(name string) (factorKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for again := range 2 {
		for _, k := range r.keys {
			if k.name == name {
				return k, nil
			}
		}
		if again == 0 {
			if err := r.read(); err != nil {
				return factorKey{}, err
			}
		}
	}
	return factorKey{}, ErrNoKey
}

// Renew puts a new key in front. The one before stays, for programs that still seal
// by it; those before that go.
func (r *Keyring) Renew() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, err := newKeyLine()
	if err != nil {
		return err
	}
	text += base64.StdEncoding.EncodeToString(r.keys[0].raw) + "\n"
	half := r.path + ".half"
	file, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("renew keys: %w", err)
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("renew keys: %w", err)
	}
	if err := os.Rename(half, r.path); err != nil {
		return fmt.Errorf("renew keys: %w", err)
	}
	return r.read()
}
