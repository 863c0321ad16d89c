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

// Pack is what a kader's phone works with for a week.
type Pack struct {
	PackHead
	PackBody
}

// PackHead is what of a pack is written last.
type PackHead struct {
	Now     time.Time `json:"server_time"`
	Version string    `json:"version" doc:"Of all but server_time; the ETag"`
}

// PackBody is what of a pack its version names.
type PackBody struct {
	Epoch string      `json:"server_epoch"`
	Today planner.Day `json:"today"`
	Kader PackKader   `json:"kader"`
	data.Pack
	Borders   []PackBorder  `json:"borders" doc:"Of the families' desa, as far as they are known"`
	Statement PackStatement `json:"statement"`
	Rules     PackRules     `json:"rules"`
	Texts     PackTexts     `json:"texts"`
	Device    PackDevice    `json:"device"`
}

// PackKader is whose pack it is.
type PackKader struct {
	ID        planner.KaderID    `json:"id"`
	Code      string             `json:"code"`
	Name      string             `json:"name"`
	Branch    string             `json:"branch"`
	Letter    *PackLetter        `json:"letter"`
	Functions []planner.Function `json:"functions"`
	Identity  *PackIdentity      `json:"identity" doc:"null: the kader does not work at present"`
	Shifts    []planner.Shift    `json:"shifts"`
}

// PackLetter is the letter of assignment that holds today.
type PackLetter struct {
	Number string      `json:"number"`
	From   planner.Day `json:"from"`
	Until  planner.Day `json:"until"`
	Desa   []string    `json:"desa"` // names
	Text   string      `json:"text"`
}

// PackIdentity is what a kader shows to a family that asks.
type PackIdentity struct {
	Name       string      `json:"name"`
	Code       string      `json:"code"`
	Photo      string      `json:"photo,omitempty" doc:"data: URL of a JPEG of 192 by 256"`
	ValidUntil planner.Day `json:"validUntil"`
	Letter     string      `json:"letter,omitempty" doc:"Number of the letter of assignment"`
	URL        string      `json:"url" doc:"Of the public page that confirms it, on this server: /v/…"`
}

// PackStatement is the kader's month so far.
type PackStatement struct {
	Month    string         `json:"month"`
	Visits   int            `json:"visits"`
	Target   int            `json:"target"`
	Promises int            `json:"promises" doc:"Of the kader's families, due this month and not taken back"`
	Kept     int            `json:"kept" doc:"Of those promises, so far"`
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
	LaterWorth    planner.Discount        `json:"later_worth" doc:"What a Rupiah that comes later counts beside one of this month, when visits are ranked"`
	CashAllowed   bool                    `json:"cash_allowed"`
	Fine          planner.FineRule        `json:"fine" doc:"On inpatient care soon after reactivation, to be told; never part of what is owed"`
}

// PackTexts are what a kader tells and shows.
type PackTexts = planner.InformationRule

// PackDevice is what the server thinks of the phone.
type PackDevice struct {
	Revoked bool   `json:"revoked"`
	SealKey []byte `json:"seal_key" doc:"Uncompressed P-256 point that the phone seals its records to"`
}

// week is a kader's pack that is being asked for.
type week struct {
	body   PackBody
	branch data.BranchID
	asker  int64
	leave  func() // lets the next phone in
}

