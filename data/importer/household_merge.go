package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// mergeHouseholds brings the staged rows into the branch: the new ones, and those
// that say something else than what is stored. What a row does not say stays as it
// is. Rows that only confirm what is stored are written where the file before did
// not speak of them, or where a desa's known cells moved; they are not counted.
func (in *intake) mergeHouseholds(ctx context.Context, tx pgx.Tx) error {
	in.watch.enter("menyimpan keluarga", 0)
	// First only what tells which rows there is anything to do about: most of a month's say what the last month's said.
	_, err := tx.Exec(ctx, `
		create temporary table differing on commit drop as
		select i.line, o.id
		from `+arriving+`
		join household o on o.no_kk = i.stored_kk
		where i.print <> o.print or o.stale or o.absent_since is not null
		  or (o.lon, o.lat, o.accuracy, o.radius, o.cell) is distinct from (i.lon, i.lat, `+finalAccuracy+`, `+finalRadius+`, `+keptCell+`)
		  or (o.said_lon, o.said_lat, o.doubt) is distinct from (i.said_lon, i.said_lat, i.doubt)`)
	if err == nil {
		_, err = tx.Exec(ctx, "analyze differing")
	}
	if err != nil {
		return fmt.Errorf("compare households: %w", err)
	}
	set, differ := householdChanges()
	var updated int64
	err = tx.QueryRow(ctx, `
		with written as (
		  update household h set `+strings.Join(set, ", ")+`
		  from differing d
		  join `+arriving+` on i.line = d.line
		  join household o on o.branch_id = $1 and o.id = d.id
		  where h.branch_id = $1 and h.id = d.id and (`+differ+` or o.stale or o.absent_since is not null or o.cell <> `+keptCell+` or o.doubt <> i.doubt or o.said_lon is distinct from i.said_lon or o.said_lat is distinct from i.said_lat)
		  returning h.id::text as key, `+differ+` as differs, `+monthlyImage(set)+` as row),
		`+keptBefore("$3", "'household'", "select key, row from written")+`
		select count(*) filter (where differs), count(*) from written`, in.branch, in.AsOf, in.ID).Scan(&updated, &in.written)
	if err != nil {
		return fmt.Errorf("update households: %w", err)
	}
	first, err := in.number(ctx, tx, "household")
	if err != nil {
		return err
	}
	names, values := newHousehold()
	inserted, err := tx.Exec(ctx, `
		insert into household (branch_id, id, as_of, import_id, `+strings.Join(names, ", ")+`)
		select $1, $3 + i.line, $2, $4, `+strings.Join(values, ", ")+`
		from `+arriving+`
		where not exists (select from household h where h.branch_id = $1 and h.no_kk = i.no_kk)`, in.branch, in.AsOf, first-1, in.ID)
	if err != nil {
		return fmt.Errorf("insert households: %w", err)
	}
	in.counted(inserted.RowsAffected(), updated)
	if in.Accepted <= in.Unchanged+in.Updated {
		return nil
	}
	if _, err := tx.Exec(ctx, "select look_at_households()"); err != nil {
		return fmt.Errorf("look at households: %w", err)
	}
	return nil
}

const (
	arriving = `(arriving i
		left join slot s on i.lon is null and s.desa = i.desa and s.slot = i.slot)`
	freshPhone    = "case when coalesce(i.phone, '') = '' then 'none' else 'unknown' end"
	finalAccuracy = "case when i.lon is not null then i.accuracy when s.cell is not null then 'E' else 'F' end"
	finalRadius   = "coalesce(case when i.lon is not null then i.radius end, s.radius, 0)"
	finalCell     = "coalesce(i.cell, s.cell, 0)"
	keptCell      = "case when o.excluded_on is null then " + finalCell + " else 0 end" // of a stored household
	finalSpread   = "(i.lon is null and s.cell is not null)"

	// householdImage is what an import may change of a household o.
	householdImage = "to_jsonb(o) - '{branch_id,id,import_id,rehab,consents,no_visit,requested,excluded_on}'::text[]"
)

// monthly are the columns that next month's file changes of most families of which it
// changes any.
var monthly = []string{"months", "arrears", "arrears_status", "last_paid", "as_of", "stale", "absent_since", "print"}

// monthlyImage is what is kept for an undo of a household that was o and is h, whose
// columns were set: where no more than what a month changes is another, that alone, which
// is a fifth of the whole to write.
func monthlyImage(set []string) string {
	var was, is, image []string
	for _, s := range set {
		name, _, _ := strings.Cut(s, " = ")
		if slices.Contains(monthly, name) {
			image = append(image, "'"+name+"', o."+name)
		} else {
			was, is = append(was, "o."+name), append(is, "h."+name)
		}
	}
	return "case when (" + strings.Join(was, ", ") + ") is distinct from (" + strings.Join(is, ", ") + ") then " + householdImage +
		" else jsonb_build_object(" + strings.Join(image, ", ") + ") end"
}

// settled are the columns of a household's place that arriving does not have as
// they will be.
var settled = [][2]string{{"accuracy", finalAccuracy}, {"radius", finalRadius}, {"cell", finalCell}, {"spread", finalSpread}}

// householdChanges are the assignments of an update of the household o by the row
// i, and the condition on which it has something new to say. A spread household
// that only falls into another cell has not changed.
func householdChanges() (set []string, differ string) {
	var stored, coming []string
	for _, c := range householdColumns() {
		if c.placed() {
			continue
		}
		value := "coalesce(i." + c.name + ", o." + c.name + ")"
		if c.name == "arrears_status" {
			value = "coalesce(i.arrears_status, " + keptStatus + ")"
		}
		if c.local() {
			value = "coalesce(i." + c.name + ", case when o.desa = i.desa then o." + c.name + " else " + c.unsaid + " end)"
		}
		value = c.blanked(value)
		set = append(set, c.name+" = "+value)
		stored, coming = append(stored, "o."+c.name), append(coming, value)
	}
	for _, c := range settled {
		set = append(set, c[0]+" = "+c[1])
	}
	set = append(set, "lon = i.lon", "lat = i.lat", "said_lon = i.said_lon", "said_lat = i.said_lat", "doubt = i.doubt", "as_of = $2", "stale = false", "absent_since = null", "print = i.print",
		"phone_quality = case when o.phone = coalesce(i.phone, o.phone) then o.phone_quality else "+freshPhone+" end")
	stored = append(stored, "o.lon", "o.lat", "o.accuracy", "o.radius")
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
			value = c.blanked("coalesce(i." + c.name + ", " + c.unsaid + ")")
		}
		names, values = append(names, c.name), append(values, value)
	}
	for _, c := range settled {
		names, values = append(names, c[0]), append(values, c[1])
	}
	return append(names, "lon", "lat", "said_lon", "said_lat", "doubt", "phone_quality", "print"),
		append(values, "i.lon", "i.lat", "i.said_lon", "i.said_lat", "i.doubt", freshPhone, "i.print")
}
