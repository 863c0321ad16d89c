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
	"runtime/debug"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"
	"github.com/gin-gonic/gin"

	"binaan/data"
	"binaan/data/importer"
	"binaan/planner"
)

// imports runs uploaded files in the background: those of a branch one after
// another, of several branches side by side.
type imports struct {
	ctx   context.Context
	store *data.Store
	run   Importer
	most  chan struct{} // held by each import that runs
	mu    sync.Mutex
	turns map[data.BranchID]chan struct{} // held by the branch's import that runs
	stop  map[importKey]context.CancelFunc
	bytes int64 // of the uploads that are kept
}

type importKey struct {
	branch data.BranchID
	id     data.ImportID
}

// How much is taken in at once.
const (
	mostAtOnce  = 8       // imports that run
	mostWaiting = 10      // open imports of a branch
	mostKept    = 2 << 30 // bytes of uploads on disk
	uploadTime  = 15 * time.Minute
)

func newImports(ctx context.Context, store *data.Store, run Importer) *imports {
	return &imports{
		ctx: ctx, store: store, run: run, most: make(chan struct{}, mostAtOnce),
		turns: map[data.BranchID]chan struct{}{}, stop: map[importKey]context.CancelFunc{},
	}
}

// keep takes up room for n bytes of uploads. errFull: there is none.
func (m *imports) keep(n int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bytes+n > mostKept {
		return errFull
	}
	m.bytes += n
	return nil
}

func (m *imports) open(b data.BranchID) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key := range m.stop {
		if key.branch == b {
			n++
		}
	}
	return n
}

// start runs an import as soon as it is its turn, and removes its file after.
func (m *imports) start(b data.Branch, i data.Import, up upload) {
	ctx, cancel := context.WithCancel(m.ctx)
	key := importKey{b.ID, i.ID}
	m.mu.Lock()
	m.stop[key] = cancel
	turn := m.turns[b.ID]
	if turn == nil {
		turn = make(chan struct{}, 1)
		m.turns[b.ID] = turn
	}
	m.mu.Unlock()
	go func() {
		defer m.drop(up)
		defer m.settle(b.ID, i.ID, up)
		defer func() {
			m.mu.Lock()
			delete(m.stop, key)
			m.mu.Unlock()
			cancel()
		}()
		defer func() {
			if fault := recover(); fault != nil {
				slog.Error("import", "branch", b.Code, "import", i.ID, "panic", fault, "stack", string(debug.Stack()))
				m.fail(b, i, "Terjadi gangguan; data tidak berubah, silakan ulangi.")
			}
		}()
		for _, hold := range []chan struct{}{turn, m.most} {
			select {
			case hold <- struct{}{}:
				defer func() { <-hold }()
			case <-ctx.Done():
				m.fail(b, i, "Server berhenti sebelum impor dimulai; data tidak berubah. Lanjutkan, atau kirim lagi berkasnya.")
				return
			}
		}
		start := time.Now()
		err := m.run(ctx, b, i, up.path)
		slog.Info("import ended", "branch", b.Code, "import", i.ID, "kind", i.Kind, "took", time.Since(start), "error", err)
	}()
}

// fail ends an import that did not come to run; one that was cancelled stays so.
func (m *imports) fail(b data.Branch, i data.Import, why string) {
	if err := m.store.FailImport(context.WithoutCancel(m.ctx), b.ID, i.ID, why, true); err != nil {
		slog.Error("import", "branch", b.Code, "import", i.ID, "error", err)
	}
}

// drop removes an upload.
func (m *imports) drop(up upload) {
	if err := os.Remove(up.path); err != nil {
		slog.Error("remove upload", "error", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes -= up.size
}

// upload is a file that came in, kept under a name of ours, with its sealed copy where
// imports that are broken off may go on.
type upload struct {
	path, name string
	size       int64
	sealed     string // path; empty: there is none
	key        string // that opens it
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
		sent := c.Request.Body
		if err := s.upload(c); err != nil {
			if !errors.Is(err, errSlow) { // who was too slow has been listened to for long enough
				hearOut(c.Request.Context(), sent, http.NewResponseController(c.Writer).SetReadDeadline)
			}
			abort(c, err)
		}
	})
	for name, sheet := range importSheets {
		inside.GET("/api/v1/branches/:branch/imports/:id/"+name+".xlsx", func(c *gin.Context) {
			if err := s.sheet(c, sheet); err != nil {
				abort(c, err)
			}
		})
	}
	s.describeUploads()
}

// hearingOut is how long a refused file is still listened to.
const hearingOut = 30 * time.Second

