package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What all families owe tells of which file they are: no two files have one sum.
func TestEachFileOfFamiliesHasASumOfItsOwn(t *testing.T) {
	h := &house{root: t.TempDir(), sums: map[int64]int{}}
	if err := os.Mkdir(filepath.Join(h.root, "sample"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.root, "sample", "households.csv"), []byte("no_kk,nilai_tunggakan,desa\n1,500,a\n2,70000,\"b,c\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 3; n++ {
		path, err := h.nextFile()
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil || len(rows) != 3 || rows[1][1] != fmt.Sprint(500+1000*n) || rows[2][1] != fmt.Sprint(70000+1000*n) || rows[2][2] != "b,c" {
			t.Errorf("file %d: %v (%v)", n, rows, err)
		}
		if got := h.sums[int64(70500+2000*n)]; got != n || filepath.Base(path) != fmt.Sprintf("households-%d.csv", n) {
			t.Errorf("the sum of %s is known as that of file %d", path, got)
		}
	}
}

func TestTheMonthIsTheNextOnAnyDay(t *testing.T) {
	for day, want := range map[string]string{"2026-01-31": "2026-02", "2026-12-31": "2027-01", "2028-02-29": "2028-03", "2026-11-01": "2026-12"} {
		first, err := time.ParseInLocation(time.DateOnly, day, wib)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&house{first: first}).month(); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// An answer of 200 that holds an event back acknowledges nothing.
func TestADeliveryIsTakenWhenAllOfItIs(t *testing.T) {
	var answer string
	var status int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "phone" {
			status = http.StatusUnauthorized
		}
		w.WriteHeader(status)
		fmt.Fprint(w, answer)
	}))
	defer server.Close()
	h := &house{base: server.URL, cookies: map[string]string{field: "phone", login: "office"}}
	for _, c := range []struct {
		status int
		answer string
		want   int
		fails  bool
	}{
		{200, `{"verdicts":[{"verdict":"accepted"},{"verdict":"duplicate"}]}`, 200, false},
		{200, `{"verdicts":[{"verdict":"accepted"},{"verdict":"held"}]}`, 409, false},
		{200, `{"verdicts":[{"verdict":"rejected"}]}`, 409, false},
		{200, `{"verdicts":[{"verdict":"acc`, 200, true},
		{503, ``, 503, false},
	} {
		status, answer = c.status, c.answer
		got, _, err := h.deliver(t.Context(), []byte("{}"))
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%d %s: %d, %v", c.status, c.answer, got, err)
		}
	}
}

// A backup that was cut off anywhere is none.
func TestABackupIsReadToItsEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "backup")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(f, "binaan backup")
	zip := gzip.NewWriter(f)
	if _, err := io.WriteString(zip, "rows"); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := readable(path); err != nil {
		t.Errorf("a whole one: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for length := range whole {
		if err := os.WriteFile(path, whole[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		if readable(path) == nil {
			t.Errorf("%d of %d bytes pass", length, len(whole))
		}
	}
}
