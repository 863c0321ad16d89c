package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
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
