package data

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// What keeps the database, or the disk beside it, from doing what was asked, whoever
// asks. Nothing was changed; the same may be asked again.
var (
	ErrFull     = errors.New("no room left on the disk")
	ErrReadOnly = errors.New("the disk or the database may only be read")
	ErrAway     = errors.New("the database is away or overloaded")
)

// Outage tells whether a failure is one of the machine, as ErrFull, ErrReadOnly or
// ErrAway; nil where it is not. A request that was given up is none.
func Outage(err error) error {
	var told *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrFull), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrFull
	case errors.Is(err, ErrReadOnly), errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.As(err, &told):
		return outageOf(told)
	case errors.Is(err, context.Canceled):
		return nil
	case errors.Is(err, ErrAway), errors.As(err, new(*pgconn.ConnectError)), errors.As(err, new(*net.OpError)),
		errors.Is(err, io.ErrUnexpectedEOF), pgconn.SafeToRetry(err):
		return ErrAway
	}
	return nil
}

// outageOf goes by PostgreSQL's code, and by its words where one code stands for
// several faults of a file: it runs with LC_ALL=C.
func outageOf(told *pgconn.PgError) error {
	words := strings.ToLower(told.Message)
	switch {
	case told.Code == "53100", strings.Contains(words, "no space left on device"), strings.Contains(words, "disk quota exceeded"):
		return ErrFull
	case told.Code == "25006", strings.Contains(words, "read-only file system"):
		return ErrReadOnly
	case strings.HasPrefix(told.Code, "53"), strings.HasPrefix(told.Code, "57P"), strings.HasPrefix(told.Code, "58"), strings.HasPrefix(told.Code, "08"):
		return ErrAway
	}
	return nil
}
