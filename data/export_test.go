package data

// Take has deliveries taken together, for tests.
var Take = (*Store).take
