package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func (o *office) tasks(t *testing.T, cookie string) (b data.TaskBook) {
	t.Helper()
	got := o.send(t, cookie, "GET", "/api/v1/branches/9901/tasks", "")
	if err := json.Unmarshal([]byte(got.text), &b); err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("tasks: %d %s (%v)", got.StatusCode, got.text, err)
	}
	return b
}

func (o *office) open(t *testing.T, cookie, deviation string, owner int64, due, what string) int {
	t.Helper()
	body := fmt.Sprintf(`{"deviation":%q,"kader":1,"owner":%d,"due":%q,"what":%q}`, deviation, owner, due, what)
	return o.send(t, cookie, "POST", "/api/v1/branches/9901/tasks", body).StatusCode
}

// A deviation is somebody's until a day; it is closed once, with what came of it and
// whether the deviation stands no longer. Every step is audited.
func TestADeviationBecomesATaskThatIsClosedWithItsOutcome(t *testing.T) {
	o := openVillage(t)
	manager, supervisor := o.as(t, data.Manager), o.as(t, data.Supervisor)
	book := o.tasks(t, manager)
	owner := map[data.Role]int64{}
	for _, one := range book.Owners {
		owner[one.Role] = one.ID
	}
	if len(book.Tasks) != 0 || len(owner) != 3 || owner[data.KaderRole] != 0 {
		t.Fatalf("a new branch: %+v", book)
	}
	for _, wrong := range []int{
		o.open(t, manager, "SILENT", owner[data.Supervisor], day(-1), "Telepon"),
		o.open(t, manager, "SILENT", 99, day(3), "Telepon"),
		o.open(t, manager, "SILENT", owner[data.Supervisor], day(3), "Telepon 0899 0001 1122"),
		o.open(t, manager, "LAZY", owner[data.Supervisor], day(3), "Telepon"),
	} {
		if wrong != http.StatusUnprocessableEntity {
			t.Errorf("a task that is none: %d", wrong)
		}
	}
	for deviation, to := range map[string]data.Role{"SILENT": data.Supervisor, "BROKEN": data.Officer} {
		if got := o.open(t, manager, deviation, owner[to], day(3), "Telepon kader"); got != http.StatusOK {
			t.Fatalf("open %s: %d", deviation, got)
		}
	}
	if got := o.open(t, manager, "SILENT", owner[data.Officer], day(3), "Telepon"); got != http.StatusConflict {
		t.Errorf("the same deviation twice: %d", got)
	}
	for _, task := range o.tasks(t, supervisor).Tasks {
		shut := func(cookie, outcome string) int {
			return o.send(t, cookie, "PUT", fmt.Sprintf("/api/v1/branches/9901/tasks/%d", task.ID), fmt.Sprintf(`{"outcome":%q}`, outcome)).StatusCode
		}
		if task.Due != datatest.Today()+3 || task.KaderName == "" || task.OpenedBy == "" || task.Closed != nil {
			t.Errorf("task %+v", task)
		}
		if task.Deviation == "BROKEN" {
			if got := shut(supervisor, "Bukan tugas saya"); got != http.StatusForbidden {
				t.Errorf("somebody else's task closed: %d", got)
			}
			continue
		}
		if got := shut(supervisor, "  "); got != http.StatusUnprocessableEntity {
			t.Errorf("closed without an outcome: %d", got)
		}
		datatest.Record(t, o.store, o.own.ID, planner.Event{Household: 1, Kader: 1, Type: planner.Code(planner.NotHome), At: datatest.At(datatest.Today(), 600)})
		o.did(t, "select 1")
		if first, again := shut(supervisor, "Ponsel rusak, sudah diganti"), shut(supervisor, "lagi"); first >= 300 || again != http.StatusConflict {
			t.Errorf("closed: %d, again: %d", first, again)
		}
	}
	all := o.tasks(t, manager).Tasks
	if len(all) != 2 || all[0].Closed != nil || all[1].Cleared == nil || !*all[1].Cleared || all[1].Outcome != "Ponsel rusak, sudah diganti" {
		t.Errorf("after closing: %+v", all)
	}
	if got := o.open(t, manager, "SILENT", owner[data.Officer], day(3), "Lagi"); got != http.StatusOK {
		t.Errorf("the deviation comes again: %d", got)
	}
	var audited int
	if err := o.owner(t).QueryRow(t.Context(), "select count(*) from audit where act in ('open task', 'close task')").Scan(&audited); err != nil || audited != 4 {
		t.Errorf("%d audited (%v)", audited, err)
	}
}

