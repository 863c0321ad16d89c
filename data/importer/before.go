package importer

// keptBefore is a part of a statement that keeps rows as they were, for an undo:
// from is a select of key and row, import and noun are SQL. Of a row that the
// import changes twice the first image counts.
func keptBefore(imported, noun, from string) string {
	return `kept as (
		  insert into import_before (branch_id, import_id, noun, key, row)
		  select $1::smallint, ` + imported + `::bigint, ` + noun + `, x.key, x.row
		  from (` + from + `) x
		  on conflict (branch_id, import_id, noun, key) do update set row = excluded.row || import_before.row)`
}
