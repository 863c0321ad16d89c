package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/gzip"

	"binaan/data"
)

// mostPacked are the views of a megabyte or two remembered at a time.
const mostPacked = 16

// bytesOf is what a text weighs.
func bytesOf(text []byte) int { return len(text) }

// packed is an answer of a kind T in JSON, compressed, as it is remembered; it is
// sent so to whoever takes gzip.
type packed[T any] struct {
	gzip  []byte
	plain bool // whether it has to be unpacked
}

// Schema describes the answer as the T that it is.
func (packed[T]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, "")
}

func (p packed[T]) send(w io.Writer) error {
	if !p.plain {
		_, err := w.Write(p.gzip)
		return err
	}
	text, err := gzip.NewReader(bytes.NewReader(p.gzip))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, text)
	return err
}

// marshal writes an answer as JSON, unless it was made so before.
func marshal(w io.Writer, v any) error {
	if p, made := v.(interface{ send(io.Writer) error }); made {
		return p.send(w)
	}
	return huma.DefaultJSONFormat.Marshal(w, v)
}

// KeptInput is what a client says about an answer that it may have already.
type KeptInput struct {
	Match  string `header:"If-None-Match"`
	Accept string `header:"Accept-Encoding" hidden:"true"`
}

type packedOutput[T any] struct {
	ETag     string `header:"ETag"`
	Cache    string `header:"Cache-Control"`
	Encoding string `header:"Content-Encoding" hidden:"true"`
	Body     packed[T]
}

// packedOf answers with what do makes of a branch's data, which is asked and packed
// once a version; 304 where the client has it.
func packedOf[T any](ctx context.Context, s *server, b data.Branch, in KeptInput, what string, of any, do func(context.Context) (T, error)) (*packedOutput[T], error) {
	tag := etag(what, b, of)
	if matches(in.Match, tag) {
		return nil, notModified(tag, revalidate)
	}
	text, err := s.packed.of(ctx, b, fmt.Sprint(what, of), func(ctx context.Context) ([]byte, error) {
		v, err := do(ctx)
		if err != nil {
			return nil, err
		}
		var plain bytes.Buffer
		if err := marshal(&plain, v); err != nil {
			return nil, err
		}
		return compress(plain.Bytes())
	})
	if err != nil {
		return nil, err
	}
	return packedAs[T](in.Accept, tag, revalidate, text), nil
}

// packedAs sends a T that is made and compressed.
func packedAs[T any](accept, tag, cache string, text []byte) *packedOutput[T] {
	out := &packedOutput[T]{ETag: tag, Cache: cache, Body: packed[T]{gzip: text, plain: !strings.Contains(accept, "gzip")}}
	if !out.Body.plain {
		out.Encoding = "gzip"
	}
	return out
}
