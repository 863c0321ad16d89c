package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// target is where staged rows go: columns of incoming that are named as in the
// table.
type target struct {
	table   string
	noun    string // whose numbers new rows get; "" where rows have none
	key     []string
	columns []column
}

// column is a column with the field that it comes from. What the file has no
// column for stays as it is; always is in every file.
type column struct{ name, field string }

const always = ""

// merge brings the staged rows into the branch: the new ones, and those that say
// something else than what is stored.
func (in *intake) merge(ctx context.Context, tx pgx.Tx, t target) error {
	updated, err := in.update(ctx, tx, t)
	if err != nil {
		return err
	}
	inserted, err := in.insert(ctx, tx, t)
	if err != nil {
		return err
	}
	in.counted(inserted, updated)
	return nil
}

// match is the condition that a row of the table, called so, is the one that i
// speaks of.
func (t target) match(row string) string {
	match := row + ".branch_id = $1"
	for _, k := range t.key {
		match += " and " + row + "." + k + " = i." + k
	}
	return match
}

func (in *intake) update(ctx context.Context, tx pgx.Tx, t target) (updated int64, err error) {
	var set, stored, coming []string
	for _, c := range t.columns {
		if c.field != always && !in.has(c.field) {
			continue
		}
		set = append(set, c.name+" = i."+c.name)
		stored, coming = append(stored, "o."+c.name), append(coming, "i."+c.name)
	}
	err = tx.QueryRow(ctx, fmt.Sprintf(`
		with written as (
		  update %[1]s t set %[2]s
		  from incoming i
		  join %[1]s o on %[3]s
		  where i.reason is null and %[4]s and (%[5]s) is distinct from (%[6]s)
		  returning %[7]s as key, to_jsonb(o) - '{branch_id,import_id}'::text[] as row),
		%[8]s
		select count(*) from written`,
		t.table, strings.Join(set, ", "), t.match("o"), t.match("t"), strings.Join(stored, ", "), strings.Join(coming, ", "),
		keyText(t.key, "o"), keptBefore("$2", "'"+t.table+"'", "select key, row from written")), in.branch, in.ID).Scan(&updated)
	if err != nil {
		return 0, fmt.Errorf("update %s: %w", t.table, err)
	}
	return updated, nil
}

// keyText is the key of a row, called so, as import_before has it.
func keyText(key []string, row string) string {
	parts := make([]string, len(key))
	for i, k := range key {
		parts[i] = row + "." + k + "::text"
	}
	return strings.Join(parts, " || '/' || ")
}

func (in *intake) insert(ctx context.Context, tx pgx.Tx, t target) (int64, error) {
	names := append([]string{}, t.key...)
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	into, from, args := "branch_id, import_id", "$1, $2", []any{in.branch, in.ID}
	if t.noun != "" {
		first, err := in.number(ctx, tx, t.noun)
		if err != nil {
			return 0, err
		}
		into, from, args = into+", id", from+", $3 + i.line", append(args, first-1)
	}
	tag, err := tx.Exec(ctx, fmt.Sprintf(`
		insert into %s (%s, %s)
		select %s, i.%s
		from incoming i
		where i.reason is null and not exists (select from %s t where %s)`,
		t.table, into, strings.Join(names, ", "), from, strings.Join(names, ", i."), t.table, t.match("t")), args...)
	if err != nil {
		return 0, fmt.Errorf("insert %s: %w", t.table, err)
	}
	return tag.RowsAffected(), nil
}

// number reserves a number of a noun for every line of the file: new rows are
// numbered as they stand there.
func (in *intake) number(ctx context.Context, tx pgx.Tx, noun string) (int64, error) {
	var lines int
	if err := tx.QueryRow(ctx, "select coalesce(max(line), 0) from incoming").Scan(&lines); err != nil {
		return 0, fmt.Errorf("number %s: %w", noun, err)
	}
	return data.Next(ctx, tx, in.branch, noun, lines)
}
