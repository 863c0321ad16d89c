package data

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// A card's code is the branch's, the kader's and the card's number (2, 4 and 2 bytes,
// the highest first) and the first 16 bytes of their HMAC-SHA-256 under the branch's
// key, in base64 for addresses: 32 characters.
const (
	cardBody = 2 + 4 + 2
	cardCode = cardBody + 16
)

// mostLooks is how many cards an address looks at within a minute. A village behind one
// address looks at fewer.
const mostLooks = 30

// CardState says what a card is worth.
type CardState string

// The states of a card.
const (
	CardGood    CardState = "good"
	CardTaken   CardState = "taken"   // back, by the branch
	CardExpired CardState = "expired" // the contract has ended, or has yet to begin
	CardIdle    CardState = "idle"    // the kader has left, or does not work at present
)

// ShownCard is what a stranger is told who has been shown a card's code. Of one that is not
// good, nothing but that.
type ShownCard struct {
	State CardState
	Name  string
	Photo []byte // JPEG; nil: none
	Until planner.Day
}

// LookAtCard tells what a code is worth on a day, to whoever asks. ErrNotFound: the code
// is none of ours. ErrTooMany: the address asks too often.
func (s *Store) LookAtCard(ctx context.Context, code, address string) (c ShownCard, err error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil || len(raw) != cardCode {
		return c, fmt.Errorf("card: %w", ErrNotFound)
	}
	b := BranchID(binary.BigEndian.Uint16(raw))
	kader, serial := planner.KaderID(binary.BigEndian.Uint32(raw[2:])), int(binary.BigEndian.Uint16(raw[6:]))
	key, err := s.look(ctx, b, address)
	if err == nil && !hmac.Equal(raw[cardBody:], cardSeal(key, raw[:cardBody])) {
		err = ErrNotFound
	}
	if err == nil {
		err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
			c, err = s.cardIn(ctx, tx, b, kader, serial)
			return err
		})
	}
	if err != nil {
		return ShownCard{}, fmt.Errorf("card: %w", err)
	}
	return c, nil
}

func (s *Store) cardIn(ctx context.Context, tx pgx.Tx, b BranchID, id planner.KaderID, serial int) (c ShownCard, err error) {
	k, err := kaderIn(ctx, tx, id)
	if err != nil {
		return c, err
	}
	today, err := s.todayIn(ctx, tx, b)
	if err != nil {
		return c, err
	}
	now, err := cardSerial(ctx, tx, id)
	if err != nil {
		return c, err
	}
	switch {
	case serial != now:
		return ShownCard{State: CardTaken}, nil
	case !k.UnderContract(today):
		return ShownCard{State: CardExpired, Until: k.Until}, nil
	case k.Status != planner.KaderActive:
		return ShownCard{State: CardIdle}, nil
	}
	c = ShownCard{State: CardGood, Name: k.Name, Until: k.Until}
	c.Photo, err = photoIn(ctx, tx, id)
	return c, err
}

// look counts a look at a card of a branch, whatever it comes to, and refuses an address
// that looks too often. It tells what the branch's codes are signed with. Looks are kept
// for as long as they count.
func (s *Store) look(ctx context.Context, b BranchID, address string) (key []byte, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var looks int
		err := tx.QueryRow(ctx, `
			select k.secret, (select count(*) from card_look l where l.branch_id = $1 and l.address = $2 and l.at > moment() - interval '1 minute')
			from card_key k
			where k.branch_id = $1`, b, address).Scan(&key, &looks)
		if err != nil {
			return missing(err)
		}
		if looks >= mostLooks {
			return ErrTooMany
		}
		_, err = tx.Exec(ctx, `
			with old as (delete from card_look where branch_id = $1 and at < moment() - interval '1 minute')
			insert into card_look (branch_id, address) values ($1, $2)`, b, address)
		return err
	})
	return key, err
}

// cardSerial is the number of the kader's card that is good.
func cardSerial(ctx context.Context, tx pgx.Tx, id planner.KaderID) (serial int, err error) {
	err = tx.QueryRow(ctx, "select coalesce((select serial from card where kader_id = $1), 1)", id).Scan(&serial)
	if err != nil {
		return 0, fmt.Errorf("card of kader %d: %w", id, err)
	}
	return serial, nil
}

func cardSeal(key, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return mac.Sum(nil)[:cardCode-cardBody]
}

// cardKeyIn is the branch's key, made when it is first asked for.
func cardKeyIn(ctx context.Context, tx pgx.Tx, b BranchID) (key []byte, err error) {
	err = tx.QueryRow(ctx, "select secret from card_key where branch_id = $1", b).Scan(&key)
	if !errors.Is(missing(err), ErrNotFound) {
		return key, err
	}
	fresh := make([]byte, sha256.Size)
	_, _ = rand.Read(fresh) // never fails
	if _, err = tx.Exec(ctx, "insert into card_key (branch_id, secret) values ($1, $2) on conflict do nothing", b, fresh); err != nil {
		return nil, err
	}
	err = tx.QueryRow(ctx, "select secret from card_key where branch_id = $1", b).Scan(&key)
	return key, err
}

// CardCode is the code on a kader's card that is good.
func (s *Store) CardCode(ctx context.Context, b BranchID, id planner.KaderID) (code string, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		key, err := cardKeyIn(ctx, tx, b)
		if err != nil {
			return err
		}
		serial, err := cardSerial(ctx, tx, id)
		if err != nil {
			return err
		}
		body := binary.BigEndian.AppendUint16(nil, uint16(b))
		body = binary.BigEndian.AppendUint32(body, uint32(id))
		body = binary.BigEndian.AppendUint16(body, uint16(serial))
		code = base64.RawURLEncoding.EncodeToString(append(body, cardSeal(key, body)...))
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("code of the card of kader %d: %w", id, err)
	}
	return code, nil
}

// CardState is what the public page says of a kader's present card today. ErrNotFound.
func (s *Store) CardState(ctx context.Context, b BranchID, id planner.KaderID) (state CardState, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		serial, err := cardSerial(ctx, tx, id)
		if err != nil {
			return err
		}
		shown, err := s.cardIn(ctx, tx, b, id, serial)
		state = shown.State
		return err
	})
	if err != nil {
		return "", fmt.Errorf("card of kader %d: %w", id, err)
	}
	return state, nil
}

// mostCards is the last card that a kader can have.
const mostCards = 1<<16 - 1

// ErrCards: a kader has had as many cards as there can be.
var ErrCards = errors.New("kader has had too many cards")

// TakeCard takes a kader's card back: its code is good no more, and the kader's phone
// shows another from its next pack on. ErrNotFound: no such kader.
func (s *Store) TakeCard(ctx context.Context, b BranchID, id planner.KaderID, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := kaderIn(ctx, tx, id); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			insert into card (branch_id, kader_id, serial) values ($1, $2, 2)
			on conflict (branch_id, kader_id) do update
			set serial = card.serial + 1, changed_at = moment()
			where card.serial < $3`, b, id, mostCards)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrCards
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "take card back", About: fmt.Sprintf("kader %d of branch %d", id, b), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("take card of kader %d back: %w", id, err)
	}
	return nil
}
