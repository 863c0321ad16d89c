package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"
)

// lock tells how a backup is encrypted and opened: the age format, which age and
// its kin read without Binaan.
type lock struct {
	recipients []string
	identity   string
	passphrase bool // from standard input
	plain      bool
}

// encrypt is where to write so that w holds an encrypted backup. Close it.
func (l *lock) encrypt(cmd *cobra.Command, w io.Writer) (io.WriteCloser, error) {
	if l.plain {
		return keepOpen{w}, nil
	}
	var to []age.Recipient
	for _, text := range l.recipients {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, fmt.Errorf("%w: --recipient: %w", errUsage, err)
		}
		to = append(to, r)
	}
	if len(to) == 0 {
		words, err := l.ask(cmd)
		if err != nil {
			return nil, err
		}
		if len([]rune(words)) < leastPassphrase {
			return nil, fmt.Errorf("%w: a passphrase needs %d characters", errUsage, leastPassphrase)
		}
		r, err := age.NewScryptRecipient(words)
		if err != nil {
			return nil, fmt.Errorf("encrypt: %w", err)
		}
		to = append(to, r)
	}
	return age.Encrypt(w, to...)
}

// leastPassphrase keeps a stolen backup closed for longer than its data matter.
const leastPassphrase = 16

// check refuses, before anything is touched, a backup that nobody asked to be plain.
func (l *lock) check() error {
	ways := 0
	for _, given := range []bool{len(l.recipients) > 0, l.passphrase, l.plain} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return fmt.Errorf("%w: a backup holds everybody's numbers: give one of --recipient, --passphrase and --plain", errUsage)
	}
	return nil
}

// decrypt is the backup in file, whichever form it has.
func (l *lock) decrypt(cmd *cobra.Command, file *os.File) (io.ReadSeeker, error) {
	const mark = "age-encryption.org/"
	start := make([]byte, len(mark))
	if _, err := file.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("restore: %w", err)
	}
	if string(start) != mark {
		return file, nil
	}
	keys, err := l.keys(cmd)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	plain, size, err := age.DecryptReaderAt(file, info.Size(), keys...)
	if err != nil {
		return nil, fmt.Errorf("decrypt %s: %w", file.Name(), err)
	}
	return io.NewSectionReader(plain, 0, size), nil
}

func (l *lock) keys(cmd *cobra.Command) ([]age.Identity, error) {
	if l.identity != "" {
		text, err := os.Open(l.identity)
		if err != nil {
			return nil, fmt.Errorf("--identity: %w", err)
		}
		defer text.Close()
		keys, err := age.ParseIdentities(text)
		if err != nil {
			return nil, fmt.Errorf("%w: --identity: %w", errUsage, err)
		}
		return keys, nil
	}
	if !l.passphrase {
		return nil, fmt.Errorf("%w: the backup is encrypted: give --identity or --passphrase", errUsage)
	}
	words, err := l.ask(cmd)
	if err != nil {
		return nil, err
	}
	key, err := age.NewScryptIdentity(words)
	if err != nil {
		return nil, fmt.Errorf("decrypt: %w", err)
	}
	return []age.Identity{key}, nil
}

// ask reads the passphrase, which no command line and no environment shows.
func (l *lock) ask(cmd *cobra.Command) (string, error) {
	if file, ok := cmd.InOrStdin().(*os.File); ok && isTerminal(file) {
		return askTwice(cmd, "passphrase")
	}
	line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("passphrase: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// keepOpen is a writer whose end is its owner's affair.
type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }
