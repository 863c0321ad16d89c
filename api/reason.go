package api

import (
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"
)

// reasons are huma's words for what is wrong with a field, in Indonesian: %v, %d and %s
// stand for the same things in the same order.
var reasons = [][2]string{
	{validation.MsgUnexpectedProperty, "isian ini tidak dikenal"},
	{validation.MsgExpectedRFC3339DateTime, "harus hari dan jam, misalnya 2026-11-23T10:00:00+07:00"},
	{validation.MsgExpectedRFC3339Date, "harus tanggal, misalnya 2026-11-23"},
	{validation.MsgExpectedRFC3339Time, "harus jam, misalnya 10:00:00+07:00"},
	{validation.MsgExpectedRFC4122UUID, "harus nomor UUID: %v"},
	{validation.MsgExpectedMatchAtLeastOneSchema, "tidak cocok dengan satu pun bentuk yang diterima"},
	{validation.MsgExpectedMatchExactlyOneSchema, "tidak cocok dengan tepat satu bentuk yang diterima"},
	{validation.MsgExpectedBoolean, "harus ya atau tidak (true, false)"},
	{validation.MsgExpectedNumber, "harus bilangan"},
	{validation.MsgExpectedInteger, "harus bilangan bulat"},
	{validation.MsgExpectedString, "harus teks"},
	{validation.MsgExpectedBase64String, "harus teks base64"},
	{validation.MsgExpectedArray, "harus daftar"},
	{validation.MsgExpectedObject, "harus kumpulan isian bernama"},
	{validation.MsgExpectedArrayItemsUnique, "tidak boleh ada yang sama dua kali"},
	{validation.MsgExpectedOneOf, "harus salah satu dari “%s”"},
	{validation.MsgExpectedMinimumNumber, "paling kecil %v"},
	{validation.MsgExpectedExclusiveMinimumNumber, "harus lebih dari %v"},
	{validation.MsgExpectedMaximumNumber, "paling besar %v"},
	{validation.MsgExpectedExclusiveMaximumNumber, "harus kurang dari %v"},
	{validation.MsgExpectedNumberBeMultipleOf, "harus kelipatan %v"},
	{validation.MsgExpectedMinLength, "paling sedikit %d huruf"},
	{validation.MsgExpectedMaxLength, "paling banyak %d huruf"},
	{validation.MsgExpectedBePattern, "harus %s"},
	{validation.MsgExpectedMatchPattern, "tidak berbentuk %s"},
	{validation.MsgExpectedMinItems, "paling sedikit %d isi"},
	{validation.MsgExpectedMaxItems, "paling banyak %d isi"},
	{validation.MsgExpectedMinProperties, "paling sedikit %d isian"},
	{validation.MsgExpectedMaxProperties, "paling banyak %d isian"},
	{validation.MsgExpectedRequiredProperty, "isian %s belum ada"},
	{validation.MsgExpectedDependentRequiredProperty, "isian %s harus ada bila %s ada"},
	{"request body is required", "isi kiriman belum ada"},
	{"required query parameter is missing", "belum ada di alamat"},
	{"required path parameter is missing", "belum ada di alamat"},
	{"invalid integer", "harus bilangan bulat"},
	{"invalid float", "harus bilangan"},
	{"invalid floating value", "harus bilangan"},
	{"invalid boolean", "harus ya atau tidak (true, false)"},
	{"invalid value: %v", "tidak dapat dibaca: %v"},
	{"cannot read multipart form: %v", "kiriman terputus atau rusak: %v"},
	{"unexpected end of JSON input", "kiriman terputus: JSON-nya belum selesai"},
	{"invalid character %v", "JSON-nya rusak: huruf %v"},
	{"json: cannot unmarshal %v", "isinya bukan bentuk yang diminta: %v"},
}

// reason finds one of huma's sentences, and its words in Indonesian.
type reason struct {
	english    *regexp.Regexp
	indonesian string
}

var verb = regexp.MustCompile(`%[vds]`)

// reasonsKnown are the reasons as patterns, in their order.
var reasonsKnown = func() (known []reason) {
	for _, r := range reasons {
		pattern := verb.ReplaceAllString(regexp.QuoteMeta(r[0]), `(.*)`)
		known = append(known, reason{regexp.MustCompile(`(?s)^` + pattern + `$`), r[1]})
	}
	return known
}()

// reasonOf is a reason in Indonesian; what is not known stays as it is.
func reasonOf(english string) string {
	for _, r := range reasonsKnown {
		found := r.english.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		told := r.indonesian
		for _, what := range found[1:] {
			told = strings.Replace(told, verb.FindString(told), what, 1)
		}
		return told
	}
	return english
}
