package api

import (
	"net/http"
	"testing"
)

// Who tries things is written down, and does not fill the disk by trying more.
func TestRefusalsAreLoggedAndDoNotFillTheDisk(t *testing.T) {
	var r refusalLog
	lines, lasts := 0, 0
	for minute := range int64(3) {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusOK, http.StatusNotFound} {
			for range 1000 {
				tell, last := r.tells(status, minute)
				if tell && (status == http.StatusOK || status == http.StatusNotFound) {
					t.Fatalf("%d is no refusal", status)
				}
				if tell {
					lines++
				}
				if last {
					lasts++
				}
			}
		}
	}
	if lines != 3*toldAMinute || lasts != 3 {
		t.Errorf("%d lines of three minutes, %d of them the last; want %d and 3", lines, lasts, 3*toldAMinute)
	}
}
