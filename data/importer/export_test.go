package importer

// FieldNames are the names of all fields of all kinds.
func FieldNames() (names []string) {
	for _, fields := range [][]field{areaFields, kaderFields, householdFields, visitFields, paymentFields} {
		for _, f := range fields {
			names = append(names, f.name)
		}
	}
	return names
}
