package job

import (
	"bytes"
	"context"

	"binaan/data"
	"binaan/data/report"
	"binaan/planner"
)

// packsOf writes the evaluations of periods that have ended by the branch's own cadence and
// were not written yet. They stay as they are, whatever comes in later, and name no family.
func packsOf(ctx context.Context, store *data.Store, b data.Branch, today planner.Day) error {
	due, err := store.PacksDue(ctx, b.ID, today)
	if err != nil {
		return err
	}
	for _, p := range due {
		made, err := report.Make(ctx, store, b, p)
		if err != nil {
			return err
		}
		made.Statements = nil
		var xlsx, pdf bytes.Buffer
		if err := report.XLSX(&xlsx, made); err != nil {
			return err
		}
		if err := report.PDF(&pdf, made); err != nil {
			return err
		}
		if err := store.KeepPack(ctx, b.ID, p, xlsx.Bytes(), pdf.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
