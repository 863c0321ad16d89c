package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// perFile is how many payments a file confirms.
const perFile = 200

// confirm imports a file of payments while the phone sends what it recorded. A file
// that was broken off is imported again, as a branch would, and must count once.
func confirm(ctx context.Context, h *house, n int) (*deed, error) {
	path, err := h.payments(ctx, n)
	if err != nil {
		return nil, err
	}
	arguments := []string{"import", "payments", path, "--branch", code, "--as-of", h.today}
	d, err := running(h.dir, h.binary, "", arguments...)
	if err != nil {
		return nil, err
	}
	phone, err := bring(ctx, h, n)
	if err != nil {
		d.cli.kill()
		<-d.ended
		return nil, err
	}
	credited := fmt.Sprintf("payments of %s", filepath.Base(path))
	at := len(h.claims)
	h.claims = append(h.claims, claim{what: credited, sql: `
		select case
		  when events = n and rows = n then 1
		  when events = 0 and rows = 0 then 0
		  else 2 end
		from (
		  select $2::bigint as n, (select count(*) from payment where ref like $1) as rows,
		    (select count(*) from event where type = 'PEMBAYARAN' and body -> 'payload' ->> 'receipt' like $1) as events) x`, args: []any{refs(n) + "%", perFile}})
	d.after = func(ctx context.Context) (v verdict) {
		<-phone.ended
		v = phone.after(ctx)
		if !d.acked {
			if _, err := must(ctx, h.binary, "", append(arguments, "--data-dir", h.dir)...); err != nil {
				v.wrong("imported again: %v", err)
				return v
			}
		}
		h.claims[at].acked = true // by the second time at the latest
		return v
	}
	return d, nil
}

// refs is how the references of the nth work's payments begin.
func refs(n int) string { return fmt.Sprintf("CONTOH-%d-", n) }

// payments writes a file of one payment each of some families.
func (h *house) payments(ctx context.Context, n int) (string, error) {
	var families []string
	err := look(ctx, h.dir, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, "select no_kk from household order by id limit $1", perFile)
		if err != nil {
			return err
		}
		families, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		return "", err
	}
	if len(families) < perFile {
		return "", fmt.Errorf("%d families can pay", len(families))
	}
	var text strings.Builder
	text.WriteString("no_kk,tanggal,jumlah,kanal,no_ref\n")
	for i, kk := range families {
		fmt.Fprintf(&text, "%s,%s,35000,PPOB,%s%04d\n", kk, h.today, refs(n), i)
	}
	path := filepath.Join(h.root, fmt.Sprintf("payments-%d.csv", n))
	return path, os.WriteFile(path, []byte(text.String()), 0o600)
}
