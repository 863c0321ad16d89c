package importer

import "strconv"

// climb watches a column that a spreadsheet may have filled by itself: dragged down,
// a code counts up by one a row.
type climb struct {
	line, last  int64
	rows, steps int
}

func (c *climb) add(line int64, cell string) {
	digits := make([]byte, 0, len(cell))
	for i := range len(cell) {
		if cell[i] >= '0' && cell[i] <= '9' {
			digits = append(digits, cell[i])
		}
	}
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return
	}
	c.rows++
	if n == c.last+1 && line == c.line+1 {
		c.steps++
	}
	c.line, c.last = line, n
}

// dragged tells that most rows count up, and that there are enough of them.
func (c *climb) dragged() bool { return c.steps >= fewPriced && c.steps*2 > c.rows }
