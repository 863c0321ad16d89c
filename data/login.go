package data

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Limits on wrong passwords: of a login from one address, from an address whatever the
// login, in the last minute, and of a login from all addresses together, in the last hour,
// which does not bind who logged in from theirs of late. A stranger elsewhere cannot lock
// a person out of where they work.
const (
	perLogin    = 5
	perAddress  = 30
	perLoginAll = 100
	knownDays   = 30
)

// Credentials are what somebody who wants to log in shows.
type Credentials struct {
	Login    string
	Password string
	Code     string // of the second factor, where the account has one
	Address  string
}

// Login checks a password. ErrNotFound: no such account or another password,
// which take the same time to find out. ErrTooMany: this login failed 5 times
// from this address (then 1, 2, 4 … up to 15 minutes of quiet are asked for), or
// the address 30 times within a minute, or the login 100 times within an hour and nobody
// logged in with it from this address within a month. ErrBusy: too many are waiting. An attempt
// counts from before its password is looked at, so that many at once gain nothing.
// ErrMadeLongAgo: the password is right, was made by the program, and nobody
// changed it in time. ErrCodeNeeded, ErrCode: the password is right and the second factor is not.
func (s *Store) Login(ctx context.Context, c Credentials) (a Account, err error) {
	login, address := strings.ToLower(c.Login), c.Address
	defer func() {
		if err != nil {
			err = fmt.Errorf("login: %w", err)
		}
	}()
	leave, err := hashing.enter()
	if err != nil {
		return a, err
	}
	defer leave()
	if err := s.try(ctx, login, address); err != nil {
		return a, err
	}
	var id int64
	var hash string
	err = s.pool.QueryRow(ctx, "select id, password_hash from account where login = $1", login).Scan(&id, &hash)
	if errors.Is(missing(err), ErrNotFound) {
		id, hash = 0, nobody
	} else if err != nil {
		return a, err
	}
	match, err := checkPassword(ctx, c.Password, hash)
	if err != nil {
		return a, err
	}
	if !match || id == 0 {
		return a, errors.Join(ErrNotFound, s.failed(ctx, id, login, address))
	}
	if a, err = s.Account(ctx, id); err != nil {
		return a, errors.Join(err, s.failed(ctx, id, login, address))
	}
	if late, err := s.madeLongAgo(ctx, id); err != nil || late {
		return Account{}, errors.Join(err, ErrMadeLongAgo, s.failed(ctx, id, login, address))
	}
	if err := s.second(ctx, id, c.Code); err != nil {
		if !errors.Is(err, ErrCodeNeeded) {
			err = errors.Join(err, s.failed(ctx, id, login, address))
		}
		return Account{}, err
	}
	return a, s.forgive(ctx, login, address)
}

// MadeMost is how long a password that the program made waits for its person.
const MadeMost = 7 * 24 * time.Hour

// ErrMadeLongAgo: a password that the program made was not changed within MadeMost.
var ErrMadeLongAgo = errors.New("password was made too long ago and never changed")

func (s *Store) madeLongAgo(ctx context.Context, id int64) (late bool, err error) {
	err = s.pool.QueryRow(ctx, "select coalesce(made_at < moment() - $2::interval, false) from account where id = $1", id, MadeMost).Scan(&late)
	return late, err
}

// forgive forgets the attempts before one that was right.
func (s *Store) forgive(ctx context.Context, login, address string) error {
	_, err := s.pool.Exec(ctx, "delete from login_attempt where login = $1 and address = $2", login, address)
	return err
}

// failed keeps that a login failed. What was typed for the login of nobody is
// not kept: now and then it is a password.
func (s *Store) failed(ctx context.Context, id int64, login, address string) error {
	if id == 0 {
		login = "nobody"
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		return note(ctx, tx, Access{Act: "log in failed", About: login, Address: address})
	})
}

// try writes an attempt down, unless those before it forbid it: ErrTooMany. The
// attempts from one address pass here one after another.
func (s *Store) try(ctx context.Context, login, address string) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended($1, 4099))", address); err != nil {
			return err
		}
		var failures, fromAddress int
		var quiet *float64
		err := tx.QueryRow(ctx, `
			select
			  count(*) filter (where login = $1),
			  count(*) filter (where at > moment() - interval '1 minute'),
			  extract(epoch from moment() - max(at) filter (where login = $1))
			from login_attempt
			where address = $2 and at > moment() - interval '1 hour'`, login, address).
			Scan(&failures, &fromAddress, &quiet)
		if err != nil {
			return err
		}
		if fromAddress >= perAddress {
			return ErrTooMany
		}
		if attacked, err := guessedEverywhere(ctx, tx, login, address); err != nil || attacked {
			return errors.Join(err, ErrTooMany)
		}
		if failures >= perLogin && quiet != nil && time.Duration(*quiet*float64(time.Second)) < pause(failures) {
			return ErrTooMany
		}
		_, err = tx.Exec(ctx, `
			with old as (delete from login_attempt where at < moment() - interval '1 day')
			insert into login_attempt (login, address, at) values ($1, $2, moment())`, login, address)
		return err
	})
}

// guessedEverywhere reports whether a login failed so often that it is asked for no more
// from where nobody logged in with it of late: many machines guess at it.
func guessedEverywhere(ctx context.Context, tx pgx.Tx, login, address string) (attacked bool, err error) {
	var failures int
	err = tx.QueryRow(ctx, "select count(*) from login_attempt where login = $1 and at > moment() - interval '1 hour'", login).Scan(&failures)
	if err != nil || failures < perLoginAll {
		return false, err
	}
	err = tx.QueryRow(ctx, `
		select not exists (
		  select from access_log l
		  join account a on a.id = l.account_id
		  where a.login = $1 and l.act = 'log in' and l.address = $2 and l.at > moment() - make_interval(days => $3))`, login, address, knownDays).Scan(&attacked)
	return attacked, err
}

// pause is the quiet asked for after so many failures.
func pause(failures int) time.Duration {
	return min(15*time.Minute, time.Minute<<min(10, failures-perLogin))
}
