package data

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// How long a session lasts without a request, and at most.
const (
	SessionIdle = 30 * time.Minute
	SessionMost = 12 * time.Hour
)

// seenEvery is how exactly the last request of a session is known: writing it
// down more often would cost every tile of a map a transaction.
const seenEvery = time.Minute

// SessionID numbers a session; it opens none.
type SessionID int64

// Session is a browser in which an account is logged in.
type Session struct {
	ID      SessionID `json:"id"`
	Address string    `json:"address"`
	Browser string    `json:"browser"` // what it calls itself
	Begun   time.Time `json:"begun"`
	Seen    time.Time `json:"seen"` // last request, to a minute
}

// longestBrowser is as much of a browser's name for itself as is kept.
const longestBrowser = 200

// alive holds for a session that has neither idled nor lasted too long, of an
// account that may log in.
const alive = `s.seen_at > moment() - @idle::interval and s.begun_at > moment() - @most::interval
	and exists (select from account a where a.id = s.account_id and ` + mayEnter + `)`

func aliveArgs(more pgx.NamedArgs) pgx.NamedArgs {
	more["idle"], more["most"] = SessionIdle, SessionMost
	return more
}

// BeginSession logs a browser in and returns the token that it is to show. Only
// a hash of it is stored, so that a reader of the table cannot take a session over.
func (s *Store) BeginSession(ctx context.Context, account int64, address, browser string) (token string, err error) {
	token = rand.Text() + rand.Text()
	if r := []rune(browser); len(r) > longestBrowser {
		browser = string(r[:longestBrowser])
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "delete from session s where not ("+alive+")", aliveArgs(pgx.NamedArgs{})); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			insert into session (token_hash, account_id, address, browser, begun_at, seen_at)
			values ($1, $2, $3, $4, moment(), moment())`, hashed(token), account, address, browser)
		if err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: account, Act: "log in", About: browser, Address: address})
	})
	if err != nil {
		return "", fmt.Errorf("begin session: %w", err)
	}
	return token, nil
}

// SessionAccount is who is logged in with a token, and the session's number. The
// session idles from this moment on. ErrNotFound: it has ended, or never began.
func (s *Store) SessionAccount(ctx context.Context, token string) (a Account, id SessionID, err error) {
	var stale, phone bool
	a, err = s.readAccount(ctx, s.pool.QueryRow(ctx, "select s.id, s.seen_at < moment() - @every::interval, s.device is not null, "+accountColumns+`
		from session s
		join account a on a.id = s.account_id
		where s.token_hash = @token and `+alive, aliveArgs(pgx.NamedArgs{"token": hashed(token), "every": seenEvery})), &id, &stale, &phone)
	if err != nil {
		return Account{}, 0, fmt.Errorf("session: %w", err)
	}
	if stale { // an update only: it cannot bring back a session that ends meanwhile
		if _, err := s.pool.Exec(ctx, "update session set seen_at = moment() where id = $1", id); err != nil {
			return Account{}, 0, fmt.Errorf("session: %w", err)
		}
	}
	a.MustPassword = a.MustPassword && !phone
	return a, id, nil
}

// SessionLives tells whether a session has not ended. Asking does not prolong it.
func (s *Store) SessionLives(ctx context.Context, id SessionID) (lives bool, err error) {
	err = s.pool.QueryRow(ctx, "select exists (select from session s where s.id = @id and "+alive+")", aliveArgs(pgx.NamedArgs{"id": id})).Scan(&lives)
	if err != nil {
		return false, fmt.Errorf("session: %w", err)
	}
	return lives, nil
}

// SessionsOf are an account's sessions that have not ended, the last seen first.
func (s *Store) SessionsOf(ctx context.Context, account int64) ([]Session, error) {
	rows, err := s.pool.Query(ctx, `
		select s.id, s.address, s.browser, s.begun_at as begun, s.seen_at as seen
		from session s
		where s.account_id = @account and `+alive+`
		order by s.seen_at desc, s.id desc`, aliveArgs(pgx.NamedArgs{"account": account}))
	if err != nil {
		return nil, fmt.Errorf("sessions of account %d: %w", account, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Session])
}

// EndSession logs a browser out.
func (s *Store) EndSession(ctx context.Context, token string) error {
	if _, err := s.pool.Exec(ctx, "delete from session where token_hash = $1", hashed(token)); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
