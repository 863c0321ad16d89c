package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/totp"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
)

func (o *office) id(t *testing.T, login string) int64 {
	t.Helper()
	id, err := o.store.AccountID(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// want asks and fails unless the status is as wanted.
func (o *office) want(t *testing.T, status int, cookie, method, path, body string) answer {
	t.Helper()
	got := o.send(t, cookie, method, "/api/v1"+path, body)
	if got.StatusCode != status {
		t.Errorf("%s %s %s: %d %s, want %d", method, path, body, got.StatusCode, got.text, status)
	}
	return got
}

func TestAChangedPasswordEndsTheOtherSessions(t *testing.T) {
	o := open(t)
	here, elsewhere := o.as(t, data.Manager), o.as(t, data.Manager)
	next := "tujuh bebek minum kopi"
	change := func(present, next string) string { return fmt.Sprintf(`{"present":%q,"next":%q}`, present, next) }
	o.want(t, http.StatusUnprocessableEntity, here, "PUT", "/account/password", change("salah-salah-salah", next))
	o.want(t, http.StatusUnprocessableEntity, here, "PUT", "/account/password", change(password, "password1234"))
	o.want(t, http.StatusOK, elsewhere, "GET", "/session", "")
	o.want(t, http.StatusNoContent, here, "PUT", "/account/password", change(password, next))
	o.want(t, http.StatusOK, here, "GET", "/session", "")
	o.want(t, http.StatusUnauthorized, elsewhere, "GET", "/session", "")
	o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("manager", password))
	o.want(t, http.StatusOK, "", "POST", "/session", try("manager", next))
}

func TestThePresentPasswordIsNotGuessedThroughItsChange(t *testing.T) {
	o := open(t)
	cookie := o.as(t, data.Manager)
	for range 5 {
		o.want(t, http.StatusUnprocessableEntity, cookie, "PUT", "/account/password", `{"present":"salah-salah-salah","next":"tujuh bebek minum kopi"}`)
	}
	o.want(t, http.StatusTooManyRequests, cookie, "PUT", "/account/password", fmt.Sprintf(`{"present":%q,"next":"tujuh bebek minum kopi"}`, password))
}

func TestADisabledAccountIsOutAtOnceAndCanComeBack(t *testing.T) {
	o := open(t)
	admin, officer := o.as(t, data.Admin), o.as(t, data.Officer)
	path := fmt.Sprintf("/users/%d", o.id(t, "officer"))
	_, stream := o.follow(t, officer, o.queued(t))
	o.want(t, http.StatusNoContent, admin, "PUT", path, `{"disabled":true,"until":null}`)
	o.want(t, http.StatusUnauthorized, officer, "GET", "/session", "")
	o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("officer", password))
	for buffer := make([]byte, 1024); ; { // the stream ends too
		if _, err := stream.Read(buffer); err != nil {
			break
		}
	}
	o.want(t, http.StatusNoContent, admin, "PUT", path, `{"disabled":false,"until":null}`)
	o.want(t, http.StatusOK, "", "POST", "/session", try("officer", password))
	o.want(t, http.StatusUnauthorized, officer, "GET", "/session", "") // the session before stays ended
	o.want(t, http.StatusConflict, admin, "PUT", fmt.Sprintf("/users/%d", o.id(t, "admin")), `{"disabled":true,"until":null}`)
	o.want(t, http.StatusNotFound, admin, "PUT", "/users/7777", `{"disabled":true,"until":null}`)
}

func TestAnAccountEndsOnItsLastDay(t *testing.T) {
	o := open(t)
	admin := o.as(t, data.Admin)
	path := fmt.Sprintf("/users/%d", o.id(t, "supervisor"))
	o.want(t, http.StatusNoContent, admin, "PUT", path, fmt.Sprintf(`{"disabled":false,"until":%q}`, day(0)))
	supervisor := o.as(t, data.Supervisor)
	o.want(t, http.StatusNoContent, admin, "PUT", path, fmt.Sprintf(`{"disabled":false,"until":%q}`, day(-1)))
	o.want(t, http.StatusUnauthorized, supervisor, "GET", "/session", "")
	o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("supervisor", password))
}

