package data

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unicode"

	"github.com/alexedwards/argon2id"
	"github.com/trustelem/zxcvbn"
)

// Lengths of a password, in characters and in bytes.
const (
	leastPassword = 12
	mostPassword  = 256
)

// ErrPassword marks a password that would be too easy to guess, or too long to hash.
var ErrPassword = errors.New("password must have 12 to 256 characters and not be easy to guess")

// ErrBusy: so many passwords wait to be checked that another would wait too long.
var ErrBusy = errors.New("too many passwords are being checked")

// hashCost is OWASP's choice of one pass over 46 MiB.
var hashCost = &argon2id.Params{Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobody is what the password of a login without account is compared with, which
// takes as long as with one. It is the hash of no password.
const nobody = "$argon2id$v=19$m=47104,t=1,p=1$bm8gc3VjaCBhY2NvdW50$bm9ib2R5IGhhcyBhIHBhc3N3b3JkIHRvIHRoaXMhISE"

// hashing lets few passwords be hashed at once, each in 46 MiB, and few wait.
var hashing = newQueue(max(1, runtime.NumCPU()/2), 12)

// queue is a room with a few places to work at and a few to wait in.
type queue struct{ inside, work chan struct{} }

func newQueue(work, wait int) queue {
	return queue{make(chan struct{}, work+wait), make(chan struct{}, work)}
}

// enter takes a place in the room, or says ErrBusy when it is full.
func (q queue) enter() (leave func(), err error) {
	select {
	case q.inside <- struct{}{}:
		return func() { <-q.inside }, nil
	default:
		return nil, ErrBusy
	}
}

// do runs work when it is its turn, unless ctx ends before.
func (q queue) do(ctx context.Context, work func() error) error {
	select {
	case q.work <- struct{}{}:
		defer func() { <-q.work }()
		return work()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// local are words that guesses begin with here and that the lists of other
// countries lack.
var local = []string{
	"rahasia", "sayang", "bismillah", "indonesia", "merdeka", "bpjskesehatan", "bpjs", "kesehatan", "kader", "binaan", "kepala", "petugas",
	"cabang", "katasandi", "sandi", "masuk", "alhamdulillah", "assalamualaikum", "jakarta", "bandung", "surabaya", "keluarga", "cinta",
	"pancasila", "garuda", "persija", "persib", "admin", "iuran", "tunggakan", "password", "qwerty",
	"januari", "februari", "maret", "april", "juni", "juli", "agustus", "september", "oktober", "november", "desember",
}

// What a password must have beside words that are known: zxcvbn's "safely
// unguessable", more than 10^8 guesses, and characters.
const (
	leastScore = 3
	leastRest  = 8
)

// CheckPassword refuses a password that is short, was leaked or that lists of stolen
// ones, names, dates, rows of keys, words of here or the person's own help to guess.
func CheckPassword(password string, own ...string) error {
	r := []rune(password)
	if len(r) < leastPassword || len(password) > mostPassword || leaked(password) {
		return ErrPassword
	}
	known := append([]string{}, local...)
	for _, o := range own {
		known = append(known, strings.FieldsFunc(strings.ToLower(o), func(r rune) bool { return !unicode.IsLetter(r) })...)
	}
	rest := strings.ToLower(password)
	for _, word := range known {
		if len(word) > 2 {
			rest = strings.ReplaceAll(rest, word, "")
		}
	}
	if len([]rune(rest)) < leastRest || zxcvbn.PasswordStrength(string(r[:min(len(r), 72)]), known).Score < leastScore {
		return ErrPassword
	}
	return nil
}

func hashPassword(ctx context.Context, password string, own ...string) (hash string, err error) {
	if err := CheckPassword(password, own...); err != nil {
		return "", err
	}
	err = hashing.do(ctx, func() error {
		hash, err = argon2id.CreateHash(password, hashCost)
		return err
	})
	return hash, err
}

func checkPassword(ctx context.Context, password, hash string) (match bool, err error) {
	if len(password) > mostPassword {
		return false, nil
	}
	err = hashing.do(ctx, func() error {
		match, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("check password: %w", err)
	}
	return match, nil
}

// NewPassword is a random password of 100 bits.
func NewPassword() string {
	b := make([]byte, 13)
	_, _ = rand.Read(b) // never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)[:20])
}
