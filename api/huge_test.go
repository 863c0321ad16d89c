package api_test

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"binaan/data"
)

var (
	largest    = fmt.Sprint(int64(math.MaxInt64))
	numberedIn = regexp.MustCompile(`:(\d+)([,}\]])`)
)

// A number that is far beyond any of ours, but one that the API takes, is refused or
// not found. It is no fault of ours, which a table's narrower column would make of it.
func TestNoNumberHoweverLargeIsAFaultOfOurs(t *testing.T) {
	o := open(t)
	plan := o.divided(t)
	cookies := map[string]string{}
	for _, role := range []data.Role{data.Admin, data.Officer, data.KaderRole} {
		cookies[string(role[:1])] = o.as(t, role)
	}
	docs, asked := documented(t), 0
	for route, may := range matrix {
		cookie := cookies["a"]
		for _, role := range []string{"o", "k"} {
			if !strings.Contains(may, "a") && strings.Contains(may, role) {
				cookie = cookies[role]
			}
		}
		if strings.HasSuffix(route, "/session") || strings.HasSuffix(route, "/events") || strings.Contains(route, "/account") {
			continue
		}
		for _, to := range largeAddresses(route, docs, plan) {
			asked++
			got := o.send(t, cookie, method(route), to, bodies[route])
			if got.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s %s: %d %s", method(route), to, got.StatusCode, got.text)
			}
		}
		for _, body := range largeBodies(bodies[route]) {
			asked++
			to := path(strings.ReplaceAll(route, "{id}", fmt.Sprint(plan)), "9901")
			if got := o.send(t, cookie, method(route), to, body); got.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s %s %s: %d %s", method(route), to, body, got.StatusCode, got.text)
			}
		}
	}
	if asked < 60 {
		t.Errorf("%d numbers were tried", asked)
	}
}

// largeAddresses are a route's with each of its numbers large.
func largeAddresses(route string, docs map[string]map[string]described, plan data.PlanID) (all []string) {
	template := "/api/v1" + strings.SplitN(route, " ", 2)[1]
	for _, p := range docs[template][strings.ToLower(method(route))].Parameters {
		if p.Schema.Type != "integer" {
			continue
		}
		if p.In == "path" {
			all = append(all, filled(template, p.Name, largest))
		} else {
			all = append(all, filled(template, "id", fmt.Sprint(plan))+"?"+p.Name+"="+largest)
		}
	}
	return all
}

// largeBodies are a body with each of its numbers large, or far below nought.
func largeBodies(body string) (all []string) {
	for _, at := range numberedIn.FindAllStringSubmatchIndex(body, -1) {
		for _, n := range []string{largest, fmt.Sprint(int64(math.MinInt64))} {
			all = append(all, body[:at[2]]+n+body[at[3]:])
		}
	}
	return all
}
