package data

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// DeviceID names a phone of a kader. The phone says it in every record.
type DeviceID = uuid.UUID

// Device is a phone that a kader works with.
type Device struct {
	ID        DeviceID        `json:"id"`
	Kader     planner.KaderID `json:"kader"`
	Name      string          `json:"name"`    // of the kader
	Browser   string          `json:"browser"` // what it calls itself
	Activated time.Time       `json:"activated"`
	Seen      time.Time       `json:"seen"` // last time that it came for a session
	Revoked   *time.Time      `json:"revoked,omitempty"`
}

// Activation is a phone that was just made known, and what it shows from now on.
type Activation struct {
	Device  DeviceID
	Token   string // told once; only its hash is stored
	Account Account
}

// ErrRevoked: the branch has turned this phone away.
var ErrRevoked = errors.New("the device is revoked")

// codeLetters are without I, L, O and 0, which are taken for others.
var codeLetters = base32.NewEncoding("ABCDEFGHJKMNPQRSTUVWXYZ123456789").WithPadding(base32.NoPadding)

// codeLife is how long a code that was not used is good for.
const codeLife = 7 * 24 * time.Hour

// NewDeviceCode makes a code by which a phone becomes a kader's, once, within seven
// days: eight letters and figures without those that are taken for others. A kader
// without an account gets one that nobody can log in to by a password.
func (s *Store) NewDeviceCode(ctx context.Context, b Branch, kader planner.KaderID, by By) (code string, until time.Time, err error) {
	if _, err := s.accountOfKader(ctx, b, kader, by); err != nil {
		return "", until, fmt.Errorf("code for a phone of kader %d: %w", kader, err)
	}
	raw := make([]byte, 5)
	_, _ = rand.Read(raw) // never fails
	code = codeLetters.EncodeToString(raw)
	until = s.Now().Add(codeLife)
	err = s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "insert into device_code (branch_id, code_hash, kader_id, made_by, until) values ($1, $2, $3, $4, $5)",
			b.ID, hashed(code), kader, by.Account, until)
		if err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "make device code", About: fmt.Sprintf("kader %d of branch %s", kader, b.Code), Address: by.Address})
	})
	if err != nil {
		return "", until, fmt.Errorf("code for a phone of kader %d: %w", kader, err)
	}
	return code, until, nil
}

// ErrClosed: the account of a kader was closed, and whoever closed it opens it.
var ErrClosed = errors.New("account of the kader is closed")

// accountOfKader is the account that speaks for a kader; it is made where there is none.
// ErrClosed: there is one, and it may not log in: a code is no way around that.
func (s *Store) accountOfKader(ctx context.Context, b Branch, kader planner.KaderID, by By) (id int64, err error) {
	var open bool
	err = s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			select a.id, `+mayEnter+`
			from account a
			join account_branch x on x.account_id = a.id
			where x.branch_id = $1 and x.kader_id = $2 and a.role = 'kader'
			order by `+mayEnter+` desc, a.id
			limit 1`, b.ID, kader).Scan(&id, &open)
	})
	if err == nil && !open {
		err = ErrClosed
	}
	if !errors.Is(missing(err), ErrNotFound) {
		return id, err
	}
	k, err := s.KaderByID(ctx, b.ID, kader)
	if err != nil {
		return 0, err
	}
	return s.AddAccount(ctx, NewAccount{
		Login: fmt.Sprintf("kader-%s-%d", strings.ToLower(b.Code), kader), Name: k.Name, Role: KaderRole, Password: NewPassword() + NewPassword(), Made: true,
		Branches: one(b.ID), Kader: kader, By: by,
	})
}

// Activate makes a phone known by a code. ErrNotFound: the code is none, was used, or
// is too old. ErrTooMany as for a login.
func (s *Store) Activate(ctx context.Context, code, address, browser string) (a Activation, err error) {
	if err := s.try(ctx, "device code", address); err != nil {
		return a, fmt.Errorf("activate: %w", err)
	}
	branches, err := s.Branches(ctx)
	if err != nil {
		return a, fmt.Errorf("activate: %w", err)
	}
	code = strings.ToUpper(strings.TrimSpace(code))
	ids := make([]BranchID, len(branches))
	for i, b := range branches {
		ids[i] = b.ID
	}
	var b BranchID
	var kader planner.KaderID
	err = s.InBranch(ctx, ids, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			update device_code
			set used_at = moment()
			where code_hash = $1 and used_at is null and until > moment()
			returning branch_id, kader_id`, hashed(code)).Scan(&b, &kader)
	})
	if err != nil {
		return a, fmt.Errorf("activate: %w", missing(err))
	}
	if err := s.forgive(ctx, "device code", address); err != nil {
		return a, fmt.Errorf("activate: %w", err)
	}
	for _, one := range branches {
		if one.ID == b {
			return s.AddDevice(ctx, one, kader, By{Address: address}, browser)
		}
	}
	return a, fmt.Errorf("activate: %w", ErrNotFound)
}

