package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// picture is a JPEG of a size, darker to the right.
func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	p := image.NewGray(image.Rect(0, 0, width, height))
	for i := range p.Pix {
		p.Pix[i] = uint8(255 - 255*(i%width)/width)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put sends bytes as they are.
func (o *office) put(t *testing.T, cookie, path string, file []byte) answer {
	t.Helper()
	return o.send(t, cookie, "PUT", path, string(file), "Content-Type", "application/octet-stream")
}

// A family that follows the code on a kader's card sees who it is, from a phone without
// scripts and without a login, and nothing else of the branch.
func TestAFamilySeesWhetherACardIsGood(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	const kader = "/api/v1/branches/9901/kader/1"
	if got := f.put(t, officer, kader+"/photo", picture(t, 640, 480)); got.StatusCode != http.StatusNoContent {
		t.Fatalf("photo: %d %s", got.StatusCode, got.text)
	}
	letter := fmt.Sprintf(`{"number":"12/ST/XI/2026","from":%q,"until":%q}`, day(-1), day(60))
	if got := f.send(t, officer, "POST", kader+"/letters", letter); got.StatusCode != http.StatusOK || !strings.Contains(got.text, "12/ST/XI/2026") {
		t.Fatalf("letter: %d %s", got.StatusCode, got.text)
	}
	p, _ := f.pack(t)
	card := p.Kader.Identity
	if card == nil || card.Letter != "12/ST/XI/2026" || !strings.HasPrefix(card.URL, "/v/") || !strings.HasPrefix(card.Photo, "data:image/jpeg;base64,") {
		t.Fatalf("identity %+v", card)
	}
	if l := p.Kader.Letter; l == nil || len(l.Desa) != 1 || !strings.Contains(l.Text, l.Desa[0]) || !strings.Contains(l.Text, card.Name) || strings.Contains(l.Text, "{") || len(p.Kader.Functions) != 5 {
		t.Errorf("letter %+v, functions %v", l, p.Kader.Functions)
	} else if until := (datatest.Today() + 60).Words(); !strings.Contains(l.Text, "sampai "+until) {
		t.Errorf("the letter does not say that it holds until %s: %s", until, l.Text)
	}
	page := f.send(t, "", "GET", card.URL, "")
	page.text = html.UnescapeString(page.text)
	for _, want := range []string{"Kartu ini berlaku", card.Name, card.Photo} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not say %.40s", want)
		}
	}
	for _, never := range []string{"<script", "9901", "Cabang", "ST/XI", card.Code} {
		if strings.Contains(strings.ReplaceAll(page.text, card.Photo, ""), never) {
			t.Errorf("the page says %s", never)
		}
	}
	if page.StatusCode != http.StatusOK || page.Header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(page.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%d %v", page.StatusCode, page.Header)
	}
	if style := f.send(t, "", "GET", "/v/card.css", ""); style.StatusCode != http.StatusOK || !strings.Contains(style.Header.Get("Content-Type"), "css") {
		t.Errorf("style: %d %s", style.StatusCode, style.Header.Get("Content-Type"))
	}
}

