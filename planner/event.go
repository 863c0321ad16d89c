package planner

// Outcome is how a visit ended; the codes are those that a kader's buttons store.
type Outcome string

// The outcomes of a visit.
const (
	PaidFull        Outcome = "BAYAR_LUNAS"
	PaidPart        Outcome = "BAYAR_CICIL"
	Promised        Outcome = "JANJI_BAYAR"
	RehabAgreed     Outcome = "REHAB_SETUJU"
	RehabEnrolled   Outcome = "REHAB_DAFTAR"
	RehabInstalment Outcome = "REHAB_CICILAN"
	Unable          Outcome = "BELUM_MAMPU"
	Refused         Outcome = "MENOLAK"
	AlreadyPaid     Outcome = "SUDAH_BAYAR"
	OtherTime       Outcome = "MINTA_LAIN_WAKTU"
	MetOther        Outcome = "BERTEMU_LAIN"
	NotHome         Outcome = "RUMAH_KOSONG"
	Moved           Outcome = "PINDAH"
	AddressNotFound Outcome = "ALAMAT_SALAH"
	Deceased        Outcome = "MENINGGAL"
	Unsafe          Outcome = "TIDAK_AMAN"
	Skipped         Outcome = "DILEWATI"
)

// Visit is a visit made in the past.
type Visit struct {
	Household HouseholdID `json:"household"`
	Kader     KaderID     `json:"kader"`
	Day       Day         `json:"day"`
	At        Minute      `json:"at"`
	Outcome   Outcome     `json:"outcome"`
	Amount    Rupiah      `json:"amount,omitempty"` // paid, or promised
	Steps     int         `json:"steps,omitempty"`  // of a REHAB agreed on
	Promise   *Promise    `json:"promise,omitempty"`
}

// Promise is an announced payment.
type Promise struct {
	Due    Day          `json:"due"`
	Open   Minute       `json:"open"` // when the family wants to be visited
	Close  Minute       `json:"close"`
	Amount Rupiah       `json:"amount"`
	State  PromiseState `json:"state"`
}

// PromiseState follows a promise.
type PromiseState string

// The states of a promise.
const (
	PromisePending   PromiseState = "pending"
	PromiseKept      PromiseState = "kept"
	PromiseBroken    PromiseState = "broken"
	PromiseCancelled PromiseState = "cancelled"
)

// Payment is money that the payment file confirms.
type Payment struct {
	Household HouseholdID `json:"household"`
	Day       Day         `json:"day"`
	Amount    Rupiah      `json:"amount"`
	Channel   string      `json:"channel"`
	Ref       string      `json:"ref"`
}
