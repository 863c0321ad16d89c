package planner_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"binaan/planner"
)

// sent is an event as a phone sends it, with some fields put otherwise; null takes
// one away.
func sent(t testing.TB, with map[string]any) []byte {
	t.Helper()
	event := map[string]any{
		"event_id": "01930000-0000-7000-8000-000000000001", "device_id": "0d000000-0000-7000-8000-00000000000d", "device_seq": 17,
		"type": "RUMAH_KOSONG", "household": 123, "of": nil, "wall_time": "2026-11-23T17:05:03+07:00", "monotonic_ms": 123456,
		"boot_id": "0b000000-0000-7000-8000-00000000000b", "fix": nil, "plan": nil, "app": "uji", "payload": map[string]any{},
	}
	for k, v := range with {
		event[k] = v
	}
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type fields = map[string]any

// The same name in two cases is one field for a reader in Go and two for PostgreSQL,
// which forgets notes by theirs; so is a long s or the sign of Kelvin.
func TestFieldsAreNamedInOneWay(t *testing.T) {
	for _, with := range []fields{
		{"Household": 124}, {"HOUSEHOLD": 124}, {"of": nil, "OF": nil},
		{"payload": fields{"Note": "tetangga bilang"}}, {"payload": fields{"note": "a", "NOTE": "b"}},
		{"payload": fields{"Photos": []string{strings.Repeat("a", 64)}}}, {"payload": fields{"photo\u017f": []string{}}},
		{"payload": fields{"lead": fields{"Name": "Siti", "consent": true}}},
		{"payload": fields{"later": []any{fields{"Name": "Siti"}}}}, {"payload": fields{"no\u212ate": "x"}},
	} {
		if _, _, why := planner.ReadEvent(sent(t, with)); why != planner.ReasonMalformed {
			t.Errorf("%v: %q, want %q", with, why, planner.ReasonMalformed)
		}
	}
	for _, with := range []fields{{"of_tomorrow_2": 1}, {"payload": fields{"note": "Household ADA di NOTE"}}} {
		if _, _, why := planner.ReadEvent(sent(t, with)); why != "" {
			t.Errorf("%v: %q", with, why)
		}
	}
}

func TestAnEventIsTakenOrToldWhyNot(t *testing.T) {
	const other = "01930000-0000-7000-8000-000000000002"
	for name, test := range map[string]struct {
		with fields
		want planner.Reason
	}{
		"nobody home":                         {nil, ""},
		"paid":                                {fields{"type": "BAYAR_LUNAS", "payload": fields{"amount": 480000, "channel": "PPOB", "receipt": "X1"}}, ""},
		"a picture":                           {fields{"payload": fields{"photos": []string{strings.Repeat("0a", 32)}}}, ""},
		"a picture by another name":           {fields{"payload": fields{"photos": []string{"Siti, Jl Kamboja 3"}}}, planner.ReasonPayload},
		"a picture named in capitals":         {fields{"payload": fields{"photos": []string{strings.Repeat("0A", 32)}}}, planner.ReasonPayload},
		"five pictures":                       {fields{"payload": fields{"photos": slices.Repeat([]string{strings.Repeat("0a", 32)}, 5)}}, planner.ReasonPayload},
		"paid nothing":                        {fields{"type": "BAYAR_LUNAS"}, planner.ReasonPayload},
		"paid less than nothing":              {fields{"type": "BAYAR_CICIL", "payload": fields{"amount": -1}}, planner.ReasonPayload},
		"promise":                             {fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "2026-11-27", "part": "PAGI", "amount": 420000}}}, ""},
		"promise without a day":               {fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "besok", "amount": 420000}}}, planner.ReasonMalformed},
		"promise that calls itself kept":      {fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "2026-11-27", "amount": 1, "state": "kept"}}}, planner.ReasonPayload},
		"rehab":                               {fields{"type": "REHAB_DAFTAR", "payload": fields{"rehab": fields{"steps": 10, "instalment": 252000, "first": "2026-12-10"}}}, ""},
		"rehab of no steps":                   {fields{"type": "REHAB_DAFTAR", "payload": fields{"rehab": fields{"steps": 0}}}, planner.ReasonPayload},
		"hours":                               {fields{"type": "MINTA_LAIN_WAKTU", "payload": fields{"hours": fields{"days": "KERJA", "from": "17:00", "to": "19:00", "consent": true}}}, ""},
		"hours that end before they begin":    {fields{"type": "MINTA_LAIN_WAKTU", "payload": fields{"hours": fields{"days": "KERJA", "from": "19:00", "to": "17:00"}}}, planner.ReasonPayload},
		"hours after midnight":                {fields{"type": "MINTA_LAIN_WAKTU", "payload": fields{"hours": fields{"days": "KERJA", "from": "17:00", "to": "25:00"}}}, planner.ReasonMalformed},
		"house":                               {fields{"type": "PIN_RUMAH", "payload": fields{"position": fields{"lat": -7.5, "lng": 110.8, "accuracy": 8}}}, ""},
		"house at sea off Africa":             {fields{"type": "PIN_RUMAH", "payload": fields{"position": fields{"lat": 0, "lng": 0}}}, planner.ReasonPayload},
		"a day of teaching, of no family":     {fields{"type": "EDUKASI", "household": nil, "payload": fields{"heads": 12, "place": "balai desa"}}, ""},
		"a visit to no family":                {fields{"household": nil}, planner.ReasonFamily},
		"a code of tomorrow":                  {fields{"type": "TERBANG"}, planner.ReasonType},
		"money, told by a phone":              {fields{"type": "PEMBAYARAN"}, planner.ReasonBranch},
		"an id in capitals":                   {fields{"event_id": strings.ToUpper("0193000a-0000-7000-8000-00000000000b")}, planner.ReasonID},
		"no device":                           {fields{"device_id": ""}, planner.ReasonID},
		"number nought":                       {fields{"device_seq": 0}, planner.ReasonSequence},
		"a number after which there is none":  {fields{"device_seq": int64(math.MaxInt64)}, planner.ReasonSequence},
		"a cancellation of what is not named": {fields{"type": "BATAL"}, planner.ReasonOf},
		"a cancellation of itself":            {fields{"type": "BATAL", "of": "01930000-0000-7000-8000-000000000001"}, planner.ReasonOf},
		"a cancellation":                      {fields{"type": "BATAL", "of": other, "household": nil}, ""},
		"a correction":                        {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "MENOLAK", "payload": fields{"reason": "LAYANAN"}}}}, ""},
		"a correction into a correction":      {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "KOREKSI"}}}, planner.ReasonPayload},
		"a correction into money":             {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "PEMBAYARAN"}}}, planner.ReasonPayload},
		"a correction into nothing":           {fields{"type": "KOREKSI", "of": other}, planner.ReasonPayload},
		"a long note":                         {fields{"payload": fields{"note": strings.Repeat("é", 141)}}, planner.ReasonText},
		"a note just short enough":            {fields{"payload": fields{"note": strings.Repeat("é", 140)}}, ""},
		"a note with a nought byte":           {fields{"payload": fields{"note": "a\x00b"}}, planner.ReasonText},
		"a candidate who agreed":              {fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"lead": fields{"name": "Contoh", "consent": true}}}, ""},
		"heads of candidates, nobody's name":  {fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"heads": 3}}, ""},
		"a candidate who was not asked":       {fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"lead": fields{"name": "Contoh"}}}, planner.ReasonPayload},
		"a candidate who refused":             {fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"lead": fields{"name": "Contoh", "consent": false}}}, planner.ReasonPayload},
		"a candidate in words":                {fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"lead": "Contoh"}}, planner.ReasonPayload},
		"a note that writes of a nought byte": {fields{"payload": fields{"note": `a\\u0000b`}}, ""},
		"no start of the device":              {fields{"boot_id": ""}, planner.ReasonID},
		"a family below nought":               {fields{"type": "BATAL", "of": other, "household": -1}, planner.ReasonFamily},
		"a program's name without end":        {fields{"app": strings.Repeat("a", 201)}, planner.ReasonText},
		"a channel without end":               {fields{"payload": fields{"channel": strings.Repeat("a", 201)}}, planner.ReasonText},
		"a candidate without end":             {fields{"type": "DAFTAR_BARU", "household": nil, "payload": fields{"lead": fields{"name": strings.Repeat("a", 2000), "consent": true}}}, planner.ReasonText},
		"a fix at sea off Africa":             {fields{"fix": fields{"lat": 0, "lng": 0}}, planner.ReasonPayload},
		"a fix south of all islands":          {fields{"fix": fields{"lat": -12.5, "lng": 110}}, planner.ReasonPayload},
		"a fix east of all islands":           {fields{"fix": fields{"lat": -7, "lng": 142.5}}, planner.ReasonPayload},
		"a fix of the future":                 {fields{"fix": fields{"lat": -7, "lng": 110, "age_ms": -1}}, planner.ReasonPayload},
		"an event within a visit":             {fields{"payload": fields{"event": fields{"type": "MENOLAK"}}}, planner.ReasonPayload},
		"a correction into a payment of none": {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "BAYAR_LUNAS"}}}, planner.ReasonPayload},
		"a correction within a correction":    {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "MENOLAK", "payload": fields{"event": fields{"type": "MENOLAK"}}}}}, planner.ReasonPayload},
		"a correction into a cancellation":    {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "BATAL"}}}, planner.ReasonPayload},
		"a promise for a part that is none":   {fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "2026-11-27", "part": "NANTI", "amount": 1}}}, planner.ReasonPayload},
		"a correction into confirmed money":   {fields{"type": "KOREKSI", "of": other, "payload": fields{"event": fields{"type": "PEMBAYARAN", "payload": fields{"day": "2026-11-20", "amount": 5, "receipt": "R1"}}}}, planner.ReasonPayload},
		"a promise for no time":               {fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "2026-11-27", "from": "10:00", "to": "10:00", "amount": 1}}}, planner.ReasonPayload},
		"a promise for an hour":               {fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "2026-11-27", "from": "10:00", "to": "11:00", "amount": 1}}}, ""},
		"rehab of the most steps":             {fields{"type": "REHAB_DAFTAR", "payload": fields{"rehab": fields{"steps": 36, "instalment": 1}}}, ""},
		"rehab of more":                       {fields{"type": "REHAB_DAFTAR", "payload": fields{"rehab": fields{"steps": 37, "instalment": 1}}}, planner.ReasonPayload},
		"more money than there is":            {fields{"payload": fields{"amount": 1_000_000_000_001}}, planner.ReasonPayload},
		"less than nothing, of no payment":    {fields{"payload": fields{"amount": -1}}, planner.ReasonPayload},
		"more heads than a desa":              {fields{"payload": fields{"heads": 10_001}}, planner.ReasonPayload},
		"four pictures":                       {fields{"payload": fields{"photos": slices.Repeat([]string{strings.Repeat("0a", 32)}, 4)}}, ""},
		"hours of a day that is none":         {fields{"type": "MINTA_LAIN_WAKTU", "payload": fields{"hours": fields{"days": "SENIN", "from": "08:00", "to": "09:00"}}}, planner.ReasonPayload},
		"a field of tomorrow":                 {fields{"weather": "hujan", "payload": fields{"mood": 3}}, ""},
		"a household in words":                {fields{"household": "123"}, planner.ReasonMalformed},
		"a time that is none":                 {fields{"wall_time": "kemarin"}, planner.ReasonMalformed},
	} {
		if _, _, got := planner.ReadEvent(sent(t, test.with)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if _, _, got := planner.ReadEvent(append(sent(t, nil), "{}"...)); got != planner.ReasonMalformed {
		t.Errorf("an event and something after it: %q", got)
	}
	for _, text := range []string{"", "null", "[]", "7", `{"a":1}{"b":2}`, "{", strings.Repeat("[", 100_000), "{\"event_id\":\"\xff\"}"} {
		if _, _, got := planner.ReadEvent([]byte(text)); got == "" {
			t.Errorf("%.20q is taken for an event", text)
		}
	}
}

// More than a family ever owes waits for the branch, wherever the sum stands.
func TestALargeSumWaitsForTheBranch(t *testing.T) {
	const large = planner.HeldAbove + 1
	for name, test := range map[string]struct {
		of   planner.Payload
		want planner.Reason
	}{
		"nothing":                 {planner.Payload{}, ""},
		"as much as may be":       {planner.Payload{Amount: planner.HeldAbove, Promise: &planner.PromiseMade{Amount: planner.HeldAbove}}, ""},
		"paid":                    {planner.Payload{Amount: large}, planner.ReasonAmount},
		"promised":                {planner.Payload{Promise: &planner.PromiseMade{Amount: large}}, planner.ReasonAmount},
		"corrected into":          {planner.Payload{Event: &planner.Corrected{Payload: planner.Payload{Amount: large}}}, planner.ReasonAmount},
		"corrected into a little": {planner.Payload{Event: &planner.Corrected{Payload: planner.Payload{Amount: 7}}}, ""},
	} {
		if got := (planner.Event{Payload: test.of}).Waits(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// The same thing said is the same event, however it is spelt; anything else is another.
func TestABodyHasOneSpelling(t *testing.T) {
	_, first, _ := planner.ReadEvent([]byte(`{"type":"WA", "household":5,"payload":{"note":"<a & b>","x":1.50}}`))
	_, again, _ := planner.ReadEvent([]byte("{ \"payload\":\n{\"x\":1.50,\"note\":\"<a \\u0026 b>\"},\"household\":5,\"type\":\"WA\"}"))
	if want := `{"household":5,"payload":{"note":"<a & b>","x":1.50},"type":"WA"}`; string(first) != want || string(again) != want {
		t.Errorf("bodies %s and %s, want %s", first, again, want)
	}
	_, other, _ := planner.ReadEvent([]byte(`{"household":5,"payload":{"note":"<a & b>","x":1.5},"type":"WA"}`))
	if other.Hash() == first.Hash() {
		t.Error("1.50 and 1.5 were sent, and pass for one body")
	}
}

// What the branch writes reads as it was meant.
func TestWhatABranchSaysReadsTheSame(t *testing.T) {
	due := planner.Day(20_000)
	e := planner.Event{
		ID: "01930000-0000-7000-8000-000000000001", Device: "0d000000-0000-7000-8000-00000000000d", Seq: 1, Type: planner.PaidIn, Household: 5,
		WallTime: time.Date(2026, 11, 23, 17, 5, 0, 0, wib), Payload: planner.Payload{Day: &due, Amount: 5, Receipt: "R", Promise: &planner.PromiseMade{Day: due, Amount: 7}},
	}
	body, err := e.Said()
	if err != nil {
		t.Fatal(err)
	}
	var back planner.Event
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	again, err := back.Said()
	if err != nil || string(again) != string(body) {
		t.Errorf("%s came back as %s (%v)", body, again, err)
	}
}

// The time of an event is that of the server, whatever the phone's clock says, as
// long as the phone was not started anew in between.
func TestTimeOfAnEventIsTheServers(t *testing.T) {
	received := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)
	e := planner.Event{WallTime: received.Add(-time.Hour), Monotonic: 1_000_000, Boot: "a"}
	years := 10 * 365 * 24 * time.Hour
	for name, test := range map[string]struct {
		wall    time.Duration // of the event, against what it was
		sent    *planner.Sent
		want    time.Duration // before received
		flagged bool
	}{
		"clock right":                       {0, &planner.Sent{WallTime: received, Monotonic: 4_600_000, Boot: "a"}, time.Hour, false},
		"ten years late":                    {-years, &planner.Sent{WallTime: received.Add(-years), Monotonic: 4_600_000, Boot: "a"}, time.Hour, true},
		"ten years early":                   {years, &planner.Sent{WallTime: received.Add(years), Monotonic: 4_600_000, Boot: "a"}, time.Hour, true},
		"put right in between":              {years, &planner.Sent{WallTime: received, Monotonic: 4_600_000, Boot: "a"}, time.Hour, true},
		"slept since for most of the hour":  {0, &planner.Sent{WallTime: received, Monotonic: 1_300_000, Boot: "a"}, time.Hour, false},
		"slept, and an hour late all along": {-time.Hour, &planner.Sent{WallTime: received.Add(-time.Hour), Monotonic: 1_300_000, Boot: "a"}, time.Hour, true},
		"put back meanwhile":                {time.Hour, &planner.Sent{WallTime: received, Monotonic: 4_600_000, Boot: "a"}, time.Hour, true},
		"nine minutes":                      {9 * time.Minute, &planner.Sent{WallTime: received, Monotonic: 4_600_000, Boot: "a"}, time.Hour, false},
		"started anew, still as late":       {-years, &planner.Sent{WallTime: received.Add(-years), Monotonic: 5, Boot: "b"}, time.Hour, true},
		"nothing known of the clocks":       {0, nil, time.Hour, false},
		"tomorrow, and nothing known":       {25 * time.Hour, nil, 0, true},
		"before the programme, and alone":   {-30 * 365 * 24 * time.Hour, nil, 0, true},
	} {
		one := e
		one.WallTime = e.WallTime.Add(test.wall)
		at, off := one.When(received, test.sent)
		if got := received.Sub(at); got != test.want || (off.Abs() > planner.ClockTolerance) != test.flagged {
			t.Errorf("%s: %v before it came in, off by %v; want %v, flagged %v", name, got, off, test.want, test.flagged)
		}
	}
}

// Every code is of one kind, and what a visit is called has a name in the planner.
func TestEveryCodeIsOfOneKind(t *testing.T) {
	if n := len(planner.Codes()); n < 30 {
		t.Errorf("only %d codes", n)
	}
	for _, c := range planner.Codes() {
		o := planner.Outcome(c)
		if (o.Met() || o.Empty() || o.Gone()) && !c.Visit() {
			t.Errorf("%s ends a visit and is none", c)
		}
		if c.Mends() && (c.Visit() || c.Contact()) {
			t.Errorf("%s mends and is a visit", c)
		}
		if o.Met() && !c.Contact() {
			t.Errorf("%s met the family and is no contact", c)
		}
	}
	for _, c := range []planner.Code{planner.Telephoned, planner.WhatsApp, planner.Education, planner.Registered} {
		if !c.Known() || c.Visit() {
			t.Errorf("%s is no visit", c)
		}
	}
}

// Whatever a stranger sends is refused or read, and what is read has one spelling.
func FuzzReadEvent(f *testing.F) {
	for _, c := range planner.Codes() {
		f.Add(sent(f, fields{"type": c, "of": "01930000-0000-7000-8000-000000000002", "payload": fields{
			"amount": 5, "promise": fields{"day": "2026-11-27", "amount": 5}, "rehab": fields{"steps": 3, "instalment": 4},
			"until": "2026-12-01", "phone": "0899", "position": fields{"lat": -7, "lng": 110}, "hours": fields{"days": "KERJA", "from": "08:00", "to": "09:00"},
		}}))
	}
	f.Add([]byte(`{"household":1e99,"payload":{"event":{"type":"WA","payload":{"event":{}}}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, body, why := planner.ReadEvent(raw)
		if why != "" {
			return
		}
		again, body2, why := planner.ReadEvent(body)
		if why != "" || string(body2) != string(body) || again.ID != e.ID {
			t.Fatalf("%q is spelt %q, and that %q (%s)", raw, body, body2, why)
		}
		e.At, _ = e.When(time.Unix(1.8e9, 0), nil)
		doubled := planner.Fold([]planner.Event{e, e}, wib)
		if once := planner.Fold([]planner.Event{e}, wib); told(once) != told(doubled) {
			t.Fatalf("%q folds to two states", raw)
		}
		if n := len(planner.Mend([]planner.Event{e})); n > 1 || slices.Contains([]planner.Code{planner.Cancelled}, e.Type) && n > 0 {
			t.Fatal(fmt.Sprint("one event counts ", n, " times"))
		}
	})
}
