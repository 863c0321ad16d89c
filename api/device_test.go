package api_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
)

// entry is what a phone keeps of its activation.
type entry struct {
	Device  string `json:"device"`
	Token   string `json:"token"`
	SealKey []byte `json:"sealKey"`
	cookie  string
}

func entryOf(t *testing.T, got answer) (e entry) {
	t.Helper()
	if got.StatusCode != http.StatusOK {
		t.Fatalf("no entry: %d %s", got.StatusCode, got.text)
	}
	if err := json.Unmarshal([]byte(got.text), &e); err != nil {
		t.Fatal(err)
	}
	e.cookie = strings.SplitN(got.Header.Get("Set-Cookie"), ";", 2)[0]
	return e
}

// activated is a phone of kader 1, made known by a code of the office.
func (o *office) activated(t *testing.T) entry {
	t.Helper()
	made := o.send(t, o.as(t, data.Officer), "POST", "/api/v1/branches/9901/kader/1/device-code", "")
	var code struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal([]byte(made.text), &code); err != nil || made.StatusCode != http.StatusOK {
		t.Fatalf("device code: %d %s", made.StatusCode, made.text)
	}
	return entryOf(t, o.send(t, "", "POST", "/api/v1/devices/activate", fmt.Sprintf(`{"code":%q}`, code.Code)))
}

func TestAPhoneEntersByCodeAndComesBackByItsToken(t *testing.T) {
	o := open(t)
	e := o.activated(t)
	if got := o.send(t, e.cookie, "GET", "/api/v1/today", ""); got.StatusCode != http.StatusOK {
		t.Errorf("the activated phone's day: %d %s", got.StatusCode, got.text)
	}
	if len(e.SealKey) != 65 {
		t.Errorf("seal key of %d bytes", len(e.SealKey))
	}
	body := fmt.Sprintf(`{"branch":"9901","device":%q,"token":%q}`, e.Device, e.Token)
	back := o.send(t, "", "POST", "/api/v1/devices/session", body)
	cookie := strings.SplitN(back.Header.Get("Set-Cookie"), ";", 2)[0]
	if got := o.send(t, cookie, "GET", "/api/v1/today", ""); back.StatusCode != http.StatusOK || got.StatusCode != http.StatusOK {
		t.Errorf("back by token: %d %s; its day: %d", back.StatusCode, back.text, got.StatusCode)
	}
	wrong := strings.Replace(body, e.Token, "bukan", 1)
	if got := o.send(t, "", "POST", "/api/v1/devices/session", wrong); got.StatusCode != http.StatusNotFound {
		t.Errorf("another token: %d %s", got.StatusCode, got.text)
	}
}

func TestAKaderWithAPasswordMakesThePhoneKnown(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.KaderRole)
	e := entryOf(t, o.send(t, cookie, "POST", "/api/v1/devices", ""))
	if got := o.send(t, cookie, "GET", "/api/v1/today", ""); got.StatusCode != http.StatusOK {
		t.Errorf("the phone's day: %d %s", got.StatusCode, got.text)
	}
	o.send(t, o.as(t, data.Officer), "DELETE", "/api/v1/branches/9901/devices/"+e.Device, "")
	if got := o.send(t, cookie, "GET", "/api/v1/session", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("the session outlives the phone: %d", got.StatusCode)
	}
}

func TestTheOfficeTurnsAPhoneAway(t *testing.T) {
	o := open(t)
	e := o.activated(t)
	officer := o.as(t, data.Officer)
	if got := o.send(t, officer, "GET", "/api/v1/branches/9901/devices", ""); !strings.Contains(got.text, e.Device) || strings.Contains(got.text, e.Token) {
		t.Errorf("devices: %d %s", got.StatusCode, got.text)
	}
	if got := o.send(t, officer, "DELETE", "/api/v1/branches/9901/devices/"+e.Device, ""); got.StatusCode != http.StatusOK {
		t.Fatalf("revoke: %d %s", got.StatusCode, got.text)
	}
	if got := o.send(t, e.cookie, "GET", "/api/v1/today", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("its session still lives: %d", got.StatusCode)
	}
	body := fmt.Sprintf(`{"branch":"9901","device":%q,"token":%q}`, e.Device, e.Token)
	if got := o.send(t, "", "POST", "/api/v1/devices/session", body); got.StatusCode != http.StatusGone || !strings.Contains(got.text, "dicabut") {
		t.Errorf("it comes back: %d %s", got.StatusCode, got.text)
	}
}

// sealed are events as the phone of an entry seals them.
func (e entry) sealed(t *testing.T, events ...fields) (out [][]byte) {
	t.Helper()
	for _, event := range events {
		text, err := json.Marshal(fields{"device": e.Device, "token": e.Token, "event": event})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, datatest.SealTo(t, e.SealKey, text))
	}
	return out
}

