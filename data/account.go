package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Role says what an account may do.
type Role string

// The roles. An officer works for a branch; a manager sees sums of one branch or
// of a region's branches and no household.
const (
	Admin      Role = "admin"
	Officer    Role = "officer"
	Supervisor Role = "supervisor"
	KaderRole  Role = "kader"
	Manager    Role = "manager"
)

// Account is a person who may log in.
type Account struct {
	ID       int64            `json:"id"`
	Login    string           `json:"login"`
	Name     string           `json:"name"`
	Role     Role             `json:"role"`
	Branches []Branch         `json:"branches"`
	Kader    *planner.KaderID `json:"kader,omitempty"` // whom a kader's account speaks for
}

// branches are the account's own, as a scope.
func (a Account) branches() []BranchID {
	ids := make([]BranchID, len(a.Branches))
	for i, b := range a.Branches {
		ids[i] = b.ID
	}
	return ids
}

// NewAccount is what it takes to make an account.
type NewAccount struct {
	Login    string
	Name     string
	Role     Role
	Password string
	Branches []BranchID
	Kader    planner.KaderID // for a kader's account, in the first branch
	By       int64           // account of who makes it; 0: the command line
}

// AddAccount makes an account. ErrConflict: the login is taken; ErrPassword.
func (s *Store) AddAccount(ctx context.Context, n NewAccount) (id int64, err error) {
	hash, err := hashPassword(ctx, n.Password, n.Login, n.Name)
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
		return note(ctx, tx, Access{Account: n.By, Act: "add account", About: fmt.Sprintf("%s, %s, branches %v", n.Login, n.Role, n.Branches)})
	})
	if err != nil {
		return 0, fmt.Errorf("add account %s: %w", n.Login, err)
	}
	return id, nil
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
