package api

import (
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName is what a type is called in the description of the API: its own name,
// and for names that several rooms have, such as Certificate, the room's before it.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	room := path.Base(t.PkgPath())
	inRoom := strings.HasPrefix(t.PkgPath(), "binaan/planner/") || strings.HasPrefix(t.PkgPath(), "binaan/data/")
	if t.Name() == name && inRoom {
		switch name {
		case "Plan", "Input", "Certificate", "Weights", "Pack":
			return strings.ToUpper(room[:1]) + room[1:] + name
		}
	}
	return name
}
