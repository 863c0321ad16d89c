package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"binaan/data"
	"binaan/data/importer"
	"binaan/planner"
	"binaan/planner/territory"
)

// reader is a request in a language.
func reader(t *testing.T, en bool) context.Context {
	t.Helper()
	return context.WithValue(t.Context(), languageKey{}, en)
}

func TestEveryProblemHasASentenceOfItsOwnInBothLanguages(t *testing.T) {
	sentence := regexp.MustCompile(`^[A-Z“][^\n]*[.]$|Jalankan: make web$|Run: make web$`)
	foreign := regexp.MustCompile(`(?i)\b(the|is|and|please|wrong)\b`)
	seen := map[string]error{}
	for _, p := range problems {
		if !sentence.MatchString(p.indonesian) || !sentence.MatchString(p.english) || p.indonesian == p.english {
			t.Errorf("%v: %q, %q", p.err, p.indonesian, p.english)
		}
		if foreign.MatchString(p.indonesian) {
			t.Errorf("%v: %q is not Indonesian", p.err, p.indonesian)
		}
		if p.status < 400 || p.status > 599 || p.status == http.StatusInternalServerError || http.StatusText(p.status) == "" {
			t.Errorf("%v: status %d", p.err, p.status)
		}
		if other := seen[p.indonesian]; other != nil {
			t.Errorf("%v is told as %v is: %q", p.err, other, p.indonesian)
		}
		seen[p.indonesian] = p.err
	}
}

// The first that fits is told: one that holds another must come before it.
func TestNoProblemStandsBehindAnotherThatHidesIt(t *testing.T) {
	for i, p := range problems {
		for _, before := range problems[:i] {
			if errors.Is(p.err, before.err) {
				t.Errorf("%v is always told as %v", p.err, before.err)
			}
		}
	}
}

func TestProblemsAreFoundHoweverWrapped(t *testing.T) {
	for _, p := range problems {
		err := fmt.Errorf("plan 7 of branch 9901: %w", fmt.Errorf("select from household: %w", p.err))
		for en, want := range map[bool]string{false: p.indonesian, true: p.english} {
			told := explain(reader(t, en), err)
			if told.Status != p.status || told.Detail != want || told.Title != http.StatusText(p.status) || len(told.Errors) > 0 {
				t.Errorf("%v: %+v, want %d %q", p.err, told, p.status, want)
			}
			asks := errors.Is(p.err, data.ErrCodeNeeded) || errors.Is(p.err, data.ErrCode)
			if (told.Type == codeAsked) != asks {
				t.Errorf("%v: type %q", p.err, told.Type)
			}
		}
	}
}

// What happened inside is for the log alone.
func TestAFaultOfOursIsToldWithoutDetail(t *testing.T) {
	err := fmt.Errorf("household 77 of 9901010101010001: %w", errors.New(`relation "household" does not exist`))
	for en, want := range map[bool]string{false: "Terjadi gangguan. Coba lagi sebentar lagi.", true: "Something went wrong. Try again in a moment."} {
		told := explain(reader(t, en), err)
		if told.Status != http.StatusInternalServerError || told.Detail != want || strings.Contains(fmt.Sprintf("%+v", told), "household") {
			t.Errorf("%+v", told)
		}
	}
}

