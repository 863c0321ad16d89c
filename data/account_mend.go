package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// ErrOneself: who may change accounts may not shut themselves out.
var ErrOneself = errors.New("nobody ends or unbinds their own account")

// By is who changes an account, and from where.
type By struct {
	Account int64 // 0: the command line
	Address string
}

// AccountID finds an account by its login, also one that may not log in.
func (s *Store) AccountID(ctx context.Context, login string) (id int64, err error) {
	err = s.pool.QueryRow(ctx, "select id from account where login = $1", strings.ToLower(login)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("account %s: %w", login, missing(err))
	}
	return id, nil
}

// change runs do on an account that exists, writes down what was done, and ends
// the account's sessions but one, since they were begun under other rights.
func (s *Store) change(ctx context.Context, id int64, by By, keep SessionID, act string, do func(pgx.Tx) (about string, err error)) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var login string
		if err := tx.QueryRow(ctx, "select login from account where id = $1 for update", id).Scan(&login); err != nil {
			return missing(err)
		}
		about, err := do(tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from session where account_id = $1 and id <> $2", id, keep); err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: act, About: strings.TrimSpace(login + " " + about), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("%s %d: %w", act, id, err)
	}
	return nil
}

// ErrSamePassword: the next password is the present one.
var ErrSamePassword = errors.New("next password is the present one")

// SetPassword gives an account another password; its sessions end but keep.
func (s *Store) SetPassword(ctx context.Context, id int64, password string, by By, keep SessionID) error {
	return s.setPassword(ctx, id, password, false, by, keep)
}

// RenewPassword gives an account a password of the program's making, which is good
// for choosing another one within MadeMost.
func (s *Store) RenewPassword(ctx context.Context, id int64, by By) (password string, err error) {
	password = NewPassword()
	return password, s.setPassword(ctx, id, password, true, by, 0)
}

func (s *Store) setPassword(ctx context.Context, id int64, password string, made bool, by By, keep SessionID) error {
	var login, name string
	if err := s.pool.QueryRow(ctx, "select login, name from account where id = $1", id).Scan(&login, &name); err != nil {
		return fmt.Errorf("set password of %d: %w", id, missing(err))
	}
	hash, err := hashPassword(ctx, password, login, name)
	if err != nil {
		return fmt.Errorf("set password of %s: %w", login, err)
	}
	return s.change(ctx, id, by, keep, "set password", func(tx pgx.Tx) (string, error) {
		_, err := tx.Exec(ctx, "update account set password_hash = $2, made_at = case when $3 then moment() end where id = $1", id, hash, made)
		return "", err
	})
}

// ChangePassword is SetPassword by the person, who knows the present one.
// ErrNotFound: it is another; ErrTooMany: too often so; ErrSamePassword.
func (s *Store) ChangePassword(ctx context.Context, a Account, present, next string, by By, keep SessionID) error {
	if err := s.checkPresent(ctx, a, present, by.Address); err != nil {
		return fmt.Errorf("change password of %s: %w", a.Login, err)
	}
	if next == present {
		return fmt.Errorf("change password of %s: %w", a.Login, ErrSamePassword)
	}
	return s.SetPassword(ctx, a.ID, next, by, keep)
}

// checkPresent checks the password of who is logged in, as carefully as a login.
func (s *Store) checkPresent(ctx context.Context, a Account, password, address string) error {
	leave, err := hashing.enter()
	if err != nil {
		return err
	}
	defer leave()
	if err := s.try(ctx, a.Login, address); err != nil {
		return err
	}
	var hash string
	if err := s.pool.QueryRow(ctx, "select password_hash from account where id = $1", a.ID).Scan(&hash); err != nil {
		return missing(err)
	}
	match, err := checkPassword(ctx, password, hash)
	if err != nil {
		return err
	}
	if !match {
		return errors.Join(ErrNotFound, s.failed(ctx, a.ID, a.Login, address))
	}
	return s.forgive(ctx, a.Login, address)
}

// SetDisabled ends an account or opens it again. ErrOneself.
func (s *Store) SetDisabled(ctx context.Context, id int64, disabled bool, by By) error {
	if id == by.Account {
		return ErrOneself
	}
	act := "enable account"
	if disabled {
		act = "disable account"
	}
	return s.change(ctx, id, by, 0, act, func(tx pgx.Tx) (string, error) {
		_, err := tx.Exec(ctx, "update account set disabled = $2 where id = $1", id, disabled)
		return "", err
	})
}

// SetUntil lets an account log in up to a day, or without end. ErrOneself.
func (s *Store) SetUntil(ctx context.Context, id int64, until *planner.Day, by By) error {
	if id == by.Account {
		return ErrOneself
	}
	return s.change(ctx, id, by, 0, "limit account", func(tx pgx.Tx) (string, error) {
		_, err := tx.Exec(ctx, "update account set until = $2 where id = $1", id, until)
		if until == nil {
			return "without end", err
		}
		return "until " + until.String(), err
	})
}

// Unbind takes a branch from an account. ErrNotFound: it had it not; ErrOneself.
func (s *Store) Unbind(ctx context.Context, id int64, b Branch, by By) error {
	if id == by.Account {
		return ErrOneself
	}
	return s.change(ctx, id, by, 0, "unbind account", func(tx pgx.Tx) (string, error) {
		tag, err := tx.Exec(ctx, "delete from account_branch where account_id = $1 and branch_id = $2", id, b.ID)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrNotFound
		}
		return b.Code, err
	})
}

// EndSessions ends all sessions of an account but keep.
func (s *Store) EndSessions(ctx context.Context, id int64, by By, keep SessionID) error {
	return s.change(ctx, id, by, keep, "end sessions", func(pgx.Tx) (string, error) { return "", nil })
}

// EndSessionOf ends one session of an account. ErrNotFound: it is not the account's.
func (s *Store) EndSessionOf(ctx context.Context, account int64, id SessionID, by By) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "delete from session where account_id = $1 and id = $2", account, id)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "end session", About: fmt.Sprintf("session %d of account %d", id, account), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("end session %d: %w", id, err)
	}
	return nil
}
