package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// mergeHouseholds brings the staged rows into the branch: the new ones, and those
// that say something else than what is stored. What the file has no column for
// stays as it is.
func (in *intake) mergeHouseholds(ctx context.Context, tx pgx.Tx) error {
	in.watch.enter("menyimpan keluarga", 0)
	set, differ := householdChanges()
	updated, err := tx.Exec(ctx, `
		update household h set `+strings.Join(set, ", ")+`
		from `+arriving+`
		where h.branch_id = $1 and h.no_kk = i.no_kk and (`+differ+`)`, in.branch, in.AsOf)
	if err != nil {
		return fmt.Errorf("update households: %w", err)
	}
	first, err := in.number(ctx, tx, "household")
	if err != nil {
		return err
	}
	names, values := newHousehold()
	inserted, err := tx.Exec(ctx, `
		insert into household (branch_id, id, as_of, `+strings.Join(names, ", ")+`)
		select $1, $3 + i.line, $2, `+strings.Join(values, ", ")+`
		from `+arriving+`
		where not exists (select from household h where h.branch_id = $1 and h.no_kk = i.no_kk)`, in.branch, in.AsOf, first-1)
	if err != nil {
		return fmt.Errorf("insert households: %w", err)
	}
	in.counted(inserted.RowsAffected(), updated.RowsAffected())
	return nil
}

const (
	arriving = `arriving i
		left join slot s on i.lon is null and s.desa = i.desa and s.slot = i.slot`
	freshPhone    = "case when coalesce(i.phone, '') = '' then 'none' else 'unknown' end"
	finalAccuracy = "case when i.lon is not null then i.accuracy when s.cell is not null then 'E' else 'F' end"
	finalRadius   = "coalesce(case when i.lon is not null then i.radius end, s.radius, 0)"
	finalCell     = "coalesce(i.cell, s.cell, 0)"
	finalSpread   = "(i.lon is null and s.cell is not null)"
)

// settled are the columns of a household's place that arriving does not have as
// they will be.
var settled = [][2]string{{"accuracy", finalAccuracy}, {"radius", finalRadius}, {"cell", finalCell}, {"spread", finalSpread}}

// householdChanges are the assignments of an update, and the condition on which a
// row is worth it. A spread household that only falls into another cell has not
// changed.
func householdChanges() (set []string, differ string) {
	var stored, coming []string
	for _, c := range householdColumns() {
		if c.placed() {
			continue
		}
		value := "i." + c.name
		if c.unsaid != "" {
			value = "coalesce(i." + c.name + ", h." + c.name + ")"
		}
		set = append(set, c.name+" = "+value)
		stored, coming = append(stored, "h."+c.name), append(coming, value)
	}
	for _, c := range settled {
		set = append(set, c[0]+" = "+c[1])
	}
	set = append(set, "lon = i.lon", "lat = i.lat", "as_of = $2", "stale = false", "absent_since = null",
		"phone_quality = case when h.phone = coalesce(i.phone, h.phone) then h.phone_quality else "+freshPhone+" end")
	stored = append(stored, "h.lon", "h.lat", "h.accuracy", "h.radius")
	coming = append(coming, "i.lon", "i.lat", finalAccuracy, finalRadius)
	return set, "(" + strings.Join(stored, ", ") + ") is distinct from (" + strings.Join(coming, ", ") + ")"
}

// newHousehold is what a household that was not stored before gets.
func newHousehold() (names, values []string) {
	for _, c := range householdColumns() {
		if c.placed() {
			continue
		}
		value := "i." + c.name
		if c.unsaid != "" {
			value = "coalesce(i." + c.name + ", " + c.unsaid + ")"
		}
		names, values = append(names, c.name), append(values, value)
	}
	for _, c := range settled {
		names, values = append(names, c[0]), append(values, c[1])
	}
	return append(names, "lon", "lat", "phone_quality"), append(values, "i.lon", "i.lat", freshPhone)
}