func TestAKaderWhoLeftCannotLogIn(t *testing.T) {
	o := open(t)
	set := func(sql string) {
		t.Helper()
		err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), sql)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, left := range []string{"update kader set status = 'berhenti'", fmt.Sprintf("update kader set valid_to = '%s'", day(-1)), "delete from kader"} {
		cookie := o.as(t, data.KaderRole)
		set(left)
		o.want(t, http.StatusUnauthorized, cookie, "GET", "/session", "")
		o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("kader", password))
		if !strings.HasPrefix(left, "delete") {
			set(fmt.Sprintf("update kader set status = 'aktif', valid_to = '%s'", day(0)))
		}
	}
}

func TestAKadersAccountIsOfOneBranchAndOfAKaderThereIs(t *testing.T) {
	o := open(t)
	datatest.AddKader(t, o.store, o.other.ID, 5)
	admin := o.as(t, data.Admin)
	add := func(branches, kader string) string {
		return fmt.Sprintf(`{"login":"siti","name":"Siti","role":"kader","branches":[%s],"kader":%q}`, branches, kader)
	}
	for body, want := range map[string]int{
		add(`"9901","9902"`, "K1"): http.StatusUnprocessableEntity,
		add(``, "K1"):              http.StatusUnprocessableEntity,
		add(`"9901"`, ""):          http.StatusUnprocessableEntity,
		add(`"9901"`, "K5"):        http.StatusUnprocessableEntity,
	} {
		o.want(t, want, admin, "POST", "/users", body)
	}
	o.want(t, http.StatusOK, admin, "POST", "/users", add(`"9902"`, "K5"))
	// An account that was given a second branch before this rule shows its kader's alone.
	id := o.id(t, "kader")
	if _, err := o.store.Pool().Exec(t.Context(), "insert into account_branch (branch_id, account_id) values ($1, $2)", o.other.ID, id); err != nil {
		t.Fatal(err)
	}
	got := o.want(t, http.StatusOK, o.as(t, data.KaderRole), "GET", "/session", "")
	if !strings.Contains(got.text, "9901") || strings.Contains(got.text, "9902") {
		t.Errorf("branches of the kader: %s", got.text)
	}
}

func TestABranchIsTakenFromAnAccount(t *testing.T) {
	o := open(t)
	admin, officer := o.as(t, data.Admin), o.as(t, data.Officer)
	path := fmt.Sprintf("/users/%d/branches/9901", o.id(t, "officer"))
	o.want(t, http.StatusNoContent, admin, "DELETE", path, "")
	o.want(t, http.StatusNotFound, admin, "DELETE", path, "")
	o.want(t, http.StatusUnauthorized, officer, "GET", "/session", "") // begun under other rights
	o.want(t, http.StatusNotFound, o.as(t, data.Officer), "GET", "/branches/9901", "")
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	o := open(t)
	admin, here, there := o.as(t, data.Admin), o.as(t, data.Officer), o.as(t, data.Officer)
	var list struct {
		Sessions []data.Session `json:"sessions"`
		Present  data.SessionID `json:"present"`
	}
	got := o.want(t, http.StatusOK, here, "GET", "/account/sessions", "")
	if err := json.Unmarshal([]byte(got.text), &list); err != nil || len(list.Sessions) != 2 {
		t.Fatalf("%s %v", got.text, err)
	}
	if strings.Contains(got.text, "token") {
		t.Errorf("a token is told: %s", got.text)
	}
	for _, s := range list.Sessions {
		if s.ID != list.Present {
			o.want(t, http.StatusNotFound, admin, "DELETE", fmt.Sprintf("/account/sessions/%d", s.ID), "") // not the admin's own
			o.want(t, http.StatusNoContent, here, "DELETE", fmt.Sprintf("/account/sessions/%d", s.ID), "")
		}
	}
	o.want(t, http.StatusUnauthorized, there, "GET", "/session", "")
	o.want(t, http.StatusOK, here, "GET", "/session", "")
	there = o.as(t, data.Officer)
	o.want(t, http.StatusNoContent, here, "DELETE", "/account/sessions", "")
	o.want(t, http.StatusUnauthorized, there, "GET", "/session", "")
	path := fmt.Sprintf("/users/%d/sessions", o.id(t, "officer"))
	o.want(t, http.StatusOK, admin, "GET", path, "")
	o.want(t, http.StatusNoContent, admin, "DELETE", path, "")
	o.want(t, http.StatusUnauthorized, here, "GET", "/session", "")
}