// mostPhones is how many phones a kader has at most that are not revoked.
const mostPhones = 20

// ErrPhones: a kader has as many phones as one may have.
var ErrPhones = errors.New("kader has too many phones")

// AddDevice makes a kader's phone known. ErrPhones: there are mostPhones already.
func (s *Store) AddDevice(ctx context.Context, b Branch, kader planner.KaderID, by By, browser string) (a Activation, err error) {
	account, err := s.accountOfKader(ctx, b, kader, by)
	if err != nil {
		return a, fmt.Errorf("add device of kader %d: %w", kader, err)
	}
	a.Token = rand.Text() + rand.Text()
	if a.Device, err = uuid.NewV7(); err != nil {
		return a, fmt.Errorf("add device of kader %d: %w", kader, err)
	}
	if r := []rune(browser); len(r) > longestBrowser {
		browser = string(r[:longestBrowser])
	}
	err = s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		// One after another, so that many at once count each other.
		if _, err := tx.Exec(ctx, "select from kader where branch_id = $1 and id = $2 for no key update", b.ID, kader); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			insert into device (branch_id, id, kader_id, account_id, token_hash, browser)
			select $1, $2, $3, $4, $5, $6
			where (select count(*) from device d where d.branch_id = $1 and d.kader_id = $3 and d.revoked_at is null) < $7`,
			b.ID, a.Device, kader, account, hashed(a.Token), browser, mostPhones)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrPhones
		}
		return note(ctx, tx, Access{Account: account, Act: "activate device", About: a.Device.String(), Address: by.Address})
	})
	if err != nil {
		return a, fmt.Errorf("add device of kader %d: %w", kader, err)
	}
	a.Account, err = s.Account(ctx, account)
	return a, err
}

// DeviceEntry is what a phone shows to be let in.
type DeviceEntry struct {
	Device DeviceID
	Token  string
}

// DeviceAccount is who works with a phone that shows its token. ErrNotFound: no such
// phone or another token. ErrRevoked.
func (s *Store) DeviceAccount(ctx context.Context, b BranchID, e DeviceEntry) (a Account, err error) {
	var account int64
	var revoked *time.Time
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			update device
			set seen_at = moment()
			where branch_id = $1 and id = $2 and token_hash = $3
			returning account_id, revoked_at`, b, e.Device, hashed(e.Token)).Scan(&account, &revoked)
	})
	if err == nil && revoked != nil {
		err = ErrRevoked
	}
	if err != nil {
		return a, fmt.Errorf("device %s: %w", e.Device, missing(err))
	}
	return s.Account(ctx, account)
}

// OnDevice makes a session, by its token, that of a phone: it ends when the phone is
// revoked.
func (s *Store) OnDevice(ctx context.Context, token string, d DeviceID) error {
	if _, err := s.pool.Exec(ctx, "update session set device = $1 where token_hash = $2", d, hashed(token)); err != nil {
		return fmt.Errorf("session of device %s: %w", d, err)
	}
	return nil
}

// Devices are the branch's phones, the last seen first.
func (s *Store) Devices(ctx context.Context, b BranchID) (devices []Device, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select d.id, d.kader_id as kader, k.name, d.browser, d.activated_at as activated, d.seen_at as seen, d.revoked_at as revoked
			from device d
			join kader k on k.branch_id = d.branch_id and k.id = d.kader_id
			order by d.seen_at desc, d.id`)
		if err != nil {
			return err
		}
		devices, err = pgx.CollectRows(rows, pgx.RowToStructByName[Device])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("devices of branch %d: %w", b, err)
	}
	return devices, nil
}

// RevokeDevice turns a phone away from now on and ends its sessions. Revoking again
// changes nothing. ErrNotFound.
func (s *Store) RevokeDevice(ctx context.Context, b BranchID, d DeviceID, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update device set revoked_at = coalesce(revoked_at, moment()) where branch_id = $1 and id = $2", b, d)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		if _, err := tx.Exec(ctx, "delete from session where device = $1", d); err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "revoke device", About: d.String(), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("revoke device %s: %w", d, err)
	}
	return nil
}