func (f *field) rescue(t *testing.T, e entry, sealed [][]byte) (out data.Rescued, status int) {
	t.Helper()
	body, err := json.Marshal(fields{"branch": "9901", "device": e.Device, "sealed": sealed})
	if err != nil {
		t.Fatal(err)
	}
	got := f.send(t, "", "POST", "/api/v1/devices/outbox", string(body))
	if got.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(got.text), &out); err != nil {
			t.Fatal(err)
		}
	}
	return out, got.StatusCode
}

func TestAPhoneWithoutItsPINLosesNothing(t *testing.T) {
	f := inTheField(t)
	e := f.activated(t)
	on := func(n int) fields { return f.event(n, fields{"device_id": e.Device}) }
	sealed := e.sealed(t, on(1), on(2), on(3))
	if got, status := f.rescue(t, e, sealed); status != http.StatusOK || got != (data.Rescued{Kept: 3}) {
		t.Fatalf("rescued %d %+v, want 3 kept", status, got)
	}
	if got, _ := f.rescue(t, e, sealed); got != (data.Rescued{Kept: 3}) {
		t.Errorf("brought again by a supervisor: %+v, want the same", got)
	}
	rest := f.event(4, fields{"device_id": e.Device, "type": "BUKAN_HASIL"})
	other := f.activated(t)
	stolen := e
	stolen.Token = other.Token
	mixed := append(e.sealed(t, on(5), rest), append(stolen.sealed(t, on(6)), []byte("rusak"))...)
	if got, _ := f.rescue(t, e, mixed); got != (data.Rescued{Kept: 1, Rejected: 1, Broken: 2}) {
		t.Errorf("mixed: %+v, want 1 kept, 1 rejected, 2 broken", got)
	}
}

func TestARevokedPhonesRecordsWaitForTheBranch(t *testing.T) {
	f := inTheField(t)
	e := f.activated(t)
	f.send(t, f.as(t, data.Officer), "DELETE", "/api/v1/branches/9901/devices/"+e.Device, "")
	got, status := f.rescue(t, e, e.sealed(t, f.event(1, fields{"device_id": e.Device})))
	if status != http.StatusOK || got != (data.Rescued{Kept: 1, Held: 1}) {
		t.Errorf("rescued %d %+v, want 1 held", status, got)
	}
}

func TestWhoBringsRubbishIsSlowedDown(t *testing.T) {
	f := inTheField(t)
	e := f.activated(t)
	for range 5 {
		if got, status := f.rescue(t, e, [][]byte{[]byte("sampah")}); status != http.StatusOK || got.Broken != 1 {
			t.Fatalf("rubbish: %d %+v", status, got)
		}
	}
	if _, status := f.rescue(t, e, [][]byte{[]byte("sampah")}); status != http.StatusTooManyRequests {
		t.Errorf("the sixth: %d, want 429", status)
	}
	strange := entry{Device: "0d000000-0000-7000-8000-0000000000ff"}
	if _, status := f.rescue(t, strange, [][]byte{}); status != http.StatusNotFound && status != http.StatusTooManyRequests {
		t.Errorf("a phone that is none: %d", status)
	}
}

func TestAReceiptIsSentInPiecesAndShownToTheOffice(t *testing.T) {
	f := inTheField(t)
	picture := append([]byte{0xff, 0xd8, 0xff}, make([]byte, 3000)...)
	hash := fmt.Sprintf("%x", sha256.Sum256(picture))
	e := f.event(1, fields{"payload": fields{"photos": []string{hash}}})
	f.push(t, f.cookie, nil, e)
	key, err := f.store.SealKey(t.Context(), f.office.own.ID)
	if err != nil {
		t.Fatal(err)
	}
	sealed := datatest.SealTo(t, key, picture)
	at := fmt.Sprintf("/api/v1/photos/%s/%s?size=%d&offset=", e["event_id"], hash, len(sealed))
	for _, piece := range []struct {
		offset, end int
		want        string
	}{{0, 1000, `"have":1000,"done":false`}, {1000, len(sealed), `"done":true`}} {
		got := f.send(t, f.cookie, "PUT", at+fmt.Sprint(piece.offset), string(sealed[piece.offset:piece.end]), "Content-Type", "application/octet-stream")
		if got.StatusCode != http.StatusOK || !strings.Contains(got.text, piece.want) {
			t.Fatalf("bytes from %d: %d %s", piece.offset, got.StatusCode, got.text)
		}
	}
	shown := f.send(t, f.as(t, data.Officer), "GET", fmt.Sprintf("/api/v1/branches/9901/photos/%s/%s", e["event_id"], hash), "")
	if shown.text != string(picture) || shown.Header.Get("Content-Type") != "image/jpeg" || shown.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("shown: %d, %d bytes, %v", shown.StatusCode, len(shown.text), shown.Header)
	}
}
