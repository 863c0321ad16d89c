package main

import (
	"encoding/json"
	"fmt"
	"os"

	"binaan/planner/orienteer"
)

// monthFile is a kader's synthetic month: n households and the kader's home,
// which is point n; minutes and rupiah.
type monthFile struct {
	N          int       `json:"n"`
	ServiceMin []int64   `json:"service_min"`
	TravelMin  [][]int64 `json:"travel_min"`
	CostRp     [][]int64 `json:"cost_rp"`
	Days       []struct {
		Cap      int     `json:"cap"`
		ShiftMin int64   `json:"shift_min"`
		Open     []int64 `json:"open"`
		Close    []int64 `json:"close"`
		Prize    []int64 `json:"prize"`
	} `json:"days"`
}

func (f *monthFile) check() error {
	if len(f.ServiceMin) != f.N || len(f.TravelMin) != f.N+1 || len(f.CostRp) != f.N+1 {
		return fmt.Errorf("month: tables do not fit %d households", f.N)
	}
	for p := range f.TravelMin {
		if len(f.TravelMin[p]) != f.N+1 || len(f.CostRp[p]) != f.N+1 {
			return fmt.Errorf("month: row %d does not fit %d households", p, f.N)
		}
	}
	for d, day := range f.Days {
		if len(day.Open) != f.N || len(day.Close) != f.N || len(day.Prize) != f.N {
			return fmt.Errorf("month: day %d does not fit %d households", d+1, f.N)
		}
	}
	return nil
}

// readMonth reads a synthetic month of the desa form: each household at most
// once in all days.
func readMonth(path string, paths int) (*routingInstance, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var f monthFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("month: %w", err)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	if paths != 0 && paths != len(f.Days) {
		return nil, fmt.Errorf("%w: --paths %d, the file has %d days", errUsage, paths, len(f.Days))
	}
	in := &routingInstance{
		problem: &orienteer.Problem{Nodes: f.N, Time: f.TravelMin, Cost: f.CostRp, Service: f.ServiceMin},
		start:   f.N,
		end:     f.N,
	}
	for i := range f.N {
		in.number = append(in.number, i)
	}
	for d, day := range f.Days {
		windows := make([][]orienteer.Window, f.N)
		for i := range windows {
			if day.Open[i] <= day.Close[i] {
				windows[i] = []orienteer.Window{{Open: day.Open[i], Close: day.Close[i], Prize: day.Prize[i]}}
			}
		}
		in.problem.Days = append(in.problem.Days, orienteer.Day{
			Date: d, Start: f.N, End: f.N, Close: day.ShiftMin, MaxStops: day.Cap, Windows: windows,
		})
	}
	return in, nil
}
