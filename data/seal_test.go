package data

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"testing"
)

// sealTo seals as a phone does: with a point of its own, by the words of the contract.
func sealTo(t *testing.T, public, text []byte) []byte {
	t.Helper()
	to, err := ecdh.P256().NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	once, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := once.ECDH(to)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := hkdf.Key(sha256.New, shared, once.PublicKey().Bytes(), "binaan outbox 1", 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce)
	return gcm.Seal(append(once.PublicKey().Bytes(), nonce...), nonce, text, nil)
}

// What a phone sealed opens with the branch's key and no other, whole or not at all: no
// byte of it can be changed, left out or added.
func TestASealedRecordOpensWholeOrNotAtAll(t *testing.T) {
	ours, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	others, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := []byte(`{"type":"PAID_PART","household":7,"amount":455000}`)
	sealed := sealTo(t, ours.PublicKey().Bytes(), text)
	if got, err := unseal(ours, sealed); err != nil || !bytes.Equal(got, text) {
		t.Fatalf("%q, %v", got, err)
	}
	if got, err := unseal(others, sealed); !errors.Is(err, ErrSeal) || got != nil {
		t.Errorf("with another branch's key: %q, %v", got, err)
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if got, err := unseal(ours, changed); !errors.Is(err, ErrSeal) || got != nil {
			t.Errorf("byte %d changed: %q, %v", i, got, err)
		}
		if got, err := unseal(ours, sealed[:i]); !errors.Is(err, ErrSeal) || got != nil {
			t.Errorf("cut to %d bytes: %q, %v", i, got, err)
		}
	}
	if got, err := unseal(ours, append(bytes.Clone(sealed), 0)); !errors.Is(err, ErrSeal) || got != nil {
		t.Errorf("with a byte more: %q, %v", got, err)
	}
}
