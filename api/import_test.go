package api_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"binaan/api"
	"binaan/data"
)

// upload sends a file to a branch.
func (o *office) upload(t *testing.T, cookie, branch, text string) (status int) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "../keluarga.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), "POST", o.URL+"/api/v1/branches/"+branch+"/imports?kind=households", &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Cookie", cookie)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestABranchKeepsNoOtherFromImporting(t *testing.T) {
	began, let := make(chan string, 20), make(chan struct{})
	dir := ""
	o := openWith(t, func(c *api.Config) {
		dir = c.Uploads
		c.Import = func(ctx context.Context, b data.Branch, _ data.Import, path string) error {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s is kept as %v: %v", path, info.Mode(), err)
			}
			began <- b.Code
			if b.Code == "9901" {
				select {
				case <-let:
				case <-ctx.Done():
				}
			}
			return nil
		}
	})
	admin := o.as(t, data.Admin)
	for n := range 12 {
		got := o.upload(t, admin, "9901", "no_kk\n")
		if want := map[bool]int{true: http.StatusAccepted, false: http.StatusTooManyRequests}[n < 10]; got != want {
			t.Errorf("upload %d: %d, want %d", n+1, got, want)
		}
	}
	if code := <-began; code != "9901" {
		t.Fatalf("%s began", code)
	}
	if got := o.upload(t, admin, "9902", "no_kk\n"); got != http.StatusAccepted {
		t.Fatalf("upload of another branch: %d", got)
	}
	if code := <-began; code != "9902" {
		t.Errorf("%s began while the first import of 9901 runs", code)
	}
	close(let)
	for range 9 {
		<-began
	}
	for range 500 {
		left, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("uploads are left after their imports")
}

func TestAFileWeStumbleOverFailsAlone(t *testing.T) {
	o := openWith(t, func(c *api.Config) {
		c.Import = func(_ context.Context, _ data.Branch, i data.Import, _ string) error { panic("kasus " + i.File) }
	})
	admin := o.as(t, data.Admin)
	if got := o.upload(t, admin, "9901", "no_kk\n"); got != http.StatusAccepted {
		t.Fatalf("upload: %d", got)
	}
	for range 500 {
		i, err := o.store.Import(t.Context(), o.own.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		if i.State == data.Failed && strings.Contains(i.Error, "gangguan") && i.File == "keluarga.csv" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the import has not failed")
}
