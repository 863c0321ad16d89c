package data

// Jobs of a smaller number are taken first.
const (
	promptly = 1 // what happened today, and the kader whom a person names
	inTurn   = 2 // what a person asks for many
	byNight  = 3 // what nobody waits for

	lastOfAll = 4 // what may as well be done tomorrow
)

// turnOf is the turn of a plan's units.
func turnOf(request PlanRequest, by string) int {
	switch {
	case by == nightly:
		return byNight
	case len(request.Why) > 0, len(request.Only) > 0:
		return promptly
	}
	return inTurn
}

// Place is where a plan stands that waits for its turn.
type Place struct {
	Ahead  int  `json:"ahead" doc:"Jobs that are under way or come before its first one"`
	Worked bool `json:"worked" doc:"Some program takes jobs from the queue; if none does, the plan waits until one is started"`
}

// placeOf is the Place of plan p, null once one of its units was taken. One of the
// programs that work leads them, and says so every few seconds.
const placeOf = `
	case when p.state = 'queued' then jsonb_build_object(
	  'worked', exists (select from river.river_leader where expires_at > now()),
	  'ahead', (
	    select count(*)
	    from river.river_job j
	    where j.state = 'running' or j.state = 'available' and (j.priority, j.scheduled_at, j.id) < (
	      select m.priority, m.scheduled_at, m.id
	      from river.river_job m
	      where m.kind = 'plan_unit' and m.state = 'available' and m.args @> jsonb_build_object('branch_id', p.branch_id, 'plan_id', p.id)
	      order by m.priority, m.scheduled_at, m.id
	      limit 1)))
	end`