// A note is of a day and an area, and bears nobody's number.
func TestANoteSaysWhyAMonthIsAsItIs(t *testing.T) {
	o := openVillage(t)
	manager := o.as(t, data.Manager)
	add := func(on, area, text string) int {
		return o.send(t, manager, "POST", "/api/v1/branches/9901/notes", fmt.Sprintf(`{"day":%q,"area":%q,"cause":"BENCANA","text":%q}`, on, area, text)).StatusCode
	}
	if got := add(day(0), string(datatest.VillageKecamatan), "Banjir, jalan putus"); got != http.StatusOK {
		t.Fatalf("note: %d", got)
	}
	for _, wrong := range []int{add(day(1), "", "besok"), add(day(0), "99.88", "di mana"), add(day(0), "", "Ibu 9912345678901234"), add(day(0), "", "   ")} {
		if wrong != http.StatusUnprocessableEntity {
			t.Errorf("a note that is none: %d", wrong)
		}
	}
	list := func(query string) (out struct{ Notes []data.MonthNote }) {
		got := o.send(t, manager, "GET", "/api/v1/branches/9901/notes?"+query, "")
		if err := json.Unmarshal([]byte(got.text), &out); err != nil {
			t.Fatalf("notes: %s (%v)", got.text, err)
		}
		return out
	}
	before := (datatest.Today().Month().First() - 1).Month().String()
	n := list("").Notes
	if len(n) != 1 || n[0].Name != "Contoh 0" || n[0].By != "Contoh" || len(list("month="+before).Notes) != 0 || len(list("month="+before+"&against="+datatest.Today().Month().String()).Notes) != 1 {
		t.Fatalf("notes %+v", n)
	}
	if n[0].Lon == nil || n[0].Lat == nil {
		t.Errorf("a note of an area has no place on the map: %+v", n[0])
	}
	for within, want := range map[string]int{"": 1, string(datatest.VillageKecamatan): 1} {
		var board api.BoardAnswer
		if got := o.send(t, manager, "GET", "/api/v1/branches/9901/board?within="+within, ""); json.Unmarshal([]byte(got.text), &board) != nil || len(board.Noted) != want {
			t.Errorf("board of %q: notes of its trend %+v, want %d", within, board.Noted, want)
		}
	}
	csv := o.send(t, manager, "GET", "/api/v1/branches/9901/heat/export?format=csv", "").text
	if lines := strings.Split(strings.TrimSpace(csv), "\n"); !strings.Contains(lines[0], ",notes") || !strings.Contains(lines[1], "Banjir, jalan putus") {
		t.Errorf("the map's file does not carry the note: %.300s", csv)
	}
	if !o.packSays(t, manager, "Contoh 0: Banjir, jalan putus") {
		t.Error("the evaluation pack does not carry the note")
	}
	path := fmt.Sprintf("/api/v1/branches/9901/notes/%d", n[0].ID)
	if first, again := o.send(t, manager, "DELETE", path, ""), o.send(t, manager, "DELETE", path, ""); first.StatusCode >= 300 || again.StatusCode != http.StatusNotFound {
		t.Errorf("removed: %d, again: %d", first.StatusCode, again.StatusCode)
	}
}

// packSays reports whether a cell of this month's evaluation pack ends in some words.
func (o *office) packSays(t *testing.T, cookie, words string) bool {
	t.Helper()
	file := o.send(t, cookie, "GET", "/api/v1/branches/9901/evaluation/export?period="+datatest.Today().Month().String(), "")
	book, err := excelize.OpenReader(strings.NewReader(file.text))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if slices.ContainsFunc(row, func(cell string) bool { return strings.HasSuffix(cell, words) }) {
				return true
			}
		}
	}
	return false
}
