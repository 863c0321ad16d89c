package api_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binaan/api"
	"binaan/data"
)

// kept opens an edge whose imports end as told, one after the other, each with the bytes
// that it read; and the folder of sealed copies.
func kept(t *testing.T, ends ...func(*data.Store, data.Branch, data.ImportID) error) (o *office, read chan string, folder string) {
	t.Helper()
	read, folder = make(chan string, len(ends)), t.TempDir()
	next := make(chan func(*data.Store, data.Branch, data.ImportID) error, len(ends))
	for _, end := range ends {
		next <- end
	}
	o = openWith(t, func(c *api.Config) {
		c.Kept = folder
		c.Import = func(_ context.Context, b data.Branch, i data.Import, path string) error {
			text, err := os.ReadFile(path)
			err = errors.Join(err, (<-next)(o.store, b, i.ID))
			read <- fmt.Sprint(string(text), i.Kind, i.AsOf, err)
			return err
		}
	})
	return o, read, folder
}

// brokenOff is the end of an import whose fault was not the file's, spoilt of one whose was.
func brokenOff(s *data.Store, b data.Branch, id data.ImportID) error {
	return s.FailImport(context.Background(), b.ID, id, "Server berhenti.", true)
}

func spoilt(s *data.Store, b data.Branch, id data.ImportID) error {
	return s.FailImport(context.Background(), b.ID, id, "Berkas rusak.", false)
}

// An import that was broken off goes on with the file that was sent, of which the disk
// holds nothing that can be read; one whose file is at fault does not, and its copy goes.
func TestAnImportThatWasBrokenOffGoesOnWithItsFile(t *testing.T) {
	o, read, folder := kept(t, brokenOff, spoilt)
	officer := o.as(t, data.Officer)
	const secret = "no_kk\n9901010101010001\n"
	if got := o.upload(t, officer, "9901", secret); got != http.StatusAccepted {
		t.Fatal(got)
	}
	first := <-read
	sealed, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(sealed) != 1 {
		t.Fatalf("sealed copies %v: %v", sealed, err)
	}
	text, err := os.ReadFile(sealed[0])
	if info, statErr := os.Stat(sealed[0]); err != nil || statErr != nil || info.Mode().Perm() != 0o600 || bytes.Contains(text, []byte("9901")) {
		t.Errorf("the copy is plain: %v %v", err, statErr)
	}
	const path = "/api/v1/branches/9901/imports/1"
	if got := o.send(t, officer, "GET", path, ""); !strings.Contains(got.text, `"resumable":true`) || strings.Contains(got.text, "AGE-SECRET") {
		t.Errorf("broken off: %s", got.text)
	}
	if got := o.send(t, officer, "POST", path+"/resume", ""); got.StatusCode != http.StatusOK {
		t.Fatalf("resume: %s", got.text)
	}
	if again := <-read; again != first || !strings.HasPrefix(again, secret) {
		t.Errorf("went on with %q, was begun with %q", again, first)
	}
	if got := o.send(t, officer, "POST", path+"/resume", ""); got.StatusCode != http.StatusConflict || !strings.Contains(got.text, "Kirim lagi berkasnya") {
		t.Errorf("a spoilt file goes on: %s", got.text)
	}
	names, err := o.store.KeptUploads(t.Context())
	if err != nil || len(names) > 0 {
		t.Errorf("uploads of imports that ended for good: %v %v", names, err)
	}
	var acts string
	if err := o.owner(t).QueryRow(t.Context(), "select coalesce(string_agg(reason, ';'), '') from audit where act = 'resume import'").Scan(&acts); err != nil || acts != "import 1 by officer" {
		t.Errorf("audit: %q %v", acts, err)
	}
}

// Whoever comes second, or finds the copy cut or gone, is told so.
func TestAnImportThatCannotGoOnIsToldSo(t *testing.T) {
	o, read, folder := kept(t, brokenOff, func(*data.Store, data.Branch, data.ImportID) error { return nil }, brokenOff, brokenOff)
	officer := o.as(t, data.Officer)
	for range 3 {
		if got := o.upload(t, officer, "9901", strings.Repeat("no_kk\n", 50)); got != http.StatusAccepted {
			t.Fatal(got)
		}
	}
	resume := func(id int) answer {
		return o.send(t, officer, "POST", fmt.Sprintf("/api/v1/branches/9901/imports/%d/resume", id), "")
	}
	for range 3 {
		<-read
	}
	if got := resume(2); got.StatusCode != http.StatusConflict || !strings.Contains(got.text, "keluarga.csv") || !strings.Contains(got.text, "Contoh") || !strings.Contains(got.text, "sedang berjalan") {
		t.Errorf("one that runs: %s", got.text)
	}
	all, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for n, path := range all {
		if n%2 == 0 {
			err = os.Remove(path)
		} else {
			err = os.Truncate(path, 300)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []int{1, 3} {
		if got := resume(id); got.StatusCode != http.StatusConflict || !strings.Contains(got.text, "tidak dapat dilanjutkan") {
			t.Errorf("import %d, of which the copy is gone or cut: %d %s", id, got.StatusCode, got.text)
		}
	}
	if _, err := o.owner(t).Exec(t.Context(), "update import set finished_at = finished_at - interval '8 days' where id = 1"); err != nil {
		t.Fatal(err)
	}
	if names, err := o.store.KeptUploads(t.Context()); err != nil || len(names) != 2 {
		t.Errorf("kept after a week: %v %v", names, err)
	}
}
