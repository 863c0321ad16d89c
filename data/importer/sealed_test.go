package importer_test

import (
	"bytes"
	"io"
	"testing"

	"binaan/data/importer"
)

func TestASealedUploadOpensWithItsKeyAloneAndWhole(t *testing.T) {
	text := bytes.Repeat([]byte("9901010101010001;Contoh\n"), 9000) // several chunks
	seal := func() ([]byte, string) {
		var box bytes.Buffer
		w, key, err := importer.Seal(&box)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return box.Bytes(), key
	}
	open := func(box []byte, key string) ([]byte, error) {
		r, err := importer.Unseal(bytes.NewReader(box), key)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	box, key := seal()
	if got, err := open(box, key); err != nil || !bytes.Equal(got, text) {
		t.Errorf("opened as %d bytes of %d: %v", len(got), len(text), err)
	}
	if bytes.Contains(box, []byte("Contoh")) {
		t.Error("can be read")
	}
	_, other := seal()
	altered := bytes.Clone(box)
	altered[len(altered)/2] ^= 1
	for name, c := range map[string]struct {
		box []byte
		key string
	}{"another key": {box, other}, "no key": {box, ""}, "cut": {box[:len(box)-1000], key}, "cut between chunks": {box[:len(box)/2], key}, "altered": {altered, key}, "empty": {nil, key}} {
		if got, err := open(c.box, c.key); err == nil {
			t.Errorf("%s: opened as %d bytes", name, len(got))
		}
	}
}
