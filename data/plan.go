package data

// PlanID numbers a plan within its branch; 0 is no plan.
type PlanID int64
