package data

import (
	"errors"
	"fmt"
)

// PlanFailure says why a plan, or a unit of one, came to nothing, as a code that
// every language has words for. The detail is in the log of the worker. Plans that
// failed before there were codes have a text of their own: whoever words a failure
// takes what it does not know for FailedOther.
type PlanFailure string

// Why plans fail.
const (
	FailedInput       PlanFailure = "INPUT"          // what was asked for makes no sense, or no longer
	FailedTerritories PlanFailure = "NO_TERRITORIES" // none are in force
	FailedCheck       PlanFailure = "CHECK"          // the plan did not pass its own check
	FailedWorkers     PlanFailure = "WORKERS"        // the workers died over it again and again
	FailedOther       PlanFailure = "OTHER"
)

// ErrNoTerritories marks a day on which no territory plan is in force. It is an
// ErrNotFound too.
var ErrNoTerritories = fmt.Errorf("no territories in force: %w", ErrNotFound)

// ErrNoHouseholds marks a plan for a place in which the branch has no household.
var ErrNoHouseholds = errors.New("no households there")
