package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/data/report"
	"binaan/planner"
	"binaan/planner/ledger"
)

type statementsInput struct {
	BranchPath
	Month string          `query:"month" doc:"2026-11; this month by default"`
	Kader planner.KaderID `query:"kader" minimum:"0" doc:"0: of all"`
}

// Statements are those of a month.
type Statements struct {
	Month      string             `json:"month"`
	Closed     bool               `json:"closed"`
	Statements []ledger.Statement `json:"statements"`
}

type statementsOutput struct{ Body Statements }

func (s *server) statements(ctx context.Context, in *statementsInput) (*statementsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return s.statementsOf(ctx, b, in.Month, in.Kader)
}

// statementsOf are the statements of a month, of all or of one; worked out once a
// version, a day and what was told.
func (s *server) statementsOf(ctx context.Context, b data.Branch, text string, of planner.KaderID) (*statementsOutput, error) {
	month, err := s.monthOf(b, text)
	if err != nil {
		return nil, err
	}
	told, err := s.told(ctx, b)
	if err != nil {
		return nil, err
	}
	all, err := s.earned.of(ctx, b, fmt.Sprint(month, s.today(b), told), func(ctx context.Context) ([]ledger.Statement, error) {
		return s.store.Statements(ctx, b.ID, month.First(), 0)
	})
	out := &statementsOutput{Statements{Month: month.String(), Statements: []ledger.Statement{}}}
	for _, st := range all {
		if of == 0 || st.Kader == of {
			out.Body.Statements = append(out.Body.Statements, st)
			out.Body.Closed = out.Body.Closed || st.Closed
		}
	}
	return out, err
}

type ownStatementInput struct {
	Month string `query:"month" doc:"2026-11; this month by default"`
}

// ownStatement is the kader's own, line by line; what the server says, not the phone.
func (s *server) ownStatement(ctx context.Context, in *ownStatementInput) (*statementsOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	return s.statementsOf(ctx, a.Branches[0], in.Month, *a.Kader)
}

type closeInput struct {
	BranchPath
	Month string `path:"month" doc:"2026-11"`
}

// closeMonth closes a month: its statements stay, what is learned later stands in the
// next one.
func (s *server) closeMonth(ctx context.Context, in *closeInput) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	month, err := s.monthOf(b, in.Month)
	if err != nil {
		return nil, err
	}
	return nil, s.store.CloseMonth(ctx, b, month.First(), by.Login)
}

type evaluationInput struct {
	BranchPath
	Period string `query:"period" required:"true" maxLength:"12" doc:"2026, 2026-Q4, 2026-11, 2026-11-W2 or 2026-11-W4"`
}

type evaluationOutput struct{ Body report.Pack }

// evaluation is how a period compares with its targets; it names no family.
func (s *server) evaluation(ctx context.Context, in *evaluationInput) (*evaluationOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	e, err := s.evaluated(ctx, b, in.Period)
	return &evaluationOutput{e}, err
}

// evaluated is a period's evaluation, without the statements, which name families;
// worked out once a version, a day and what was told.
func (s *server) evaluated(ctx context.Context, b data.Branch, text string) (report.Pack, error) {
	period, err := ledger.ParsePeriod(text)
	if err != nil {
		return report.Pack{}, err
	}
	told, err := s.told(ctx, b)
	if err != nil {
		return report.Pack{}, err
	}
	e, err := s.evaluations.of(ctx, b, fmt.Sprint(period.Text, s.today(b), told), func(ctx context.Context) (report.Pack, error) {
		e, err := report.Make(ctx, s.store, b, period)
		e.Statements = nil
		return e, err
	})
	if err != nil {
		return report.Pack{}, err
	}
	e.Made = s.store.Now()
	e.Reasons, err = s.store.Notes(ctx, b.ID, period)
	return e, err
}

type trendOutput struct{ Body []data.ArrearsTrend }

// arrearsTrend is what the branch's families owed, month by month.
func (s *server) arrearsTrend(ctx context.Context, in *BranchPath) (*trendOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	trend, err := s.store.ArrearsTrends(ctx, b.ID)
	if trend == nil {
		trend = []data.ArrearsTrend{}
	}
	return &trendOutput{trend}, err
}

type disputeInput struct {
	Body struct {
		Month string `json:"month" doc:"2026-11"`
		Line  string `json:"line" minLength:"1" maxLength:"200" doc:"kind/reference/household of the line"`
		Said  string `json:"said" minLength:"5" maxLength:"280"`
	}
}

type disputeOutput struct{ Body data.Dispute }

// dispute is a kader's word that a line of the own statement is wrong.
func (s *server) dispute(ctx context.Context, in *disputeInput) (*disputeOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	month, err := s.monthOf(a.Branches[0], in.Body.Month)
	if err != nil {
		return nil, err
	}
	d, err := s.store.AddDispute(ctx, a.Branches[0].ID, data.Dispute{Kader: *a.Kader, Month: month.First(), Line: in.Body.Line, Said: in.Body.Said, SaidBy: a.Login})
	return &disputeOutput{d}, err
}

type disputesOutput struct{ Body []data.Dispute }

// ownDisputes are the kader's own, with the branch's answers.
func (s *server) ownDisputes(ctx context.Context, _ *struct{}) (*disputesOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	all, err := s.store.Disputes(ctx, a.Branches[0].ID, *a.Kader)
	return &disputesOutput{all}, err
}

func (s *server) disputes(ctx context.Context, in *BranchPath) (*disputesOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Disputes(ctx, b.ID, 0)
	return &disputesOutput{all}, err
}

type answerInput struct {
	BranchPath
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Answer string `json:"answer" minLength:"5" maxLength:"280"`
	}
}

// answerDispute answers it; the line stays, a correction is another line.
func (s *server) answerDispute(ctx context.Context, in *answerInput) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.AnswerDispute(ctx, b.ID, in.ID, in.Body.Answer, by.Login)
}
