package api_test

import (
	"encoding/json"
	"testing"
	"time"

	"binaan/api"
	"binaan/data/datatest"
)

func TestAnybodyIsToldTheTimeOfADrill(t *testing.T) {
	o := open(t)
	got := o.send(t, "", "GET", "/api/v1/clock", "")
	var clock api.Clock
	if err := json.Unmarshal([]byte(got.text), &clock); err != nil {
		t.Fatalf("%s %s: %v", got.Status, got.text, err)
	}
	if late := clock.Now.Sub(datatest.Moment()); !clock.Drill || late < 0 || late > time.Hour {
		t.Errorf("%+v, want a drill at about %v", clock, datatest.Moment())
	}
	_, there := clock.Now.Zone()
	if _, want := datatest.Moment().Zone(); there != want {
		t.Errorf("the time is told %d s east of Greenwich, want %d", there, want)
	}
}
