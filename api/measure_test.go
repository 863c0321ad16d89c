package api

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"binaan/planner/heat"
)

// A measure that can be asked has a unit, words on paper and a place on the screen, and
// nothing else has: whoever adds one is told here what is still to be done.
func TestEveryMeasureStandsWhereverMeasuresDo(t *testing.T) {
	field, _ := reflect.TypeFor[HeatQuery]().FieldByName("Measure")
	asked := strings.Split(field.Tag.Get("enum"), ",")
	page, err := os.ReadFile("../web/src/features/heat/Filters.tsx")
	if err != nil {
		t.Fatal(err)
	}
	list, _, _ := strings.Cut(string(page), "const scales")
	for _, m := range asked {
		if heat.Measure(m).Unit() == "" {
			t.Errorf("%s is not in the list of measures", m)
		}
		if measureWords[heat.Measure(m)] == "" {
			t.Errorf("%s has no words on paper", m)
		}
		if !strings.Contains(list, "['"+m+"', '") {
			t.Errorf("%s cannot be chosen on the screen", m)
		}
	}
	if len(measureWords) != len(asked) || strings.Count(list, "  ['") != len(asked) {
		t.Errorf("%d measures can be asked, %d have words, %d can be chosen", len(asked), len(measureWords), strings.Count(list, "  ['"))
	}
}
