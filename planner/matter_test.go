package planner

import "testing"

func TestWhoIsToActOnAMatter(t *testing.T) {
	rules, err := MergeRules(published(t), dayOf(t, "2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	today := rules.Day
	owes := Since{Owes: true, Covered: today - 3}
	with := func(s Since, change func(*Since)) Since { change(&s); return s }
	for name, test := range map[string]struct {
		of    Outcome
		since Day
		known Since
		want  Stage
	}{
		"a claim that no file covers yet":                 {AlreadyPaid, today - 1, owes, StageFile},
		"a claim of which the file tells nothing":         {AlreadyPaid, today - 5, owes, StageOffice},
		"a claim whose money came in before it":           {AlreadyPaid, today - 5, with(owes, func(s *Since) { s.Paid = today - 25 }), StagePast},
		"a claim and money of long before":                {AlreadyPaid, today - 5, with(owes, func(s *Since) { s.Paid = today - 35 }), StageOffice},
		"a claim that never came true":                    {AlreadyPaid, today - 93, owes, StageOld},
		"a claim without any file stays a claim":          {AlreadyPaid, today - 40, Since{Owes: true}, StageFile},
		"an address that nobody found":                    {AddressNotFound, today - 183, owes, StageOffice},
		"the same half a year later":                      {AddressNotFound, today - 184, owes, StageOld},
		"an address that was found later":                 {AddressNotFound, today - 20, with(owes, func(s *Since) { s.Met = today - 19 }), StagePast},
		"a family that was met, and then not found":       {AddressNotFound, today - 20, with(owes, func(s *Since) { s.Met = today - 20 }), StageOffice},
		"a family that moved and owes nothing any more":   {Moved, today - 20, with(owes, func(s *Since) { s.Owes = false }), StagePast},
		"a complaint does not end because money came in":  {Complained, today - 400, Since{Paid: today, Met: today}, StageOffice},
		"a death is looked at, however long it took":      {Deceased, today - 900, Since{}, StageOffice},
		"an unsafe house is not safe because of a visit":  {Unsafe, today - 20, with(owes, func(s *Since) { s.Met = today }), StageOffice},
		"another segment is looked into, whatever is met": {OtherSegment, today - 20, with(owes, func(s *Since) { s.Met = today }), StageOffice},
	} {
		m := Matter{Queue: Code(test.of).Queue(), Type: Code(test.of), Since: test.since}
		if got := rules.Stage(m, test.known); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestAMatterIsLateByTheDatedRule(t *testing.T) {
	rules, err := MergeRules(published(t), dayOf(t, "2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	for queue, days := range map[Queue]int{QueueSensitive: 1, QueueComplaint: 2, QueueLead: 7, QueueData: 14} {
		at := Matter{Queue: queue, Since: rules.Day - Day(days)}
		before := Matter{Queue: queue, Since: at.Since - 1}
		if rules.Late(at) || !rules.Late(before) {
			t.Errorf("%s: late after %d days %v, a day later %v", queue, days, rules.Late(at), rules.Late(before))
		}
	}
	rules.Matters.Answer = nil
	if rules.Late(Matter{Queue: QueueComplaint}) {
		t.Error("late without a rule")
	}
}
