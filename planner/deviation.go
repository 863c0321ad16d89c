package planner

// DeviationRule says when somebody should look at a kader.
type DeviationRule struct {
	SilentDays   int `json:"silentDays"`   // working days without a word
	FewVisits    int `json:"fewVisits"`    // with fewer before, a drop is chance
	DropPercent  int `json:"dropPercent"`  // of the visits of as many working days before; fewer are a drop
	FewPromises  int `json:"fewPromises"`  // with fewer that fell due, broken ones are chance
	KeptPercent  int `json:"keptPercent"`  // of those that fell due; fewer kept are too few
	FewDays      int `json:"fewDays"`      // with fewer working days, what is missing of the target is chance
	BelowPercent int `json:"belowPercent"` // of what is asked, and of what the middle colleague does of it; fewer visits are too few
	Colleagues   int `json:"colleagues"`   // with fewer, kader are held to the target alone
}

// sound reports whether every share is one, and no number is negative.
func (r DeviationRule) sound() bool {
	shares := []int{r.DropPercent, r.KeptPercent, r.BelowPercent}
	for _, p := range shares {
		if p < 0 || p > 100 {
			return false
		}
	}
	return min(r.SilentDays, r.FewVisits, r.FewPromises, r.FewDays, r.Colleagues) >= 1
}
