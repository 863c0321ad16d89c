package data_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// phones is a branch with two kader, at datatest's moment.
func phones(t *testing.T) (*data.Store, data.Branch) {
	t.Helper()
	store, b := datatest.NewBranch(t)
	for id := range planner.KaderID(2) {
		datatest.AddKader(t, store, b.ID, id+1)
	}
	return store, b
}

func newCode(t *testing.T, store *data.Store, b data.Branch, kader planner.KaderID) string {
	t.Helper()
	code, _, err := store.NewDeviceCode(t.Context(), b, kader, data.By{})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestACodeActivatesOnePhoneOfItsKader(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	code := newCode(t, store, b, 2)
	if len(code) != 8 || strings.ContainsAny(code, "ILO0") {
		t.Errorf("code %q is not 8 plain letters and figures", code)
	}
	a, err := store.Activate(t.Context(), " "+strings.ToLower(code)+" ", "192.0.2.1", "Ponsel")
	if err != nil {
		t.Fatal(err)
	}
	if a.Account.Kader == nil || *a.Account.Kader != 2 || a.Account.Role != data.KaderRole {
		t.Errorf("the phone is %+v's, want kader 2's", a.Account)
	}
	if _, err := store.Activate(t.Context(), code, "192.0.2.1", "Ponsel"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("the code again: %v, want ErrNotFound", err)
	}
	for _, entry := range []struct {
		data.DeviceEntry
		want error
	}{
		{data.DeviceEntry{Device: a.Device, Token: a.Token}, nil},
		{data.DeviceEntry{Device: a.Device, Token: a.Token + "x"}, data.ErrNotFound},
		{data.DeviceEntry{Token: a.Token}, data.ErrNotFound},
	} {
		if _, err := store.DeviceAccount(t.Context(), b.ID, entry.DeviceEntry); !errors.Is(err, entry.want) {
			t.Errorf("%+v: %v, want %v", entry.DeviceEntry, err, entry.want)
		}
	}
}

func TestPhonesOfAKaderShareAnAccount(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	first, err := store.Activate(t.Context(), newCode(t, store, b, 1), "192.0.2.1", "")
	if err != nil {
		t.Fatal(err)
	}
	second, err := store.Activate(t.Context(), newCode(t, store, b, 1), "192.0.2.1", "")
	if err != nil {
		t.Fatal(err)
	}
	if first.Account.ID != second.Account.ID || first.Device == second.Device {
		t.Errorf("accounts %d and %d, devices %s and %s", first.Account.ID, second.Account.ID, first.Device, second.Device)
	}
}

func TestACodeIsGoodForSevenDays(t *testing.T) {
	t.Parallel()
	owner, app := datatest.DSN(t)
	_ = owner
	early := datatest.Open(t, app, data.ClockAt(datatest.Moment()))
	b, err := early.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	datatest.AddKader(t, early, b.ID, 1)
	code, until, err := early.NewDeviceCode(t.Context(), b, 1, data.By{})
	if err != nil {
		t.Fatal(err)
	}
	if got := until.Sub(early.Now()).Round(time.Hour); got != 7*24*time.Hour {
		t.Errorf("the code is good for %v", got)
	}
	late := datatest.Open(t, app, data.ClockAt(datatest.Moment().Add(7*24*time.Hour+time.Minute)))
	if _, err := late.Activate(t.Context(), code, "192.0.2.1", ""); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("after seven days: %v, want ErrNotFound", err)
	}
}

func TestGuessingCodesIsSlowedDown(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	code := newCode(t, store, b, 1)
	for range 5 {
		if _, err := store.Activate(t.Context(), "AAAAAAAA", "192.0.2.9", ""); !errors.Is(err, data.ErrNotFound) {
			t.Fatalf("a guess: %v", err)
		}
	}
	if _, err := store.Activate(t.Context(), code, "192.0.2.9", ""); !errors.Is(err, data.ErrTooMany) {
		t.Errorf("the sixth from that address: %v, want ErrTooMany", err)
	}
	if _, err := store.Activate(t.Context(), code, "192.0.2.10", ""); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}

