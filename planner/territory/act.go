package territory

import (
	"errors"
	"time"

	"binaan/planner"
)

// ActKind says what was done about a plan as a whole.
type ActKind string

// The kinds of acts.
const (
	ActComment   ActKind = "comment"
	ActAsk       ActKind = "ask"      // for approval
	ActWithdraw  ActKind = "withdraw" // what was asked for, or its approval
	ActApprove   ActKind = "approve"
	ActRefuse    ActKind = "refuse"
	ActChange    ActKind = "change" // of the draft in another way than by a stroke
	ActPublish   ActKind = "publish"
	ActUnpublish ActKind = "unpublish"
	ActImport    ActKind = "import" // from a file
	ActRename    ActKind = "rename" // to the text
	ActBin       ActKind = "bin"    // thrown away, to be restored
	ActRestore   ActKind = "restore"
)

// Act is something that an officer said or did about a plan as a whole.
type Act struct {
	ID       int          `json:"id"` // from 1 within its plan
	Kind     ActKind      `json:"kind" enum:"comment,ask,withdraw,approve,refuse,change,publish,unpublish,import,rename,bin,restore"`
	Revision int          `json:"revision"`      // of the draft that was looked at
	Day      *planner.Day `json:"day,omitempty"` // from which the plan was to be in force
	Text     string       `json:"text,omitempty"`
	By       string       `json:"by"` // login
	At       time.Time    `json:"at"`
}

// Word is what was said to a plan that asks for approval.
type Word string

// The words.
const (
	NotAsked Word = ""
	Asked    Word = "asked"
	Approved Word = "approved"
	Refused  Word = "refused"
	Lapsed   Word = "lapsed" // the plan was changed since it was asked for or approved
)

// Standing is where a plan stands on its way to be approved.
type Standing struct {
	Word  Word   `json:"word,omitempty"`
	Asker string `json:"asker,omitempty"` // login
	By    string `json:"by,omitempty"`    // who approved or refused
}

// StandingOf folds the acts of a plan: an approval is of the drawing that was looked
// at, and lapses with the first stroke after it.
func StandingOf(acts []Act, revision int) (s Standing) {
	at := 0
	for _, a := range acts {
		switch a.Kind {
		case ActAsk:
			s, at = Standing{Word: Asked, Asker: a.By}, a.Revision
		case ActApprove:
			s.Word, s.By, at = Approved, a.By, a.Revision
		case ActRefuse:
			s.Word, s.By = Refused, a.By
		case ActWithdraw:
			s = Standing{}
		case ActChange:
			s.lapse()
		case ActComment, ActPublish, ActUnpublish, ActImport, ActRename, ActBin, ActRestore:
		}
	}
	if at != revision {
		s.lapse()
	}
	return s
}

func (s *Standing) lapse() {
	if s.Word == Asked || s.Word == Approved {
		s.Word = Lapsed
	}
}

// What an officer may not do about a plan.
var (
	ErrNotAsked   = errors.New("nobody asks for approval of the plan as it is")
	ErrOwnWord    = errors.New("whoever asks for approval does not give it")
	ErrNoApprover = errors.New("role may not approve plans")
	ErrNoWords    = errors.New("act needs words")
	ErrUnapproved = errors.New("plan is not approved as it is drawn")
)

// Admit refuses an act of somebody in a role: one without words that needs them, an
// approval that nobody asked for, or that another has to give.
func (s Standing) Admit(rule planner.PublishingRule, a Act, role string) error {
	switch a.Kind {
	case ActComment, ActRefuse, ActWithdraw, ActUnpublish, ActRename:
		if a.Text == "" {
			return ErrNoWords
		}
	case ActAsk, ActApprove, ActChange, ActPublish, ActImport, ActBin, ActRestore:
	}
	switch a.Kind {
	case ActApprove, ActRefuse:
		if !rule.Approves(role) {
			return ErrNoApprover
		}
		if s.Word != Asked {
			return ErrNotAsked
		}
		if a.Kind == ActApprove && rule.OtherEyes && a.By == s.Asker {
			return ErrOwnWord
		}
	case ActWithdraw:
		if s.Word == NotAsked || s.Word == Refused {
			return ErrNotAsked
		}
	case ActComment, ActAsk, ActChange, ActPublish, ActUnpublish, ActImport, ActRename, ActBin, ActRestore:
	}
	return nil
}
