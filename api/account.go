package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

type accountsOutput struct {
	Body struct {
		Accounts []data.AccountRow `json:"accounts"`
	}
}

func (s *server) accounts(ctx context.Context, _ *struct{}) (*accountsOutput, error) {
	out := &accountsOutput{}
	var err error
	out.Body.Accounts, err = s.store.Accounts(ctx)
	return out, err
}

type addAccountInput struct {
	Body struct {
		Login    string       `json:"login" pattern:"^[a-z0-9._@-]{3,64}$"`
		Name     string       `json:"name" minLength:"1" maxLength:"80"`
		Role     data.Role    `json:"role" enum:"admin,officer,supervisor,kader,manager"`
		Branches []string     `json:"branches" doc:"Codes of the branches the account belongs to"`
		Kader    string       `json:"kader,omitempty" maxLength:"40" doc:"Code of the kader for whom a kader's account speaks"`
		Until    *planner.Day `json:"until,omitempty" doc:"Last day on which the person may log in"`
	}
}

// NewAccount tells the password of a new account, once.
type NewAccount struct {
	ID       int64  `json:"id"`
	Login    string `json:"login"`
	Password string `json:"password"`
}

type newAccountOutput struct{ Body NewAccount }

// addAccount makes an account with a password of its own making.
func (s *server) addAccount(ctx context.Context, in *addAccountInput) (*newAccountOutput, error) {
	n := data.NewAccount{Login: in.Body.Login, Name: in.Body.Name, Role: in.Body.Role, Password: data.NewPassword(), Made: true, Until: in.Body.Until, By: by(ctx)}
	for _, code := range in.Body.Branches {
		b, err := s.store.Branch(ctx, code)
		if err != nil {
			return nil, fmt.Errorf("branch %q: %w", code, err)
		}
		n.Branches = append(n.Branches, b.ID)
	}
	if (n.Role == data.KaderRole) != (in.Body.Kader != "") {
		return nil, fmt.Errorf("kader %q of a %s: %w", in.Body.Kader, n.Role, errInput)
	}
	if in.Body.Kader != "" && len(n.Branches) == 1 {
		var err error
		if n.Kader, err = s.store.KaderByCode(ctx, n.Branches[0], in.Body.Kader); err != nil {
			return nil, err
		}
	}
	id, err := s.store.AddAccount(ctx, n)
	if err != nil {
		return nil, err
	}
	return &newAccountOutput{NewAccount{id, n.Login, n.Password}}, nil
}

// by is who asks, and from where.
func by(ctx context.Context) data.By {
	in, _ := ctx.Value(sessionKey{}).(session)
	from, _ := ctx.Value(visitKey{}).(visit)
	return data.By{Account: in.account.ID, Address: from.address}
}

// UserPath is an account of a path.
type UserPath struct {
	ID int64 `path:"id" minimum:"1"`
}

type changeAccountInput struct {
	UserPath
	Body struct {
		Disabled bool         `json:"disabled"`
		Until    *planner.Day `json:"until" doc:"Last day; null for none"`
	}
}

// changeAccount ends an account, at once or on a day, or opens it again.
func (s *server) changeAccount(ctx context.Context, in *changeAccountInput) (*struct{}, error) {
	if err := s.store.SetUntil(ctx, in.ID, in.Body.Until, by(ctx)); err != nil {
		return nil, err
	}
	return nil, s.store.SetDisabled(ctx, in.ID, in.Body.Disabled, by(ctx))
}

// newPassword gives an account a password of our making, for who forgot theirs.
func (s *server) newPassword(ctx context.Context, in *UserPath) (*newAccountOutput, error) {
	password, err := s.store.RenewPassword(ctx, in.ID, by(ctx))
	return &newAccountOutput{NewAccount{ID: in.ID, Password: password}}, err
}

type unbindInput struct {
	UserPath
	Code string `path:"code" maxLength:"12" doc:"Code of the branch"`
}

func (s *server) unbind(ctx context.Context, in *unbindInput) (*struct{}, error) {
	b, err := s.store.Branch(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	return nil, s.store.Unbind(ctx, in.ID, b, by(ctx))
}

type sessionsOutput struct {
	Body struct {
		Sessions []data.Session `json:"sessions"`
		Present  data.SessionID `json:"present"` // the one that asks; 0 when it is none of them
	}
}

func (s *server) sessionsOf(ctx context.Context, in *UserPath) (*sessionsOutput, error) {
	return s.listSessions(ctx, in.ID)
}

func (s *server) listSessions(ctx context.Context, account int64) (*sessionsOutput, error) {
	out := &sessionsOutput{}
	if in, ok := ctx.Value(sessionKey{}).(session); ok && in.account.ID == account {
		out.Body.Present = in.id
	}
	var err error
	out.Body.Sessions, err = s.store.SessionsOf(ctx, account)
	return out, err
}

func (s *server) endSessionsOf(ctx context.Context, in *UserPath) (*struct{}, error) {
	return nil, s.store.EndSessions(ctx, in.ID, by(ctx), 0)
}

func (s *server) resetTOTP(ctx context.Context, in *UserPath) (*struct{}, error) {
	return nil, s.store.ResetTOTP(ctx, in.ID, by(ctx))
}
