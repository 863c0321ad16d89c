package planner_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"binaan/planner"
)

// The table of codes in docs/events.md is that of the program.
func TestEveryCodeIsExplained(t *testing.T) {
	text, err := os.ReadFile("../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[planner.Code][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\|[^|]*\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|").FindAllStringSubmatch(string(text), -1) {
		told[planner.Code(row[1])] = row[2:]
	}
	for _, c := range planner.Codes() {
		row, there := told[c]
		if !there {
			t.Errorf("docs/events.md does not tell of %s", c)
			continue
		}
		o := planner.Outcome(c)
		for word, is := range map[string]bool{"door": c.Visit(), "met": o.Met(), "vain": o.Empty(), "gone": o.Gone(), "contact": c.Contact(), "mends": c.Mends(), "branch": c.BranchOnly()} {
			if strings.Contains(row[0], word) != is {
				t.Errorf("docs/events.md calls %s %q; %s is %v", c, strings.TrimSpace(row[0]), word, is)
			}
		}
		if got := strings.Trim(row[2], " `"); got != string(c.Queue()) {
			t.Errorf("docs/events.md puts %s into queue %q, not %q", c, got, c.Queue())
		}
	}
	if len(told) != len(planner.Codes()) {
		t.Errorf("docs/events.md tells of %d codes, there are %d", len(told), len(planner.Codes()))
	}
}
