package importer

import (
	"slices"
	"strings"

	"binaan/data"
)

// nameProperties finds out which property of a map is which field: a saved
// meaning first, then a field's own name, then its synonyms in their order.
func (c *areaCheck) nameProperties() {
	slices.SortFunc(c.Columns, func(a, b data.ColumnUsed) int { return strings.Compare(a.Heading, b.Heading) })
	for _, f := range areaFields {
		for i := range c.Columns {
			if c.headings[c.Columns[i].Heading] == f.name {
				c.Columns[i].Field = f.name
			}
		}
		for _, word := range append([]string{f.name}, f.synonyms...) {
			at := slices.IndexFunc(c.Columns, func(u data.ColumnUsed) bool { return u.Field == "" && strings.EqualFold(u.Heading, word) })
			if at >= 0 && !c.has(f.name) {
				c.Columns[at].Field = f.name
			}
		}
	}
	c.remember(c.Columns)
}
