package main

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// unverified tells of a database on another machine to which the line is not encrypted,
// or whose certificate nobody checks; empty: it is here, or verified.
func unverified(url string) (why string, err error) {
	config, err := pgconn.ParseConfig(url)
	if err != nil {
		return "", fmt.Errorf("%w: --database-url: %w", errUsage, err)
	}
	type line struct {
		host   string
		secure bool
	}
	lines := []line{{config.Host, config.TLSConfig != nil && (!config.TLSConfig.InsecureSkipVerify || config.TLSConfig.VerifyPeerCertificate != nil)}}
	for _, f := range config.Fallbacks {
		lines = append(lines, line{f.Host, f.TLSConfig != nil && (!f.TLSConfig.InsecureSkipVerify || f.TLSConfig.VerifyPeerCertificate != nil)})
	}
	for _, l := range lines {
		if address, err := netip.ParseAddr(l.host); strings.HasPrefix(l.host, "/") || l.host == "localhost" || err == nil && address.IsLoopback() || l.secure {
			continue
		}
		return "families travel to " + l.host + " so that others on the way may read or change them: add sslmode=verify-full and sslrootcert=FILE to --database-url", nil
	}
	return "", nil
}