// What a card was is told neither of one that was taken back nor of one that has run out.
func TestACardThatIsGoodNoMoreSaysSoAndNothingElse(t *testing.T) {
	f := inTheField(t)
	owner := f.owner(t)
	p, _ := f.pack(t)
	name, url := p.Kader.Name, p.Kader.Identity.URL
	expect := func(url, want string, status int) {
		t.Helper()
		got := f.send(t, "", "GET", url, "")
		if got.StatusCode != status || !strings.Contains(got.text, want) || strings.Contains(got.text, name) || strings.Contains(got.text, "<img") {
			t.Errorf("%s: %d, want %d and %q:\n%s", url, got.StatusCode, status, want, got.text)
		}
	}
	did(t, owner, "update kader set status = 'cuti' where id = 1")
	expect(url, "tidak bertugas", http.StatusGone)
	if q, _ := f.pack(t); q.Kader.Identity != nil {
		t.Error("a kader who does not work has a card")
	}
	did(t, owner, "update kader set status = 'aktif', valid_to = $1 where id = 1", datatest.Today()-1)
	expect(url, "tidak berlaku lagi", http.StatusGone)
	did(t, owner, "update kader set valid_to = $1 where id = 1", datatest.Today()+100)
	if got := f.send(t, f.as(t, data.Officer), "POST", "/api/v1/branches/9901/kader/1/card", ""); got.StatusCode != http.StatusOK {
		t.Fatalf("take back: %d %s", got.StatusCode, got.text)
	}
	expect(url, "sudah dicabut", http.StatusGone)
	q, _ := f.pack(t)
	if next := q.Kader.Identity.URL; next == url || !strings.Contains(f.send(t, "", "GET", next, "").text, "Kartu ini berlaku") {
		t.Errorf("the card after it: %s", next)
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(url, "/v/"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw { // another branch, kader, number or signature: none is ours
		forged := bytes.Clone(raw)
		forged[i] ^= 2
		if i%3 == 0 {
			expect("/v/"+base64.RawURLEncoding.EncodeToString(forged), "bukan kartu kader", http.StatusNotFound)
		}
	}
	expect("/v/abc", "bukan kartu kader", http.StatusNotFound)
}

// Whoever tries codes is stopped, and learns nothing meanwhile.
func TestAnAddressLooksAtFewCardsAMinute(t *testing.T) {
	f := inTheField(t)
	p, _ := f.pack(t)
	url := p.Kader.Identity.URL
	last := 0
	for n := 1; n <= 31; n++ {
		last = f.send(t, "", "GET", url[:len(url)-1]+map[bool]string{true: "A", false: "w"}[n%2 == 0], "").StatusCode
		if n <= 30 && last == http.StatusTooManyRequests {
			t.Fatalf("look %d is one too many", n)
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("look 31: %d", last)
	}
	did(t, f.owner(t), "update card_look set at = at - interval '61 seconds'")
	if got := f.send(t, "", "GET", url, ""); got.StatusCode != http.StatusOK {
		t.Errorf("a minute later: %d", got.StatusCode)
	}
}

// What is kept of a photo is the picture alone, small, cut around its middle.
func TestAPhotoIsMadeAnew(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	const path = "/api/v1/branches/9901/kader/1/photo"
	if got := o.send(t, officer, "GET", path, ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("before: %d", got.StatusCode)
	}
	marked := append(picture(t, 900, 600), "GPS -7.5 110.8"...)
	if got := o.put(t, officer, path, marked); got.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", got.StatusCode, got.text)
	}
	got := o.send(t, officer, "GET", path, "")
	made, kind, err := image.Decode(strings.NewReader(got.text))
	if err != nil || kind != "jpeg" || made.Bounds() != image.Rect(0, 0, 192, 256) || strings.Contains(got.text, "GPS") || len(got.text) > 20_000 {
		t.Fatalf("%s %v, %d bytes (%v)", kind, made.Bounds(), len(got.text), err)
	}
	grey := func(x int) int { return int(color.GrayModel.Convert(made.At(x, 128)).(color.Gray).Y) }
	// The middle half of the width: from a quarter to three quarters of the way to black.
	if left, right := grey(2), grey(189); left < 175 || left > 205 || right < 50 || right > 80 {
		t.Errorf("the picture goes from %d to %d", left, right)
	}
	for _, bad := range [][]byte{nil, []byte("GIF89a"), picture(t, 30, 30), marked[:200]} {
		if got := o.put(t, officer, path, bad); got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%d bytes: %d %s", len(bad), got.StatusCode, got.text)
		}
	}
	if got := o.put(t, officer, path, make([]byte, 1<<20+1)); got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("more than a MiB: %d %s", got.StatusCode, got.text)
	}
	if got := o.send(t, officer, "DELETE", path, ""); got.StatusCode != http.StatusNoContent {
		t.Errorf("remove: %d", got.StatusCode)
	}
	if got := o.send(t, officer, "GET", path, ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("after: %d", got.StatusCode)
	}
}

