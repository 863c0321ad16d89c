package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// A push that breaks off after any of its bytes changes nothing; when it comes again,
// and the answer to that is lost, it is taken once.
func TestAPushCutAtAnyByteIsNone(t *testing.T) {
	f := inTheField(t)
	body, err := json.Marshal(fields{"device_id": phoneID, "server_epoch": nil, "events": []fields{f.event(1, fields{"type": "BAYAR_CICIL", "payload": fields{"amount": 70_000}})}})
	if err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(f.URL, "http://")
	whole := fmt.Sprintf("POST /api/v1/sync HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nCookie: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", host, f.cookie, len(body), body)
	cuts := make(chan int)
	var senders sync.WaitGroup
	for range 8 {
		senders.Go(func() {
			for n := range cuts {
				if said := sendRaw(t, host, whole[:n], true); strings.Contains(said, "accepted") || strings.HasPrefix(said, "HTTP/1.1 5") {
					t.Errorf("cut after %d of %d bytes: %s", n, len(whole), said)
				}
			}
		})
	}
	for n := range len(whole) {
		cuts <- n
	}
	close(cuts)
	senders.Wait()
	if stored := f.rows(t, "select id::text from event where device_id = $1", phoneID); stored != "" {
		t.Fatalf("cut pushes stored %s", stored)
	}
	for _, want := range []string{"accepted", "duplicate"} {
		if said := sendRaw(t, host, whole, false); !strings.Contains(said, `"verdict":"`+want+`"`) {
			t.Errorf("whole: %s, want %s", said, want)
		}
	}
	if paid := f.rows(t, "select sum(amount)::text from visit where household_id = $1", f.own); paid != "70000" {
		t.Errorf("Rp%s are stored, 70000 were noted", paid)
	}
}

// sendRaw sends bytes, or no more than them, and reads what is answered.
func sendRaw(t *testing.T, host, text string, cut bool) string {
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Error(err)
	}
	if cut {
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Error(err)
		}
	}
	said, _ := io.ReadAll(conn) // a connection that the server cut off is an answer too
	return string(said)
}

// A fortnight without a line: 300 events come in three deliveries, of which one is
// answered in vain, and every visit has its own day.
func TestAFortnightWithoutALineComesInWhole(t *testing.T) {
	f := inTheField(t)
	now := f.store.Now()
	var all []fields
	for n := 1; n <= 300; n++ {
		back := time.Duration(300-n) * 14 * 24 * time.Hour / 300
		all = append(all, f.event(n, fields{"household": f.own, "type": "RUMAH_KOSONG", "wall_time": now.Add(-back).Format(time.RFC3339)}))
	}
	for _, part := range [][]fields{all[:100], all[100:200], all[100:200], all[200:]} {
		f.push(t, f.cookie, nil, part...)
	}
	if got := f.rows(t, "select count(*) || ' of ' || count(distinct id) from event where device_id = $1", phoneID); got != "300 of 300" {
		t.Errorf("%s are stored", got)
	}
	spread := f.rows(t, "select count(*) || ' on ' || count(distinct day) || ' days to ' || max(day) from visit where household_id = $1", f.own)
	if !strings.HasPrefix(spread, "300 on 1") {
		t.Errorf("visits: %s", spread)
	}
}
