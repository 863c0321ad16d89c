package main

import (
	"strings"
	"testing"
)

// A line to a database on another machine that nobody verifies is not used.
func TestALineToADatabaseThatIsNotVerifiedIsRefused(t *testing.T) {
	for url, told := range map[string]bool{
		"postgres://binaan@db.contoh/binaan":                      true,
		"postgres://binaan@db.contoh/binaan?sslmode=disable":      true,
		"postgres://binaan@db.contoh/binaan?sslmode=require":      true,
		"postgres://binaan@10.0.0.7/binaan?sslmode=prefer":        true,
		"postgres://binaan@db.contoh/binaan?sslmode=verify-full":  false,
		"postgres://binaan@db.contoh/binaan?sslmode=verify-ca":    false,
		"postgres://binaan@localhost/binaan":                      false,
		"postgres://binaan@127.0.0.1:5433/binaan?sslmode=disable": false,
		"postgres://binaan@[::1]/binaan":                          false,
		"postgres:///binaan?host=/run/postgresql":                 false,
		"postgres://binaan@localhost,db.contoh/binaan":            true,
	} {
		why, err := unverified(url)
		if err != nil || (why != "") != told || told && !strings.Contains(why, "sslmode=verify-full") {
			t.Errorf("%s: %q %v", url, why, err)
		}
	}
	// Nothing is sent down such a line unless that is asked for.
	_, err := binaan(t, "migrate", "--database-url", "postgres://binaan@192.0.2.7/binaan?connect_timeout=1")
	if err == nil || !strings.Contains(err.Error(), "--unverified-database") || exitStatus(err) != exitUsage {
		t.Errorf("refused with %v", err)
	}
	if _, err := unverified("postgres://a b"); err == nil {
		t.Error("no address is taken for one")
	}
}