// A letter needs a number of its own, days in order and a desa that there is; one that is
// withdrawn is on no phone.
func TestLettersAreSound(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	const letters = "/api/v1/branches/9901/kader/1/letters"
	write := func(number, from, until, desa string) answer {
		return f.send(t, officer, "POST", letters, fmt.Sprintf(`{"number":%q,"from":%q,"until":%q,"desa":[%s]}`, number, from, until, desa))
	}
	var first data.Letter
	if err := json.Unmarshal([]byte(write("1/ST", day(0), day(9), `"99.01.01.2002"`).text), &first); err != nil || len(first.Desa) != 1 || first.Desa[0].Code != "99.01.01.2002" {
		t.Fatalf("%+v (%v)", first, err)
	}
	for what, got := range map[string]answer{
		"the same number":  write("1/ST", day(0), day(9), ""),
		"no number":        write(" ", day(0), day(9), ""),
		"ends before":      write("2/ST", day(9), day(0), ""),
		"a desa of nobody": write("3/ST", day(0), day(9), `"99.01.01.2002","99.09.09.2009"`),
	} {
		if got.StatusCode != http.StatusUnprocessableEntity && got.StatusCode != http.StatusConflict {
			t.Errorf("%s: %d %s", what, got.StatusCode, got.text)
		}
	}
	if p, _ := f.pack(t); p.Kader.Letter == nil || p.Kader.Letter.Number != "1/ST" {
		t.Errorf("letter on the phone: %+v", p.Kader.Letter)
	}
	path := fmt.Sprintf("/api/v1/branches/9901/letters/%d", first.ID)
	if got := f.send(t, officer, "DELETE", path, ""); got.StatusCode != http.StatusNoContent {
		t.Fatalf("withdraw: %d %s", got.StatusCode, got.text)
	}
	if got := f.send(t, officer, "DELETE", path, ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("withdraw again: %d", got.StatusCode)
	}
	if p, _ := f.pack(t); p.Kader.Letter != nil {
		t.Errorf("a withdrawn letter is on the phone: %+v", p.Kader.Letter)
	}
	var paper struct{ Kader []data.Paperwork }
	got := f.send(t, officer, "GET", "/api/v1/branches/9901/paperwork", "")
	if err := json.Unmarshal([]byte(got.text), &paper); err != nil {
		t.Fatal(err)
	}
	for _, k := range paper.Kader {
		if want := map[bool]int{true: 1}[k.Kader == 1]; len(k.Letters) != want || k.Kader == 1 && k.Letters[0].Withdrawn == nil {
			t.Errorf("kader %d: %+v", k.Kader, k.Letters)
		}
	}
}

// What families are told of where to find help is the rule of the day.
func TestTheTextsOfAPackAreDatedData(t *testing.T) {
	f := inTheField(t)
	p, _ := f.pack(t)
	if len(p.Texts.Channels) != 4 || p.Texts.Channels[2].Number != "08118165165" {
		t.Errorf("channels %+v", p.Texts.Channels)
	}
	for _, c := range p.Texts.Channels {
		if c.Text == "" || c.English == "" {
			t.Errorf("%s is not told in both languages: %+v", c.Name, c)
		}
	}
	body := `{"value":{"channels":[{"name":"Loket desa","number":"","text":"Selasa pagi."}]},"source":"Surat contoh"}`
	if got := f.send(t, f.as(t, data.Officer), "PUT", "/api/v1/branches/9901/rules/information/"+day(0), body); got.StatusCode >= 300 {
		t.Fatalf("%d %s", got.StatusCode, got.text)
	}
	if q, _ := f.pack(t); len(q.Texts.Channels) != 1 || q.Texts.Channels[0].Name != "Loket desa" || q.Texts.Script != p.Texts.Script {
		t.Errorf("texts %+v", q.Texts)
	}
}

