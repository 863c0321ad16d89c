// Command mutate changes one condition of the program at a time and asks whether
// any test notices. It lists the changes that none does, and fails if there are
// any. Nothing in the work tree is touched: the changed file is laid over the tree
// for one run of the tests.
//
//	mutate [-tree FOLDER] [-only TEXT] [-after LINE] [-before LINE] [-list FILE] [-j N] [-stale]
//
// The list (list.txt beside this file) is made of stanzas. The first line names a
// file, the package whose tests have to notice and, where not all of its tests are
// wanted, a pattern of those:
//
//	@ planner/rule.go ./planner TestEligible
//
// Each change follows as two lines, the text as it is, which has to stand in the
// file exactly once, and what it becomes:
//
//   - h.Arrears > 0
//   - true
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// change is one line of the program that becomes another.
type change struct {
	file, pkg, run string
	from, to       string
	line           int // of the list
}

func (c change) String() string {
	return fmt.Sprintf("%s: %s => %s", c.file, c.from, c.to)
}

// errNoticed is what tests that fail say of a change.
var errNoticed = errors.New("tests fail")

func main() {
	tree := flag.String("tree", ".", "the work tree")
	list := flag.String("list", filepath.Join("tools", "mutate", "list.txt"), "the changes, within the tree")
	only := flag.String("only", "", "only changes of files and lines with this text")
	after := flag.Int("after", 0, "only changes that stand in the list after a line: to go on, or to try new ones")
	before := flag.Int("before", math.MaxInt, "only changes that stand in the list before a line: with after, a slice of it")
	workers := flag.Int("j", 2, "changes tried at once")
	unfit := flag.Bool("stale", false, "run no test: only list the changes whose text is gone")
	flag.Parse()
	err := os.Chdir(*tree)
	var changes []change
	if err == nil {
		changes, err = read(*list, func(c change) bool {
			return *after < c.line && c.line < *before && strings.Contains(c.String(), *only)
		})
	}
	switch {
	case err != nil:
	case *unfit:
		err = stale(changes)
	default:
		err = run(changes, *workers)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// stale tells of the changes whose text does not stand in its file once.
func stale(changes []change) error {
	var gone []error
	for _, c := range changes {
		if _, err := source(c); err != nil {
			gone = append(gone, fmt.Errorf("line %d: %w", c.line, err))
		}
	}
	return errors.Join(gone...)
}

func run(changes []change, workers int) error {
	if err := unchanged(changes); err != nil {
		return err
	}
	words := make([]string, len(changes))
	var wait sync.WaitGroup
	next := make(chan int)
	for range workers {
		wait.Go(func() {
			for i := range next {
				words[i] = judge(changes[i])
				fmt.Printf("%-12s %s\n", words[i], changes[i])
			}
		})
	}
	for i := range changes {
		next <- i
	}
	close(next)
	wait.Wait()
	return sumUp(changes, words)
}

// What is said of a change.
const (
	seen   = "noticed"
	unseen = "NOT NOTICED"
)

// judge says whether tests notice a change, or why it cannot be tried.
func judge(c change) string {
	switch noticed, err := try(c); {
	case err != nil:
		return fmt.Sprintf("STALE (line %d: %v)", c.line, err)
	case noticed:
		return seen
	}
	return unseen
}

// sumUp tells what is left to do; an error where anything is.
func sumUp(changes []change, words []string) error {
	left := 0
	for i, word := range words {
		if word != seen {
			left++
			fmt.Printf("%s: %s\n", word, changes[i])
		}
	}
	fmt.Printf("%d changes, %d noticed\n", len(changes), len(changes)-left)
	if left > 0 {
		return fmt.Errorf("%d changes are not noticed or can no longer be made", left)
	}
	return nil
}

// unchanged makes sure that the tests asked pass as things are.
func unchanged(changes []change) error {
	green := map[string]bool{}
	for _, c := range changes {
		if key := c.pkg + " " + c.run; !green[key] {
			if err := test(c, ""); err != nil {
				return fmt.Errorf("%s fails unchanged: %w", key, err)
			}
			green[key] = true
		}
	}
	return nil
}

// read reads the changes of the list that are wanted.
func read(list string, wanted func(change) bool) ([]change, error) {
	text, err := os.ReadFile(list)
	if err != nil {
		return nil, err
	}
	var out []change
	var at change
	for n, line := range strings.Split(string(text), "\n") {
		at.line = n + 1
		switch word, rest, _ := strings.Cut(line, " "); word {
		case "", "#":
		case "@":
			fields := strings.Fields(rest)
			if len(fields) < 2 {
				return nil, fmt.Errorf("line %d: want a file and a package", at.line)
			}
			at.file, at.pkg, at.run = fields[0], fields[1], strings.Join(fields[2:], "|")
		case "-":
			at.from = rest
		case "+":
			at.to = rest
			if wanted(at) {
				out = append(out, at)
			}
		default:
			return nil, fmt.Errorf("line %d: %q is no line of a list", at.line, line)
		}
	}
	return out, nil
}

// source is the file of a change, in which its text stands once.
func source(c change) ([]byte, error) {
	text, err := os.ReadFile(c.file)
	if n := bytes.Count(text, []byte(c.from)); err == nil && n != 1 {
		err = fmt.Errorf("%q stands %d times in %s", c.from, n, c.file)
	}
	return text, err
}

// try lays a change over the tree and reports whether tests notice it.
func try(c change) (noticed bool, err error) {
	text, err := source(c)
	if err != nil {
		return false, err
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	changed, overlay := filepath.Join(dir, filepath.Base(c.file)), filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(changed, bytes.Replace(text, []byte(c.from), []byte(c.to), 1), 0o600); err != nil {
		return false, err
	}
	whole, err := filepath.Abs(c.file)
	if err != nil {
		return false, err
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {whole: changed}})
	if err != nil {
		return false, err
	}
	if err := os.WriteFile(overlay, replace, 0o600); err != nil {
		return false, err
	}
	err = test(c, overlay)
	if errors.Is(err, errNoticed) {
		return true, nil
	}
	return false, err
}

// test runs the tests that are to notice a change. errNoticed: they fail; any other
// error is one of the list.
func test(c change, overlay string) error {
	// Without tables for debuggers the linking of each changed test costs a third.
	args := []string{"test", "-count=1", "-vet=off", "-failfast", "-timeout=10m", "-ldflags=-s -w"}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	if c.run != "" {
		args = append(args, "-run="+c.run)
	}
	args = append(args, c.pkg)
	if drawn(c.pkg) {
		args = append(args, "-rapid.nofailfile")
	}
	out, err := exec.Command("go", args...).CombinedOutput()
	switch {
	case bytes.Contains(out, []byte("[build failed]")), bytes.Contains(out, []byte("[setup failed]")):
		return fmt.Errorf("does not build:\n%s", out)
	case bytes.Contains(out, []byte("[no tests to run]")):
		return fmt.Errorf("%s has no test %s", c.pkg, c.run)
	case err != nil && overlay == "":
		return fmt.Errorf("%w\n%s", err, out)
	case err != nil:
		return errNoticed
	}
	return nil
}

// drawn reports whether tests of the package are drawn by rapid, which would keep
// what fails in the tree.
func drawn(pkg string) bool {
	tests, _ := filepath.Glob(filepath.Join(pkg, "*_test.go"))
	for _, name := range tests {
		if text, err := os.ReadFile(name); err == nil && bytes.Contains(text, []byte("pgregory.net/rapid")) {
			return true
		}
	}
	return false
}
