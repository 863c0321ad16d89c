// Package planner is the domain: households in arrears, blocks, kader,
// territories, what a visit is worth, routes, and the two plans. It is pure: no
// SQL, no HTTP, no clock and no global random numbers, so the same input and
// seed give the same plan on every machine.
package planner
