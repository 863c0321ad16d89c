package importer

// FieldNames are the names of all fields of all kinds.
func FieldNames() (names []string) {
	for _, fields := range [][]field{areaFields, kaderFields, householdHeadings(), visitFields, paymentFields} {
		for _, f := range fields {
			names = append(names, f.name)
		}
	}
	return names
}

// HouseholdFields are the names of the fields that a file of households must
// have, and of those that it may have.
func HouseholdFields() (must, may []string) {
	for _, f := range householdHeadings() {
		if f.required {
			must = append(must, f.name)
		} else {
			may = append(may, f.name)
		}
	}
	return must, may
}
