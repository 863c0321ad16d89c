package datatest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"testing"
)

// SealTo is what the phone does with a record, by the words of data/seal.go alone.
func SealTo(t *testing.T, public, text []byte) []byte {
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
	point := once.PublicKey().Bytes()
	secret, err := hkdf.Key(sha256.New, shared, point, "binaan outbox 1", 32)
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
	nonce := make([]byte, 12)
	_, _ = rand.Read(nonce)
	return gcm.Seal(append(bytes.Clone(point), nonce...), nonce, text, nil)
}
