package data

import (
	"fmt"
	"time"
)

// Clock is what counts as the present: the clock on the wall moved by a constant,
// so that a drill has another day and its seconds still pass. The zero Clock is
// the wall's. Stopwatches, budgets of solvers and the job queue run on the wall's own.
type Clock struct {
	shift time.Duration
	zone  *time.Location // of the moment it was set to; nil: the machine's
}

// ClockAt is a clock that stands at a moment now and goes on from there.
func ClockAt(moment time.Time) Clock { return Clock{time.Until(moment), moment.Location()} }

// Now is the present.
func (c Clock) Now() time.Time {
	now := time.Now().Add(c.shift)
	if c.zone != nil {
		now = now.In(c.zone)
	}
	return now
}

// Drill tells whether the present is another one than the wall's.
func (c Clock) Drill() bool { return c.zone != nil }

// setting has a connection's SQL function moment() ask this clock.
func (c Clock) setting() string {
	return fmt.Sprintf("set binaan.shift = '%d microseconds'", c.shift.Microseconds())
}
