package api

import (
	"net/http"

	"binaan/data"
)

// operations are the whole API: what there is, and who may ask for it.
func (s *server) operations() {
	const get, post, put, remove = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	const branch = "/branches/{branch}"

	register(s, get, "/clock", "show-clock", "What time it is, and whether that is pretended", anybody, s.clock)

	register(s, post, "/session", "log-in", "Log in", anybody, s.logIn)
	register(s, get, "/session", "show-session", "Who is logged in", everyone, s.session)
	register(s, remove, "/session", "log-out", "Log out", everyone, s.logOut)

	register(s, post, "/devices/activate", "activate-device", "Make a phone a kader's by a code of the branch; a session begins", anybody, s.activateDevice)
	register(s, post, "/devices/session", "enter-by-device", "Begin a session of a known phone; 410 when it is revoked", anybody, s.enterByDevice)
	register(s, post, "/devices/outbox", "rescue-outbox", "Take the sealed records of a phone that cannot send them itself, whoever brings them", anybody, s.rescueOutbox)
	register(s, post, "/devices", "add-device", "Make the phone of a kader known who has logged in", kader, s.addDevice)

	register(s, get, "/users", "list-accounts", "All accounts", admin, s.accounts)
	register(s, post, "/users", "add-account", "Make an account", admin, s.addAccount)
	register(s, put, "/users/{id}", "change-account", "End an account, now or on a day, or open it again", admin, s.changeAccount)
	register(s, post, "/users/{id}/password", "renew-password", "A new password, shown once", admin, s.newPassword)
	register(s, remove, "/users/{id}/branches/{code}", "unbind-account", "Take a branch from an account", admin, s.unbind)
	register(s, get, "/users/{id}/sessions", "list-sessions", "Where an account is logged in", admin, s.sessionsOf)
	register(s, remove, "/users/{id}/sessions", "end-sessions", "Log an account out everywhere", admin, s.endSessionsOf)
	register(s, remove, "/users/{id}/totp", "reset-totp", "Take a lost second factor away", admin, s.resetTOTP)

	register(s, put, "/account/password", "change-password", "Change one's password; other sessions end", everyone, s.changePassword)
	register(s, get, "/account/sessions", "list-own-sessions", "Where one is logged in", everyone, s.ownSessions)
	register(s, remove, "/account/sessions", "end-other-sessions", "Log out everywhere else", everyone, s.endOtherSessions)
	register(s, remove, "/account/sessions/{id}", "end-own-session", "Log one of one's sessions out", everyone, s.endOwnSession)
	register(s, post, "/account/totp", "begin-totp", "A key for one's authenticator", everyone, s.beginTOTP)
	register(s, put, "/account/totp", "confirm-totp", "Ask for the second factor from now on", everyone, s.confirmTOTP)

	register(s, get, branch, "show-branch", "A branch and its sums", office, s.showBranch)
	register(s, get, branch+"/areas", "list-areas", "Outlines of areas", office, s.areas)
	register(s, get, branch+"/kader", "list-kader", "The branch's kader", household, s.listKader)
	register(s, post, branch+"/kader/{kader}/away", "add-away", "Note that a kader is away; routes are planned anew", officer, s.addAway)
	register(s, post, branch+"/kader/{kader}/device-code", "make-device-code", "A code for a kader's phone, good once within seven days", officer, s.makeDeviceCode)
	register(s, get, branch+"/devices", "list-devices", "The phones of the branch's kader", household, s.devices)
	register(s, remove, branch+"/devices/{id}", "revoke-device", "Turn a phone away; its sessions end", officer, s.revokeDevice)
	register(s, remove, branch+"/kader/{kader}/away/{first}", "remove-away", "Take an absence back; routes are planned anew", officer, s.removeAway)
	register(s, get, branch+"/holidays", "list-holidays", "Days off, and what is not certain about them", household, s.holidays)
	register(s, put, branch+"/holidays/{day}", "set-holiday", "Enter or confirm a day off; routes are planned anew", officer, s.setHoliday)
	register(s, remove, branch+"/holidays/{day}", "strike-holiday", "Say that a day is no day off; routes are planned anew", officer, s.strikeHoliday)
	register(s, get, branch+"/rules", "list-rules", "Dated rules with their sources", office, s.rules)
	register(s, put, branch+"/rules/{key}/{from}", "set-rule", "A rule of the branch's own from a day on; what was before stays; audited", officer, s.setRule)
	register(s, get, branch+"/blocks", "list-blocks", "Blocks with their territories in a plan", household, s.listBlocks)
	register(s, get, branch+"/desa", "list-desa", "Sums of every desa", office, s.listDesa)
	register(s, get, branch+"/heat", "show-heat", "Classes of the heat map", office, s.legend)
	register(s, get, branch+"/households", "list-households", "Households, numbers masked; audited", household, s.households)
	register(s, post, branch+"/households/{id}/reveal", "reveal-household", "Identity numbers of a household; audited", officer, s.reveal)

	register(s, get, branch+"/imports", "list-imports", "Files that came in", officer, s.listImports)
	register(s, get, branch+"/imports/{id}", "show-import", "An import", officer, s.showImport)
	register(s, remove, branch+"/imports/{id}", "cancel-import", "Stop an import", officer, s.cancelImport)
	register(s, get, branch+"/imports/{id}/rejects", "list-rejects", "The first refused rows with their reasons, numbers masked", officer, s.showRejects)
	register(s, get, branch+"/imports/{id}/absent", "list-absent", "The first families that the file should have named and did not, numbers masked; audited", officer, s.showAbsent)
	register(s, post, branch+"/imports/{id}/undo", "undo-import", "Take the newest import back", officer, s.undoImport)
	s.watchImport()

	register(s, get, branch+"/payments", "list-payments", "Payments that wait for somebody to say whose they are, or were decided; numbers masked, audited", officer, s.payments)
	register(s, post, branch+"/payments/{id}/credit", "credit-payment", "Say whose a payment is, one family's or many's; audited", officer, s.creditPayment)
	register(s, post, branch+"/payments/{id}/refuse", "refuse-payment", "Say that a payment is nobody's here; audited", officer, s.refusePayment)
	register(s, remove, branch+"/payment-shares/{id}", "uncredit-payment", "Take a family's part of a payment back; audited", officer, s.uncreditPayment)
	register(s, get, branch+"/statements", "list-statements", "What kader earned in a month, line by line", household, s.statements)
	register(s, post, branch+"/statements/{month}/close", "close-month", "Close a month: its statements stay as they are", officer, s.closeMonth)
	register(s, get, branch+"/disputes", "list-disputes", "What kader say of lines of their statements", household, s.disputes)
	register(s, put, branch+"/disputes/{id}", "answer-dispute", "Answer a dispute", officer, s.answerDispute)
	register(s, get, branch+"/evaluation", "show-evaluation", "How a period compares with its targets, by kader", office, s.evaluation)
	register(s, get, branch+"/board", "show-board", "A month of the branch or an area: done, asked, where, by whom", office, s.board)
	register(s, get, branch+"/arrears-trend", "show-arrears-trend", "What the branch's families owed, month by month", office, s.arrearsTrend)
	register(s, get, "/statement", "show-own-statement", "What one has earned in a month, line by line", kader, s.ownStatement)
	register(s, post, "/statement/disputes", "add-dispute", "Say that a line of one's statement is wrong", kader, s.dispute)

	register(s, get, branch+"/territory-plans", "list-territory-plans", "Territory plans", household, s.listPlans(data.TerritoryKind))
	register(s, post, branch+"/territory-plans", "queue-territory-plan", "Design territories", officer, s.queueTerritories)
	register(s, get, branch+"/territory-plans/{id}", "show-territory-plan", "A territory plan", household, s.territoryPlan)
	register(s, get, branch+"/territory-plans/{id}/export", "export-territory-plan", "A territory plan as a file, a draft as it is drawn; audited", household, s.export)
	s.describeExport()
	register(s, get, branch+"/territory-plans/{id}/moves", "show-territory-moves", "Who gives families to whom, against the plan in force before", household, s.moves)
	register(s, remove, branch+"/territory-plans/{id}", "cancel-territory-plan", "Stop a territory plan", officer, s.cancelPlan)
	register(s, post, branch+"/territory-plans/{id}/publish", "publish-territory-plan", "Put a plan in force from a day", officer, s.publish)
	register(s, get, branch+"/territory-plans/{id}/uncovered", "list-uncovered", "What a plan leaves without kader, by desa", household, s.uncovered)
	register(s, put, branch+"/territory-plans/{id}/territories/{territory}/lock", "lock-territory", "Lock a territory against later plans, or unlock it; audited", officer, s.lock)
	register(s, post, branch+"/territory-plans/{id}/merangkap", "approve-merangkap", "Approve a second territory in a draft; audited", officer, s.approveMerangkap)
	register(s, remove, branch+"/territory-plans/{id}/merangkap/{kader}", "withdraw-merangkap", "Take a second territory out of a draft; audited", officer, s.withdrawMerangkap)
	register(s, post, branch+"/territory-drafts", "add-territory-draft", "A draft to draw on: empty, or a copy of a plan", officer, s.addDraft)
	register(s, get, branch+"/territory-plans/{id}/drawing", "show-territory-drawing", "A plan as it is drawn, and what it takes to count along", household, s.drawing)
	register(s, get, branch+"/territory-plans/{id}/rival", "show-territory-rival", "The solver's plan with the locks of a drawing, to hold it against", household, s.rival)
	register(s, get, branch+"/territory-plans/{id}/strokes", "list-strokes", "What was drawn on a plan", household, s.strokes)
	register(s, post, branch+"/territory-plans/{id}/strokes", "draw-stroke", "Draw on a draft, or undo one of one's own strokes; 409 names what is in the way", officer, s.draw)
	register(s, post, branch+"/territory-plans/{id}/proposals", "propose-strokes", "What could be made of a draft: given back, cut, or solved; stores nothing", officer, s.propose)
	register(s, post, branch+"/territory-what-if", "ask-what-if", "What if a kader leaves, joins or is ill, or whom to take; nothing is stored", officer, s.whatIf)
	s.watchPlan("territory")
	register(s, get, branch+"/territory-weights", "show-territory-weights", "Weights of a division: the usual and the most", household, s.weights)
	s.followFrontier()

	register(s, get, branch+"/route-plans", "list-route-plans", "Route plans", household, s.listPlans(data.RouteKind))
	register(s, post, branch+"/route-plans", "queue-route-plan", "Plan a month of routes", officer, s.queueRoutes)
	register(s, get, branch+"/route-plans/{id}", "show-route-plan", "A route plan", household, s.routePlan)
	register(s, remove, branch+"/route-plans/{id}", "cancel-route-plan", "Stop a route plan", officer, s.cancelPlan)
	s.watchPlan("route")

	register(s, get, branch+"/routes/month", "show-route-month", "The newest month of routes of every kader", household, s.routeMonth)
	register(s, get, branch+"/routes/left-out", "list-left-out", "Whom a kader's newest month leaves out and holds, and why; audited", household, s.leftOut)
	register(s, get, branch+"/routes", "show-route", "A kader's day, as an officer sees it", household, s.kaderRoute)
	register(s, post, "/sync", "send-events", "What a phone recorded, each event with its verdict", phone, s.sync)
	register(s, get, "/sync", "show-pack", "A kader's week for the phone: days, own families, statement, rules", kader, s.pack)
	register(s, get, "/today", "show-today", "A kader's own day", kader, s.kaderToday)
}