func TestAForgottenPasswordIsRenewed(t *testing.T) {
	o := open(t)
	officer := o.as(t, data.Officer)
	got := o.want(t, http.StatusOK, o.as(t, data.Admin), "POST", fmt.Sprintf("/users/%d/password", o.id(t, "officer")), "")
	var told api.NewAccount
	if err := json.Unmarshal([]byte(got.text), &told); err != nil {
		t.Fatal(err)
	}
	o.want(t, http.StatusUnauthorized, officer, "GET", "/session", "")
	o.want(t, http.StatusOK, "", "POST", "/session", try("officer", told.Password))
}

// A password that the program made opens nothing but its own change, and that for a
// week.
func TestAMadePasswordIsChangedFirst(t *testing.T) {
	o := open(t)
	renewed := func() (made string) {
		var told api.NewAccount
		got := o.want(t, http.StatusOK, o.as(t, data.Admin), "POST", fmt.Sprintf("/users/%d/password", o.id(t, "officer")), "")
		if err := json.Unmarshal([]byte(got.text), &told); err != nil {
			t.Fatal(err)
		}
		return told.Password
	}
	made := renewed()
	in := o.want(t, http.StatusOK, "", "POST", "/session", try("officer", made))
	if !strings.Contains(in.text, `"mustPassword":true`) {
		t.Errorf("the login says %s", in.text)
	}
	cookie := strings.Split(in.Header.Get("Set-Cookie"), ";")[0]
	for _, path := range []string{"/branches/9901", "/branches/9901/households", "/account/sessions"} {
		o.want(t, http.StatusForbidden, cookie, "GET", path, "")
	}
	if tile := o.send(t, cookie, "GET", "/tiles/heat/8/206/133?branch=9901", ""); tile.StatusCode != http.StatusForbidden {
		t.Errorf("a tile: %d", tile.StatusCode)
	}
	change := func(present, next string) string { return fmt.Sprintf(`{"present":%q,"next":%q}`, present, next) }
	o.want(t, http.StatusUnprocessableEntity, cookie, "PUT", "/account/password", change(made, made))
	const chosen = "sebuah-kalimat-panjang-74"
	o.want(t, http.StatusNoContent, cookie, "PUT", "/account/password", change(made, chosen))
	o.want(t, http.StatusOK, cookie, "GET", "/branches/9901", "")
	if in := o.want(t, http.StatusOK, "", "POST", "/session", try("officer", chosen)); strings.Contains(in.text, `"mustPassword":true`) {
		t.Errorf("their own password is to be changed: %s", in.text)
	}

	made = renewed()
	if _, err := o.owner(t).Exec(t.Context(), "update account set made_at = made_at - $1::interval where login = 'officer'", data.MadeMost); err != nil {
		t.Fatal(err)
	}
	refused := o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("officer", made))
	if !strings.Contains(refused.text, "7 hari") {
		t.Errorf("refused with %s", refused.text)
	}
	if wrong := o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("officer", "tebakan-yang-salah-9")); strings.Contains(wrong.text, "7 hari") {
		t.Errorf("a wrong password is told how old the right one is: %s", wrong.text)
	}
	o.want(t, http.StatusOK, "", "POST", "/session", try("officer", renewed()))
}

// enrol sets up an authenticator and returns its secret and the recovery codes.
func (o *office) enrol(t *testing.T, cookie string) (secret string, codes []string) {
	t.Helper()
	var key data.Key
	o.want(t, http.StatusUnprocessableEntity, cookie, "POST", "/account/totp", `{"present":"salah-salah-salah"}`)
	if err := json.Unmarshal([]byte(o.want(t, http.StatusOK, cookie, "POST", "/account/totp", fmt.Sprintf(`{"present":%q}`, password)).text), &key); err != nil {
		t.Fatal(err)
	}
	o.want(t, http.StatusUnprocessableEntity, cookie, "PUT", "/account/totp", `{"code":"000000"}`)
	var told struct{ Codes []string }
	got := o.want(t, http.StatusOK, cookie, "PUT", "/account/totp", fmt.Sprintf(`{"code":%q}`, o.code(t, key.Secret, -1)))
	if err := json.Unmarshal([]byte(got.text), &told); err != nil || len(told.Codes) != 10 {
		t.Fatalf("%s %v", got.text, err)
	}
	return key.Secret, told.Codes
}

