package geo

import (
	"context"
	"math"
	"testing"
)

func TestStraightLineIsTheEstimateOfTheRule(t *testing.T) {
	a, b := Position{110.80, -7.55}, Position{110.80, -7.46}
	m, err := StraightLine{Factor: 1.4, SpeedKmh: 18}.Matrix(context.Background(), []Position{a, b, a})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := float64(m.Metres[0][1]), 1.4*0.09*111_195; math.Abs(got-want) > 1 {
		t.Errorf("way of %v m, want %v", got, want)
	}
	if got, want := float64(m.Seconds[0][1]), float64(m.Metres[0][1])/5; math.Abs(got-want) > 1 {
		t.Errorf("way takes %v s at 18 km/h, want %v", got, want)
	}
	if m.Metres[0][1] != m.Metres[1][0] || m.Metres[0][2] != 0 || m.Source[0][1] != Estimate || Estimate.String() != "perkiraan" {
		t.Errorf("matrix %+v is not symmetric, not zero at home, or not an estimate", m)
	}
}
