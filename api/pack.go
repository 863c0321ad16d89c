package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/ledger"
)

type packInput struct {
	Match string `header:"If-None-Match"`
}

// Pack is what a kader's phone works with for a week.
type Pack struct {
	Epoch   string      `json:"server_epoch"`
	Now     time.Time   `json:"server_time"`
	Today   planner.Day `json:"today"`
	Version string      `json:"version" doc:"Of all but server_time; the ETag"`
	Kader   PackKader   `json:"kader"`
	data.Pack
	Statement PackStatement `json:"statement"`
	Rules     PackRules     `json:"rules"`
	Texts     PackTexts     `json:"texts"`
	Device    PackDevice    `json:"device"`
}

// PackKader is whose pack it is.
type PackKader struct {
	ID        planner.KaderID `json:"id"`
	Code      string          `json:"code"`
	Name      string          `json:"name"`
	Branch    string          `json:"branch"`
	Photo     *string         `json:"photo"`
	Letter    *struct{}       `json:"letter"`
	Functions []string        `json:"functions"`
	Shifts    []planner.Shift `json:"shifts"`
}

// PackStatement is the kader's month so far.
type PackStatement struct {
	Month    string         `json:"month"`
	Visits   int            `json:"visits"`
	Target   int            `json:"target"`
	Cash     planner.Rupiah `json:"cash"`
	Verified planner.Rupiah `json:"verified"`
	Waiting  planner.Rupiah `json:"waiting"`
	Estimate planner.Rupiah `json:"estimate"`
	Lines    []PackLine     `json:"lines"`
}

// PackLine is a line of a statement.
type PackLine struct {
	Day       planner.Day         `json:"day"`
	Household planner.HouseholdID `json:"household"`
	Amount    planner.Rupiah      `json:"amount"`
	Fee       planner.Rupiah      `json:"fee"`
	State     ledger.State        `json:"state"`
	Reason    ledger.Reason       `json:"reason,omitempty"`
}

// PackRules are the dated rules that a phone goes by.
type PackRules struct {
	Rehab         planner.RehabRules      `json:"rehab"`
	Premiums      []planner.PremiumRule   `json:"premiums"`
	VisitingHours planner.VisitingRule    `json:"visiting_hours"`
	Cooldown      map[planner.Outcome]int `json:"cooldown"`
	CooldownDays  int                     `json:"cooldown_days"` // between two visits at which somebody was met
	Travel        planner.TravelRule      `json:"travel"`
	VisitMinutes  planner.Minute          `json:"visit_minutes"`
	Cap           int                     `json:"cap"`
	CashAllowed   bool                    `json:"cash_allowed"`
}

// PackTexts are what a kader tells and shows.
type PackTexts struct {
	Channels []Channel `json:"channels"`
	Script   string    `json:"script"`
}

// Channel is where a family finds help.
type Channel struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	Text   string `json:"text"`
}

// PackDevice is what the server thinks of the phone.
type PackDevice struct {
	Revoked bool   `json:"revoked"`
	SealKey []byte `json:"seal_key" doc:"Uncompressed P-256 point that the phone seals its records to"`
}

type packOutput struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         Pack
}

// channels are the programme's own, as the published reports name them.
var channels = []Channel{
	{"Mobile JKN", "", "Cek tagihan, bayar, dan daftar REHAB lewat aplikasi Mobile JKN."},
	{"Care Center", "165", "Informasi dan pengaduan, 24 jam."},
	{"PANDAWA", "08118165165", "Layanan administrasi lewat WhatsApp."},
	{"BPJS Online", "", "Layanan di kantor cabang dan lewat situs resmi."},
}

const doorScript = "Selamat sore, saya kader JKN dari BPJS Kesehatan. Boleh bertemu kepala keluarga?"

// pack gives a kader's phone its week. What is in it is audited when it is sent.
func (s *server) pack(ctx context.Context, in *packInput) (*packOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	b := a.Branches[0]
	body, err := s.packOf(ctx, b, *a.Kader)
	if err != nil {
		return nil, err
	}
	tag := `W/"` + body.Version + `"`
	if matches(in.Match, tag) {
		return nil, notModified(tag)
	}
	seen := make([]planner.HouseholdID, len(body.Families))
	for i, f := range body.Families {
		seen[i] = f.ID
	}
	if err := s.store.RecordPack(ctx, b.ID, a.ID, seen); err != nil {
		return nil, err
	}
	return &packOutput{tag, revalidate, body}, nil
}

func (s *server) packOf(ctx context.Context, b data.Branch, kader planner.KaderID) (out Pack, err error) {
	today := s.today(b)
	p, err := s.store.Pack(ctx, b.ID, kader, today)
	if err != nil {
		return out, err
	}
	key, err := s.store.SealKey(ctx, b.ID)
	if err != nil {
		return out, err
	}
	out = Pack{Epoch: p.Epoch, Today: today, Kader: kaderOf(p.Kader, b), Pack: p, Rules: rulesOf(&p.Rules), Texts: PackTexts{channels, doorScript}, Device: PackDevice{SealKey: key}}
	if out.Statement, err = s.statementOf(ctx, b, &p, today); err != nil {
		return out, err
	}
	text, err := json.Marshal(out)
	if err != nil {
		return out, err
	}
	sum := sha256.Sum256(text)
	out.Version, out.Now = fmt.Sprintf("%x", sum[:12]), s.store.Now().UTC().Truncate(time.Second)
	return out, nil
}

func kaderOf(k planner.Kader, b data.Branch) PackKader {
	return PackKader{ID: k.ID, Code: k.Code, Name: k.Name, Branch: b.Name, Functions: []string{}, Shifts: k.Shifts}
}

func rulesOf(r *planner.Rules) PackRules {
	return PackRules{
		Rehab: r.Rehab, Premiums: r.Premiums[len(r.Premiums)-1:], VisitingHours: r.Visiting, Cooldown: r.Cooldown, CooldownDays: r.Contact.DaysBetween,
		Travel: r.Travel, VisitMinutes: r.Service.Visit, Cap: r.Stops.Most, CashAllowed: r.Cash.Held,
	}
}

// statementFor is how long the branch's statements are kept: a thousand phones ask at
// once, and money comes in by file.
const statementFor = 5 * time.Minute

func (s *server) statementOf(ctx context.Context, b data.Branch, p *data.Pack, today planner.Day) (out PackStatement, err error) {
	out = PackStatement{Month: today.Month().String(), Visits: p.Visits, Target: p.Rules.Target.VisitsPerMonth, Lines: []PackLine{}}
	view := fmt.Sprint(today.Month(), s.store.Now().Truncate(statementFor).Unix())
	all, err := s.earned.of(ctx, b, view, func(ctx context.Context) ([]ledger.Statement, error) {
		return s.store.Statements(ctx, b.ID, today.Month().First(), 0)
	})
	if err != nil {
		return out, err
	}
	k := slices.IndexFunc(all, func(st ledger.Statement) bool { return st.Kader == p.Kader.ID })
	if k < 0 {
		return out, nil
	}
	t := all[k].Totals
	out.Cash, out.Verified, out.Waiting, out.Estimate = t.Amount, t.Verified, t.Waiting, t.Estimate
	for _, l := range all[k].Lines {
		out.Lines = append(out.Lines, PackLine{l.Day, l.Household, l.Amount, l.Fee, l.State, l.Reason})
	}
	return out, nil
}