// weekOf makes the pack of the kader whom the session speaks for, in turn with others'.
func (s *server) weekOf(ctx context.Context) (w week, err error) {
	a, err := who(ctx)
	if err != nil {
		return w, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return w, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	b := a.Branches[0]
	leave, err := s.packs.enter(ctx)
	if err != nil {
		return w, err
	}
	body, err := s.packOf(ctx, b, *a.Kader)
	if err != nil {
		leave()
		return w, err
	}
	return week{body, b.ID, a.ID, leave}, nil
}

func (s *server) recordPack(ctx context.Context, w *week, families []data.PackFamily) error {
	seen := make([]planner.HouseholdID, len(families))
	for i, f := range families {
		seen[i] = f.ID
	}
	return s.store.RecordPack(ctx, w.branch, w.asker, seen)
}

// pack gives a kader's phone its week. What is in it is audited when it is sent.
func (s *server) pack(ctx context.Context, in *KeptInput) (*packedOutput[Pack], error) {
	w, err := s.weekOf(ctx)
	if err != nil {
		return nil, err
	}
	defer w.leave()
	text, err := json.Marshal(w.body)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	head := PackHead{Now: s.store.Now().UTC().Truncate(time.Second), Version: fmt.Sprintf("%x", sum[:12])}
	tag := `W/"` + head.Version + `"`
	if matches(in.Match, tag) {
		return nil, notModified(tag, keepNowhere)
	}
	if err := s.recordPack(ctx, &w, w.body.Families); err != nil {
		return nil, err
	}
	if text, err = joined(head, text); err != nil {
		return nil, err
	}
	small, err := compress(text)
	if err != nil {
		return nil, err
	}
	return packedAs[Pack](in.Accept, tag, keepNowhere, small), nil
}

// joined is the JSON object of a head's fields and those of an object that is written
// already: a pack is written once, to be named and to be sent.
func joined(head any, rest []byte) ([]byte, error) {
	text, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	return append(append(text[:len(text)-1], ','), rest[1:]...), nil
}

func (s *server) packOf(ctx context.Context, b data.Branch, kader planner.KaderID) (out PackBody, err error) {
	today := s.today(b)
	p, err := s.store.Pack(ctx, b.ID, kader, today)
	if err != nil {
		return out, err
	}
	key, err := s.store.SealKey(ctx, b.ID)
	if err != nil {
		return out, err
	}
	out = PackBody{Epoch: p.Epoch, Today: today, Kader: kaderOf(&p, b), Pack: p, Rules: rulesOf(&p.Rules), Texts: p.Rules.Information, Device: PackDevice{SealKey: key}}
	if err := s.identify(ctx, b, &out); err != nil {
		return out, err
	}
	if out.Borders, err = s.bordersOf(ctx, b, p.Desa); err != nil {
		return out, err
	}
	out.Statement, err = s.statementOf(ctx, b, &p, today)
	return out, err
}

func kaderOf(p *data.Pack, b data.Branch) PackKader {
	k := p.Kader
	out := PackKader{ID: k.ID, Code: k.Code, Name: k.Name, Branch: b.Name, Functions: p.Rules.Letter.Functions, Shifts: k.Shifts}
	if l := p.Letter; l != nil {
		out.Letter = &PackLetter{Number: l.Number, From: l.From, Until: l.Until, Text: l.Text, Desa: []string{}}
		for _, d := range l.Desa {
			out.Letter.Desa = append(out.Letter.Desa, d.Name)
		}
	}
	return out
}

// identify puts the card onto a pack of a kader who works on its day.
func (s *server) identify(ctx context.Context, b data.Branch, p *PackBody) error {
	k := p.Pack.Kader
	if !k.Serves(p.Today) {
		return nil
	}
	code, err := s.store.CardCode(ctx, b.ID, k.ID)
	if err != nil {
		return err
	}
	card := &PackIdentity{Name: k.Name, Code: k.Code, ValidUntil: k.Until, URL: cardPath + code}
	if len(p.Photo) > 0 {
		card.Photo = photoURL(p.Photo)
	}
	if p.Letter != nil {
		card.Letter = p.Letter.Number
	}
	p.Kader.Identity = card
	return nil
}

func rulesOf(r *planner.Rules) PackRules {
	return PackRules{
		Rehab: r.Rehab, Premiums: r.Premiums[len(r.Premiums)-1:], VisitingHours: r.Visiting, Cooldown: r.Cooldown, CooldownDays: r.Contact.DaysBetween,
		Travel: r.Travel, VisitMinutes: r.Service.Visit, Cap: r.Stops.Most, LaterWorth: r.Yield.Discount(), CashAllowed: r.Cash.Held, Fine: r.Fine,
	}
}

// statementFor is how long the branch's statements are kept: a thousand phones ask at
// once, and money comes in by file.
const statementFor = 5 * time.Minute

func (s *server) statementOf(ctx context.Context, b data.Branch, p *data.Pack, today planner.Day) (out PackStatement, err error) {
	out = PackStatement{Month: today.Month().String(), Visits: p.Visits, Target: p.Rules.Target.VisitsPerMonth, Promises: p.Promises, Kept: p.Kept, Lines: []PackLine{}}
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
