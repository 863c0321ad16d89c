package api

import (
	"context"
	"errors"

	"binaan/data"
)

// What people do to their own account.

func own(ctx context.Context) (session, error) {
	in, ok := ctx.Value(sessionKey{}).(session)
	if !ok {
		return in, errLogin
	}
	return in, nil
}

type changePasswordInput struct {
	Body struct {
		Present secret `json:"present" minLength:"1" maxLength:"256"`
		Next    secret `json:"next" minLength:"1" maxLength:"256"`
	}
}

// changePassword ends all other sessions.
func (s *server) changePassword(ctx context.Context, in *changePasswordInput) (*struct{}, error) {
	me, err := own(ctx)
	if err != nil {
		return nil, err
	}
	err = s.store.ChangePassword(ctx, me.account, string(in.Body.Present), string(in.Body.Next), by(ctx), me.id)
	if errors.Is(err, data.ErrNotFound) {
		err = errPresent
	}
	return nil, err
}

func (s *server) ownSessions(ctx context.Context, _ *struct{}) (*sessionsOutput, error) {
	me, err := own(ctx)
	if err != nil {
		return nil, err
	}
	return s.listSessions(ctx, me.account.ID)
}

// endOtherSessions ends all but the one that asks.
func (s *server) endOtherSessions(ctx context.Context, _ *struct{}) (*struct{}, error) {
	me, err := own(ctx)
	if err != nil {
		return nil, err
	}
	return nil, s.store.EndSessions(ctx, me.account.ID, by(ctx), me.id)
}

type SessionPath struct {
	ID data.SessionID `path:"id" minimum:"1"`
}

func (s *server) endOwnSession(ctx context.Context, in *SessionPath) (*struct{}, error) {
	me, err := own(ctx)
	if err != nil {
		return nil, err
	}
	return nil, s.store.EndSessionOf(ctx, me.account.ID, in.ID, by(ctx))
}

type keyOutput struct{ Body data.Key }

type beginTOTPInput struct {
	Body struct {
		Present secret `json:"present" minLength:"1" maxLength:"256" doc:"Present password"`
	}
}

func (s *server) beginTOTP(ctx context.Context, in *beginTOTPInput) (*keyOutput, error) {
	me, err := own(ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.store.BeginTOTP(ctx, me.account, string(in.Body.Present), by(ctx))
	if errors.Is(err, data.ErrNotFound) {
		err = errPresent
	}
	return &keyOutput{key}, err
}

type confirmTOTPInput struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"6"`
	}
}

type recoveryOutput struct {
	Body struct {
		Codes []string `json:"codes" doc:"Each stands in for the authenticator once"`
	}
}

func (s *server) confirmTOTP(ctx context.Context, in *confirmTOTPInput) (*recoveryOutput, error) {
	me, err := own(ctx)
	if err != nil {
		return nil, err
	}
	out := &recoveryOutput{}
	out.Body.Codes, err = s.store.ConfirmTOTP(ctx, me.account, in.Body.Code, by(ctx), me.id)
	if errors.Is(err, data.ErrCode) {
		err = errOwnCode // no 401: the session holds
	}
	return out, err
}
