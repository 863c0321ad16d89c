package heat

import (
	"math"
	"slices"
)

// Scale is how values are put into classes.
type Scale string

// The scales.
const (
	Quantile Scale = "quantile"
	Equal    Scale = "equal"
	Log      Scale = "log"
	Fixed    Scale = "fixed"
)

// classCount is how many classes there are at most.
const classCount = 5

// fixed are the bounds that do not depend on the month.
var fixed = map[Unit][]int64{
	InRupiah:   {0, 10_000_000, 25_000_000, 50_000_000, 100_000_000},
	InCount:    {0, 10, 20, 50, 100},
	InMonths:   {0, 30, 60, 120, 180},
	InPermille: {0, 200, 400, 600, 800},
}

// Breaks are the bounds of classes, ascending and without repetition: class i holds
// values from Breaks[i] up to, not including, Breaks[i+1]; the last is above all.
func Breaks(m Measure, s Scale, values []Value) []int64 {
	var told []int64
	for _, v := range values {
		if v.State == Told {
			told = append(told, v.Value)
		}
	}
	if len(told) == 0 {
		return []int64{}
	}
	slices.Sort(told)
	least, most := told[0], told[len(told)-1]
	breaks := make([]int64, 0, classCount+1)
	for i := range classCount {
		switch s {
		case Equal:
			breaks = append(breaks, least+(most-least)*int64(i)/classCount)
		case Log:
			breaks = append(breaks, along(least, most, i))
		case Fixed:
			breaks = append(breaks, fixed[m.Unit()][i])
		default:
			breaks = append(breaks, told[i*len(told)/classCount])
		}
	}
	breaks = append(breaks, max(most, breaks[classCount-1])+1)
	slices.Sort(breaks)
	return slices.Compact(breaks)
}

// along is the i-th bound of classes that grow by the same factor. The first begins with
// the least, which may be nothing.
func along(least, most int64, i int) int64 {
	if i == 0 {
		return least
	}
	low := math.Log(float64(max(1, least)))
	return int64(math.Round(math.Exp(low + (math.Log(float64(max(1, most)))-low)*float64(i)/classCount)))
}

// ChangeBreaks are the bounds of five classes of what changed between two months, about
// zero: as wide below as above.
func ChangeBreaks(changes []int64) []int64 {
	sizes := make([]int64, len(changes))
	for i, c := range changes {
		sizes[i] = max(c, -c)
	}
	slices.Sort(sizes)
	of := func(tenths int) int64 {
		if len(sizes) == 0 {
			return 0
		}
		return sizes[tenths*(len(sizes)-1)/10]
	}
	small := of(2)
	middle := max(of(6), small+1)
	most := max(of(10), middle+1)
	return []int64{-most, -middle, -small, small + 1, middle + 1, most + 1}
}
