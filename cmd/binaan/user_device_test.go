package main

import (
	"bytes"
	"errors"
	"regexp"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner/territory"
)

func TestUserDevicePrintsACodeThatActivates(t *testing.T) {
	store, b := datatest.NewBranch(t)
	datatest.AddKader(t, store, b.ID, 1)
	k, err := store.KaderByID(t.Context(), b.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	cmd := userDeviceCommand()
	cmd.SetContext(t.Context())
	var out bytes.Buffer
	cmd.SetOut(&out)
	if err := makeDeviceCode(cmd, store, "9901", k.Code); err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`: ([A-Z1-9]{8}), good once until`).FindStringSubmatch(out.String())
	if found == nil {
		t.Fatalf("printed %q", out.String())
	}
	a, err := store.Activate(t.Context(), found[1], "192.0.2.1", "")
	if err != nil || a.Account.Kader == nil || *a.Account.Kader != 1 {
		t.Errorf("activated %+v, %v", a.Account, err)
	}
	if err := makeDeviceCode(cmd, store, "9901", "bukan"); !errors.Is(err, territory.ErrNoSuchKader) {
		t.Errorf("for no kader: %v", err)
	}
	if err := makeDeviceCode(cmd, store, "0000", k.Code); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("of no branch: %v", err)
	}
}
