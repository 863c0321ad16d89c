package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"binaan/data"
)

// clockFlag is --now: the moment that a test or a drill takes for the present. Time
// goes on from there. Without it the clock is the one on the wall.
type clockFlag struct {
	data.Clock
	text string
}

func (f *clockFlag) add(cmd *cobra.Command) {
	cmd.Flags().Var(f, "now", "for tests and drills: the moment to begin at, 2027-02-28T23:30:00+07:00 (default: the present)")
}

// Set reads a moment.
func (f *clockFlag) Set(s string) error {
	moment, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return fmt.Errorf("%q is no moment such as 2027-02-28T23:30:00+07:00", s)
	}
	f.Clock, f.text = data.ClockAt(moment), s
	return nil
}

// String is the moment as it was given.
func (f *clockFlag) String() string { return f.text }

// Type names the value in the help.
func (f *clockFlag) Type() string { return "TIME" }
