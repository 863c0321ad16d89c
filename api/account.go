package api

import (
	"context"
	"fmt"

	"binaan/data"
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
		Login    string    `json:"login" pattern:"^[a-z0-9._@-]{3,64}$"`
		Name     string    `json:"name" minLength:"1" maxLength:"80"`
		Role     data.Role `json:"role" enum:"admin,officer,supervisor,manager"`
		Branches []string  `json:"branches" doc:"Codes of the branches the account belongs to"`
	}
}

// NewAccount tells the password of a new account, once.
type NewAccount struct {
	ID       int64  `json:"id"`
	Login    string `json:"login"`
	Password string `json:"password"`
}

type newAccountOutput struct{ Body NewAccount }

// addAccount makes an account with a password of its own making. Accounts of
// kader are made by the command line, which knows the kader.
func (s *server) addAccount(ctx context.Context, in *addAccountInput) (*newAccountOutput, error) {
	n := data.NewAccount{Login: in.Body.Login, Name: in.Body.Name, Role: in.Body.Role, Password: data.NewPassword()}
	for _, code := range in.Body.Branches {
		b, err := s.store.Branch(ctx, code)
		if err != nil {
			return nil, fmt.Errorf("branch %q: %w", code, err)
		}
		n.Branches = append(n.Branches, b.ID)
	}
	id, err := s.store.AddAccount(ctx, n)
	if err != nil {
		return nil, err
	}
	return &newAccountOutput{NewAccount{id, n.Login, n.Password}}, nil
}
