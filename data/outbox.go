package data

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Outbox is what a phone sealed and cannot send as itself: its PIN is forgotten, the
// branch has revoked it, or it is broken and a supervisor brings the file.
type Outbox struct {
	Device  DeviceID
	Sealed  [][]byte
	Address string
}

// Rescued tells what became of an outbox.
type Rescued struct {
	Kept     int `json:"kept"`     // stored for good now or before, those among them that wait for the branch
	Held     int `json:"held"`     // of them, waiting for the branch to look at them
	Rejected int `json:"rejected"` // read, and not taken
	Broken   int `json:"broken"`   // not to be opened, or not of that phone
}

// sealedRecord is what a phone seals. Its token proves that the phone wrote it.
type sealedRecord struct {
	Device DeviceID        `json:"device"`
	Token  string          `json:"token"`
	Event  json.RawMessage `json:"event"`
}

// mostDelivered is how many events are taken in one transaction.
const mostDelivered = 100

// Rescue takes an outbox, whoever brings it: each record proves by its token that the
// phone wrote it. A revoked phone's records are held. ErrNotFound: there is no such
// phone. ErrTooMany as for a login: whoever brings rubbish is slowed down.
func (s *Store) Rescue(ctx context.Context, b BranchID, o Outbox) (r Rescued, err error) {
	wrap := func(err error) error { return fmt.Errorf("outbox of device %s: %w", o.Device, err) }
	if err := s.try(ctx, "outbox", o.Address); err != nil {
		return r, wrap(err)
	}
	kader, account, hash, err := s.writer(ctx, b, o.Device)
	if err != nil {
		return r, wrap(err)
	}
	texts, err := s.OpenSealed(ctx, b, o.Sealed)
	if err != nil {
		return r, wrap(err)
	}
	d := Delivery{Device: o.Device.String(), Account: account, Kader: kader}
	for _, text := range texts {
		var record sealedRecord
		if text == nil || json.Unmarshal(text, &record) != nil || record.Device != o.Device || string(hashed(record.Token)) != string(hash) {
			r.Broken++
			continue
		}
		e, body, why := planner.ReadEvent(record.Event)
		d.Events = append(d.Events, Arrival{Event: e, Body: body, Why: why})
	}
	if r.Broken < len(o.Sealed) {
		if err := s.forgive(ctx, "outbox", o.Address); err != nil {
			return r, wrap(err)
		}
	}
	return r, s.deliver(ctx, b, d, &r)
}

// deliver syncs a delivery in parts and counts what becomes of it.
func (s *Store) deliver(ctx context.Context, b BranchID, d Delivery, r *Rescued) error {
	for all := d.Events; len(all) > 0; all = all[len(d.Events):] {
		d.Events = all[:min(len(all), mostDelivered)]
		out, err := s.Sync(ctx, b, d)
		if err != nil {
			return err
		}
		for _, j := range out.Judged {
			switch j.Verdict {
			case Rejected:
				r.Rejected++
				continue
			case Held:
				r.Held++
			}
			r.Kept++
		}
	}
	return nil
}

// writer is who works with a phone, revoked or not, and the hash of its token.
func (s *Store) writer(ctx context.Context, b BranchID, d DeviceID) (kader planner.KaderID, account int64, hash []byte, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select kader_id, account_id, token_hash from device where branch_id = $1 and id = $2", b, d).Scan(&kader, &account, &hash)
	})
	return kader, account, hash, missing(err)
}
