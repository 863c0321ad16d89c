package geo

import (
	"fmt"
	"math"
	"testing"
)

func weights(t testing.TB, n int) []Weighted {
	t.Helper()
	middle, err := CellAt(Position{110.8, -7.5})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := Disk(middle, n)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]Weighted, len(cells))
	for i, c := range cells {
		out[i] = Weighted{c, 1 + i%3}
	}
	return out
}

// spread is the cell of every slot.
func spread(cells []Weighted) []Cell {
	slots := make([]Cell, SpreadSlots)
	for slot := range slots {
		slots[slot] = Spread(cells, slot)
	}
	return slots
}

func TestSpreadFollowsTheWeightsAndNeverPilesUp(t *testing.T) {
	cells := weights(t, 2)
	slots := spread(cells)
	count, sum := map[Cell]int{}, 0
	for i := range 20_000 {
		count[slots[SlotOf(fmt.Appendf(nil, "99%014d", i))]]++
	}
	for _, c := range cells {
		sum += c.Weight
	}
	for _, c := range cells {
		want := 20_000 * float64(c.Weight) / float64(sum)
		if got := float64(count[c.Cell]); math.Abs(got-want) > 0.6*want {
			t.Errorf("cell of weight %d holds %v households, want about %.0f", c.Weight, got, want)
		}
	}
}

func TestSpreadMovesFewWhenOneCellGainsAHousehold(t *testing.T) {
	cells := weights(t, 3)
	before := spread(cells)
	cells[4].Weight++
	moved := 0
	for i, c := range spread(cells) {
		if c != before[i] {
			moved++
			if c != cells[4].Cell {
				t.Fatalf("slot %d moved to a cell that gained nothing", i)
			}
		}
	}
	if moved > SpreadSlots/10 {
		t.Errorf("%d of %d slots moved", moved, SpreadSlots)
	}
}

func TestSpreadUsesTheWholeCoverWhereNobodyIsKnown(t *testing.T) {
	all := weights(t, 1)
	var cover []Cell
	for _, w := range all {
		cover = append(cover, w.Cell)
	}
	if got := Populated(nil, cover); len(got) != 7 || got[0].Weight != 1 {
		t.Errorf("nothing known: %v", got)
	}
	if got := Populated([]Weighted{{cover[2], 12}}, cover); len(got) != 1 {
		t.Errorf("12 households known: %v", got)
	}
	if got := Populated([]Weighted{{cover[2], 2}}, cover); len(got) != 7 {
		t.Errorf("2 households known: %v", got)
	}
	if Spread(nil, 0) != 0 {
		t.Error("no cells gave a cell")
	}
}
