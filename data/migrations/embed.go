// Package migrations holds the schema, one idea a file, forward only.
package migrations

import "embed"

// Files are goose migrations, in the order of their numbers.
//
//go:embed *.sql
var Files embed.FS
