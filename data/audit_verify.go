package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrAltered marks an audit that is not what was written.
var ErrAltered = errors.New("audit was altered")

// AuditHead is the end of a chain: who keeps it elsewhere can tell later whether
// the chain was cut off behind it.
type AuditHead struct {
	Chain string // code of a branch, or AccessChain
	Seq   int64
	Hash  []byte
}

// AccessChain names the log of logins, accounts and rights.
const AccessChain = "access"

// String is the head in one word: chain:seq:hash.
func (h AuditHead) String() string { return fmt.Sprintf("%s:%d:%x", h.Chain, h.Seq, h.Hash) }

// VerifyAudit works every seal out anew, here and not in the database, and
// returns the heads. ErrAltered says which row of which chain is the first that
// is not as it was written; known heads must lie in their chains.
func (s *Store) VerifyAudit(ctx context.Context, known ...string) (heads []AuditHead, err error) {
	left := map[string]bool{}
	for _, k := range known {
		left[k] = true
	}
	branches, err := s.Branches(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range branches {
		err := s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
			head, err := verifyChain(ctx, tx, b.Code, auditChain, left)
			heads = append(heads, head)
			return err
		})
		if err != nil {
			return heads, fmt.Errorf("verify audit of branch %s: %w", b.Code, err)
		}
	}
	err = s.Snapshot(ctx, []BranchID{}, func(tx pgx.Tx) error {
		head, err := verifyChain(ctx, tx, AccessChain, accessChain, left)
		heads = append(heads, head)
		return err
	})
	if err != nil {
		return heads, fmt.Errorf("verify audit of access: %w", err)
	}
	for head := range left {
		return heads, fmt.Errorf("%w: head %s is no longer there", ErrAltered, head)
	}
	return heads, nil
}

// A chain is asked for as seq, hash, whether the row is there, its time, and its
// other fields as text in two groups, around the time. Rows without seal come last.
const (
	auditChain = `
		select coalesce(s.seq, 0), coalesce(s.hash, ''), coalesce(a.at, 'epoch'),
		  array[a.branch_id::text, a.id::text], array[a.account_id::text, a.act, a.reason, array_to_string(a.households, ',')]
		from audit_seal s
		full join audit a on a.branch_id = s.branch_id and a.id = s.audit_id
		order by s.seq nulls last, a.id`
	accessChain = `
		select coalesce(s.seq, 0), coalesce(s.hash, ''), coalesce(a.at, 'epoch'),
		  array[a.id::text], array[a.account_id::text, a.act, a.about, a.address]
		from access_seal s
		full join access_log a on a.id = s.access_id
		order by s.seq nulls last, a.id`
)

func verifyChain(ctx context.Context, tx pgx.Tx, name, sql string, known map[string]bool) (AuditHead, error) {
	head := AuditHead{Chain: name}
	rows, err := tx.Query(ctx, sql)
	if err != nil {
		return head, err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var hash []byte
		var at time.Time
		var before, after []*string
		if err := rows.Scan(&seq, &hash, &at, &before, &after); err != nil {
			return head, err
		}
		if seq != head.Seq+1 {
			return head, fmt.Errorf("%w: after row %d comes row %d", ErrAltered, head.Seq, seq)
		}
		seal := sha256.New()
		seal.Write(head.Hash)
		seal.Write(sealed(append(append(before, new(strconv.FormatInt(at.UnixMicro(), 10))), after...)))
		if !bytes.Equal(seal.Sum(nil), hash) {
			return head, fmt.Errorf("%w: row %d (%s)", ErrAltered, seq, at.UTC().Format(time.RFC3339))
		}
		head.Seq, head.Hash = seq, hash
		delete(known, head.String())
	}
	return head, rows.Err()
}

// sealed writes fields as the database function of this name does. A field that
// is missing differs from every one that is there.
func sealed(fields []*string) []byte {
	var out strings.Builder
	for _, f := range fields {
		if f == nil {
			out.WriteString("-")
			continue
		}
		fmt.Fprintf(&out, "%d:%s", len(*f), *f)
	}
	return []byte(out.String())
}