// hearOut lets somebody who is logged in send a refused file to its end: a connection
// that is closed while the browser still sends tells no person why. Strangers are not
// listened to.
func hearOut(ctx context.Context, sent io.Reader, until func(time.Time) error) {
	if _, err := who(ctx); err != nil || until(time.Now().Add(hearingOut)) != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, sent, mostUpload) // whatever comes of it, the answer is the refusal
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
	if s.imports.open(b.ID) >= mostWaiting {
		return errWaiting
	}
	line := &slowLine{ReadCloser: http.MaxBytesReader(c.Writer, c.Request.Body, mostUpload)}
	c.Request.Body = line
	// Whoever sends for longer holds room for nothing. A writer that cannot be told is one of a test.
	if err := http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(s.config.UploadTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("upload: %w", err)
	}
	up, err := s.keep(c.Request)
	if err != nil && line.slow {
		err = fmt.Errorf("%w: %w", err, errSlow)
	}
	if err != nil {
		return err
	}
	i.File, i.CreatedBy, i.Upload = up.name, by.Login, up.copied()
	if i.ID, err = s.store.BeginImport(ctx, b.ID, i); err != nil {
		s.imports.drop(up)
		return errors.Join(err, up.forget())
	}
	s.imports.start(b, i, up)
	stored, err := s.store.Import(ctx, b.ID, i.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusAccepted, stored)
	return nil
}

// slowLine remembers that what is read came too slowly: whoever reads headings of parts
// tells of a broken heading instead.
type slowLine struct {
	io.ReadCloser
	slow bool
}

func (l *slowLine) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	l.slow = l.slow || errors.Is(err, os.ErrDeadlineExceeded)
	return n, err
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
func (s *server) keep(r *http.Request) (upload, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return upload{}, fmt.Errorf("upload: %w: %w", err, errInput)
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return upload{}, fmt.Errorf("upload without a file: %w: %w", err, errInput)
		}
		if part.FormName() == "file" {
			return s.keepPart(part)
		}
	}
}

// How long a file's name and its ending may be, in bytes.
const (
	longestName   = 255
	longestEnding = 16
)

// keepPart is readable by this program's user alone, as CreateTemp makes files.
func (s *server) keepPart(part *multipart.Part) (up upload, err error) {
	up.name = planner.Seen(filepath.Base(part.FileName()))
	if !sound(up.name) || len(up.name) > longestName || len(filepath.Ext(up.name)) > longestEnding {
		return up, fmt.Errorf("keep upload %.40q: %w", up.name, errFileName)
	}
	f, err := os.CreateTemp(s.config.Uploads, "upload-*")
	if err != nil {
		return up, fmt.Errorf("keep upload: %w", err)
	}
	up.path = f.Name()
	err = s.copySealed(&roomy{f, s.imports, &up.size}, part, &up)
	if err = errors.Join(err, f.Close()); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			err = fmt.Errorf("%w: %w", err, errTooLarge)
		}
		s.imports.drop(up)
		return up, errors.Join(fmt.Errorf("keep upload: %w", err), up.forget())
	}
	return up, nil
}

// roomy writes as long as there is room for uploads.
type roomy struct {
	w    io.Writer
	room *imports
	size *int64
}

func (r *roomy) Write(p []byte) (int, error) {
	if err := r.room.keep(int64(len(p))); err != nil {
		return 0, err
	}
	*r.size += int64(len(p))
	return r.w.Write(p)
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
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.store.CancelImport(ctx, b.ID, in.ID, by.Login); err != nil {
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
		watchShared(ctx, &s.importWatch, fmt.Sprint(b.ID, in.ID), func() (data.Import, bool, error) {
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

// describeUploads adds to the document what huma does not serve itself.
func (s *server) describeUploads() {
	query := func(name, about string, kind string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: about, Schema: &huma.Schema{Type: kind}}
	}
	branch := &huma.Param{Name: "branch", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	id := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeInteger}}
	refusal := &huma.Response{Description: "Error", Content: map[string]*huma.MediaType{
		"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/ErrorModel"}},
	}}
	s.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodPost, Path: "/api/v1/branches/{branch}/imports", OperationID: "upload-import", Summary: "Import a file",
		Parameters: []*huma.Param{
			branch, query("kind", "areas, kader, households, visits, payments or roads", huma.TypeString),
			query("asOf", "Day of the file's figures; today by default", huma.TypeString),
			query("dryRun", "Check only", huma.TypeBoolean), query("force", "Even after a newer file", huma.TypeBoolean),
			query("erase", "An empty cell takes away what is stored", huma.TypeBoolean),
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}, Required: []string{"file"},
		}}}},
		Responses: map[string]*huma.Response{"202": {Description: "The import, queued", Content: map[string]*huma.MediaType{
			"application/json": {Schema: &huma.Schema{Ref: "#/components/schemas/Import"}},
		}}, "default": refusal},
	})
	for name, sheet := range importSheets {
		s.api.OpenAPI().AddOperation(&huma.Operation{
			Method: http.MethodGet, Path: "/api/v1/branches/{branch}/imports/{id}/" + name + ".xlsx", OperationID: sheet.operation,
			Summary: sheet.about, Parameters: []*huma.Param{branch, id},
			Responses: map[string]*huma.Response{"200": {Description: "A sheet"}, "default": refusal},
		})
	}
}
