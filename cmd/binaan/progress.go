package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// plainPause is how long plain lines wait before they repeat a stage.
const plainPause = 5 * time.Second

// progress tells how far long work is: on one line of a terminal, elsewhere in a
// plain line for each new stage and then now and again.
type progress struct {
	out      io.Writer
	terminal bool
	stage    string
	told     time.Time
}

func newProgress(out io.Writer) *progress {
	file, ok := out.(*os.File)
	return &progress{out: out, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

// tell says that stage is done to the share, 0 to 1.
func (p *progress) tell(stage string, share float64) {
	now := time.Now()
	if p.terminal {
		fmt.Fprintf(p.out, "\r\x1b[K%s %3.0f %%", stage, 100*share)
		return
	}
	if stage == p.stage && now.Sub(p.told) < plainPause {
		return
	}
	p.stage, p.told = stage, now
	fmt.Fprintf(p.out, "%s %.0f %%\n", stage, 100*share)
}

// say writes a line of its own.
func (p *progress) say(line string) {
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.stage = ""
	fmt.Fprintln(p.out, line)
}
