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

// ErrAltered marks an audit that is not what was written, ErrForgotten a head of a
// part whose time was over: nothing can be said of it any more.
var (
	ErrAltered   = errors.New("audit was altered")
	ErrForgotten = errors.New("head lies before what is still kept of the audit")
)

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
// is not as it was written; known heads must lie in their chains. A chain whose
// beginning went when its time was over starts at the seal of the last row that went,
// and a row of it must tell so. ErrForgotten: a known head lies before that.
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

// chain is where the rows of one are.
type chain struct{ rows, cuts string }

// A chain's rows are asked for as seq, hash, whether the row is there, its time, and its
// other fields as text in two groups, around the time. Rows without seal come last.
var (
	auditChain = chain{`
		select coalesce(s.seq, 0), coalesce(s.hash, ''), coalesce(a.at, 'epoch'),
		  array[a.branch_id::text, a.id::text], array[a.account_id::text, a.act, a.reason, array_to_string(a.households, ',')]
		from audit_seal s
		full join audit a on a.branch_id = s.branch_id and a.id = s.audit_id
		order by s.seq nulls last, a.id`, "select seq, hash from audit_cut order by seq"}
	accessChain = chain{`
		select coalesce(s.seq, 0), coalesce(s.hash, ''), coalesce(a.at, 'epoch'),
		  array[a.id::text], array[a.account_id::text, a.act, a.about, a.address]
		from access_seal s
		full join access_log a on a.id = s.access_id
		order by s.seq nulls last, a.id`, "select seq, hash from access_cut order by seq"}
)

func verifyChain(ctx context.Context, tx pgx.Tx, name string, c chain, known map[string]bool) (AuditHead, error) {
	head, err := cutOf(ctx, tx, name, c, known)
	if err != nil {
		return head, err
	}
	untold := ""
	if head.Seq > 0 {
		untold = fmt.Sprintf("%d:%x", head.Seq, head.Hash)
	}
	rows, err := tx.Query(ctx, c.rows)
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
		if *after[1] == "forget audit" && *after[2] == untold {
			untold = ""
		}
		head.Seq, head.Hash = seq, hash
		delete(known, head.String())
	}
	if untold != "" {
		return head, fmt.Errorf("%w: no row tells that those up to %s went", ErrAltered, untold)
	}
	return head, rows.Err()
}

// cutOf is the head of what went of a chain, empty where nothing did. Known heads at
// which a part ended that went are true. ErrForgotten: one lies within such a part.
func cutOf(ctx context.Context, tx pgx.Tx, name string, c chain, known map[string]bool) (AuditHead, error) {
	head := AuditHead{Chain: name}
	rows, err := tx.Query(ctx, c.cuts)
	if err != nil {
		return head, err
	}
	_, err = pgx.ForEachRow(rows, []any{&head.Seq, &head.Hash}, func() error {
		delete(known, head.String())
		return nil
	})
	if err != nil {
		return head, err
	}
	for k := range known {
		var seq int64
		if rest, ours := strings.CutPrefix(k, name+":"); ours {
			if _, err := fmt.Sscanf(rest, "%d:", &seq); err == nil && seq <= head.Seq {
				return head, fmt.Errorf("%w: %s, which begins after row %d", ErrForgotten, k, head.Seq)
			}
		}
	}
	return head, nil
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
