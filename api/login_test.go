package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"binaan/api"
)

func TestLoginIsLimitedAndTellsNothing(t *testing.T) {
	o := open(t)
	known := o.send(t, "", "POST", "/api/v1/session", `{"login":"officer","password":"salah-salah-salah"}`)
	unknown := o.send(t, "", "POST", "/api/v1/session", `{"login":"siapa","password":"salah-salah-salah"}`)
	if known.StatusCode != http.StatusUnauthorized || known.text != unknown.text {
		t.Errorf("wrong password: %d %s; no such account: %d %s", known.StatusCode, known.text, unknown.StatusCode, unknown.text)
	}
	for range 5 {
		known = o.send(t, "", "POST", "/api/v1/session", `{"login":"officer","password":"salah-salah-salah"}`)
	}
	if known.StatusCode != http.StatusTooManyRequests {
		t.Errorf("sixth wrong password: %d", known.StatusCode)
	}
	if right := o.send(t, "", "POST", "/api/v1/session", fmt.Sprintf(`{"login":"officer","password":%q}`, password)); right.StatusCode != http.StatusTooManyRequests {
		t.Errorf("right password too soon: %d", right.StatusCode)
	}
}

func try(login, secret string) string {
	return fmt.Sprintf(`{"login":%q,"password":%q}`, login, secret)
}

// statuses are how often each answer came to many wrong passwords at once.
func (o *office) guess(t *testing.T, times int, body func(int) string) map[int]int {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[int]int{}
	for i := range times {
		wg.Go(func() {
			got := o.send(t, "", "POST", "/api/v1/session", body(i))
			mu.Lock()
			defer mu.Unlock()
			seen[got.StatusCode]++
		})
	}
	wg.Wait()
	return seen
}

func TestManyGuessesAtOnceAreAsFewAsOneAfterAnother(t *testing.T) {
	o := open(t)
	one := o.guess(t, 150, func(i int) string { return try("officer", fmt.Sprintf("salah-salah-%d", i)) })
	if one[http.StatusUnauthorized] > 5 || one[http.StatusUnauthorized]+one[http.StatusTooManyRequests] != 150 {
		t.Errorf("150 guesses of one login: %v", one)
	}
	o = open(t)
	many := o.guess(t, 150, func(i int) string { return try(fmt.Sprintf("orang%d", i), "salah-salah-salah") })
	if many[http.StatusUnauthorized] > 30 || many[http.StatusUnauthorized]+many[http.StatusTooManyRequests] != 150 {
		t.Errorf("150 guesses from one address: %v", many)
	}
}

// behindProxy is an office whose clients are told by a proxy at this machine.
func behindProxy(t *testing.T) *office {
	return openWith(t, func(c *api.Config) { c.Proxies = []string{"127.0.0.1", "::1"} })
}

func TestStrangersLockNobodyOut(t *testing.T) {
	o := behindProxy(t)
	for range 12 {
		o.send(t, "", "POST", "/api/v1/session", try("officer", "salah-salah-salah"), "X-Forwarded-For", "203.0.113.7")
	}
	for from, want := range map[string]int{"203.0.113.7": http.StatusTooManyRequests, "198.51.100.20": http.StatusOK} {
		got := o.send(t, "", "POST", "/api/v1/session", try("officer", password), "X-Forwarded-For", from)
		if got.StatusCode != want {
			t.Errorf("right password from %s: %d %s", from, got.StatusCode, got.text)
		}
	}
}

// A thousand machines that guess at one login are stopped as one is, and the person goes
// on working where they work.
func TestManyMachinesGuessAtOneLoginNoMoreThanOne(t *testing.T) {
	o := behindProxy(t)
	const home = "198.51.100.20"
	enter := func(from string) int {
		return o.send(t, "", "POST", "/api/v1/session", try("officer", password), "X-Forwarded-For", from).StatusCode
	}
	if got := enter(home); got != http.StatusOK {
		t.Fatal(got)
	}
	_, err := o.owner(t).Exec(t.Context(), "insert into login_attempt (login, address, at) select 'officer', '203.0.113.' || n, moment() from generate_series(1, 99) n")
	if err != nil {
		t.Fatal(err)
	}
	if got := o.send(t, "", "POST", "/api/v1/session", try("officer", "salah-salah-salah"), "X-Forwarded-For", "203.0.113.200"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("guess 100: %d", got.StatusCode)
	}
	for from, want := range map[string]int{"203.0.113.201": http.StatusTooManyRequests, home: http.StatusOK} {
		if got := enter(from); got != want {
			t.Errorf("right password from %s after 100 guesses: %d, want %d", from, got, want)
		}
	}
	if got := o.send(t, "", "POST", "/api/v1/session", try("manager", password), "X-Forwarded-For", "203.0.113.202").StatusCode; got != http.StatusOK {
		t.Errorf("another login: %d", got)
	}
}

func TestOnlyATrustedProxyTellsTheAddress(t *testing.T) {
	o := open(t)
	for i := range 5 {
		o.send(t, "", "POST", "/api/v1/session", try("officer", "salah-salah-salah"), "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i), "X-Real-Ip", fmt.Sprintf("203.0.113.%d", i))
	}
	got := o.send(t, "", "POST", "/api/v1/session", try("officer", password), "X-Forwarded-For", "203.0.113.77", "X-Real-Ip", "203.0.113.77")
	if got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a made-up address was believed: %d", got.StatusCode)
	}
	o = behindProxy(t)
	for i := range 5 { // what the client itself wrote before the proxy is not believed
		o.send(t, "", "POST", "/api/v1/session", try("officer", "salah-salah-salah"), "X-Forwarded-For", fmt.Sprintf("192.0.2.%d, 203.0.113.7", i))
	}
	got = o.send(t, "", "POST", "/api/v1/session", try("officer", password), "X-Forwarded-For", "192.0.2.99, 203.0.113.7")
	if got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("an address that the client made up was believed: %d", got.StatusCode)
	}
}

func TestAHomesIPv6AddressesAreOne(t *testing.T) {
	o := behindProxy(t)
	for i := range 5 {
		o.send(t, "", "POST", "/api/v1/session", try("officer", "salah-salah-salah"), "X-Forwarded-For", fmt.Sprintf("2001:db8:0:1::%x", i))
	}
	for from, want := range map[string]int{"2001:db8:0:1:ffff::9": http.StatusTooManyRequests, "2001:db8:0:2::1": http.StatusOK} {
		got := o.send(t, "", "POST", "/api/v1/session", try("officer", password), "X-Forwarded-For", from)
		if got.StatusCode != want {
			t.Errorf("from %s: %d", from, got.StatusCode)
		}
	}
}
