package geo

// Metres is a length on the ground.
type Metres int64

// Seconds is a length of time.
type Seconds int64
