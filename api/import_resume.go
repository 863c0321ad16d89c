package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"binaan/data"
	"binaan/data/importer"
)

// copySealed writes an upload to w and, where such are kept, sealed to a file of its own.
func (s *server) copySealed(w io.Writer, from io.Reader, up *upload) error {
	if s.config.Kept == "" {
		_, err := io.Copy(w, from)
		return err
	}
	f, err := os.CreateTemp(s.config.Kept, "sealed-*")
	if err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	up.sealed = f.Name()
	sealed, key, err := importer.Seal(f)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	up.key = key
	_, err = io.Copy(io.MultiWriter(w, sealed), from)
	return errors.Join(err, sealed.Close(), f.Close())
}

// copied is the sealed copy as the import remembers it.
func (up upload) copied() data.Upload {
	if up.sealed == "" {
		return data.Upload{}
	}
	return data.Upload{Name: filepath.Base(up.sealed), Key: up.key}
}

// forget removes the sealed copy.
func (up upload) forget() error {
	if up.sealed == "" {
		return nil
	}
	if err := os.Remove(up.sealed); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove sealed upload: %w", err)
	}
	return nil
}

// settle removes the sealed copy of an import that ended for good. Where that cannot be
// known the copy stays: who looks for the lost finds it.
func (m *imports) settle(b data.BranchID, id data.ImportID, up upload) {
	i, err := m.store.Import(context.WithoutCancel(m.ctx), b, id)
	if err == nil && i.State.Ended() && !i.Resumable {
		err = up.forget()
	}
	if err != nil {
		slog.Warn("sealed upload", "import", id, "error", err)
	}
}

// resumeImport has an import go on that was broken off: from the beginning, for nothing
// of it was applied, with the file that was sent.
func (s *server) resumeImport(ctx context.Context, in *ImportPath) (*importOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if s.imports.open(b.ID) >= mostWaiting {
		return nil, errWaiting
	}
	i, err := s.store.Import(ctx, b.ID, in.ID)
	if err != nil {
		return nil, err
	}
	if i.Upload, err = s.store.KeptUpload(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	up, err := s.unsealed(i)
	if err != nil {
		return nil, err
	}
	if err := s.store.ResumeImport(ctx, b.ID, in.ID, by.Login); err != nil {
		s.imports.drop(up)
		return nil, err
	}
	s.imports.start(b, i, up)
	i, err = s.store.Import(ctx, b.ID, in.ID)
	return &importOutput{i}, err
}

// unsealed is an upload again, from its sealed copy. data.ErrNotResumable: it is not here.
func (s *server) unsealed(i data.Import) (up upload, err error) {
	up = upload{name: i.File, sealed: filepath.Join(s.config.Kept, filepath.Base(i.Upload.Name)), key: i.Upload.Key}
	sealed, err := os.Open(up.sealed)
	if errors.Is(err, fs.ErrNotExist) {
		return up, fmt.Errorf("import %d: %w: %w", i.ID, data.ErrNotResumable, err)
	}
	if err != nil {
		return up, fmt.Errorf("import %d: %w", i.ID, err)
	}
	defer sealed.Close()
	plain, err := importer.Unseal(sealed, up.key)
	if err != nil {
		return up, fmt.Errorf("import %d: %w: %w", i.ID, data.ErrNotResumable, err)
	}
	f, err := os.CreateTemp(s.config.Uploads, "upload-*")
	if err != nil {
		return up, fmt.Errorf("import %d: %w", i.ID, err)
	}
	up.path = f.Name()
	_, err = io.Copy(&roomy{f, s.imports, &up.size}, plain)
	if err = errors.Join(err, f.Close()); err != nil {
		s.imports.drop(up)
		if !errors.Is(err, errFull) && data.Outage(err) == nil {
			err = fmt.Errorf("%w: %w", data.ErrNotResumable, err) // cut or altered
		}
		return up, fmt.Errorf("import %d: %w", i.ID, err)
	}
	return up, nil
}
