// Command leaked makes data/password_leaked.bin of a list of leaked passwords, one a
// line:
//
//	go run -C tools ./leaked <LIST >data/password_leaked.bin
//
// It keeps those that a person could choose, of twelve characters and more, as the
// first four bytes of the SHA-256 of each in lower case, ascending: no word of the list
// can be read in it, and of other passwords one in 100,000 is taken for one of them.
package main

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

const least = 12 // characters, as data.CheckPassword asks

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var sums []string
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		password := strings.ToLower(strings.TrimRight(lines.Text(), "\r"))
		if utf8.RuneCountInString(password) >= least {
			sum := sha256.Sum256([]byte(password))
			sums = append(sums, string(sum[:4]))
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read list: %w", err)
	}
	slices.Sort(sums)
	if _, err := os.Stdout.WriteString(strings.Join(slices.Compact(sums), "")); err != nil {
		return fmt.Errorf("write sums: %w", err)
	}
	return nil
}
