package datatest

import (
	"fmt"
	"os"
	"time"

	"binaan/data"
	"binaan/planner"
)

// Moment is when tests take place: an ordinary Monday morning, or what
// BINAAN_TEST_NOW says, so that what holds today is seen to hold on any day.
// The variable is read each time, or go test would not know what a result hangs on.
func Moment() time.Time {
	const usual = "2026-11-23T10:00:00+07:00"
	text := os.Getenv("BINAAN_TEST_NOW")
	if text == "" {
		text = usual
	}
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(fmt.Errorf("BINAAN_TEST_NOW=%s is no moment such as %s", text, usual))
	}
	return moment
}

var began = time.Now()

// Clock stood at Moment when the process began.
func Clock() data.Clock { return data.ClockAt(Moment().Add(time.Since(began))) }

// Today is the day of Moment in the zone of Village.
func Today() planner.Day { return data.Branch{Zone: "WIB"}.Today(Moment()) }

// NextMonth is the month after that of Today: it can be planned as a whole.
func NextMonth() planner.Month { return (Today().Month().Last() + 1).Month() }
