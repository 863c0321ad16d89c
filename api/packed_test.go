package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data"
)

// sent is the body of an answer as the client reads it.
func sent(t *testing.T, out *packedOutput[[]int]) string {
	t.Helper()
	var body bytes.Buffer
	if err := soundJSON.Marshal(&body, out.Body); err != nil {
		t.Fatal(err)
	}
	if out.Encoding == "" {
		return body.String()
	}
	text, err := gzip.NewReader(&body)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func TestPackedAnswerIsMadeOnceAVersionAndReadByEveryClient(t *testing.T) {
	s := &server{}
	s.packed.most = 3
	made := 0
	ask := func(version int64, in KeptInput) *packedOutput[[]int] {
		t.Helper()
		out, err := packedOf(t.Context(), s, data.Branch{ID: 1, Code: "9901", Version: version}, in, "numbers", 7, func(context.Context) ([]int, error) {
			made++
			return []int{made, 2}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		version        int64
		accept, want   string
		encoding       string
		madeUntilThere int
	}{
		{1, "gzip, deflate, br", "[1,2]\n", "gzip", 1},
		{1, "", "[1,2]\n", "", 1},
		{1, "identity", "[1,2]\n", "", 1},
		{2, "gzip", "[2,2]\n", "gzip", 2},
	} {
		out := ask(c.version, KeptInput{Accept: c.accept})
		if got := sent(t, out); got != c.want || out.Encoding != c.encoding || made != c.madeUntilThere {
			t.Errorf("version %d for %q: %q as %q after %d makings, want %q as %q after %d", c.version, c.accept, got, out.Encoding, made, c.want, c.encoding, c.madeUntilThere)
		}
	}
	tag := ask(2, KeptInput{}).ETag
	_, err := packedOf(t.Context(), s, data.Branch{ID: 1, Code: "9901", Version: 2}, KeptInput{Match: tag}, "numbers", 7, func(context.Context) ([]int, error) {
		t.Error("what the client has is made again")
		return nil, nil
	})
	if told := huma.StatusError(nil); !errors.As(err, &told) || told.GetStatus() != 304 {
		t.Errorf("of an answer that the client has: %v", err)
	}
}

func TestPackedAnswersOfTwoQuestionsAreKeptApart(t *testing.T) {
	s := &server{}
	s.packed.most = 9
	for range 2 {
		for _, of := range []int{1, 2} {
			out, err := packedOf(t.Context(), s, data.Branch{ID: 1}, KeptInput{}, "numbers", of, func(context.Context) ([]int, error) { return []int{of}, nil })
			if err != nil {
				t.Fatal(err)
			}
			if got, want := sent(t, out), map[int]string{1: "[1]\n", 2: "[2]\n"}[of]; got != want {
				t.Errorf("of %d: %q", of, got)
			}
		}
	}
	broken := errors.New("broken")
	if _, err := packedOf(t.Context(), s, data.Branch{ID: 1}, KeptInput{}, "numbers", 3, func(context.Context) ([]int, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
