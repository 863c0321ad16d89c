package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"
	"github.com/gin-gonic/gin"
	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/importer"
)

// imports runs uploaded files, one after another, in the background.
type imports struct {
	ctx  context.Context
	run  Importer
	turn chan struct{} // held by the import that runs
	mu   sync.Mutex
	stop map[importKey]context.CancelFunc
}

type importKey struct {
	branch data.BranchID
	id     data.ImportID
}

func newImports(ctx context.Context, run Importer) *imports {
	return &imports{ctx: ctx, run: run, turn: make(chan struct{}, 1), stop: map[importKey]context.CancelFunc{}}
}

// start runs an import as soon as it is its turn, and removes its file after.
func (m *imports) start(b data.Branch, i data.Import, path string) {
	ctx, cancel := context.WithCancel(m.ctx)
	key := importKey{b.ID, i.ID}
	m.mu.Lock()
	m.stop[key] = cancel
	m.mu.Unlock()
	go func() {
		defer os.Remove(path)
		defer func() {
			m.mu.Lock()
			delete(m.stop, key)
			m.mu.Unlock()
			cancel()
		}()
		select {
		case m.turn <- struct{}{}:
			defer func() { <-m.turn }()
		case <-ctx.Done():
			return
		}
		start := time.Now()
		err := m.run(ctx, b, i, path)
		slog.Info("import ended", "branch", b.Code, "import", i.ID, "kind", i.Kind, "took", time.Since(start), "error", err)
	}()
}

// cancel stops an import that runs here; the stored state stops one elsewhere.
func (m *imports) cancel(b data.BranchID, id data.ImportID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if stop, ok := m.stop[importKey{b, id}]; ok {
		stop()
	}
}

// uploads takes files. It is no operation of huma's, which would hold a form in
// memory; the file goes straight to disk.
func (s *server) uploads(inside gin.IRoutes) {
	inside.POST("/api/v1/branches/:branch/imports", func(c *gin.Context) {
		if err := s.upload(c); err != nil {
			abort(c, err)
		}
	})
	inside.GET("/api/v1/branches/:branch/imports/:id/rejected.xlsx", func(c *gin.Context) {
		if err := s.rejected(c); err != nil {
			abort(c, err)
		}
	})
	s.describeUploads()
}

func (s *server) upload(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.allow(ctx, officer); err != nil {
		return err
	}
	b, err := s.branch(ctx, BranchPath{c.Param("branch")})
	if err != nil {
		return err
	}
	by, err := who(ctx)
	if err != nil {
		return err
	}
	i, err := s.importAsked(c, b)
	if err != nil {
		return err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostUpload)
	path, name, err := s.keep(c.Request)
	if err != nil {
		return err
	}
	i.File, i.CreatedBy = name, by.Login
	if i.ID, err = s.store.BeginImport(ctx, b.ID, i); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	s.imports.start(b, i, path)
	stored, err := s.store.Import(ctx, b.ID, i.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusAccepted, stored)
	return nil
}

func (s *server) importAsked(c *gin.Context, b data.Branch) (i data.Import, err error) {
	i = data.Import{Kind: c.Query("kind"), DryRun: c.Query("dryRun") == "true", Forced: c.Query("force") == "true", Erase: c.Query("erase") == "true"}
	if !importer.Known(i.Kind) {
		return i, fmt.Errorf("import of %q: %w", i.Kind, errInput)
	}
	if i.AsOf, err = s.dayOf(b, c.Query("asOf")); err != nil {
		return i, err
	}
	// Every truer file would be older than one from the future.
	if i.AsOf > s.today(b) {
		return i, fmt.Errorf("import as of %s: %w", i.AsOf, errFuture)
	}
	return i, nil
}

// keep writes the uploaded file to a file of its own, whatever its name says.
func (s *server) keep(r *http.Request) (path, name string, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", "", fmt.Errorf("upload: %w: %w", err, errInput)
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return "", "", fmt.Errorf("upload without a file: %w: %w", err, errInput)
		}
		if part.FormName() == "file" {
			return s.keepPart(part)
		}
	}
}

func (s *server) keepPart(part *multipart.Part) (path, name string, err error) {
	name = filepath.Base(part.FileName())
	f, err := os.CreateTemp(s.config.Uploads, "upload-*"+filepath.Ext(name))
	if err != nil {
		return "", "", fmt.Errorf("keep upload: %w", err)
	}
	_, err = io.Copy(f, part)
	if err = errors.Join(err, f.Close()); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			err = fmt.Errorf("%w: %w", err, errTooLarge)
		}
		return "", "", errors.Join(fmt.Errorf("keep upload: %w", err), os.Remove(f.Name()))
	}
	return f.Name(), name, nil
}

type ImportPath struct {
	BranchPath
	ID data.ImportID `path:"id" minimum:"1"`
}

type importOutput struct{ Body data.Import }

type importsOutput struct {
	Body struct {
		Imports []data.Import `json:"imports"`
	}
}

