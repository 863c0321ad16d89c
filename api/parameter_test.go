package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"binaan/data"
)

// parameter is one of an operation, as the API documents it.
type parameter struct {
	Name, In string
	Schema   struct {
		Type      string
		Enum      []string
		MaxLength int
		Minimum   *float64
		Pattern   string
	}
}

// wrong are values that a parameter does not take.
func (p parameter) wrong() (values []string) {
	s := p.Schema
	switch s.Type {
	case "integer":
		values = append(values, "bukan", "1.5", "9223372036854775808")
	case "boolean":
		values = append(values, "mungkin")
	}
	if s.Minimum != nil {
		values = append(values, fmt.Sprint(int(*s.Minimum)-1))
	}
	if len(s.Enum) > 0 {
		values = append(values, "bukan")
	}
	if s.MaxLength > 0 {
		values = append(values, strings.Repeat("1", s.MaxLength+1))
	}
	return values
}

// described is what the API documents of a path and method.
type described struct {
	OperationID string
	Parameters  []parameter
}

func documented(t *testing.T) map[string]map[string]described {
	t.Helper()
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]described
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Paths
}

var inPath = regexp.MustCompile(`\{(\w+)\}`)

// filled is a path with a value for each of its parameters, the named one's given.
func filled(path, name, value string) string {
	return inPath.ReplaceAllStringFunc(path, func(part string) string {
		switch part {
		case "{" + name + "}":
			return value
		case "{branch}":
			return "9901"
		case "{day}":
			return day(1)
		}
		return "1"
	})
}

// Whatever the API documents of a parameter it holds every request to: who sends
// something else is told so, in a problem and with nothing of what was sent.
func TestEveryParameterRefusesWhatTheAPISaysItDoesNotTake(t *testing.T) {
	o := open(t)
	cookies := map[data.Role]string{}
	for _, role := range []data.Role{data.Admin, data.KaderRole} {
		cookies[role] = o.as(t, role)
	}
	asked := 0
	for path, methods := range documented(t) {
		for method, op := range methods {
			for _, p := range op.Parameters {
				if p.In == "header" || p.Name == "branch" && p.In == "path" {
					continue // branches are found or not
				}
				for _, value := range p.wrong() {
					asked++
					to := filled(path, "", "")
					if p.In == "path" {
						to = filled(path, p.Name, value)
					} else {
						to += "?" + p.Name + "=" + value
					}
					o.refusesParameter(t, cookies, strings.ToUpper(method), to, value)
				}
			}
		}
	}
	if asked < 150 {
		t.Errorf("%d values were tried: the document was not understood", asked)
	}
}

// refusesParameter asks as an admin, and as a kader what only phones may ask.
func (o *office) refusesParameter(t *testing.T, cookies map[data.Role]string, method, to, value string) {
	t.Helper()
	got := o.send(t, cookies[data.Admin], method, to, "")
	if got.StatusCode == http.StatusForbidden {
		got = o.send(t, cookies[data.KaderRole], method, to, "")
	}
	var told struct{ Status int }
	if err := json.Unmarshal([]byte(got.text), &told); err != nil || told.Status != got.StatusCode || got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %s: %s is no problem (%v)", method, to, got.text, err)
	}
	nowhere := got.StatusCode == http.StatusNotFound && !strings.Contains(to, "?") // an address that is none
	if got.StatusCode != http.StatusUnprocessableEntity && got.StatusCode != http.StatusBadRequest && !nowhere {
		t.Errorf("%s %s: %d %s", method, to, got.StatusCode, got.text)
	}
	if len(value) > 3 && strings.Contains(got.text, value) {
		t.Errorf("%s %s: what was sent is repeated: %s", method, to, got.text)
	}
}

// An answer that names its state is not sent twice to whoever has it, and another one is
// sent once the branch's data are others.
func TestAnAnswerThatHasATagIsSentOnce(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	tagged := 0
	for path, methods := range documented(t) {
		if _, reads := methods["get"]; !reads || strings.HasSuffix(path, "/events") || !strings.HasPrefix(path, "/api/v1/branches/{branch}/") {
			continue
		}
		to := filled(path, "", "")
		first := o.send(t, officer, "GET", to, "")
		tag := first.Header.Get("ETag")
		if first.StatusCode != http.StatusOK || tag == "" {
			continue
		}
		tagged++
		for _, header := range []string{tag, `"x", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
			again := o.send(t, officer, "GET", to, "", "If-None-Match", header)
			if again.StatusCode != http.StatusNotModified || again.text != "" || again.Header.Get("ETag") != tag {
				t.Errorf("GET %s with %s: %d, %d bytes, tag %s", to, header, again.StatusCode, len(again.text), again.Header.Get("ETag"))
			}
		}
		if other := o.send(t, officer, "GET", to, "", "If-None-Match", `W/"x"`); other.StatusCode != http.StatusOK {
			t.Errorf("GET %s with another's tag: %d", to, other.StatusCode)
		}
	}
	if tagged == 0 {
		t.Error("no answer has a tag")
	}
}
