package api

import (
	"context"
	"slices"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

type tasksOutput struct{ Body data.TaskBook }

func (s *server) tasks(ctx context.Context, in *BranchPath) (*tasksOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	book, err := s.store.Tasks(ctx, b.ID, s.today(b))
	return &tasksOutput{book}, err
}

type openTaskInput struct {
	BranchPath
	Body struct {
		Deviation ledger.Deviation `json:"deviation" enum:"SILENT,DROP,BROKEN,BELOW"`
		Kader     planner.KaderID  `json:"kader"`
		Owner     int64            `json:"owner" doc:"An account of the branch's office"`
		Due       planner.Day      `json:"due"`
		What      string           `json:"what" minLength:"1" maxLength:"200"`
	}
}

type numberOutput struct {
	Body struct {
		ID int64 `json:"id"`
	}
}

// openTask gives a deviation of a kader to somebody.
func (s *server) openTask(ctx context.Context, in *openTaskInput) (*numberOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	t, out := in.Body, &numberOutput{}
	out.Body.ID, err = s.store.OpenTask(ctx, b.ID, data.Task{Deviation: t.Deviation, Kader: t.Kader, Owner: t.Owner, Due: t.Due, What: t.What, Opened: s.today(b)}, by(ctx))
	return out, err
}

type closeTaskInput struct {
	NumberPath
	Body struct {
		Outcome string `json:"outcome" minLength:"1" maxLength:"200"`
	}
}

// closeTask writes down what came of a task. Whether that helped is for the board of
// this month to say.
func (s *server) closeTask(ctx context.Context, in *closeTaskInput) (*struct{}, error) {
	b, who, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	board, err := s.boardOf(ctx, b, "", "")
	if err != nil {
		return nil, err
	}
	return nil, s.store.CloseTask(ctx, b.ID, in.ID, data.TaskClosing{
		Day: s.today(b), Outcome: in.Body.Outcome, Anybody: who.Role != data.Supervisor,
		Stands: func(k planner.KaderID, d ledger.Deviation) bool {
			return slices.Contains(board.Deviations(k, board.Silent[k]), d)
		},
	}, by(ctx))
}

type notesInput struct {
	BranchPath
	Month   string `query:"month" doc:"2026-11; this month by default"`
	Against string `query:"against" doc:"Another month, whose notes are listed too"`
}

type notesOutput struct {
	Body struct {
		Notes []data.MonthNote `json:"notes" doc:"The oldest first"`
	}
}

func (s *server) notes(ctx context.Context, in *notesInput) (*notesOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	out := &notesOutput{}
	out.Body.Notes, err = s.notesOf(ctx, b, in.Month)
	if err != nil || in.Against == "" || in.Against == in.Month {
		return out, err
	}
	other, err := s.notesOf(ctx, b, in.Against)
	out.Body.Notes = append(other, out.Body.Notes...)
	slices.SortStableFunc(out.Body.Notes, func(p, q data.MonthNote) int { return int(p.Day - q.Day) })
	return out, err
}

// notesOf are the notes of a month, of this one by default.
func (s *server) notesOf(ctx context.Context, b data.Branch, month string) ([]data.MonthNote, error) {
	m, err := s.monthOf(b, month)
	if err != nil {
		return nil, err
	}
	return s.store.Notes(ctx, b.ID, ledger.Period{Text: m.String(), From: m.First(), Until: m.Last()})
}

type addNoteInput struct {
	BranchPath
	Body struct {
		Day   planner.Day    `json:"day"`
		Area  geo.AreaCode   `json:"area" maxLength:"13" doc:"None: the branch"`
		Cause data.NoteCause `json:"cause" enum:"BENCANA,TARIF,BERKAS,LAIN"`
		Text  string         `json:"text" minLength:"1" maxLength:"200"`
	}
}

func (s *server) addNote(ctx context.Context, in *addNoteInput) (*numberOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	n, out := in.Body, &numberOutput{}
	out.Body.ID, err = s.store.AddNote(ctx, b.ID, data.MonthNote{Day: n.Day, Area: n.Area, Cause: n.Cause, Text: n.Text}, s.today(b), by(ctx))
	return out, err
}

func (s *server) removeNote(ctx context.Context, in *NumberPath) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.RemoveNote(ctx, b.ID, in.ID, by(ctx))
}
