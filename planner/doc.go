// Package planner holds the nouns and rules of the domain: households in arrears,
// blocks, kader, what happened at a door, what is owed, how long a family is left
// alone and what a visit is worth. The plans made of them are in the rooms beneath
// it: package territory divides a branch, package route plans a kader's days, package
// ledger follows the money. All are pure: no SQL, no HTTP, no clock and no global random numbers, so the
// same input and seed give the same plan on every machine.
package planner
