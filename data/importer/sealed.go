package importer

import (
	"fmt"
	"io"

	"filippo.io/age"
)

// Seal encrypts what is written to w, for a key made for it alone: of an upload that may
// have to be imported again the disk holds nothing that can be read without the database.
func Seal(w io.Writer) (sealed io.WriteCloser, key string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, "", fmt.Errorf("seal upload: %w", err)
	}
	if sealed, err = age.Encrypt(w, identity.Recipient()); err != nil {
		return nil, "", fmt.Errorf("seal upload: %w", err)
	}
	return sealed, identity.String(), nil
}

// Unseal reads what Seal encrypted. A stream that was cut or altered is an error of its reader.
func Unseal(r io.Reader, key string) (io.Reader, error) {
	identity, err := age.ParseX25519Identity(key)
	if err != nil {
		return nil, fmt.Errorf("open sealed upload: %w", err)
	}
	plain, err := age.Decrypt(r, identity)
	if err != nil {
		return nil, fmt.Errorf("open sealed upload: %w", err)
	}
	return plain, nil
}