// A kader serves under the contracts that are written down: one that follows on lengthens
// the time, a pause is not bridged, and the list of renewals begins with whose ends first.
func TestAKaderServesAsLongAsContractsRun(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	owner := f.owner(t)
	did(t, owner, "update kader set valid_from = $1, valid_to = $2 where id = 1", datatest.Today()-100, datatest.Today()+10)
	sign := func(number string, from, until int) int {
		body := fmt.Sprintf(`{"number":%q,"from":%q,"until":%q}`, number, (datatest.Today() + planner.Day(from)).String(), (datatest.Today() + planner.Day(until)).String())
		return f.send(t, officer, "POST", "/api/v1/branches/9901/kader/1/contracts", body).StatusCode
	}
	for _, try := range []struct {
		number      string
		from, until int
		want        int
	}{
		{"gap/PKS", 12, 100, http.StatusUnprocessableEntity}, {"back/PKS", 9, 8, http.StatusUnprocessableEntity},
		{"1/PKS", 11, 375, http.StatusOK}, {"1/PKS", 300, 400, http.StatusConflict}, {"0/PKS", -400, -200, http.StatusOK},
	} {
		if got := sign(try.number, try.from, try.until); got != try.want {
			t.Errorf("%+v: %d", try, got)
		}
	}
	if got := f.rows(t, "select (valid_from - $1::date) || ' ' || (valid_to - $1::date) from kader where id = 1", datatest.Today()); got != "-100 375" {
		t.Errorf("serves from and until %s", got)
	}
	if p, _ := f.pack(t); p.Kader.Identity.ValidUntil != datatest.Today()+375 {
		t.Errorf("the card is valid until %s", p.Kader.Identity.ValidUntil)
	}
	did(t, owner, "update kader set valid_to = $1 where id = 1", datatest.Today()-1)
	if got := sign("2/PKS", 20, 90); got != http.StatusOK {
		t.Errorf("after a pause: %d", got)
	}
	if got := f.rows(t, "select (valid_from - $1::date) || ' ' || (valid_to - $1::date) from kader where id = 1", datatest.Today()); got != "20 90" {
		t.Errorf("after a pause, from and until %s", got)
	}
	var paper struct{ Kader []data.Paperwork }
	got := f.send(t, officer, "GET", "/api/v1/branches/9901/paperwork", "")
	if err := json.Unmarshal([]byte(got.text), &paper); err != nil || len(paper.Kader) < 2 || paper.Kader[0].Kader != 1 || len(paper.Kader[0].Contracts) != 3 || paper.Kader[0].Contracts[0].Number != "2/PKS" {
		t.Errorf("paperwork %+v (%v)", paper.Kader, err)
	}
}

// Four are trained, two are taken; nobody is taken untrained.
func TestCandidatesAreTakenOnceTheyAreTrained(t *testing.T) {
	f := inTheField(t)
	officer := f.as(t, data.Officer)
	const path = "/api/v1/branches/9901/candidates"
	var ids []int64
	for n := range 4 {
		var c data.Applicant
		got := f.send(t, officer, "POST", path, fmt.Sprintf(`{"name":"Calon %d","phone":"0899","desa":"99.01.01.2001"}`, n))
		if err := json.Unmarshal([]byte(got.text), &c); err != nil || c.Stage != data.StageProposed {
			t.Fatalf("%s (%v)", got.text, err)
		}
		ids = append(ids, c.ID)
	}
	move := func(n int, stage data.Stage) int {
		return f.send(t, officer, "PUT", fmt.Sprintf("%s/%d", path, ids[n]), fmt.Sprintf(`{"stage":%q}`, stage)).StatusCode
	}
	if got := move(0, data.StageTaken); got != http.StatusConflict {
		t.Errorf("taken untrained: %d", got)
	}
	for n := range ids {
		if got := move(n, data.StageTrained); got >= 300 {
			t.Errorf("trained: %d", got)
		}
	}
	for n, stage := range []data.Stage{data.StageTaken, data.StageTaken, data.StageNotTaken, data.StageNotTaken} {
		if got := move(n, stage); got >= 300 {
			t.Errorf("%s: %d", stage, got)
		}
	}
	var all struct{ Candidates []data.Applicant }
	if err := json.Unmarshal([]byte(f.send(t, officer, "GET", path, "").text), &all); err != nil || len(all.Candidates) != 4 || all.Candidates[0].Stage != data.StageTaken || all.Candidates[1].Stage != data.StageTaken {
		t.Errorf("%+v (%v)", all, err)
	}
	if got := f.send(t, officer, "POST", path, `{"name":"Calon","desa":"99.01.01.2999"}`).StatusCode; got != http.StatusUnprocessableEntity {
		t.Errorf("of no desa: %d", got)
	}
	if got := f.send(t, officer, "PUT", path+"/999", `{"stage":"DILATIH"}`).StatusCode; got != http.StatusNotFound {
		t.Errorf("nobody: %d", got)
	}
}
