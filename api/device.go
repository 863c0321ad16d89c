package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"binaan/data"
	"binaan/planner"
)

// Entry is what a phone keeps from its activation.
type Entry struct {
	Device  data.DeviceID `json:"device"`
	Token   string        `json:"token" doc:"Told once; the phone shows it to begin a session"`
	SealKey []byte        `json:"sealKey" doc:"Uncompressed P-256 point that the phone seals its records to"`
	Account Account       `json:"account"`
}

type entryOutput struct {
	Cookie string `header:"Set-Cookie"`
	Body   Entry
}

type activateInput struct {
	Body struct {
		Code string `json:"code" minLength:"8" maxLength:"16"`
	}
}

// activateDevice makes a phone a kader's by a code of the branch, and begins a session.
func (s *server) activateDevice(ctx context.Context, in *activateInput) (*entryOutput, error) {
	from, _ := ctx.Value(visitKey{}).(visit)
	a, err := s.store.Activate(ctx, in.Body.Code, from.address, from.browser)
	if errors.Is(err, data.ErrNotFound) {
		return nil, errDeviceCode
	}
	if err != nil {
		return nil, err
	}
	return s.entered(ctx, a)
}

// addDevice makes the phone of a kader known who has logged in with a password.
func (s *server) addDevice(ctx context.Context, _ *struct{}) (*entryOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	from, _ := ctx.Value(visitKey{}).(visit)
	made, err := s.store.AddDevice(ctx, a.Branches[0], *a.Kader, by(ctx), from.browser)
	if err != nil {
		return nil, err
	}
	in, err := own(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.store.OnDevice(ctx, in.token, made.Device); err != nil {
		return nil, err
	}
	return s.entry(ctx, made)
}

// entered begins a session on a phone that was just made known.
func (s *server) entered(ctx context.Context, a data.Activation) (*entryOutput, error) {
	out, err := s.entry(ctx, a)
	if err != nil {
		return nil, err
	}
	out.Cookie, err = s.beginOnDevice(ctx, a.Account, a.Device)
	return out, err
}

func (s *server) entry(ctx context.Context, a data.Activation) (*entryOutput, error) {
	if len(a.Account.Branches) == 0 {
		return nil, fmt.Errorf("account %s has no branch: %w", a.Account.Login, data.ErrNotFound)
	}
	key, err := s.store.SealKey(ctx, a.Account.Branches[0].ID)
	if err != nil {
		return nil, err
	}
	return &entryOutput{Body: Entry{a.Device, a.Token, key, s.answer(ctx, a.Account).Body}}, nil
}

// beginOnDevice begins a session that ends when the phone is revoked; the one before ends.
func (s *server) beginOnDevice(ctx context.Context, a data.Account, d data.DeviceID) (cookie string, err error) {
	from, _ := ctx.Value(visitKey{}).(visit)
	if before, ok := ctx.Value(sessionKey{}).(session); ok {
		if err := s.store.EndSession(ctx, before.token); err != nil {
			return "", err
		}
	}
	token, err := s.store.BeginSession(ctx, a.ID, from.address, from.browser)
	if err != nil {
		return "", err
	}
	if err := s.store.OnDevice(ctx, token, d); err != nil {
		return "", err
	}
	return s.login.named(token, data.SessionMost), nil
}

type deviceSessionInput struct {
	Body struct {
		Branch string        `json:"branch" minLength:"1" maxLength:"16"`
		Device data.DeviceID `json:"device"`
		Token  string        `json:"token" minLength:"1" maxLength:"128"`
	}
}

// enterByDevice begins a session of a known phone: its own ends with every idle half
// hour, and nobody types a password at a door.
func (s *server) enterByDevice(ctx context.Context, in *deviceSessionInput) (*accountOutput, error) {
	b, err := s.store.Branch(ctx, in.Body.Branch)
	if err != nil {
		return nil, err
	}
	a, err := s.store.DeviceAccount(ctx, b.ID, data.DeviceEntry{Device: in.Body.Device, Token: in.Body.Token})
	if err != nil {
		return nil, err
	}
	cookie, err := s.beginOnDevice(ctx, a, in.Body.Device)
	if err != nil {
		return nil, err
	}
	out := s.answer(ctx, a)
	out.Cookie = cookie
	return out, nil
}

type devicesOutput struct {
	Body struct {
		Devices []data.Device `json:"devices"`
	}
}

func (s *server) devices(ctx context.Context, in *BranchPath) (*devicesOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &devicesOutput{}
	out.Body.Devices, err = s.store.Devices(ctx, b.ID)
	return out, err
}

type deviceCodeOutput struct {
	Body struct {
		Code  string          `json:"code"`
		Kader planner.KaderID `json:"kader"`
		Until time.Time       `json:"until"`
	}
}

// makeDeviceCode gives the office a code for a kader's phone.
func (s *server) makeDeviceCode(ctx context.Context, in *KaderPath) (*deviceCodeOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	out := &deviceCodeOutput{}
	out.Body.Kader = in.Kader
	out.Body.Code, out.Body.Until, err = s.store.NewDeviceCode(ctx, b, in.Kader, by(ctx))
	return out, err
}

type devicePath struct {
	BranchPath
	ID string `path:"id" maxLength:"36"`
}

// revokeDevice turns a phone away.
func (s *server) revokeDevice(ctx context.Context, in *devicePath) (*devicesOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ID)
	if err != nil {
		return nil, fmt.Errorf("device %q: %w", in.ID, data.ErrNotFound)
	}
	if err := s.store.RevokeDevice(ctx, b.ID, id, by(ctx)); err != nil {
		return nil, err
	}
	return s.devices(ctx, &in.BranchPath)
}

type outboxInput struct {
	Body struct {
		Branch string        `json:"branch" minLength:"1" maxLength:"16"`
		Device data.DeviceID `json:"device"`
		Sealed [][]byte      `json:"sealed" maxItems:"1000" nullable:"false" doc:"Records as data/seal.go describes them"`
	}
}

type outboxOutput struct{ Body data.Rescued }

// rescueOutbox takes what a phone sealed, from whoever brings it: the records prove
// themselves.
func (s *server) rescueOutbox(ctx context.Context, in *outboxInput) (*outboxOutput, error) {
	b, err := s.store.Branch(ctx, in.Body.Branch)
	if err != nil {
		return nil, err
	}
	from, _ := ctx.Value(visitKey{}).(visit)
	out, err := s.store.Rescue(ctx, b.ID, data.Outbox{Device: in.Body.Device, Sealed: in.Body.Sealed, Address: from.address})
	if err != nil {
		return nil, err
	}
	return &outboxOutput{out}, nil
}
