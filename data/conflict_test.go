package data

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"binaan/planner"
)

// What two people do to each other is a conflict, which may be told and tried again;
// everything else that PostgreSQL refuses is a fault, and stays one.
func TestOnlyWhatOthersDoIsAConflict(t *testing.T) {
	for code, want := range map[string]error{
		"40001": ErrInUse, "40P01": ErrInUse, "55P03": ErrInUse, "23505": ErrConflict, "23P01": ErrConflict,
		"23503": nil, "23514": nil, "42P01": nil, "53100": nil, "57014": nil,
	} {
		fault := error(&pgconn.PgError{Code: code})
		got := contested(fmt.Errorf("write: %w", fault))
		for _, known := range []error{ErrInUse, ErrConflict} {
			if errors.Is(got, known) != errors.Is(want, known) {
				t.Errorf("%s: %v", code, got)
			}
		}
		if !errors.Is(got, fault) {
			t.Errorf("%s: what PostgreSQL said is lost: %v", code, got)
		}
	}
	if contested(nil) != nil {
		t.Error("nothing is a conflict")
	}
}

// Who was before one is told by each of these, and all of them are conflicts.
func TestWhatOthersDidBeforeIsAConflictWithAName(t *testing.T) {
	day := planner.Day(20780)
	for _, c := range []struct {
		err  error
		says string
	}{
		{&TakenError{Day: day, Plan: 7, Name: "Coba", By: "sri"}, "sri"},
		{&AwayError{planner.Away{First: day, Last: day + 2}}, (day + 2).String()},
		{&LockedError{Kader: 9, Name: "Budi"}, "9"},
		{&DoneError{What: ErrBegun, Who: "Siti", Day: day}, "Siti"},
	} {
		if wrapped := fmt.Errorf("publish: %w", c.err); !errors.Is(wrapped, ErrConflict) || !strings.Contains(wrapped.Error(), c.says) {
			t.Errorf("%v is no conflict, or does not say %q", wrapped, c.says)
		}
	}
	if !errors.Is(&DoneError{What: ErrBegun}, ErrBegun) {
		t.Error("what was done is lost")
	}
}

// What a goroutine stumbles over is an error with its place, and takes nobody else down.
func TestAPanicIsAnErrorWithItsPlace(t *testing.T) {
	err := Calmly(func() error { panic("kasus") })
	if err == nil || !strings.Contains(err.Error(), "kasus") || !strings.Contains(err.Error(), "conflict_test.go") {
		t.Errorf("%v", err)
	}
	if err := Calmly(func() error { return ErrConflict }); !errors.Is(err, ErrConflict) {
		t.Errorf("an error became %v", err)
	}
}