func TestConflictsNameWhoAndWhatIsInTheWay(t *testing.T) {
	day := planner.Day(20_780)
	for _, c := range []struct {
		err   error
		names []string
	}{
		{&data.AwayError{Away: planner.Away{First: day, Last: day + 3}}, []string{day.String(), (day + 3).String()}},
		{&data.TakenError{Plan: 12, Name: "Wilayah Januari", By: "siti", Day: day}, []string{"#12", "Wilayah Januari", "siti", day.String()}},
		{&data.LockedError{Kader: 3, Name: "Budi"}, []string{"Budi"}},
		{&data.DoneError{What: data.ErrTaskOpen, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrTaskDone, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrContractNumber, Who: "Budi", Day: day}, []string{"Budi", day.String()}},
		{&data.DoneError{What: data.ErrLetterNumber, Who: "Budi", Day: day}, []string{"Budi", day.String()}},
		{&data.DoneError{What: data.ErrTakenBack, Who: "Budi", Day: day}, []string{"Budi", day.String()}},
		{&data.DoneError{What: importer.ErrExcluded, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrRevised, Who: "Budi", Day: day}, []string{"Budi", day.String()}},
		{&data.DoneError{What: data.ErrBinned, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrDecided, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrAnswered, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrMonthClosed, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.MonthFirst{Month: day.Month()}, []string{day.Month().String()}},
		{&data.DoneError{What: data.ErrImportCancelled, Who: "Siti", Day: day, To: "kk.csv"}, []string{"Siti", day.String(), "kk.csv"}},
		{&data.DoneError{What: data.ErrImportEnded, Who: "Siti", Day: day, To: "kk.csv"}, []string{"Siti", day.String(), "kk.csv"}},
		{&data.DoneError{What: importer.ErrUndone, Who: "Siti", Day: day, To: "kk.csv"}, []string{"Siti", day.String(), "kk.csv"}},
		{&data.DoneError{What: importer.ErrLater, Who: "Siti", Day: day, To: "kk.csv"}, []string{"Siti", day.String(), "kk.csv"}},
		{&data.DoneError{What: data.ErrInUse, Who: "Siti", Day: day, To: "kk.csv"}, []string{"Siti", "kk.csv"}},
		{&data.DoneError{What: data.ErrPlanCancelled, Who: "Siti", Day: day, To: "#3 Wilayah"}, []string{"Siti", day.String(), "#3 Wilayah"}},
		{&data.DoneError{What: data.ErrPlanEnded, Who: "Siti", Day: day, To: "#3 Wilayah"}, []string{"Siti", day.String(), "#3 Wilayah"}},
		{&data.DoneError{What: data.ErrPlanUnfinished, Who: "Siti", Day: day, To: "#3 Wilayah"}, []string{"Siti", "#3 Wilayah"}},
		{&data.DoneError{What: data.ErrReplaced, Who: "Siti", Day: day, To: "#3 Wilayah"}, []string{"Siti", day.String(), "#3 Wilayah"}},
		{&data.DoneError{What: data.ErrBegun, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrPublished, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrNotPublished, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrNotBinned, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrLogin, Who: "Siti"}, []string{"Siti"}},
		{&data.DoneError{What: territory.ErrUndone, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: territory.ErrNoProposal, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: territory.ErrStale, Who: "Siti", Day: day, To: "kk.csv"}, []string{"Siti", day.String(), "kk.csv"}},
		{&data.DoneError{What: &territory.ConflictError{}, Who: "Siti", Day: day}, []string{"Siti", day.String()}},
		{&data.DoneError{What: data.ErrHandedOver, Who: "Budi", Day: day}, []string{"Budi", day.String()}},
	} {
		in := map[bool]string{}
		for _, en := range []bool{false, true} {
			told := explain(reader(t, en), fmt.Errorf("publish: %w", c.err))
			if told.Status != http.StatusConflict || strings.Contains(told.Detail, "%!") {
				t.Errorf("%T: %d %q", c.err, told.Status, told.Detail)
			}
			for _, name := range c.names {
				if !strings.Contains(told.Detail, name) {
					t.Errorf("%T does not name %s: %q", c.err, name, told.Detail)
				}
			}
			in[en] = told.Detail
		}
		if in[false] == in[true] {
			t.Errorf("%T is told in one language: %q", c.err, in[true])
		}
	}
}

// PostgreSQL that ended for want of room is away: people are told what somebody has to do.
func TestADatabaseThatIsAwayForWantOfRoomIsToldAsFull(t *testing.T) {
	for lack, want := range map[error]error{nil: data.ErrAway, syscall.ENOSPC: data.ErrFull, syscall.EROFS: data.ErrReadOnly, errors.New("other"): data.ErrAway} {
		ctx := context.WithValue(reader(t, false), roomKey{}, func() error { return lack })
		if got := outageOf(ctx, fmt.Errorf("plan 7: %w", data.ErrAway)); !errors.Is(got, want) {
			t.Errorf("room %v: %v, want %v", lack, got, want)
		}
		if got := outageOf(ctx, data.ErrConflict); got != nil {
			t.Errorf("a conflict is %v", got)
		}
	}
}

func TestOnlyWhoeverIsToldToWaitIsToldHowLong(t *testing.T) {
	for _, p := range problems {
		passing := p.status == http.StatusServiceUnavailable || p.status == http.StatusTooManyRequests
		if got := later(p.status).Get("Retry-After"); (got != "") != passing {
			t.Errorf("%v (%d): Retry-After %q", p.err, p.status, got)
		}
	}
}