func TestARevokedPhoneIsOutAtOnce(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	a, err := store.Activate(t.Context(), newCode(t, store, b, 1), "192.0.2.1", "Ponsel")
	if err != nil {
		t.Fatal(err)
	}
	token, err := store.BeginSession(t.Context(), a.Account.ID, "192.0.2.1", "Ponsel")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.OnDevice(t.Context(), token, a.Device); err != nil {
		t.Fatal(err)
	}
	if err := store.RevokeDevice(t.Context(), b.ID, a.Device, data.By{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.SessionAccount(t.Context(), token); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("its session: %v, want ErrNotFound", err)
	}
	if _, err := store.DeviceAccount(t.Context(), b.ID, data.DeviceEntry{Device: a.Device, Token: a.Token}); !errors.Is(err, data.ErrRevoked) {
		t.Errorf("its token: %v, want ErrRevoked", err)
	}
	devices, err := store.Devices(t.Context(), b.ID)
	if err != nil || len(devices) != 1 || devices[0].Revoked == nil || devices[0].Kader != 1 {
		t.Fatalf("devices %+v, %v", devices, err)
	}
	if err := store.RevokeDevice(t.Context(), b.ID, a.Device, data.By{}); err != nil {
		t.Errorf("revoked again: %v", err)
	}
	again, err := store.Devices(t.Context(), b.ID)
	if err != nil || !again[0].Revoked.Equal(*devices[0].Revoked) {
		t.Errorf("the second revocation moved the first: %v, %v", again, err)
	}
	if err := store.RevokeDevice(t.Context(), b.ID, data.DeviceID{}, data.By{}); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("of a phone that is none: %v", err)
	}
}

func TestOnlyTheBranchOpensWhatItsPhonesSeal(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	other, err := store.AddBranch(t.Context(), "9902", "Lain", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	public, err := store.SealKey(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := store.SealKey(t.Context(), b.ID)
	if err != nil || !bytes.Equal(public, again) {
		t.Errorf("the key is another one when asked again: %v", err)
	}
	if _, err := store.SealKey(t.Context(), other.ID); err != nil {
		t.Fatal(err)
	}
	sealed := datatest.SealTo(t, public, []byte(`{"catatan":1}`))
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	texts, err := store.OpenSealed(t.Context(), b.ID, [][]byte{sealed, flipped, sealed[:70], nil})
	if err != nil {
		t.Fatal(err)
	}
	if string(texts[0]) != `{"catatan":1}` || texts[1] != nil || texts[2] != nil || texts[3] != nil {
		t.Errorf("opened %q", texts)
	}
	if texts, err = store.OpenSealed(t.Context(), other.ID, [][]byte{sealed}); err != nil || texts[0] != nil {
		t.Errorf("another branch opened %q, %v", texts, err)
	}
}

// An account that an admin closed is not opened again by a code for a phone, made
// before or after.
func TestAClosedAccountGetsNoPhone(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	before := newCode(t, store, b, 1)
	id, err := store.AccountID(t.Context(), "kader-9901-1")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.SetDisabled(t.Context(), id, true, data.By{}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Activate(t.Context(), before, "192.0.2.1", ""); !errors.Is(err, data.ErrClosed) {
		t.Errorf("a code of before: %v, want ErrClosed", err)
	}
	if _, _, err := store.NewDeviceCode(t.Context(), b, 1, data.By{}); !errors.Is(err, data.ErrClosed) {
		t.Errorf("a new code: %v, want ErrClosed", err)
	}
	if err := store.SetDisabled(t.Context(), id, false, data.By{}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Activate(t.Context(), newCode(t, store, b, 1), "192.0.2.1", ""); err != nil {
		t.Errorf("opened again: %v", err)
	}
}

// A session that makes phone after phone is stopped, and a phone that is revoked makes
// room for another.
func TestAKaderHasNotPhonesWithoutEnd(t *testing.T) {
	t.Parallel()
	store, b := phones(t)
	var last data.Activation
	for n := range 12 {
		var err error
		if last, err = store.AddDevice(t.Context(), b, 1, data.By{}, "Ponsel"); err != nil {
			t.Fatalf("phone %d: %v", n+1, err)
		}
	}
	var wg sync.WaitGroup
	for range 24 {
		wg.Go(func() {
			if _, err := store.AddDevice(t.Context(), b, 1, data.By{}, "Ponsel"); err != nil && !errors.Is(err, data.ErrPhones) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if all, err := store.Devices(t.Context(), b.ID); err != nil || len(all) != 20 {
		t.Errorf("%v: %d phones after 36 were asked for, many at once; want 20", err, len(all))
	}
	if _, err := store.AddDevice(t.Context(), b, 1, data.By{}, "Ponsel"); !errors.Is(err, data.ErrPhones) {
		t.Errorf("phone 21: %v, want ErrPhones", err)
	}
	if _, err := store.AddDevice(t.Context(), b, 2, data.By{}, "Ponsel"); err != nil {
		t.Errorf("another kader's: %v", err)
	}
	if err := store.RevokeDevice(t.Context(), b.ID, last.Device, data.By{}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.AddDevice(t.Context(), b, 1, data.By{}, "Ponsel"); err != nil {
		t.Errorf("after one was revoked: %v", err)
	}
}
