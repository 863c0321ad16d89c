//go:build linux

package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// BenchmarkSync sends eight events of a phone at a time over the sample branch, whose
// families have a year of events.
//
//	go test ./api -run xxx -bench Sync -benchtime 100x [-households 108000]
func BenchmarkSync(b *testing.B) {
	o := openSample(b)
	const kader = 3
	var homes []planner.HouseholdID
	err := o.store.InBranch(b.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		owned, err := data.HouseholdsOfKaderIn(b.Context(), tx, 1, kader)
		for _, h := range owned {
			homes = append(homes, h.ID)
		}
		return err
	})
	if err != nil || len(homes) == 0 {
		b.Fatal(len(homes), err)
	}
	var spent datatest.Cost
	n := 0
	for b.Loop() {
		var events []map[string]any
		for range 8 {
			n++
			events = append(events, map[string]any{
				"event_id": fmt.Sprintf("01930000-0000-7000-8000-%012x", n), "device_id": phoneID, "device_seq": n,
				"type": []string{"RUMAH_KOSONG", "MENOLAK", "BELUM_MAMPU", "WA"}[n%4], "household": homes[n*7%len(homes)],
				"wall_time": benchMoment.Format(time.RFC3339), "monotonic_ms": 1000 * n, "boot_id": "0b000000-0000-7000-8000-00000000000b", "payload": map[string]any{"reason": "UJI"},
			})
		}
		body, err := json.Marshal(map[string]any{"device_id": phoneID, "server_epoch": nil, "events": events})
		if err != nil {
			b.Fatal(err)
		}
		spent = spent.Plus(o.cpu.Of(b, func() {
			if got := o.ask("POST", "/api/v1/sync", o.cookies[data.KaderRole], string(body)); got.Code != http.StatusOK {
				b.Fatalf("%d %s", got.Code, got.Body)
			}
		}))
	}
	b.ReportMetric(datatest.Cost{Program: spent.Program}.Milliseconds()/float64(b.N), "go-ms")
	b.ReportMetric(datatest.Cost{Postgres: spent.Postgres}.Milliseconds()/float64(b.N), "pg-ms")
	b.ReportMetric(spent.Milliseconds()/float64(b.N), "cpu-ms")
	b.ReportMetric(0, "ns/op")
}
