package data

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"image/png"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// What a second factor may report.
var (
	ErrCodeNeeded = errors.New("password is right and a code is needed")
	ErrCode       = errors.New("code is wrong, or was used before")
	ErrHasFactor  = fmt.Errorf("account has an authenticator: %w", ErrConflict)
)

// Key is what an authenticator needs, once.
type Key struct {
	Secret string `json:"secret"`
	URI    string `json:"uri"`
	QR     []byte `json:"qr"` // the URI as PNG
}

// period is how long a code holds, in seconds.
const period = 30

// recoveryCodes are how many codes stand in for an authenticator that is lost.
const recoveryCodes = 10

// BeginTOTP makes a key for an account's authenticator; it is asked for from the
// moment a code of it was shown. The person shows the password again, so that who
// found a browser open cannot lock them out. ErrHasFactor: the account has one
// already; ErrNotFound: it is another password.
func (s *Store) BeginTOTP(ctx context.Context, a Account, present string, by By) (k Key, err error) {
	if err := s.checkPresent(ctx, a, present, by.Address); err != nil {
		return k, fmt.Errorf("second factor of %s: %w", a.Login, err)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Binaan", AccountName: a.Login, SecretSize: 20})
	if err != nil {
		return k, fmt.Errorf("second factor of %s: %w", a.Login, err)
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return k, fmt.Errorf("second factor of %s: %w", a.Login, err)
	}
	var qr bytes.Buffer
	if err := png.Encode(&qr, picture); err != nil {
		return k, fmt.Errorf("second factor of %s: %w", a.Login, err)
	}
	sealed, err := s.keys.seal(key.Secret(), a.ID)
	if err != nil {
		return k, fmt.Errorf("second factor of %s: %w", a.Login, err)
	}
	tag, err := s.pool.Exec(ctx, `
		insert into totp (account_id, secret)
		values ($1, $2)
		on conflict (account_id) do update set secret = excluded.secret where not totp.confirmed`, a.ID, sealed)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrHasFactor
	}
	if err != nil {
		return k, fmt.Errorf("second factor of %s: %w", a.Login, err)
	}
	return Key{Secret: key.Secret(), URI: key.URL(), QR: qr.Bytes()}, nil
}

// ConfirmTOTP asks for the second factor from now on and returns codes for the
// day on which the authenticator is lost; each works once and none is shown again.
// ErrCode, ErrNotFound: no key was made.
func (s *Store) ConfirmTOTP(ctx context.Context, a Account, code string, by By, keep SessionID) (codes []string, err error) {
	err = s.change(ctx, a.ID, by, keep, "add second factor", func(tx pgx.Tx) (string, error) {
		if err := s.takeCode(ctx, tx, a.ID, code, false); err != nil {
			return "", err
		}
		if _, err := tx.Exec(ctx, "update totp set confirmed = true where account_id = $1", a.ID); err != nil {
			return "", err
		}
		if _, err := tx.Exec(ctx, "delete from recovery_code where account_id = $1", a.ID); err != nil {
			return "", err
		}
		for range recoveryCodes {
			text := strings.ToLower(rand.Text()[:24]) // 120 bits: no slow hash is needed
			codes = append(codes, strings.Join([]string{text[:6], text[6:12], text[12:18], text[18:]}, "-"))
			if _, err := tx.Exec(ctx, "insert into recovery_code (account_id, hash) values ($1, $2)", a.ID, hashed(text)); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// ResetTOTP takes the second factor away, from an account whose person has lost
// everything.
func (s *Store) ResetTOTP(ctx context.Context, id int64, by By) error {
	return s.change(ctx, id, by, 0, "reset second factor", func(tx pgx.Tx) (string, error) {
		if _, err := tx.Exec(ctx, "delete from recovery_code where account_id = $1", id); err != nil {
			return "", err
		}
		_, err := tx.Exec(ctx, "delete from totp where account_id = $1", id)
		return "", err
	})
}

// second asks an account that has a second factor for it.
func (s *Store) second(ctx context.Context, id int64, code string) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		err := s.takeCode(ctx, tx, id, code, true)
		if errors.Is(err, ErrNotFound) {
			return nil // has none
		}
		if errors.Is(err, ErrCode) && code == "" {
			return ErrCodeNeeded
		}
		return err
	})
}

// takeCode accepts a code of the authenticator that none was taken after, from the
// half-minute that is or one beside it, or a recovery code. ErrCode; ErrNoKey, when
// it is no recovery code and the secret cannot be opened; ErrNotFound: the account
// has no authenticator, or its state is not as told.
func (s *Store) takeCode(ctx context.Context, tx pgx.Tx, id int64, code string, confirmed bool) error {
	var sealed string
	var last int64
	err := tx.QueryRow(ctx, "select secret, last_step from totp where account_id = $1 and confirmed = $2 for update", id, confirmed).Scan(&sealed, &last)
	if err != nil {
		return missing(err)
	}
	secret, locked := s.keys.unseal(sealed, id)
	code = strings.NewReplacer(" ", "", "-", "").Replace(strings.ToLower(code))
	options := totp.ValidateOpts{Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	now := s.Now()
	for step := now.Unix()/period - 1; step <= now.Unix()/period+1 && locked == nil; step++ {
		want, err := totp.GenerateCodeCustom(secret, time.Unix(step*period, 0), options)
		if err != nil {
			return err
		}
		if step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			_, err := tx.Exec(ctx, "update totp set last_step = $2 where account_id = $1", id, step)
			return err
		}
	}
	tag, err := tx.Exec(ctx, "delete from recovery_code where account_id = $1 and hash = $2", id, hashed(code))
	switch {
	case err != nil || tag.RowsAffected() > 0:
		return err
	case locked != nil && code != "":
		return locked
	}
	return ErrCode
}
