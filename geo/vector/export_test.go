package vector

import "context"

// ReadWithin reads a file with fewer steps of finding the rings that holes lie in.
func ReadWithin(ctx context.Context, file []byte, steps int) error {
	_, _, err := read(ctx, file, steps)
	return err
}
