package api_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"binaan/data"
)

// follow opens a stream and returns its answer, the body unread.
func (o *office) follow(t *testing.T, cookie, path string) (status int, stream io.Reader) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Cookie", cookie)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response.StatusCode, response.Body
}

// queued is a plan that nobody works on, and the path of its stream.
func (o *office) queued(t *testing.T) string {
	t.Helper()
	head, err := o.store.QueuePlan(t.Context(), o.own.ID, data.TerritoryKind, data.PlanRequest{Seed: 1}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("/api/v1/branches/9901/territory-plans/%d/events", head.ID)
}

func (o *office) age(t *testing.T, column, by string) {
	t.Helper()
	dsn := fmt.Sprintf("update session set %s = %s - interval '%s'", column, column, by)
	if _, err := o.owner(t).Exec(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
}

// The cookie of a session is for no script and no other site.
func TestTheSessionsCookieIsForNoScript(t *testing.T) {
	o := open(t)
	o.as(t, data.Officer)
	in := o.send(t, "", "POST", "/api/v1/session", `{"login":"officer","password":"`+password+`"}`)
	cookie := in.Header.Get("Set-Cookie")
	for _, want := range []string{"binaan=", "Path=/", "HttpOnly", "SameSite=Strict"} {
		if in.StatusCode != http.StatusOK || !strings.Contains(cookie, want) {
			t.Errorf("log in: %d, cookie %q, want %s in it", in.StatusCode, cookie, want)
		}
	}
}

// Whoever has no business with a branch is told so before anything of the request is
// read, whatever stands in it.
func TestASessionOfAnotherBranchIsTurnedAwayUnread(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	for path, want := range map[string]int{"/branches/9901/territory-what-if": http.StatusBadRequest, "/branches/9902/territory-what-if": http.StatusNotFound, "/branches/9999/territory-what-if": http.StatusNotFound} {
		if got := o.send(t, officer, "POST", "/api/v1"+path, `{"kader":`); got.StatusCode != want {
			t.Errorf("%s with half a body: %d %s, want %d", path, got.StatusCode, got.text, want)
		}
	}
}

// A page that polls while its session is logged out must not bring it back.
func TestASessionThatEndedStaysEnded(t *testing.T) {
	o := open(t)
	for range 6 {
		cookie := o.as(t, data.Manager)
		var wg sync.WaitGroup
		stop := make(chan struct{})
		for range 4 {
			wg.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						o.send(t, cookie, "GET", "/api/v1/session", "")
					}
				}
			})
		}
		if got := o.send(t, cookie, "DELETE", "/api/v1/session", ""); got.StatusCode/100 != 2 {
			t.Errorf("log out: %d %s", got.StatusCode, got.text)
		}
		close(stop)
		wg.Wait()
		if got := o.send(t, cookie, "GET", "/api/v1/session", ""); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("session after logging out: %d %s", got.StatusCode, got.text)
		}
	}
}

func TestIdleTimeCountsEveryRequest(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Manager)
	for range 3 {
		o.age(t, "seen_at", "29 minutes")
		if got := o.send(t, cookie, "GET", "/api/v1/branches/9901", ""); got.StatusCode != http.StatusOK {
			t.Fatalf("within half an hour: %d %s", got.StatusCode, got.text)
		}
	}
	o.age(t, "seen_at", "31 minutes")
	if got := o.send(t, cookie, "GET", "/api/v1/branches/9901", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("after half an hour: %d", got.StatusCode)
	}
	cookie = o.as(t, data.Manager)
	o.age(t, "begun_at", "12 hours")
	if got := o.send(t, cookie, "GET", "/api/v1/branches/9901", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("after twelve hours: %d", got.StatusCode)
	}
}

func TestLoggingInAgainEndsTheSessionBefore(t *testing.T) {
	o := open(t)
	before := o.as(t, data.Officer)
	again := o.send(t, before, "POST", "/api/v1/session", fmt.Sprintf(`{"login":"officer","password":%q}`, password))
	if again.StatusCode != http.StatusOK || strings.HasPrefix(again.Header.Get("Set-Cookie"), before) {
		t.Fatalf("log in again: %d %s", again.StatusCode, again.Header.Get("Set-Cookie"))
	}
	if got := o.send(t, before, "GET", "/api/v1/session", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("the cookie before: %d", got.StatusCode)
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	_, stream := o.follow(t, cookie, o.queued(t))
	lines := bufio.NewScanner(stream)
	if !lines.Scan() {
		t.Fatalf("nothing came: %v", lines.Err())
	}
	o.send(t, cookie, "DELETE", "/api/v1/session", "")
	for lines.Scan() {
	} // hangs, and so fails, if the stream goes on
	if err := lines.Err(); err != nil {
		t.Errorf("end of the stream: %v", err)
	}
}

// What a browser holds for other pages of the server is also what a phone there has
// not sent yet: to log out of one of them must not delete it.
func TestLoggingOutClearsTheCacheAndNotWhatAPhoneHasNotSent(t *testing.T) {
	o := open(t)
	got := o.send(t, o.as(t, data.Officer), "DELETE", "/api/v1/session", "")
	if clear := got.Header.Get("Clear-Site-Data"); clear != `"cache"` {
		t.Errorf("logging out clears %s", clear)
	}
	if cookie := got.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Max-Age=0") {
		t.Errorf("the cookie after logging out: %s", cookie)
	}
}

func TestASessionHoldsAHandfulOfStreams(t *testing.T) {
	o := open(t)
	cookie, path := o.as(t, data.Officer), o.queued(t)
	for i := range 6 {
		if got, _ := o.follow(t, cookie, path); got != http.StatusOK {
			t.Fatalf("stream %d: %d", i+1, got)
		}
	}
	if got, _ := o.follow(t, cookie, path); got != http.StatusTooManyRequests {
		t.Errorf("stream 7: %d", got)
	}
	if got, _ := o.follow(t, o.as(t, data.Admin), path); got != http.StatusOK {
		t.Errorf("stream of another session: %d", got)
	}
}

func TestAStreamOfWhatIsNotThereSaysSo(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	for _, path := range []string{"territory-plans/77/events", "route-plans/77/events", "imports/77/events", "imports/x/events"} {
		if got := o.send(t, cookie, "GET", "/api/v1/branches/9901/"+path, ""); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d %q", path, got.StatusCode, got.text)
		}
	}
}

// What is not allowed is refused before anything of a body is read, and before it
// is said what is wrong with it.
func TestWhoMayNotIsNotToldOfTheBody(t *testing.T) {
	o := open(t)
	for cookie, want := range map[string]int{"": http.StatusUnauthorized, o.as(t, data.KaderRole): http.StatusForbidden} {
		for _, body := range []string{"{", `{"login":1}`, strings.Repeat("x", 2<<20)} {
			if got := o.send(t, cookie, "POST", "/api/v1/users", body); got.StatusCode != want {
				t.Errorf("%.10q: %d %s, want %d", body, got.StatusCode, got.text, want)
			}
		}
	}
}
