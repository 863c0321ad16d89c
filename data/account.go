package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
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
	TOTP     bool             `json:"totp"`            // has a second factor
	// MustPassword: the program made the password, and nothing is served before the person has chosen one. A phone that was
	// made known needs none.
	MustPassword bool `json:"mustPassword"`
}

// NewAccount is what it takes to make an account.
type NewAccount struct {
	Login    string
	Name     string
	Role     Role
	Password string
	Made     bool // the program made the password: it is to be changed at the first login
	Branches []BranchID
	Kader    planner.KaderID // for a kader's account, in the first branch
	Until    *planner.Day    // last day
	By       By
}

// ErrOneBranch: a kader works for one branch, so their account speaks for one.
var ErrOneBranch = errors.New("an account of a kader belongs to exactly one branch")

// ErrLogin marks a login that somebody has. It is an ErrConflict.
var ErrLogin = fmt.Errorf("login is taken: %w", ErrConflict)

// AddAccount makes an account. ErrLogin, which names whose it is; ErrPassword;
// ErrOneBranch; territory.ErrNoSuchKader: the kader is not there.
func (s *Store) AddAccount(ctx context.Context, n NewAccount) (id int64, err error) {
	n.Name = planner.Seen(n.Name)
	if n.Role == KaderRole && len(n.Branches) != 1 {
		return 0, fmt.Errorf("add account %s: %w", n.Login, ErrOneBranch)
	}
	hash, err := hashPassword(ctx, n.Password, n.Login, n.Name)
	if err != nil {
		return 0, fmt.Errorf("add account %s: %w", n.Login, err)
	}
	err = s.InBranch(ctx, append([]BranchID{}, n.Branches...), func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			insert into account (login, name, role, password_hash, until, made_at)
			values ($1, $2, $3, $4, $5, case when $6 then moment() end)
			on conflict (login) do nothing
			returning id`, strings.ToLower(n.Login), n.Name, n.Role, hash, n.Until, n.Made).Scan(&id)
		if errors.Is(missing(err), ErrNotFound) {
			taken := &DoneError{What: ErrLogin}
			return errOr(tx.QueryRow(ctx, "select name from account where login = $1", strings.ToLower(n.Login)).Scan(&taken.Who), taken)
		}
		if err != nil {
			return err
		}
		if err := bind(ctx, tx, id, n); err != nil {
			return err
		}
		return note(ctx, tx, Access{
			Account: n.By.Account, Act: "add account", About: fmt.Sprintf("%s, %s, branches %v", n.Login, n.Role, n.Branches), Address: n.By.Address,
		})
	})
	if err != nil {
		return 0, fmt.Errorf("add account %s: %w", n.Login, err)
	}
	return id, nil
}

// bind gives a new account its branches and, in the first of them, its kader.
func bind(ctx context.Context, tx pgx.Tx, id int64, n NewAccount) error {
	for i, b := range n.Branches {
		var kader *planner.KaderID
		if i == 0 && (n.Kader != 0 || n.Role == KaderRole) {
			kader = &n.Kader
			err := tx.QueryRow(ctx, "select id from kader where branch_id = $1 and id = $2", b, n.Kader).Scan(&n.Kader)
			if errors.Is(missing(err), ErrNotFound) {
				return fmt.Errorf("kader %d: %w", n.Kader, territory.ErrNoSuchKader)
			}
			if err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "insert into account_branch (branch_id, account_id, kader_id) values ($1, $2, $3)", b, id, kader); err != nil {
			return err
		}
	}
	return nil
}

// mayEnter holds for an account a that may log in, as far as its own row tells.
const mayEnter = "not a.disabled and (a.until is null or a.until >= (moment() at time zone 'Asia/Jakarta')::date)"

// accountColumns are an account a and its branches, as readAccount takes them. A kader's
// account has the branch alone in which the kader is.
const accountColumns = `a.id, a.login, a.name, a.role, (select max(kader_id) from account_branch where account_id = a.id),
	exists (select from totp t where t.account_id = a.id and t.confirmed), a.made_at is not null,
	coalesce((
	  select jsonb_agg(jsonb_build_object('id', b.id, 'code', b.code, 'name', b.name, 'zone', b.zone, 'version', b.version) order by b.code)
	  from branch b
	  where a.role = 'admin' or exists (
	    select from account_branch ab
	    where ab.branch_id = b.id and ab.account_id = a.id and (a.role <> 'kader' or ab.kader_id is not null))), '[]')`

// Account finds an account that may log in, with its branches. ErrNotFound: there is
// none, it was disabled, its last day is past, or its kader has left.
func (s *Store) Account(ctx context.Context, id int64) (Account, error) {
	a, err := s.readAccount(ctx, s.pool.QueryRow(ctx, "select "+accountColumns+" from account a where a.id = $1 and "+mayEnter, id))
	if err != nil {
		return Account{}, fmt.Errorf("account %d: %w", id, err)
	}
	return a, nil
}

// readAccount takes what stands in more columns first, and then an account. Every request
// asks, so an account of the office is told in one journey.
func (s *Store) readAccount(ctx context.Context, row pgx.Row, more ...any) (a Account, err error) {
	var branches []struct {
		ID BranchID `json:"id"`
		Branch
	}
	if err := row.Scan(append(more, &a.ID, &a.Login, &a.Name, &a.Role, &a.Kader, &a.TOTP, &a.MustPassword, &branches)...); err != nil {
		return Account{}, missing(err)
	}
	a.Branches = make([]Branch, len(branches))
	for i, b := range branches {
		a.Branches[i] = b.Branch
		a.Branches[i].ID = b.ID
	}
	if a.Kader == nil {
		return a, nil
	}
	return a, s.stillHere(ctx, a)
}

// stillHere reports ErrNotFound of an account whose kader has left.
func (s *Store) stillHere(ctx context.Context, a Account) error {
	var b Branch
	var until planner.Day
	var ask pgx.Batch
	ask.Queue("select set_config('binaan.branches', (select coalesce(array_agg(branch_id), '{}')::text from account_branch where account_id = $1), true)", a.ID)
	ask.Queue(`
		select b.zone, k.valid_to
		from account_branch ab
		join branch b on b.id = ab.branch_id
		join kader k on k.branch_id = ab.branch_id and k.id = ab.kader_id
		where ab.account_id = $1 and k.status <> $2`, a.ID, planner.KaderLeft).QueryRow(func(row pgx.Row) error {
		return missing(row.Scan(&b.Zone, &until))
	})
	if err := s.pool.SendBatch(ctx, &ask).Close(); err != nil {
		return err
	}
	if until < b.Today(s.Now()) {
		return ErrNotFound
	}
	return nil
}

// AccountRow is an account in the list of all.
type AccountRow struct {
	ID       int64        `json:"id"`
	Login    string       `json:"login"`
	Name     string       `json:"name"`
	Role     Role         `json:"role"`
	Disabled bool         `json:"disabled"`
	Until    *planner.Day `json:"until,omitempty"` // last day
	TOTP     bool         `json:"totp"`
	Sessions int          `json:"sessions"` // that have not ended
	Branches []string     `json:"branches"` // codes
}

// Accounts are all accounts by login.
func (s *Store) Accounts(ctx context.Context) ([]AccountRow, error) {
	rows, err := s.pool.Query(ctx, `
		select a.id, a.login, a.name, a.role, a.disabled, a.until,
		  exists (select from totp t where t.account_id = a.id and t.confirmed) as totp,
		  (select count(*) from session s where s.account_id = a.id and `+alive+`) as sessions,
		  coalesce((
		    select array_agg(b.code order by b.code)
		    from account_branch ab
		    join branch b on b.id = ab.branch_id
		    where ab.account_id = a.id), '{}') as branches
		from account a
		order by a.login`, aliveArgs(pgx.NamedArgs{}))
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[AccountRow])
}
