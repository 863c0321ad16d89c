package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Upload is where the sealed copy of an imported file lies, and the key that opens it.
// Neither is of use without the other.
type Upload struct{ Name, Key string }

// resumable holds for an import that was broken off and whose upload is kept still.
const resumable = "state = 'failed' and upload_key <> '' and finished_at > moment() - interval '7 days'"

// ErrNotResumable marks an import that ended for good, or whose file is not kept any
// more. It is an ErrConflict.
var ErrNotResumable = fmt.Errorf("import cannot go on, its file has to be mended or is not kept any more: %w", ErrConflict)

// KeptUpload finds the upload of an import that was broken off. ErrInUse: somebody has it
// go on already; ErrImportEnded, ErrImportCancelled; ErrNotResumable; ErrNotFound.
func (s *Store) KeptUpload(ctx context.Context, b BranchID, id ImportID) (up Upload, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		up, err = keptUpload(ctx, tx, b, id)
		return err
	})
	if err != nil {
		return up, fmt.Errorf("upload of import %d: %w", id, err)
	}
	return up, nil
}

func keptUpload(ctx context.Context, tx pgx.Tx, b BranchID, id ImportID) (up Upload, err error) {
	var state WorkState
	var kept bool
	err = tx.QueryRow(ctx, "select state, "+resumable+", upload_name, upload_key from import where id = $1 for update", id).Scan(&state, &kept, &up.Name, &up.Key)
	switch {
	case err != nil:
		return up, missing(err)
	case state == Queued || state == Running:
		return up, whoDid(ctx, tx, b, ErrInUse, "select created_by, started_at, file from import where id = $1", id)
	case state != Failed:
		return up, importEnded(ctx, tx, b, id)
	case !kept:
		return up, ErrNotResumable
	}
	return up, nil
}

// ResumeImport has an import that was broken off begin anew, with what was asked of it.
// Errors of KeptUpload.
func (s *Store) ResumeImport(ctx context.Context, b BranchID, id ImportID, by string) error {
	life, err := s.lifeline(ctx, 0)
	if err != nil {
		return fmt.Errorf("resume import %d: %w", id, err)
	}
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := keptUpload(ctx, tx, b, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "update import set state = 'queued', stage = '', done = 0, total = 0, error = '', finished_at = null, life = $2 where id = $1", id, life)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "resume import", Reason: fmt.Sprintf("import %d by %s", id, by)})
	})
	if err != nil {
		return fmt.Errorf("resume import %d: %w", id, err)
	}
	return nil
}

// KeptUploads are the names of the uploads of all branches that may be asked for again.
func (s *Store) KeptUploads(ctx context.Context) (names map[string]bool, err error) {
	branches, err := s.Branches(ctx)
	if err != nil {
		return nil, err
	}
	names = map[string]bool{}
	for _, b := range branches {
		err := s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
			rows, err := tx.Query(ctx, "select upload_name from import where upload_key <> '' and (state in ('queued', 'running') or "+resumable+")")
			if err != nil {
				return err
			}
			var name string
			_, err = pgx.ForEachRow(rows, []any{&name}, func() error {
				names[name] = true
				return nil
			})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("uploads that are kept of branch %s: %w", b.Code, err)
		}
	}
	return names, nil
}
