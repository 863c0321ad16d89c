package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

type boardInput struct {
	BranchPath
	Month   string       `query:"month" doc:"2026-11; this month by default"`
	Against string       `query:"against" doc:"The month to compare with; the one before by default"`
	Within  geo.AreaCode `query:"within" maxLength:"13" doc:"A kabupaten, kecamatan or desa; all by default"`
	Level   string       `query:"level" enum:"kabupaten,kecamatan,desa" doc:"Of the places; by default those just under the area"`
}

type boardOutput struct{ Body BoardAnswer }

// BoardAnswer is what a manager sees of a month: of the branch, or of an area of it.
type BoardAnswer struct {
	Version      int64               `json:"version"`
	Month        string              `json:"month"`
	Against      string              `json:"against"`
	UpTo         planner.Day         `json:"upTo"`        // the last day that counts
	AgainstUpTo  planner.Day         `json:"againstUpTo"` // as many working days of the other month
	Partial      bool                `json:"partial"`     // the month is not over: no trend is read from it
	Workdays     ledger.Workdays     `json:"workdays"`
	Covered      *planner.Day        `json:"covered,omitempty"` // payment files cover the days up to this one
	Age          data.BoardAge       `json:"age"`
	Path         []PlaceName         `json:"path" nullable:"false"` // from the branch to the area
	Now          ledger.Tally        `json:"now"`
	Before       ledger.Tally        `json:"before"`
	Land         Land                `json:"land"`
	MoneyHidden  bool                `json:"moneyHidden"` // the map tells it, in units that hide what few families paid
	Funnel       ledger.Funnel       `json:"funnel"`
	FunnelBefore ledger.Funnel       `json:"funnelBefore"`
	Change       ledger.Effects      `json:"change"`
	Places       []BoardPlace        `json:"places" nullable:"false"`
	Kader        []KaderRow          `json:"kader" nullable:"false"`
	Spread       ledger.Distribution `json:"spread"` // of visits over kader
	Actions      []Action            `json:"actions" nullable:"false"`
	Territories  bool                `json:"territories"` // a plan is in force
	Noted        []data.MonthNote    `json:"noted" nullable:"false" doc:"Notes of the months of the trend, of the area, around it and in it"`
}

// PlaceName is an area of a path.
type PlaceName struct {
	Area   geo.AreaCode `json:"area"`
	Name   string       `json:"name"`
	Around string       `json:"around,omitempty"` // the name of the area around it
}

// Land is who lives in a place.
type Land struct {
	Households int            `json:"households"`
	Eligible   int            `json:"eligible"`
	Arrears    planner.Rupiah `json:"arrears"`
	Uncovered  int            `json:"uncovered"` // eligible, in no kader's territory
	Visited    int            `json:"visited"`   // families visited in the month, each once
}

// BoardPlace is an area of a board, or several of few families that are told together.
type BoardPlace struct {
	PlaceName
	Merged      int          `json:"merged"` // how many areas are told together; 0: it is one
	Land        Land         `json:"land"`
	Now         ledger.Tally `json:"now"`
	Before      ledger.Tally `json:"before"`
	MoneyHidden bool         `json:"moneyHidden"`
}

// KaderRow is a kader of a board.
type KaderRow struct {
	ID          planner.KaderID    `json:"id"`
	Code        string             `json:"code"`
	Name        string             `json:"name"`
	Now         ledger.Tally       `json:"now"`
	Before      ledger.Tally       `json:"before"`
	MoneyHidden bool               `json:"moneyHidden"`
	Trend       []int              `json:"trend" nullable:"false"` // visits of six months, this one last
	Flags       []ledger.Deviation `json:"flags" nullable:"false"`
	Silent      int                `json:"silent"`             // working days without a word
	LastDay     *planner.Day       `json:"lastDay,omitempty"`  // the last day of which anything is known
	LastSync    *time.Time         `json:"lastSync,omitempty"` // of the phone
}

// board shows a month of a branch: what was done, of what was asked, where and by whom.
// It names no family.
func (s *server) board(ctx context.Context, in *boardInput) (*boardOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	made, err := s.boardOf(ctx, b, in.Month, in.Against)
	if err != nil {
		return nil, err
	}
	view := boardView{Board: made, in: in.Within, level: levels[in.Level], fine: fine(a)}
	if !view.fine {
		m, err := s.heatMonth(ctx, b, in.Month)
		if err != nil {
			return nil, err
		}
		view.groups = groupsOf(m)
	}
	if !view.shows(in.Within) {
		return nil, fmt.Errorf("area %s of branch %s: %w", in.Within, b.Code, data.ErrNotFound)
	}
	out := view.answer()
	out.Version, out.Path[0].Name = b.Version, b.Name
	out.Noted, err = s.noted(ctx, b, made.Month, in.Within)
	return &boardOutput{out}, err
}

// noted are the notes of the months of a trend that say something of an area. They are read
// anew: a note changes no version of the data.
func (s *server) noted(ctx context.Context, b data.Branch, month ledger.Period, area geo.AreaCode) ([]data.MonthNote, error) {
	all, err := s.store.Notes(ctx, b.ID, ledger.Period{Text: month.Text, From: month.From.AddMonths(1 - data.TrendMonths), Until: month.Until})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(n data.MonthNote) bool { return !ledger.Within(area, n.Area) && !ledger.Within(n.Area, area) }), nil
}

// bytesOfBoard is about what a board takes of memory.
func bytesOfBoard(b data.Board) int {
	const spot, name = 200, 150
	return spot*(len(b.Now.Spots)+len(b.Before.Spots)) + name*len(b.Areas)
}

// toldFor is how long what was made of events is kept though none came in: one may have
// been written down later than it was received.
const toldFor = 5 * time.Minute

// told names what a branch's events have come to, which no version of its files counts:
// phones tell of visits all day, and each would have everything of the branch made anew.
func (s *server) told(ctx context.Context, b data.Branch) (string, error) {
	at, err := s.store.LastEvent(ctx, b.ID)
	return fmt.Sprint(at.UnixMicro(), s.store.Now().Truncate(toldFor).Unix()), err
}

// boardOf is the board of a month, made once a version, a day and what was told.
func (s *server) boardOf(ctx context.Context, b data.Branch, month, against string) (data.Board, error) {
	m, err := s.monthOf(b, month)
	if err != nil {
		return data.Board{}, err
	}
	if against == "" {
		against = m.First().AddMonths(-1).Month().String()
	}
	o, err := s.monthOf(b, against)
	if err != nil {
		return data.Board{}, err
	}
	if m.First() > s.today(b) || o.First() > s.today(b) {
		return data.Board{}, fmt.Errorf("%w: a month to come", errInput)
	}
	told, err := s.told(ctx, b)
	if err != nil {
		return data.Board{}, err
	}
	view := fmt.Sprint(m, o, s.today(b), told)
	return s.boards.of(ctx, b, view, func(ctx context.Context) (data.Board, error) {
		is, err := ledger.ParsePeriod(m.String())
		if err != nil {
			return data.Board{}, fmt.Errorf("%w: %w", err, errInput)
		}
		was, err := ledger.ParsePeriod(o.String())
		if err != nil {
			return data.Board{}, fmt.Errorf("%w: %w", err, errInput)
		}
		return s.store.Board(ctx, b, is, was)
	})
}
