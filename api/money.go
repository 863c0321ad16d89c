package api

import (
	"context"

	"binaan/data"
	"binaan/planner/ledger"
)

type moneyInput struct {
	BranchPath
	State data.MoneyState `query:"state" enum:"review,matched,refused,reversed,rule" default:"review"`
	After data.MoneyRowID `query:"after" minimum:"0" doc:"Where the page before ended: its last row"`
}

// MoneyQueue is a page of payments.
type MoneyQueue struct {
	Rows  []data.MoneyReview `json:"rows"`
	Total int64              `json:"total"` // in the state, on all pages
}

type moneyOutput struct{ Body MoneyQueue }

// moneyPage is how many payments a page holds.
const moneyPage = 50

// payments are those that wait for somebody, or were decided, with the families that
// may be meant and what speaks for each; numbers are masked.
func (s *server) payments(ctx context.Context, in *moneyInput) (*moneyOutput, error) {
	b, reader, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	rows, total, err := s.store.MoneyQueue(ctx, b.ID, in.State, in.After, moneyPage, reader.ID)
	return &moneyOutput{MoneyQueue{rows, total}}, err
}

type MoneyPath struct {
	BranchPath
	ID data.MoneyRowID `path:"id" minimum:"1"`
}

type creditInput struct {
	MoneyPath
	Body struct {
		Shares []ledger.Portion `json:"shares" minItems:"1" maxItems:"200" doc:"What each family gets; together what nobody has yet"`
	}
}

// creditPayment says whose a payment is: one family's, or many's.
func (s *server) creditPayment(ctx context.Context, in *creditInput) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.CreditMoney(ctx, b.ID, in.ID, in.Body.Shares, by.Login)
}

// refusePayment says that a payment is nobody's here.
func (s *server) refusePayment(ctx context.Context, in *MoneyPath) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.RefuseMoney(ctx, b.ID, in.ID, by.Login)
}

type SharePath struct {
	BranchPath
	ID int64 `path:"id" minimum:"1"`
}

// uncreditPayment takes a family's part of a payment back; it waits again.
func (s *server) uncreditPayment(ctx context.Context, in *SharePath) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.UncreditMoney(ctx, b.ID, in.ID, by.Login)
}

type nameInput struct {
	MoneyPath
	Body struct {
		Number string `json:"number" pattern:"^[0-9]{13,16}$" doc:"KK, virtual account or card, whole"`
	}
}

// namePayment puts the families of a number beside a payment that waits.
func (s *server) namePayment(ctx context.Context, in *nameInput) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.NameMoney(ctx, b.ID, in.ID, in.Body.Number, by.Login)
}

type moneyRuleOutput struct{ Body data.MoneyRule }

// rehearsePayment tells what the decision about a payment would have done as a rule.
func (s *server) rehearsePayment(ctx context.Context, in *MoneyPath) (*moneyRuleOutput, error) {
	b, _, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	rule, err := s.store.RehearseMoney(ctx, b.ID, in.ID)
	return &moneyRuleOutput{rule}, err
}

// rulePayment makes the decision about a payment a rule from today on.
func (s *server) rulePayment(ctx context.Context, in *MoneyPath) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.RuleMoney(ctx, b.ID, in.ID, by.Login)
}

// endPaymentRule has payments of today on looked at again.
func (s *server) endPaymentRule(ctx context.Context, in *MoneyPath) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.EndMoneyRule(ctx, b.ID, in.ID, by.Login)
}
