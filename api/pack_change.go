package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"binaan/data"
	"binaan/planner"
)

// familyParts is in how many parts a phone's families are named. A visit changes one
// family: of 600 some 20 are sent again.
const familyParts = 32

// PackChange is what of a pack is not as a phone has it.
type PackChange struct {
	Now      time.Time                  `json:"server_time"`
	Version  string                     `json:"version" doc:"The ETag: the name of each part, one after the other"`
	Parts    map[string]json.RawMessage `json:"parts" doc:"Fields of a pack that changed, by name"`
	Families []data.PackFamily          `json:"families" doc:"All of the parts of families that changed"`
	Stay     []int                      `json:"stay" doc:"What remains of the numbers of families, divided by 32, that all stay as the phone has them"`
}

// packPart is a field of a pack as it is written.
type packPart struct {
	field string
	text  json.RawMessage
}

// partsOf are the fields of a pack, but for its families, in the order of their names in
// a version.
func partsOf(p *PackBody) (out []packPart, err error) {
	for _, one := range []struct {
		field string
		value any
	}{
		{"server_epoch", p.Epoch}, {"today", p.Today}, {"kader", p.Kader}, {"days", p.Days}, {"hours", p.Hours}, {"officials", p.Greet}, {"gone", p.Gone}, {"borders", p.Borders},
		{"statement", p.Statement}, {"rules", p.Rules}, {"texts", p.Texts}, {"device", p.Device},
	} {
		text, err := json.Marshal(one.value)
		if err != nil {
			return nil, fmt.Errorf("%s of a pack: %w", one.field, err)
		}
		out = append(out, packPart{one.field, text})
	}
	return out, nil
}

// partName is how many bytes of a version name a part: 48 bits of its hash.
const partName = 8

func nameOf(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:partName*6/8])
}

// changeOf is what of a pack is not as a phone has it that names what it has by an ETag:
// all of it where the tag names no version.
func changeOf(p *PackBody, has string) (PackChange, error) {
	out := PackChange{Parts: map[string]json.RawMessage{}, Families: []data.PackFamily{}, Stay: []int{}}
	parts, err := partsOf(p)
	if err != nil {
		return out, err
	}
	names := namesIn(has, len(parts)+familyParts)
	var version strings.Builder
	same := func(text []byte) bool {
		name := nameOf(text)
		version.WriteString(name)
		known := strings.HasPrefix(names, name)
		names = names[min(partName, len(names)):]
		return known
	}
	for _, one := range parts {
		if !same(one.text) {
			out.Parts[one.field] = one.text
		}
	}
	var of [familyParts][]data.PackFamily
	for _, f := range p.Families {
		of[partOf(f.ID)] = append(of[partOf(f.ID)], f)
	}
	for part, families := range of {
		text, err := json.Marshal(families)
		if err != nil {
			return out, fmt.Errorf("families of a pack: %w", err)
		}
		if same(text) {
			out.Stay = append(out.Stay, part)
		} else {
			out.Families = append(out.Families, families...)
		}
	}
	out.Version = version.String()
	return out, nil
}

func partOf(id planner.HouseholdID) int { return int(id) % familyParts }

// namesIn are the names of a pack's parts in an ETag; none where it is no pack's.
func namesIn(tag string, parts int) string {
	names := strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`)
	if len(names) != parts*partName {
		return ""
	}
	return names
}

// packChanges gives a kader's phone what of its week it does not have. What is in it is
// audited when it is sent.
func (s *server) packChanges(ctx context.Context, in *KeptInput) (*packedOutput[PackChange], error) {
	w, err := s.weekOf(ctx)
	if err != nil {
		return nil, err
	}
	defer w.leave()
	out, err := changeOf(&w.body, in.Match)
	if err != nil {
		return nil, err
	}
	tag := `W/"` + out.Version + `"`
	if matches(in.Match, tag) {
		return nil, notModified(tag, keepNowhere)
	}
	out.Now = s.store.Now().UTC().Truncate(time.Second)
	if err := s.recordPack(ctx, &w, out.Families); err != nil {
		return nil, err
	}
	text, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	small, err := compress(text)
	if err != nil {
		return nil, err
	}
	return packedAs[PackChange](in.Accept, tag, keepNowhere, small), nil
}
