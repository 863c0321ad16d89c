package api

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/validation"
)

// Whatever huma finds wrong with a field is told in Indonesian, with what it names.
func TestReasonsAreToldInIndonesian(t *testing.T) {
	for message, want := range map[string]string{
		fmt.Sprintf(validation.MsgExpectedMinLength, 12):                              "paling sedikit 12 huruf",
		fmt.Sprintf(validation.MsgExpectedMaximumNumber, 3.5):                         "paling besar 3.5",
		fmt.Sprintf(validation.MsgExpectedOneOf, "cuti, sakit"):                       "harus salah satu dari “cuti, sakit”",
		fmt.Sprintf(validation.MsgExpectedRequiredProperty, "reason"):                 "isian reason belum ada",
		fmt.Sprintf(validation.MsgExpectedDependentRequiredProperty, "from", "until"): "isian from harus ada bila until ada",
		fmt.Sprintf(validation.MsgExpectedMatchPattern, "^%d{1,2}\n$"):                "tidak berbentuk ^%d{1,2}\n$",
		validation.MsgUnexpectedProperty:                                              "isian ini tidak dikenal",
		"invalid character '}' looking for beginning of value":                        "JSON-nya rusak: huruf '}' looking for beginning of value",
		"sesuatu yang lain": "sesuatu yang lain",
	} {
		if got := reasonOf(message); got != want {
			t.Errorf("%q: %q, want %q", message, got, want)
		}
	}
	verbs := regexp.MustCompile(`%[vds]`)
	for _, r := range reasons {
		if a, b := verbs.FindAllString(r[0], -1), verbs.FindAllString(r[1], -1); strings.Join(a, "") != strings.Join(b, "") {
			t.Errorf("%q names %v, %q %v", r[0], a, r[1], b)
		}
	}
}