// code is what an authenticator shows some half-minutes from now.
func (o *office) code(t *testing.T, secret string, ahead int) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, o.store.Now().Add(time.Duration(ahead)*30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestTheSecondFactorIsAskedForAndNoCodeTakenTwice(t *testing.T) {
	o := open(t)
	secret, codes := o.enrol(t, o.as(t, data.Manager))
	with := func(code string) string {
		return fmt.Sprintf(`{"login":"manager","password":%q,"code":%q}`, password, code)
	}
	asked := o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("manager", password))
	if !strings.Contains(asked.text, "urn:binaan:code") {
		t.Errorf("the code is not asked for: %s", asked.text)
	}
	if wrong := o.want(t, http.StatusUnauthorized, "", "POST", "/session", try("manager", "salah-salah-salah")); strings.Contains(wrong.text, "urn:binaan:code") {
		t.Errorf("a wrong password asks for the code: %s", wrong.text)
	}
	o.want(t, http.StatusUnauthorized, "", "POST", "/session", with(o.code(t, secret, 40)))
	code := o.code(t, secret, 0)
	o.want(t, http.StatusOK, "", "POST", "/session", with(code))
	o.want(t, http.StatusUnauthorized, "", "POST", "/session", with(code))
	o.want(t, http.StatusOK, "", "POST", "/session", with(strings.ToUpper(codes[3])))
	o.want(t, http.StatusUnauthorized, "", "POST", "/session", with(codes[3]))
	o.want(t, http.StatusOK, "", "POST", "/session", with(codes[4]))
	for range 5 {
		o.send(t, "", "POST", "/api/v1/session", with("123456"))
	}
	o.want(t, http.StatusTooManyRequests, "", "POST", "/session", with(codes[5]))
}

func TestAdminsAndManagersSetUpASecondFactorFirst(t *testing.T) {
	o := openWith(t, func(c *api.Config) { c.TOTP = true })
	for role, may := range map[data.Role]int{data.Admin: http.StatusForbidden, data.Manager: http.StatusForbidden, data.Officer: http.StatusOK} {
		cookie := o.as(t, role)
		o.want(t, http.StatusOK, cookie, "GET", "/session", "")
		o.want(t, may, cookie, "GET", "/branches/9901", "")
		o.want(t, may, cookie, "GET", "/account/sessions", "")
		if tile := o.send(t, cookie, "GET", "/tiles/heat/8/206/133?branch=9901", ""); (tile.StatusCode == http.StatusForbidden) != (may == http.StatusForbidden) {
			t.Errorf("tile as %s: %d", role, tile.StatusCode)
		}
		o.enrol(t, cookie)
		o.want(t, http.StatusOK, cookie, "GET", "/branches/9901", "")
	}
	admin := o.send(t, "", "POST", "/api/v1/session", fmt.Sprintf(`{"login":"admin","password":%q}`, password))
	if admin.StatusCode != http.StatusUnauthorized {
		t.Errorf("admin without code: %d", admin.StatusCode)
	}
}

func TestABranchMayAskASecondFactorOfAllItsOffice(t *testing.T) {
	o := openWith(t, func(c *api.Config) { c.TOTP, c.AllTOTP = true, true })
	for role, may := range map[data.Role]int{data.Officer: http.StatusForbidden, data.Supervisor: http.StatusForbidden, data.KaderRole: http.StatusOK} {
		o.want(t, may, o.as(t, role), "GET", "/account/sessions", "")
	}
	officer := o.as(t, data.Officer)
	o.enrol(t, officer)
	o.want(t, http.StatusOK, officer, "GET", "/branches/9901", "")
}

func TestALostSecondFactorIsTakenAway(t *testing.T) {
	o := open(t)
	manager := o.as(t, data.Manager)
	o.enrol(t, manager)
	o.want(t, http.StatusConflict, manager, "POST", "/account/totp", fmt.Sprintf(`{"present":%q}`, password)) // not replaced by who holds a session
	o.want(t, http.StatusNoContent, o.as(t, data.Admin), "DELETE", fmt.Sprintf("/users/%d/totp", o.id(t, "manager")), "")
	o.want(t, http.StatusUnauthorized, manager, "GET", "/session", "")
	o.want(t, http.StatusOK, "", "POST", "/session", try("manager", password))
}
