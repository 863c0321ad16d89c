package planner

import "reflect"

// What a rule may say at most. A million days end in the year 4764, and a million months
// of a hundred thousand million Rupiah for ten members are still a sum: beyond that
// calendars and sums run over.
const (
	mostOfRule     = 1_000_000       // of what is counted
	mostRuleRupiah = 100_000_000_000 // of money
	mostRuleText   = 10_000          // bytes of a text, which every phone is sent
	mostRuleLines  = 1_000           // of a list
)

// bounded tells whether no number in a value of rules is below nought or beyond what a
// rule can mean, and no text or list longer.
func bounded(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil() || bounded(v.Elem())
	case reflect.Struct:
		for _, field := range v.Fields() {
			if !bounded(field) {
				return false
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if !bounded(v.Index(i)) {
				return false
			}
		}
		return v.Len() <= mostRuleLines
	case reflect.Map:
		for _, of := range v.Seq2() {
			if !bounded(of) {
				return false
			}
		}
		return v.Len() <= mostRuleLines
	case reflect.Int64: // Rupiah, and goals, which may be of money
		return 0 <= v.Int() && v.Int() <= mostRuleRupiah
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		return 0 <= v.Int() && v.Int() <= mostOfRule
	case reflect.Float64:
		return 0 <= v.Float() && v.Float() <= mostOfRule
	case reflect.String:
		return v.Len() <= mostRuleText
	default: // a yes or no
	}
	return true
}
