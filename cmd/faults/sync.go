package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// phone is the one phone of the kader, whose numbers rise from delivery to delivery.
var phone = struct {
	id, boot string
	sent     int
}{id: uuid.NewString(), boot: uuid.NewString()}

// perDelivery is how many visits a phone sends at once.
const perDelivery = 20

// bring has the phone send what it recorded. Where no answer came, it sends the same
// again, as phones do, and must be told that all of it is there.
func bring(ctx context.Context, h *house, _ int) (*deed, error) {
	ids, body, err := delivery(ctx, h)
	if err != nil {
		return nil, err
	}
	d := h.asking(func() (int, []byte, error) { return h.deliver(ctx, body) })
	d.after = func(ctx context.Context) (v verdict) {
		if !d.acked {
			if status, text, err := h.deliver(ctx, body); err != nil || status != http.StatusOK {
				v.wrong("sent again: %d %s %v", status, text, err)
				return v
			}
			d.acked = true
		}
		return v
	}
	d = h.claiming(d, fmt.Sprintf("events up to %d of the phone", phone.sent), `
		select case
		  when (select count(*) from event where id = any($1::text[]::uuid[])) = $2 and (select count(*) from visit where event_id = any($1::text[]::uuid[])) = $2 then 1
		  when (select count(*) from event where id = any($1::text[]::uuid[])) > $2 or (select count(*) from visit where event_id = any($1::text[]::uuid[])) > $2 then 2
		  else 0 end`, ids, perDelivery)
	inner := d.after
	d.after = func(ctx context.Context) verdict {
		v := inner(ctx)
		h.claims[len(h.claims)-1].acked = d.acked // also by the second time
		return v
	}
	return d, nil
}

// deliver sends events; a status of 200 means that each was accepted or known.
func (h *house) deliver(ctx context.Context, body []byte) (int, []byte, error) {
	status, text, err := h.askAs(ctx, field, "POST", "/api/v1/sync", "application/json", bytes.NewReader(body))
	if err != nil || status != http.StatusOK {
		return status, text, err
	}
	var told struct {
		Verdicts []struct{ Verdict string }
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return status, text, err
	}
	for _, v := range told.Verdicts {
		if v.Verdict != "accepted" && v.Verdict != "duplicate" {
			return http.StatusConflict, text, nil
		}
	}
	return status, nil, nil
}

// delivery are visits to families of the kader's territory, at which nobody was home.
func delivery(ctx context.Context, h *house) (ids []string, body []byte, err error) {
	var homes []int64
	err = look(ctx, h.dir, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select h.id
			from household h
			join territory_block b on b.desa = h.desa and b.cell = h.cell
			join territory t on t.plan_id = b.plan_id and t.id = b.territory_id
			where t.kader_id = (select id from kader where code = 'K001')
			  and t.plan_id = (select id from plan where published_from <= $1::text::date order by published_from desc limit 1)
			order by h.id
			limit $2`, h.today, perDelivery)
		if err != nil {
			return err
		}
		homes, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if len(homes) < perDelivery {
		return nil, nil, fmt.Errorf("%d families of the kader", len(homes))
	}
	events := make([]map[string]any, perDelivery)
	for i := range events {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, nil, err
		}
		phone.sent++
		ids = append(ids, id.String())
		events[i] = map[string]any{
			"event_id": id.String(), "device_id": phone.id, "device_seq": phone.sent, "type": "RUMAH_KOSONG", "household": homes[i],
			"wall_time": time.Now().In(wib).Format(time.RFC3339), "monotonic_ms": time.Since(h.first).Milliseconds(), "boot_id": phone.boot, "payload": map[string]any{},
		}
	}
	body, err = json.Marshal(map[string]any{"device_id": phone.id, "server_epoch": nil, "events": events})
	return ids, body, err
}
