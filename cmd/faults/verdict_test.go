package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAClaimIsHeldToWhatIsThere(t *testing.T) {
	for _, c := range []struct {
		acked bool
		times int
		want  string
	}{
		{true, 1, ""}, {true, 0, "\n    LOST: x"}, {true, 2, "\n    DOUBLED: x"}, {true, 7, "\n    DOUBLED: x"},
		{false, 0, ""}, {false, 1, ""}, {false, 2, "\n    DOUBLED: x"},
	} {
		var v verdict
		v.hold(claim{what: "x", acked: c.acked}, c.times)
		if got := v.String(); got != c.want || (v.harm() > 0) != (c.want != "") {
			t.Errorf("acknowledged %t, there %d times: %q, want %q", c.acked, c.times, got, c.want)
		}
	}
}

func TestAllHarmOfAKillIsCountedAndTheKillOnce(t *testing.T) {
	var v verdict
	v.join(verdict{lost: []string{"a", "b"}, doubled: []string{"c"}})
	v.wrong("%d blocks", 3)
	v.join(verdict{bad: []string{"e"}})
	if want := "\n    LOST: a; b\n    DOUBLED: c\n    BAD: 3 blocks; e"; v.String() != want || v.harm() != 5 {
		t.Errorf("%d: %q, want %q", v.harm(), v.String(), want)
	}
	var sum tally
	sum.add(verdict{})
	sum.add(v)
	sum.add(verdict{})
	if want := (tally{tried: 3, survived: 2, lost: 2, doubled: 1, bad: 2}); sum != want || sum.harm() != 5 {
		t.Errorf("%+v, want %+v", sum, want)
	}
}

// Works stand in the table in their order, those that were not tried not at all.
func TestTheTableTellsEachWorkAndAll(t *testing.T) {
	var out strings.Builder
	by := map[string]*tally{"sync": {tried: 12, survived: 10, lost: 1, bad: 2}, "upload": {tried: 3, survived: 3}}
	if err := report(&out, by, tally{tried: 15, survived: 13, lost: 1, bad: 2}); err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Fields(line))
	}
	want := [][]string{
		strings.Fields("work tried survived lost doubled in a bad state"),
		strings.Fields("upload 3 3 0 0 0"), strings.Fields("sync 12 10 1 0 2"), strings.Fields("all 15 13 1 0 2"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestADeedIsAcknowledgedByItsAnswerAlone(t *testing.T) {
	h := &house{}
	for _, c := range []struct {
		ask  func() (int, []byte, error)
		want bool
	}{
		{func() (int, []byte, error) { return http.StatusAccepted, nil, nil }, true},
		{func() (int, []byte, error) { return http.StatusConflict, nil, nil }, false},
		{func() (int, []byte, error) { return http.StatusFound, nil, nil }, false},
		{func() (int, []byte, error) { return http.StatusOK, nil, fmt.Errorf("cut off") }, false},
		{func() (int, []byte, error) { panic("nobody home") }, false},
	} {
		d := h.asking(c.ask)
		inner := false
		d.after = func(context.Context) verdict {
			inner = true
			return verdict{bad: []string{"seen"}}
		}
		d = h.claiming(d, "x", "select 1")
		<-d.ended
		if v := d.after(t.Context()); !inner || len(v.bad) != 1 {
			t.Errorf("what else is special about the work is not looked at: %v", v)
		}
		if last := h.claims[len(h.claims)-1]; d.acked != c.want || last.acked != c.want {
			t.Errorf("acknowledged %t, claimed %t, want %t", d.acked, last.acked, c.want)
		}
	}
}
