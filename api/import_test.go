package api_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
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

// Whoever sends a large file that is refused before it was read is told why: the browser
// of a person hears no answer while it sends, and a connection that is closed meanwhile
// says nothing at all.
func TestARefusalOfALargeFileIsHeard(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Officer)
	line, err := new(net.Dialer).DialContext(t.Context(), "tcp", o.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	const size = 24 << 20
	_, err = fmt.Fprintf(line, "POST /api/v1/branches/9901/imports?kind=households&asOf=%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n", day(9), cookie, size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := line.Write(make([]byte, size)); err != nil {
		t.Fatalf("the connection was closed while the file was sent: %v", err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%s, want a file of tomorrow refused", answer.Status)
	}
}

// Whoever sends a file and stalls is told so when the time for it is over, and nothing of
// the file stays behind, however far it had come.
func TestAStalledUploadIsEnded(t *testing.T) {
	dir := ""
	o := openWith(t, func(c *api.Config) { dir, c.UploadTime = c.Uploads, 200*time.Millisecond })
	cookie := o.as(t, data.Officer)
	for _, sent := range []string{
		"", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kk.csv\"\r\n\r\nno_kk\n99", "--x\r\nContent-Dispo",
	} {
		status, told := o.stall(t, cookie, "/imports?kind=households", sent)
		if status != http.StatusRequestTimeout || !strings.Contains(told, "lebih dari 15 menit") {
			t.Errorf("stalled after %q: %d %s", sent, status, told)
		}
	}
	if status, told := o.stall(t, cookie, "/territory-drafts/file?name=x", "--x\r\n"); status != http.StatusRequestTimeout || !strings.Contains(told, "terlalu lama") {
		t.Errorf("stalled map: %d %s", status, told)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// stall begins to send a form of a megabyte, sends no more of it, and waits for the answer.
func (o *office) stall(t *testing.T, cookie, path, sent string) (status int, told string) {
	t.Helper()
	line, err := new(net.Dialer).DialContext(t.Context(), "tcp", o.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	_, err = fmt.Fprintf(line, "POST /api/v1/branches/9901%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1048576\r\n\r\n%s", path, cookie, sent)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
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
	for range 500 { // nobody asks when an upload is removed, so nothing tells it
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
	var i data.Import
	datatest.Until(t, o.store, "the import has ended", func() bool {
		var err error
		if i, err = o.store.Import(t.Context(), o.own.ID, 1); err != nil {
			t.Fatal(err)
		}
		return i.State != data.Queued
	}, "import")
	if i.State != data.Failed || !strings.Contains(i.Error, "gangguan") || i.File != "keluarga.csv" {
		t.Errorf("the import is %+v", i)
	}
}

// Whom a file should have named is listed without a whole number, on the page and
// in a sheet whose cells no spreadsheet takes for formulas.
func TestAbsentFamiliesAreListedMasked(t *testing.T) {
	o, officer := village(t)
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		for _, sql := range []string{
			"update household set no_kk = '9901234567890001', head_name = '=HYPERLINK(\"http://x\")' where branch_id = $1 and id = 1",
			`insert into import (branch_id, id, kind, file, state, as_of, dry_run, forced, created_by)
			values ($1, 77, 'households', 'x', 'done', date '2026-11-23', false, false, 'uji')`,
			"insert into import_absent (branch_id, import_id, household_id, since, means) values ($1, 77, 1, date '2026-11-23', 'PAID_UP')",
		} {
			if _, err := tx.Exec(t.Context(), sql, o.own.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	path := "/branches/" + o.own.Code + "/imports/77/absent"
	list := o.want(t, http.StatusOK, officer, "GET", path, "")
	for text, want := range map[string]bool{"9901••••••••0001": true, "234567890001": false, `"since":"2026-11-23"`: true, `"means":"PAID_UP"`: true} {
		if strings.Contains(list.text, text) != want {
			t.Errorf("the list has %q: %t\n%s", text, !want, list.text)
		}
	}
	sheet, err := excelize.OpenReader(strings.NewReader(o.want(t, http.StatusOK, officer, "GET", path+".xlsx", "").text))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := sheet.GetRows(sheet.GetSheetName(0))
	if err != nil || len(rows) != 2 || rows[1][2] != `'=HYPERLINK("http://x")` || strings.Contains(strings.Join(rows[1], " "), "234567890001") {
		t.Errorf("%v: the sheet is %q", err, rows)
	}
	var readings int
	err = o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*) from audit where act = 'list absent families' and households = '{1}'").Scan(&readings)
	})
	if err != nil || readings != 2 {
		t.Errorf("%v: %d readings stand in the audit, want 2", err, readings)
	}
}
