package data

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Role says what an account may do.
type Role string

// The roles. An officer works for a branch; a manager sees sums of one branch or
// of a region's branches and no household.
const (
	Admin        Role = "admin"
	Officer      Role = "officer"
	Supervisor   Role = "supervisor"
	KaderRole    Role = "kader"
	Manager      Role = "manager"
	minPassword       = 12
	mostPassword      = 256
)

// ErrPassword marks a password that would be too easy to guess, or too long to hash.
var ErrPassword = errors.New("password must have 12 to 256 characters and be none of the common ones")

// Account is a person who may log in.
type Account struct {
	ID       int64            `json:"id"`
	Login    string           `json:"login"`
	Name     string           `json:"name"`
	Role     Role             `json:"role"`
	Branches []Branch         `json:"branches"`
	Kader    *planner.KaderID `json:"kader,omitempty"` // whom a kader's account speaks for
}

// hashing bounds how many passwords are hashed at once: each takes 46 MiB.
var hashing = make(chan struct{}, max(1, runtime.NumCPU()/2))

// hashCost is OWASP's choice of one pass over 46 MiB.
var hashCost = &argon2id.Params{Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// NewAccount is what it takes to make an account.
type NewAccount struct {
	Login    string
	Name     string
	Role     Role
	Password string
	Branches []BranchID
	Kader    planner.KaderID // for a kader's account, in the first branch
}

// AddAccount makes an account. ErrConflict: the login is taken; ErrPassword.
func (s *Store) AddAccount(ctx context.Context, n NewAccount) (id int64, err error) {
	hash, err := hashPassword(n.Login, n.Password)
	if err != nil {
		return 0, fmt.Errorf("add account %s: %w", n.Login, err)
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			insert into account (login, name, role, password_hash)
			values ($1, $2, $3, $4)
			on conflict (login) do nothing
			returning id`, strings.ToLower(n.Login), n.Name, n.Role, hash).Scan(&id)
		if errors.Is(missing(err), ErrNotFound) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		for i, b := range n.Branches {
			var kader *planner.KaderID
			if n.Kader != 0 && i == 0 {
				kader = &n.Kader
			}
			if _, err := tx.Exec(ctx, "insert into account_branch (branch_id, account_id, kader_id) values ($1, $2, $3)", b, id, kader); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("add account %s: %w", n.Login, err)
	}
	return id, nil
}

// common are passwords that lists of stolen ones begin with, in Indonesia too.
var common = []string{"password", "12345678", "qwerty", "sayang", "indonesia", "bismillah", "bpjskesehatan", "rahasia", "admin"}

func hashPassword(login, password string) (string, error) {
	plain := strings.ToLower(password)
	if len([]rune(password)) < minPassword || len(password) > mostPassword || strings.Contains(plain, strings.ToLower(login)) {
		return "", ErrPassword
	}
	for _, c := range common {
		if strings.Contains(plain, c) && len(plain) < len(c)+6 {
			return "", ErrPassword
		}
	}
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.CreateHash(password, hashCost)
}

// NewPassword is a random password of 100 bits.
func NewPassword() string {
	b := make([]byte, 13)
	_, _ = rand.Read(b) // never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)[:20])
}

// Account finds an account that is not disabled, with its branches.
func (s *Store) Account(ctx context.Context, id int64) (Account, error) {
	return s.account(ctx, "id = $1", id)
}

func (s *Store) account(ctx context.Context, where string, key any) (a Account, err error) {
	err = s.pool.QueryRow(ctx, "select id, login, name, role from account where not disabled and "+where, key).
		Scan(&a.ID, &a.Login, &a.Name, &a.Role)
	if err != nil {
		return a, fmt.Errorf("account %v: %w", key, missing(err))
	}
	err = s.pool.QueryRow(ctx, "select max(kader_id) from account_branch where account_id = $1", a.ID).Scan(&a.Kader)
	if err != nil {
		return a, fmt.Errorf("account %v: %w", key, err)
	}
	rows, err := s.pool.Query(ctx, `
		select b.id, b.code, b.name, b.zone, b.version
		from branch b
		where $1 = 'admin' or exists (select from account_branch ab where ab.branch_id = b.id and ab.account_id = $2)
		order by b.code`, a.Role, a.ID)
	if err != nil {
		return a, fmt.Errorf("account %v: %w", key, err)
	}
	if a.Branches, err = pgx.CollectRows(rows, pgx.RowToStructByName[Branch]); err != nil {
		return a, fmt.Errorf("account %v: %w", key, err)
	}
	return a, nil
}

// AccountRow is an account in the list of all.
type AccountRow struct {
	ID       int64    `json:"id"`
	Login    string   `json:"login"`
	Name     string   `json:"name"`
	Role     Role     `json:"role"`
	Disabled bool     `json:"disabled"`
	Branches []string `json:"branches"` // codes
}

// Accounts are all accounts by login.
func (s *Store) Accounts(ctx context.Context) ([]AccountRow, error) {
	rows, err := s.pool.Query(ctx, `
		select a.id, a.login, a.name, a.role, a.disabled,
		  coalesce(array_agg(b.code order by b.code) filter (where b.code is not null), '{}') as branches
		from account a
		left join account_branch ab on ab.account_id = a.id
		left join branch b on b.id = ab.branch_id
		group by a.id
		order by a.login`)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[AccountRow])
}

// Limits on logging in, over the last minutes.
const (
	perLogin   = 5
	perAddress = 30
)

// Login checks a password. ErrNotFound: no such account or another password,
// which take the same time to find out. ErrTooMany: this login failed 5 times
// within a minute (then 2, 4, 8 … up to 15 minutes of quiet are asked for), or
// the address 30 times within a minute.
func (s *Store) Login(ctx context.Context, login, password, address string) (Account, error) {
	login = strings.ToLower(login)
	if err := s.mayTry(ctx, login, address); err != nil {
		return Account{}, fmt.Errorf("login %s: %w", login, err)
	}
	var id int64
	var hash string
	err := s.pool.QueryRow(ctx, "select id, password_hash from account where login = $1 and not disabled", login).Scan(&id, &hash)
	if errors.Is(missing(err), ErrNotFound) {
		id, hash = 0, nobody
	} else if err != nil {
		return Account{}, fmt.Errorf("login %s: %w", login, err)
	}
	match, err := checkPassword(password, hash)
	if err != nil {
		return Account{}, fmt.Errorf("login %s: %w", login, err)
	}
	if !match || id == 0 {
		_, err := s.pool.Exec(ctx, "insert into login_attempt (login, address) values ($1, $2)", login, address)
		return Account{}, fmt.Errorf("login %s: %w", login, errors.Join(ErrNotFound, err))
	}
	if _, err := s.pool.Exec(ctx, "delete from login_attempt where login = $1 or at < moment() - interval '1 day'", login); err != nil {
		return Account{}, fmt.Errorf("login %s: %w", login, err)
	}
	return s.Account(ctx, id)
}

// nobody is the hash that a login without account is compared with.
var nobody = func() string {
	hash, err := argon2id.CreateHash(NewPassword(), hashCost)
	if err != nil {
		panic(err) // only a broken random source can fail
	}
	return hash
}()

func checkPassword(password, hash string) (bool, error) {
	if len(password) > mostPassword {
		return false, nil
	}
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.ComparePasswordAndHash(password, hash)
}

func (s *Store) mayTry(ctx context.Context, login, address string) error {
	var failures, fromAddress int
	var quiet *float64
	err := s.pool.QueryRow(ctx, `
		select
		  count(*) filter (where login = $1),
		  count(*) filter (where address = $2 and at > moment() - interval '1 minute'),
		  extract(epoch from moment() - max(at) filter (where login = $1))
		from login_attempt
		where (login = $1 or address = $2) and at > moment() - interval '1 hour'`, login, address).
		Scan(&failures, &fromAddress, &quiet)
	if err != nil {
		return err
	}
	if fromAddress >= perAddress {
		return ErrTooMany
	}
	if failures >= perLogin && quiet != nil && time.Duration(*quiet*float64(time.Second)) < pause(failures) {
		return ErrTooMany
	}
	return nil
}

// pause is the quiet asked for after so many failures.
func pause(failures int) time.Duration {
	return min(15*time.Minute, time.Minute<<min(10, failures-perLogin))
}
