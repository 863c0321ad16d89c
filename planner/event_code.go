package planner

// Code says what an event records. The codes of visits are the buttons of a kader's
// phone, and Outcome in the histories that planners read.
type Code string

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
	WorksAway       Outcome = "KERJA_LUAR_KOTA" // nobody home for a season
	Moved           Outcome = "PINDAH"
	AddressNotFound Outcome = "ALAMAT_SALAH"
	Deceased        Outcome = "MENINGGAL"
	OtherSegment    Outcome = "PINDAH_SEGMEN" // the family says that it no longer pays for itself
	Complained      Outcome = "KELUHAN"
	Unsafe          Outcome = "TIDAK_AMAN"
	Unreachable     Outcome = "TIDAK_TERJANGKAU"
	Skipped         Outcome = "DILEWATI"
)

// What else happens in the field.
const (
	Telephoned Code = "TELEPON_SAJA"
	WhatsApp   Code = "WA"
	Education  Code = "EDUKASI"     // social marketing, heads counted
	Registered Code = "DAFTAR_BARU" // a candidate member
	Reported   Code = "LAPOR_DESA"  // courtesy report at the village office
	HousePin   Code = "PIN_RUMAH"   // "the house is here", said at its door
	NewPhone   Code = "TELEPON_BARU"
	NoVisits   Code = "JANGAN_KUNJUNGI" // until a day; a day that is past lifts the ban
)

// What mends other events, and what only the branch says.
const (
	Correction Code = "KOREKSI" // its target is what its payload's event says
	Cancelled  Code = "BATAL"   // its target never was
	Settled    Code = "SELESAI" // the matter that its target opened is closed
	HandedOn   Code = "SERAH"   // the matter that its target opened is with somebody else now
	Release    Code = "LEPAS"   // its target is no longer held
	PaidIn     Code = "PEMBAYARAN"
	PaidBack   Code = "PEMBAYARAN_BALIK" // its target, a PEMBAYARAN, was taken back
)

// Queue is where a branch finds what it has to look after.
type Queue string

// The queues of a branch.
const (
	QueueData      Queue = "DATA"      // addresses, telephone numbers, segments to put right
	QueueMoney     Queue = "UANG"      // a family says that it has paid
	QueueComplaint Queue = "KELUHAN"   // to be answered within two days
	QueueHandOver  Queue = "ALIH"      // to another kader, the supervisor or another branch
	QueueSensitive Queue = "SENSITIF"  // a death: nobody calls before somebody has looked
	QueueLead      Queue = "PENDAFTAR" // a candidate member to register
)

// need is a field of a payload that a code cannot do without.
type need int

const (
	needAmount need = iota
	needPromise
	needRehab
	needUntil
	needPosition
	needPhone
	needEvent
	needDay
	needReceipt
	needReason
	needPlace
)

// code is what there is to know about a code: one row of the table of codes.
type code struct {
	visit   bool // somebody went to the door
	contact bool // somebody of the family was spoken to, or written to
	met     bool // at a visit: the family itself, which counts against the limit of visits
	empty   bool // at a visit: in vain, although the address is right
	gone    bool // at a visit: the family will not be found there again
	family  bool // names a household
	mends   bool // names the event that it is about
	branch  bool // only the branch may say so
	queue   Queue
	needs   []need
}

// codes is the one table of codes; docs/events.md is held to it by a test. How long
// a family is left alone after a visit is the dated rule `cooldown`.
var codes = map[Code]code{
	Code(PaidFull):        {visit: true, contact: true, met: true, family: true, needs: []need{needAmount}},
	Code(PaidPart):        {visit: true, contact: true, met: true, family: true, needs: []need{needAmount}},
	Code(Promised):        {visit: true, contact: true, met: true, family: true, needs: []need{needPromise}},
	Code(RehabAgreed):     {visit: true, contact: true, met: true, family: true},
	Code(RehabEnrolled):   {visit: true, contact: true, met: true, family: true, needs: []need{needRehab}},
	Code(RehabInstalment): {visit: true, contact: true, met: true, family: true, needs: []need{needAmount}},
	Code(Unable):          {visit: true, contact: true, met: true, family: true},
	Code(Refused):         {visit: true, contact: true, met: true, family: true},
	Code(AlreadyPaid):     {visit: true, contact: true, met: true, family: true, queue: QueueMoney},
	Code(OtherTime):       {visit: true, contact: true, met: true, family: true},
	Code(MetOther):        {visit: true, empty: true, family: true},
	Code(NotHome):         {visit: true, empty: true, family: true},
	Code(WorksAway):       {visit: true, empty: true, family: true},
	Code(Moved):           {visit: true, gone: true, family: true, queue: QueueHandOver},
	Code(AddressNotFound): {visit: true, gone: true, family: true, queue: QueueData},
	Code(Deceased):        {visit: true, gone: true, family: true, queue: QueueSensitive},
	Code(OtherSegment):    {visit: true, contact: true, met: true, family: true, queue: QueueData},
	Code(Complained):      {visit: true, contact: true, met: true, family: true, queue: QueueComplaint},
	Code(Unsafe):          {visit: true, family: true, queue: QueueHandOver},
	Code(Unreachable):     {visit: true, family: true},
	Code(Skipped):         {visit: true, family: true},
	Telephoned:            {contact: true, family: true},
	WhatsApp:              {contact: true, family: true},
	Education:             {},
	Registered:            {queue: QueueLead},
	Reported:              {needs: []need{needPlace}},
	HousePin:              {family: true, needs: []need{needPosition}},
	NewPhone:              {family: true, needs: []need{needPhone}},
	NoVisits:              {family: true, needs: []need{needUntil}},
	Correction:            {mends: true, needs: []need{needEvent}},
	Cancelled:             {mends: true},
	Settled:               {mends: true, branch: true},
	HandedOn:              {mends: true, branch: true, needs: []need{needReason}},
	Release:               {mends: true, branch: true},
	PaidIn:                {family: true, branch: true, needs: []need{needDay, needAmount, needReceipt}},
	PaidBack:              {family: true, mends: true, branch: true, needs: []need{needDay, needReceipt}},
}

// Known reports whether there is such a code.
func (c Code) Known() bool { _, known := codes[c]; return known }

// Visit reports whether the code records a visit.
func (c Code) Visit() bool { return codes[c].visit }

// Contact reports whether somebody of the family was spoken or written to.
func (c Code) Contact() bool { return codes[c].contact }

// Mends reports whether the code is about another event.
func (c Code) Mends() bool { return codes[c].mends }

// BranchOnly reports whether no kader may record it.
func (c Code) BranchOnly() bool { return codes[c].branch }

// Queue is where an event with the code puts its household; empty: nowhere.
func (c Code) Queue() Queue { return codes[c].queue }
