package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
)

// A number under which another branch has something is as little there, under one's own
// branch, as one that nobody has: every route that takes a number is asked for both, and
// nothing of the other branch changes.
func TestNumbersOfAnotherBranchAreAsLittleThereAsNobodys(t *testing.T) {
	o := open(t)
	datatest.AddKader(t, o.store, o.other.ID, 5)
	admin := o.as(t, data.Admin)
	for path, body := range map[string]string{
		"notes": bodies["POST /branches/{branch}/notes"], "officials": bodies["POST /branches/{branch}/officials"],
		"candidates": bodies["POST /branches/{branch}/candidates"], "territory-drafts": bodies["POST /branches/{branch}/territory-drafts"],
		"kader/5/letters": `{"number":"1/ST","from":"` + day(1) + `","until":"` + day(9) + `","desa":["99.01.01.2001"]}`,
		"kader/5/card":    "", "kader/5/device-code": "",
	} {
		if got := o.send(t, admin, "POST", "/api/v1/branches/9902/"+path, body); got.StatusCode >= 500 {
			t.Fatalf("%s: %d %s", path, got.StatusCode, got.text)
		}
	}
	before := o.stored(t, o.other)
	for _, role := range []data.Role{data.Officer, data.Supervisor, data.Manager} {
		cookie := o.as(t, role)
		for route, may := range matrix {
			theirs, nobodys := numbered(route, "1", "5"), numbered(route, "7777", "7777")
			if theirs == nobodys || !strings.Contains(may, string(role[:1])) {
				continue
			}
			got, want := o.send(t, cookie, method(route), theirs, bodies[route]), o.send(t, cookie, method(route), nobodys, bodies[route])
			if got.StatusCode != want.StatusCode || got.text != want.text || got.StatusCode < 400 {
				t.Errorf("%s as %s: %d %s; of nobody: %d %s", route, role, got.StatusCode, got.text, want.StatusCode, want.text)
			}
			if got.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s as %s may be kept: %v", route, role, got.Header)
			}
		}
	}
	if after := o.stored(t, o.other); after != before {
		t.Errorf("of the other branch:\n%s\nwas:\n%s", after, before)
	}
}

// numbered is a route of the branch 9901 about a thing and a kader.
func numbered(route, id, kader string) string {
	if !strings.Contains(route, "{branch}") {
		return ""
	}
	for name, n := range map[string]string{"{id}": id, "{other}": id + "1", "{kader}": kader} {
		route = strings.ReplaceAll(route, name, n)
	}
	return path(route, "9901")
}

// stored is a sum of all rows of a branch, table by table.
func (o *office) stored(t *testing.T, b data.Branch) string {
	t.Helper()
	var sums string
	err := o.owner(t).QueryRow(t.Context(), `
		select string_agg(x.t || ' ' || (xpath('/row/s/text()', query_to_xml(format(
		  'select count(*) || '':'' || coalesce(sum(hashtextextended(r::text, 0)), 0) as s from %I r where branch_id = %s', x.t, $1::text), false, true, '')))[1]::text, E'\n' order by x.t)
		from (
		  select c.table_name as t
		  from information_schema.columns c
		  join information_schema.tables t using (table_schema, table_name)
		  where c.column_name = 'branch_id' and c.table_schema = 'public' and t.table_type = 'BASE TABLE') x`, fmt.Sprint(b.ID)).Scan(&sums)
	if err != nil || !strings.Contains(sums, "month_note 1:") {
		t.Fatalf("rows of branch %d: %v\n%s", b.ID, err, sums)
	}
	return sums
}

// A photo of a kader who is not there is not taken away, and nothing is written of it.
func TestAPhotoOfNobodyIsNotThere(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	for kader, want := range map[int]int{1: http.StatusNoContent, 88: http.StatusNotFound} {
		if got := o.send(t, officer, "DELETE", fmt.Sprintf("/api/v1/branches/9901/kader/%d/photo", kader), ""); got.StatusCode != want {
			t.Errorf("kader %d: %d, want %d", kader, got.StatusCode, want)
		}
	}
}
