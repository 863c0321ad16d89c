package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

func TestServingInPlainTextToOthersIsWarnedOf(t *testing.T) {
	before := slog.Default()
	defer slog.SetDefault(before)
	for _, c := range []struct {
		config serveConfig
		want   string
	}{
		{serveConfig{Addr: ":8080"}, "PLAIN TEXT"},
		{serveConfig{Addr: "0.0.0.0:8080"}, "PLAIN TEXT"},
		{serveConfig{Addr: "[::]:8080"}, "PLAIN TEXT"},
		{serveConfig{Addr: "10.0.0.7:8080"}, "PLAIN TEXT"},
		{serveConfig{Addr: "127.0.0.1:8080"}, ""},
		{serveConfig{Addr: "[::1]:8080"}, ""},
		{serveConfig{Addr: "localhost:8080"}, ""},
		{serveConfig{Addr: ":8080", Secure: true, Proxies: []string{"10.0.0.0/8"}}, ""},
		{serveConfig{Addr: "127.0.0.1:8080", Secure: true}, "--trusted-proxy"},
	} {
		var out bytes.Buffer
		slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
		c.config.warn()
		if (c.want == "") != (out.Len() == 0) || !strings.Contains(out.String(), c.want) {
			t.Errorf("%+v: %s, want %q", c.config, out.String(), c.want)
		}
	}
}
