package ledger

import (
	"strings"

	"binaan/planner"
)

// Row is a line of a branch's payment file.
type Row struct {
	Line    int64
	Ref     string // what the channel calls it; empty: the file has none
	KK      string // identity numbers are digits, or empty
	VA      string
	Card    string
	Day     planner.Day
	Amount  planner.Rupiah // above 0, also of a row that takes money back
	Channel string
	Back    bool   // takes a payment back
	About   string // the note, letters and digits only, in capitals
	Fault   Reason // why it cannot be read; such a row is rejected
}

// Family is what a payment may be recognised by.
type Family struct {
	ID         planner.HouseholdID
	KK         string
	VA         string
	Card       string
	Owed       planner.Rupiah // as of the branch's newest figures
	Monthly    planner.Rupiah // the current month's premium
	Instalment planner.Rupiah // of a running REHAB; 0: none
}

// vas are the virtual accounts that a family pays into: the one on record, and those
// that banks make of the card number (88888, at Mandiri 89888, and its last 11 digits).
func (f Family) vas() []string {
	var out []string
	if f.VA != "" {
		out = append(out, f.VA)
	}
	if len(f.Card) == 13 {
		for _, bank := range []string{"88888", "89888"} {
			if va := bank + f.Card[2:]; va != f.VA {
				out = append(out, va)
			}
		}
	}
	return out
}

// Known is a row that came in before.
type Known struct {
	ID        string // by which the caller finds it again
	Ref       string
	Household planner.HouseholdID // 0: it waits for somebody to say whose it is
	Day       planner.Day
	Amount    planner.Rupiah
	Reversed  bool
	BackRef   string // of the row that took it back
	KK, VA    string // as they were written; both empty: not kept
}

// Plain is a reference without what people and programs write differently.
func Plain(ref string) string {
	return strings.TrimLeft(strings.Map(func(c rune) rune {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
			return c
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		}
		return -1
	}, ref), "0")
}

// slip is how many digits of two numbers differ; two neighbours that changed places,
// and a digit left out or written twice, are one slip. 99: no likeness at all.
func slip(a, b string) int {
	if len(a) < len(b) {
		a, b = b, a
	}
	switch {
	case b == "":
		return 99
	case len(a) == len(b)+1:
		for i := range a {
			if a[:i]+a[i+1:] == b {
				return 1
			}
		}
		return 99
	case len(a) != len(b):
		return 99
	}
	n := 0
	for i := 0; i < len(a); i++ {
		if a[i] == b[i] {
			continue
		}
		n++
		if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] {
			i++
		}
	}
	return n
}

// slips are all numbers that one slip of the hand makes of digits.
func slips(digits string) []string {
	out := make([]string, 0, 10*len(digits))
	b := []byte(digits)
	for i, was := range b {
		for c := byte('0'); c <= '9'; c++ {
			if c != was {
				b[i] = c
				out = append(out, string(b))
			}
		}
		b[i] = was
		if i+1 < len(b) && b[i+1] != was {
			b[i], b[i+1] = b[i+1], b[i]
			out = append(out, string(b))
			b[i], b[i+1] = b[i+1], b[i]
		}
	}
	return out
}
