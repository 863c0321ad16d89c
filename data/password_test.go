package data

import (
	"context"
	"errors"
	"testing"
)

func TestPasswordsThatAreEasyToGuessAreRefused(t *testing.T) {
	for _, password := range []string{
		"", "pendek", "11charslong", "password1234", "qwertyuiop123", "aaaaaaaaaaaaaaaa", "123456789012", "bismillah123456", "indonesiaraya1",
		"sayangkamu123", "budisantoso1990", "budi.santoso", "Budi Santoso1", "iloveyou12345", "admin1234567890", "abcdefghijklmnop", "bpjskesehatan1",
		"kesehatan2026", "17agustus1945", "qazwsxedcrfv",
		"ghjatccbjyfk", "nEMvXyHeqDd5OQxyXYZI", "NEMVXYHEQDD5OQXYXYZI", "perasperaadastra", // leaked, and by no rule easy
	} {
		if err := CheckPassword(password, "budi.santoso", "Budi Santoso"); !errors.Is(err, ErrPassword) {
			t.Errorf("%q was taken", password)
		}
	}
	for _, password := range []string{"kunci-cadangan-2026", "tujuh bebek minum kopi", "Xk9#mP2$vL7q", NewPassword()} {
		if err := CheckPassword(password, "budi.santoso", "Budi Santoso"); err != nil {
			t.Errorf("%q was refused", password)
		}
	}
}

// ASVS 6.2.4 and 6.2.12: of the leaked passwords that are long enough to be chosen
// here, more than the 3,000 most used.
func TestLeakedPasswordsAreThousandsInTheirOrder(t *testing.T) {
	n := len(leakedSums) / leakedSum
	if n < 40_000 || len(leakedSums)%leakedSum != 0 {
		t.Errorf("%d leaked passwords in %d bytes", n, len(leakedSums))
	}
	for i := 1; i < n; i++ {
		if leakedSums[(i-1)*leakedSum:i*leakedSum] >= leakedSums[i*leakedSum:(i+1)*leakedSum] {
			t.Fatalf("sum %d is not above the one before it: it cannot be found", i)
		}
	}
}

func TestAFullQueueRefusesAtOnceAndWaitingEndsWithItsContext(t *testing.T) {
	q := newQueue(1, 1)
	leave, err := q.enter()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.enter(); err != nil {
		t.Fatal(err)
	}
	if _, err := q.enter(); !errors.Is(err, ErrBusy) {
		t.Errorf("third in a room for two: %v", err)
	}
	leave()
	if _, err := q.enter(); err != nil {
		t.Errorf("after one left: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	inner := q.do(t.Context(), func() error {
		cancel()
		return q.do(ctx, func() error { t.Error("two at one place"); return nil })
	})
	if !errors.Is(inner, context.Canceled) {
		t.Errorf("waiting with a context that ended: %v", inner)
	}
}

func TestNobodyHasTheDecoyPassword(t *testing.T) {
	for _, password := range []string{"", "nobody", "no such account", "nobody has a password to this!!!"} {
		if match, err := checkPassword(t.Context(), password, nobody); match || err != nil {
			t.Errorf("%q: %v %v", password, match, err)
		}
	}
}