func (s *server) listImports(ctx context.Context, in *BranchPath) (*importsOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &importsOutput{}
	out.Body.Imports, err = s.store.Imports(ctx, b.ID)
	return out, err
}

func (s *server) showImport(ctx context.Context, in *ImportPath) (*importOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	i, err := s.store.Import(ctx, b.ID, in.ID)
	return &importOutput{i}, err
}

func (s *server) cancelImport(ctx context.Context, in *ImportPath) (*importOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if _, err := s.store.Import(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	if err := s.store.CancelImport(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	s.imports.cancel(b.ID, in.ID)
	i, err := s.store.Import(ctx, b.ID, in.ID)
	return &importOutput{i}, err
}

type undoneOutput struct {
	Body struct {
		Import data.Import `json:"import"`
		importer.Undone
	}
}

func (s *server) undoImport(ctx context.Context, in *ImportPath) (*undoneOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	out := &undoneOutput{}
	if out.Body.Undone, err = importer.Undo(ctx, s.store, b, in.ID, by.Login); err != nil {
		return nil, err
	}
	out.Body.Import, err = s.store.Import(ctx, b.ID, in.ID)
	return out, err
}

// ImportProgress is an event of an import that runs.
type ImportProgress struct{ data.Import }

// ImportEnd is the last event of an import.
type ImportEnd struct{ data.Import }

func (s *server) watchImport() {
	op := huma.Operation{Path: "/api/v1/branches/{branch}/imports/{id}/events", OperationID: "watch-import", Summary: "Follow an import"}
	there := func(ctx context.Context, b data.Branch, id int64) error {
		_, err := s.store.Import(ctx, b.ID, data.ImportID(id))
		return err
	}
	events := map[string]any{"progress": ImportProgress{}, "done": ImportEnd{}}
	stream(s, op, there, events, func(ctx context.Context, b data.Branch, in *ImportPath, send sse.Sender) {
		watch(ctx, func() (data.Import, bool, error) {
			i, err := s.store.Import(ctx, b.ID, in.ID)
			return i, i.State.Ended(), err
		}, func(i data.Import, ended bool) error {
			if ended {
				return send.Data(ImportEnd{i})
			}
			return send.Data(ImportProgress{i})
		})
	})
}

// rejected sends the refused rows of an import as a sheet.
func (s *server) rejected(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.allow(ctx, officer); err != nil {
		return err
	}
	b, err := s.branch(ctx, BranchPath{c.Param("branch")})
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return fmt.Errorf("import %q: %w", c.Param("id"), data.ErrNotFound)
	}
	if _, err := s.store.Import(ctx, b.ID, data.ImportID(id)); err != nil {
		return err
	}
	reader, err := who(ctx)
	if err != nil {
		return err
	}
	rejects, err := s.store.Rejects(ctx, b.ID, data.ImportID(id), reader.ID)
	if err != nil {
		return err
	}
	sheet, err := rejectSheet(rejects)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="ditolak-%d.xlsx"`, id))
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	return sheet.Write(c.Writer)
}

// rejectSheet writes every value as text, which a sheet never takes for a formula.
func rejectSheet(rejects []data.Reject) (*excelize.File, error) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("sheet of refused rows: %w", err)
	}
	if err := w.SetRow("A1", []any{"Baris", "Kolom", "Isi", "Alasan"}); err != nil {
		return nil, fmt.Errorf("sheet of refused rows: %w", err)
	}
	for i, r := range rejects {
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), []any{r.Line, r.Field, importer.Safe(r.Value), r.Reason}); err != nil {
			return nil, fmt.Errorf("sheet of refused rows: %w", err)
		}
	}
	return f, w.Flush()
}

// describeUploads adds to the document what huma does not serve itself.
func (s *server) describeUploads() {
	query := func(name, about string, kind string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: about, Schema: &huma.Schema{Type: kind}}
	}
	branch := &huma.Param{Name: "branch", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	id := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeInteger}}
	s.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodPost, Path: "/api/v1/branches/{branch}/imports", OperationID: "upload-import", Summary: "Import a file",
		Parameters: []*huma.Param{
			branch, query("kind", "areas, kader, households, visits or payments", huma.TypeString),
			query("asOf", "Day of the file's figures; today by default", huma.TypeString),
			query("dryRun", "Check only", huma.TypeBoolean), query("force", "Even after a newer file", huma.TypeBoolean),
			query("erase", "An empty cell takes away what is stored", huma.TypeBoolean),
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}, Required: []string{"file"},
		}}}},
		Responses: map[string]*huma.Response{"202": {Description: "The import, queued", Content: map[string]*huma.MediaType{
			"application/json": {Schema: &huma.Schema{Ref: "#/components/schemas/Import"}},
		}}},
	})
	s.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: "/api/v1/branches/{branch}/imports/{id}/rejected.xlsx", OperationID: "download-rejects",
		Summary: "The refused rows as a sheet", Parameters: []*huma.Param{branch, id},
		Responses: map[string]*huma.Response{"200": {Description: "A sheet"}},
	})
}
