package main

import (
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// stopwatch counts the time that a file is given: by the clock, or, on a machine that
// others use as well, by what this process had of its processors.
type stopwatch struct{ processor bool }

func (w *stopwatch) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&w.processor, "processor-time", false, "count the processor time of this process instead of the clock")
}

// start begins to count; what it returns is the time since then.
func (w stopwatch) start() (since func() time.Duration) {
	if !w.processor {
		begin := time.Now()
		return func() time.Duration { return time.Since(begin) }
	}
	begin := processorTime()
	return func() time.Duration { return processorTime() - begin }
}

// processorTime is what all threads of this process have used.
func processorTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
