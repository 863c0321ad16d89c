package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"binaan/data"
	"binaan/planner"
)

// mostSent is the most bytes of the events of one request.
const mostSent = 256 << 10

type syncInput struct {
	Body struct {
		Device string            `json:"device_id" format:"uuid"`
		Epoch  *string           `json:"server_epoch" required:"false" doc:"As the last answer named it"`
		Sent   *SentClock        `json:"sent,omitempty" doc:"The phone's clocks now; without them the server believes the events' wall_time"`
		Events []json.RawMessage `json:"events" maxItems:"100" nullable:"false" doc:"docs/events.md; 256 KB at most"`
	}
}

// SentClock is a phone's clocks at the moment of sending.
type SentClock struct {
	WallTime  time.Time `json:"wall_time"`
	Monotonic int64     `json:"monotonic_ms"`
	Boot      string    `json:"boot_id"`
}

// Synced is the answer to a delivery of events.
type Synced struct {
	Epoch      string        `json:"server_epoch"`
	Now        time.Time     `json:"server_time"`
	ResendFrom *int64        `json:"resend_from" doc:"The server was restored: send again from this device_seq on"`
	Verdicts   []SyncVerdict `json:"verdicts"`
}

// SyncVerdict is what became of an event, in the order of the request.
type SyncVerdict struct {
	Event   planner.EventID `json:"event_id"`
	Verdict data.Verdict    `json:"verdict" enum:"accepted,duplicate,rejected,held"`
	Status  int             `json:"status,omitempty" doc:"409: the id is another event's"`
	Reason  planner.Reason  `json:"reason,omitempty"`
	Text    string          `json:"text,omitempty"`

	Promise *SyncPromise `json:"promise,omitempty" doc:"The kader cannot come for the promise that the event tells of"`
}

// SyncPromise is why nobody can come for a promise when the family wants it, and when instead.
type SyncPromise struct {
	Why     planner.Hindrance   `json:"why" enum:"AWAY,OUTSIDE_SHIFT"`
	Nearest *planner.Invitation `json:"nearest" doc:"null: none within a week after the day promised"`
	Text    string              `json:"text"`
}

type syncOutput struct{ Body Synced }

// sync takes what a phone brings. A supervisor brings what others' phones wrote.
func (s *server) sync(ctx context.Context, in *syncInput) (*syncOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s has no branch: %w", a.Login, data.ErrNotFound)
	}
	d := data.Delivery{Device: in.Body.Device, Account: a.ID}
	if a.Kader != nil {
		d.Kader = *a.Kader
	}
	if in.Body.Epoch != nil {
		d.Epoch = *in.Body.Epoch
	}
	if c := in.Body.Sent; c != nil {
		d.Sent = &planner.Sent{WallTime: c.WallTime, Monotonic: c.Monotonic, Boot: c.Boot}
	}
	size := 0
	for _, raw := range in.Body.Events {
		if size += len(raw); size > mostSent {
			return nil, errTooMuch
		}
		e, body, why := planner.ReadEvent(raw)
		d.Events = append(d.Events, data.Arrival{Event: e, Body: body, Why: why})
	}
	leave, err := s.pushes.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	got, err := s.store.Sync(ctx, a.Branches[0].ID, d)
	if err != nil {
		return nil, err
	}
	out := &syncOutput{Synced{Epoch: got.Epoch, Now: got.Now.UTC(), ResendFrom: got.ResendFrom, Verdicts: make([]SyncVerdict, len(got.Judged))}}
	for i, j := range got.Judged {
		out.Body.Verdicts[i] = verdictOf(ctx, j)
	}
	return out, nil
}

func verdictOf(ctx context.Context, j data.Judged) SyncVerdict {
	v := SyncVerdict{Event: j.Event, Verdict: j.Verdict, Reason: j.Why}
	if j.Why == planner.ReasonBody {
		v.Status = http.StatusConflict
	}
	if p, told := refusals[j.Why]; told {
		v.Text = p.in(ctx)
	}
	if p := j.Promise; p != nil {
		v.Promise = &SyncPromise{Why: p.Why, Nearest: p.Nearest, Text: hindrances[p.Why].in(ctx)}
	}
	return v
}

// hindrances are what is said of promises that the kader cannot come for.
var hindrances = map[planner.Hindrance]problem{
	planner.HinderedByShift:   {indonesian: "Jam janji ini di luar jam kerja kader.", english: "The promised hour is outside the kader's working hours."},
	planner.HinderedByAbsence: {indonesian: "Kader tidak bekerja pada hari janji ini.", english: "The kader does not work on the day promised."},
}

// refusals are what a kader is told of events that were not taken, or wait.
var refusals = map[planner.Reason]problem{
	planner.ReasonMalformed: {indonesian: "Catatan ini rusak dan tidak dapat dibaca.", english: "This record is broken and cannot be read."},
	planner.ReasonText:      {indonesian: "Catatan tertulis terlalu panjang atau memuat huruf yang rusak.", english: "The note is too long or holds broken characters."},
	planner.ReasonID:        {indonesian: "Nomor catatan ini rusak. Perbarui aplikasi.", english: "The number of this record is broken. Update the app."},
	planner.ReasonSequence:  {indonesian: "Nomor urut catatan ini rusak. Perbarui aplikasi.", english: "The sequence of this record is broken. Update the app."},
	planner.ReasonType:      {indonesian: "Jenis hasil ini tidak dikenal server. Perbarui aplikasi.", english: "The server does not know this kind of outcome. Update the app."},
	planner.ReasonBranch:    {indonesian: "Catatan jenis ini hanya dibuat oleh cabang.", english: "Only the branch makes records of this kind."},
	planner.ReasonFamily:    {indonesian: "Catatan ini tidak menyebut keluarga.", english: "This record names no family."},
	planner.ReasonOf:        {indonesian: "Catatan ini tidak menyebut catatan yang diperbaiki.", english: "This record names no record that it mends."},
	planner.ReasonPayload:   {indonesian: "Isi catatan belum lengkap atau tidak masuk akal.", english: "Something of this record is missing or makes no sense."},
	planner.ReasonHousehold: {indonesian: "Keluarga ini tidak ada dalam binaan Anda.", english: "This family is none of yours."},
	planner.ReasonBody:      {indonesian: "Nomor catatan ini sudah dipakai catatan lain. Beri tahu cabang.", english: "Another record has this number already. Tell the branch."},
	planner.ReasonPhone:     {indonesian: "Catatan ini ditulis di ponsel kader lain.", english: "This record was written on another kader's phone."},
	planner.ReasonAmount:    {indonesian: "Jumlahnya sangat besar; cabang memeriksanya dahulu.", english: "The amount is very large; the branch looks at it first."},
	planner.ReasonDevice:    {indonesian: "Ponsel ini sudah dicabut; cabang memeriksa catatannya dahulu.", english: "This phone was revoked; the branch looks at its records first."},
}
