package planner

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// appointCase is a promise and what it comes to, as a phone is asked it.
type appointCase struct {
	Name     string       `json:"name"`
	Shifts   []Shift      `json:"shifts"`
	Visiting VisitingRule `json:"visiting"`
	Until    Day          `json:"until"`
	Away     []Away       `json:"away"`
	Holidays []Day        `json:"holidays"`
	Day      Day          `json:"day"`
	Named    [2]Minute    `json:"named"` // hours; 0, 0: none
	Need     Minute       `json:"need"`
	Appointment
}

// drawnPromise is a promise in a kader's days drawn at random.
func drawnPromise(t *testing.T, seed uint64) appointCase {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 10))
	first := dayOf(t, "2026-12-01")
	r := rulesOn(t, "2026-12-01")
	minute := func() Minute { return Minute(30 * rng.IntN(48)) }
	c := appointCase{
		Name: fmt.Sprintf("seed %d", seed), Shifts: []Shift{}, Visiting: r.Visiting, Away: []Away{}, Holidays: []Day{},
		Until: first + Day(10+rng.IntN(30)), Day: first + Day(rng.IntN(30)), Need: r.VisitTime(Household{}),
	}
	for _, s := range weekShifts() {
		if rng.IntN(3) == 0 {
			s.Open, s.Close = minute(), minute()
		}
		if rng.IntN(5) > 0 {
			c.Shifts = append(c.Shifts, s)
		}
	}
	for k := range rng.IntN(3) {
		from := first + Day(rng.IntN(30))
		c.Away = append(c.Away, Away{First: from, Last: from + Day(rng.IntN(5)), Why: AwayIll})
		c.Holidays = append(c.Holidays, first+Day(10*k+rng.IntN(10)))
	}
	span := []Span{{}, parts["PAGI"], parts["SIANG"], parts["SORE"], parts["MALAM"], {minute(), minute()}}[rng.IntN(6)]
	c.Named = [2]Minute{span.Open, span.Close}
	return c
}

func (c *appointCase) ask(t *testing.T) Appointment {
	t.Helper()
	r := rulesOn(t, "2026-12-01")
	calendar := Calendar{Holidays: map[Day]string{}}
	for _, d := range c.Holidays {
		calendar.Holidays[d] = "libur"
	}
	k := Kader{Status: KaderActive, From: r.Day, Until: c.Until, Shifts: c.Shifts, Away: c.Away}
	return calendar.Appoint(k, &r, Household{}, Promise{Due: c.Day, Open: c.Named[0], Close: c.Named[1]})
}

// What phones are held to, which say it while the promise is made.
func TestAppointmentsGiveTheGoldenCases(t *testing.T) {
	var got bytes.Buffer
	var kinds []string
	for seed := range uint64(80) {
		c := drawnPromise(t, seed)
		c.Appointment = c.ask(t)
		if kind := fmt.Sprint(c.Fits, c.Why, c.Nearest != nil); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(map[bool]string{true: "[\n", false: ",\n"}[seed == 0])
		got.Write(line)
	}
	got.WriteString("\n]\n")
	if len(kinds) < 4 {
		t.Errorf("the cases come to %q: want those that fit, both hindrances, and one without a nearest time", kinds)
	}
	if *update {
		if err := os.WriteFile("testdata/appoint.json", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/appoint.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("appointments (-golden +got):\n%s", diff)
	}
}
