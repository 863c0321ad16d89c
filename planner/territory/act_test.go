package territory_test

import (
	"errors"
	"testing"

	"binaan/planner"
	"binaan/planner/territory"
)

func TestAnApprovalIsOfTheDrawingThatWasLookedAt(t *testing.T) {
	act := func(kind territory.ActKind, revision int, by string) territory.Act {
		return territory.Act{Kind: kind, Revision: revision, By: by}
	}
	ask, approve := act(territory.ActAsk, 3, "ani"), act(territory.ActApprove, 3, "budi")
	for _, c := range []struct {
		name     string
		acts     []territory.Act
		revision int
		want     territory.Standing
	}{
		{"nothing", nil, 3, territory.Standing{}},
		{"talk", []territory.Act{act(territory.ActComment, 1, "ani")}, 3, territory.Standing{}},
		{"asked", []territory.Act{ask}, 3, territory.Standing{Word: territory.Asked, Asker: "ani"}},
		{"drawn on while asked", []territory.Act{ask}, 4, territory.Standing{Word: territory.Lapsed, Asker: "ani"}},
		{"approved", []territory.Act{ask, act(territory.ActComment, 3, "cici"), approve}, 3, territory.Standing{Word: territory.Approved, Asker: "ani", By: "budi"}},
		{"drawn on after", []territory.Act{ask, approve}, 4, territory.Standing{Word: territory.Lapsed, Asker: "ani", By: "budi"}},
		{"changed otherwise", []territory.Act{ask, approve, act(territory.ActChange, 3, "ani")}, 3, territory.Standing{Word: territory.Lapsed, Asker: "ani", By: "budi"}},
		{"refused, drawn on", []territory.Act{ask, act(territory.ActRefuse, 3, "budi")}, 4, territory.Standing{Word: territory.Refused, Asker: "ani", By: "budi"}},
		{"refused, asked again", []territory.Act{ask, act(territory.ActRefuse, 3, "budi"), act(territory.ActAsk, 4, "ani")}, 4, territory.Standing{Word: territory.Asked, Asker: "ani"}},
		{"withdrawn", []territory.Act{ask, approve, act(territory.ActWithdraw, 3, "budi")}, 3, territory.Standing{}},
		{"published since", []territory.Act{ask, approve, act(territory.ActPublish, 3, "ani")}, 3, territory.Standing{Word: territory.Approved, Asker: "ani", By: "budi"}},
	} {
		if got := territory.StandingOf(c.acts, c.revision); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestWhoAsksDoesNotApproveAndNobodyUnasked(t *testing.T) {
	rule := planner.PublishingRule{Approvers: []string{"admin"}, OtherEyes: true}
	asked := territory.Standing{Word: territory.Asked, Asker: "ani"}
	for _, c := range []struct {
		name string
		s    territory.Standing
		act  territory.Act
		role string
		want error
	}{
		{"another", asked, territory.Act{Kind: territory.ActApprove, By: "budi"}, "admin", nil},
		{"oneself", asked, territory.Act{Kind: territory.ActApprove, By: "ani"}, "admin", territory.ErrOwnWord},
		{"oneself refuses", asked, territory.Act{Kind: territory.ActRefuse, By: "ani", Text: "keliru"}, "admin", nil},
		{"another role", asked, territory.Act{Kind: territory.ActApprove, By: "budi"}, "officer", territory.ErrNoApprover},
		{"unasked", territory.Standing{}, territory.Act{Kind: territory.ActApprove, By: "budi"}, "admin", territory.ErrNotAsked},
		{"changed since", territory.Standing{Word: territory.Lapsed, Asker: "ani"}, territory.Act{Kind: territory.ActApprove, By: "budi"}, "admin", territory.ErrNotAsked},
		{"refusal without a word", asked, territory.Act{Kind: territory.ActRefuse, By: "budi"}, "admin", territory.ErrNoWords},
		{"empty comment", asked, territory.Act{Kind: territory.ActComment, By: "budi"}, "officer", territory.ErrNoWords},
		{"comment", asked, territory.Act{Kind: territory.ActComment, By: "budi", Text: "bagus"}, "officer", nil},
		{"withdrawn unasked", territory.Standing{}, territory.Act{Kind: territory.ActWithdraw, By: "ani", Text: "salah"}, "officer", territory.ErrNotAsked},
	} {
		if got := c.s.Admit(rule, c.act, c.role); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	rule.OtherEyes = false
	if err := asked.Admit(rule, territory.Act{Kind: territory.ActApprove, By: "ani"}, "admin"); err != nil {
		t.Errorf("one pair of eyes is enough: %v", err)
	}
}
