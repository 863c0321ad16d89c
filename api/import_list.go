package api

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/xuri/excelize/v2"

	"binaan/data"
	"binaan/data/importer"
)

// importSheet is a list of an import as a sheet: its rows, heading first, for a
// reader, who is audited.
type importSheet struct {
	operation, about, file string
	rows                   func(ctx context.Context, store *data.Store, b data.BranchID, i data.Import, reader int64) ([][]string, error)
}

// importSheets are by the name of their path.
var importSheets = map[string]importSheet{
	"rejected": {"download-rejects", "The refused rows as a sheet", "ditolak", func(ctx context.Context, store *data.Store, b data.BranchID, i data.Import, reader int64) ([][]string, error) {
		rows, err := store.RejectedRows(ctx, b, i.ID, reader)
		return importer.RefusedSheet(i, rows), err
	}},
	"absent": {"download-absent", "The families that the file should have named, as a sheet", "tidak-di-berkas", func(ctx context.Context, store *data.Store, b data.BranchID, i data.Import, reader int64) ([][]string, error) {
		families, err := store.AbsentFamilies(ctx, b, i.ID, 0, reader)
		return importer.AbsentSheet(families), err
	}},
}

// sheet sends a list of an import.
func (s *server) sheet(c *gin.Context, list importSheet) error {
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
	stored, err := s.store.Import(ctx, b.ID, data.ImportID(id))
	if err != nil {
		return err
	}
	reader, err := who(ctx)
	if err != nil {
		return err
	}
	rows, err := list.rows(ctx, s.store, b.ID, stored, reader.ID)
	if err != nil {
		return err
	}
	f, err := textSheet(rows)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.xlsx"`, list.file, id))
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	return f.Write(c.Writer)
}

// textSheet writes every value as text, which a sheet never takes for a formula.
func textSheet(rows [][]string) (*excelize.File, error) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("sheet of an import: %w", err)
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for c, text := range row {
			cells[c] = text
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return nil, fmt.Errorf("sheet of an import: %w", err)
		}
	}
	return f, w.Flush()
}

// mostShown is how many absent families a page shows; the sheet has all.
const mostShown = 100

type rejectsInput struct {
	ImportPath
	After int64  `query:"after" minimum:"0" doc:"Line at which the page before ended: its next"`
	Field string `query:"field" maxLength:"200" doc:"and the field of it: its nextField"`
}

type rejectsOutput struct{ Body data.RejectList }

// showRejects masks numbers that may be a person's.
func (s *server) showRejects(ctx context.Context, in *rejectsInput) (*rejectsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.store.Import(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	out := &rejectsOutput{}
	if out.Body, err = s.store.Rejects(ctx, b.ID, in.ID, in.After, in.Field, reader.ID); err != nil {
		return nil, err
	}
	for i := range out.Body.Rejects {
		r := &out.Body.Rejects[i]
		r.Value = longNumber.ReplaceAllStringFunc(r.Value, masked)
	}
	return out, nil
}

// longNumber may be a person's, with whatever people put between its digits.
var longNumber = regexp.MustCompile(`[0-9](?:[ .\-/]?[0-9]){9,}`)

// masked leaves the first four digits of a number and the last two.
func masked(number string) string {
	const first, last = 4, 2
	digits, nth := 0, 0
	for _, r := range number {
		if '0' <= r && r <= '9' {
			digits++
		}
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		if nth++; first < nth && nth <= digits-last {
			return '•'
		}
		return r
	}, number)
}

type absentOutput struct {
	Body struct {
		Families []data.AbsentFamily `json:"families"` // the first hundred
	}
}

// showAbsent lists families that an import should have named.
func (s *server) showAbsent(ctx context.Context, in *ImportPath) (*absentOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.store.Import(ctx, b.ID, in.ID); err != nil {
		return nil, err
	}
	out := &absentOutput{}
	out.Body.Families, err = s.store.AbsentFamilies(ctx, b.ID, in.ID, mostShown, reader.ID)
	return out, err
}
