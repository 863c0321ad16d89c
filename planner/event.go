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

// Met tells whether the visit reached the family itself: only that counts
// against the limit of visits.
func (o Outcome) Met() bool {
	switch o {
	case PaidFull, PaidPart, Promised, RehabAgreed, RehabEnrolled, RehabInstalment, Unable, Refused, AlreadyPaid, OtherTime:
		return true
	}
	return false
}

// Empty tells whether the visit came in vain although the address was right.
func (o Outcome) Empty() bool { return o == NotHome || o == MetOther }

// Gone tells whether the family will not be found there again.
func (o Outcome) Gone() bool { return o == Moved || o == AddressNotFound || o == Deceased }
