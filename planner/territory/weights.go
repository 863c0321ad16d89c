package territory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"binaan/planner"
)

// Weights say how much the other aims of a division count beside
// compactness, whose unit is KK·km². The zero value is compactness alone. Split,
// Moved, Home and Even count where territories are drawn anew, Stay where those in
// force are adapted (less than a thousandth counts as that).
type Weights struct {
	Split float64 `json:"split" doc:"KK·km² for each further territory that a desa lies in"`
	Moved float64 `json:"moved" doc:"km² for each KK that changes its kader where territories are drawn anew"`
	Home  float64 `json:"home" doc:"share of each KK's squared distance from the kader's home"`
	Stay  float64 `json:"stay" doc:"km² for each KK that changes its kader where territories in force are adapted"`
	Even  float64 `json:"even" doc:"KK·km² for a territory whose expected collections differ from the mean by all of it; grows with the square"`
}

// UsualWeights keep a desa whole where that costs less than 50 KK a kilometre
// further away, a family with its kader where that costs less than 2 km, and a
// territory a tenth poorer than the mean where evening that out costs less than
// 2,000 KK·km². Even territories also leave everybody room to take families over
// when a kader leaves. Where territories in force are adapted, no family moves for
// the sake of shape unless it comes 10 km nearer.
var UsualWeights = Weights{Split: 50, Moved: 4, Home: 0.05, Stay: 100, Even: 2e5}

// MostWeights are as much as may be asked for: several thousand times the usual,
// where one aim has long drowned the others and sums still are exact enough.
var MostWeights = Weights{Split: 1e6, Moved: 1e6, Home: 1e3, Stay: 1e6, Even: 1e9}

// WeightNames are the weights by name, in the order in which they are told.
var WeightNames = []string{"split", "moved", "home", "stay", "even"}

// of is the weight of a name; nil for a name that there is not.
func (w *Weights) of(name string) *float64 {
	switch name {
	case "split":
		return &w.Split
	case "moved":
		return &w.Moved
	case "home":
		return &w.Home
	case "stay":
		return &w.Stay
	case "even":
		return &w.Even
	}
	return nil
}

// Check reports a weight that is negative, larger than MostWeights, or no number.
func (w Weights) Check() error {
	for _, name := range WeightNames {
		if x, most := *w.of(name), *MostWeights.of(name); !(0 <= x && x <= most) {
			return fmt.Errorf("weight %s=%v is not between 0 and %v: %w", name, x, most, planner.ErrInput)
		}
	}
	return nil
}

// String is how ParseWeights reads them: split=50,moved=4,home=0.05,stay=100,even=200000.
func (w Weights) String() string {
	var parts []string
	for _, name := range WeightNames {
		parts = append(parts, name+"="+strconv.FormatFloat(*w.of(name), 'f', -1, 64))
	}
	return strings.Join(parts, ",")
}

// ParseWeights reads weights like "split=50,home=0.1"; those not named are as
// usual. ErrInput: an unknown or doubled name, or a value that Check refuses.
func ParseWeights(s string) (Weights, error) {
	w := UsualWeights
	if strings.TrimSpace(s) == "" {
		return w, nil
	}
	var named []string
	for part := range strings.SplitSeq(s, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		to := w.of(name)
		if to == nil || slices.Contains(named, name) {
			return w, fmt.Errorf("weight %q is none of %s, or named twice: %w", name, strings.Join(WeightNames, ", "), planner.ErrInput)
		}
		named = append(named, name)
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return w, fmt.Errorf("weight %s=%q is no number: %w", name, value, planner.ErrInput)
		}
		*to = x
	}
	return w, w.Check()
}
