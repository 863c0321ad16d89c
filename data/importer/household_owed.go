package importer

import (
	"fmt"
	"strings"

	"binaan/planner"
)

// mostMembers is how many people a household may have; the table says the same.
const mostMembers = 30

// classes puts the class of care of each member.
func (c *householdCheck) classes(r *record, at int) {
	c.money = len(r.out)
	c.members = needed(r, houseMembers, func(s string) (int, string) { return parseCount(s, mostMembers) })
	c.class = needed(r, at, parseClass)
	if c.members == 0 && r.cells[houseMembers] != "" {
		r.refuse(houseMembers, "paling sedikit 1 jiwa")
	}
	r.out = append(r.out, '{')
	for range c.members {
		r.out = append(r.out, '0'+byte(c.class), ',')
	}
	r.out = append(r.out[:len(r.out)-1], '}', '\t')
}

// parseClass reads a class of care: 3, III, Kelas 3.
func parseClass(s string) (planner.CareClass, string) {
	s = strings.ToUpper(clean(s))
	for _, word := range []string{"KELAS", "KLS", "KL.", "KL"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, word))
	}
	switch strings.TrimSuffix(s, ".0") {
	case "1", "I":
		return 1, ""
	case "2", "II":
		return 2, ""
	case "3", "III":
		return 3, ""
	}
	return 0, "kelas harus 1, 2 atau 3"
}

func (c *householdCheck) segment(r *record, at int) { r.putSaid(string(readSegment(r, at))) }

// readSegment reads a segment; "" where the row does not say.
func readSegment(r *record, field int) planner.Segment {
	s := strings.ToUpper(r.cell(field))
	switch {
	case s == "":
		return ""
	case s == "PBPU" || s == "MANDIRI" || s == "PBPU MANDIRI" || s == "PEKERJA BUKAN PENERIMA UPAH":
		return planner.PBPU
	case s == "BP" || s == "BUKAN PEKERJA":
		return planner.BP
	case strings.HasPrefix(s, "PPU") || s == "PEKERJA PENERIMA UPAH":
		return planner.PPU
	case strings.HasPrefix(s, "PBI") || strings.HasPrefix(s, "PENERIMA BANTUAN IURAN") || strings.HasPrefix(s, "PBPU PEMDA"):
		return planner.PBI
	}
	r.refuse(field, "segmen harus PBPU, BP, PPU atau PBI")
	return ""
}

// mostMonths is a household's longest debt: since the programme began, with room.
const mostMonths = 600

func (c *householdCheck) monthsOwed(r *record, at int) {
	c.months = needed(r, at, func(s string) (int, string) { return parseCount(s, mostMonths) })
	r.putInt(int64(c.months))
}

func (c *householdCheck) sumOwed(r *record, at int) {
	c.arrears = needed(r, at, r.readRupiah(at))
	if c.months == 0 && c.arrears > 0 && len(r.refusals) == 0 {
		r.note("tunggakan_tanpa_bulan", "ada nilai tunggakan tetapi bulan tunggakan 0")
	}
	r.putInt(int64(c.arrears))
	c.owed = uint32(printOf(r.out[c.money:]))
	if len(r.refusals) == 0 {
		c.compare(r)
	}
}

// A sum owed is likely between three tenths and three times the premium of the
// months: members may be newer than the debt, and premiums were others.
const (
	leastOf10 = 3
	mostTimes = 3
)

// manyMembers is more than nearly all families have.
const manyMembers = 10

// compare holds the sum against months, members and class.
func (c *householdCheck) compare(r *record) {
	month := c.price.Of(c.class) * planner.Rupiah(c.members)
	if c.arrears == 0 || c.months == 0 || month == 0 {
		return
	}
	billed := c.months
	if c.most > 0 {
		billed = min(billed, c.most)
	}
	c.priced++
	if c.members > manyMembers {
		c.crowds++
	}
	if off := c.arrears - month*planner.Rupiah(billed); max(off, -off)*10 <= c.arrears {
		c.exact++
	}
	if least, most := month*planner.Rupiah(billed)*leastOf10/10, month*planner.Rupiah(c.months)*mostTimes; c.arrears < least || c.arrears > most {
		c.odd++
		r.note("nilai_tidak_wajar", fmt.Sprintf("nilai tunggakan tidak cocok dengan bulan, jiwa dan kelas (baris pertama: %v untuk %d bulan, %d jiwa, kelas %d); periksa satuannya", c.arrears, c.months, c.members, c.class))
	}
}

// status puts what the row says of the arrears' status; a blank cell that is asked
// to take away what is stored says what follows from the sum.
func (c *householdCheck) status(r *record, at int) {
	status := readStatus(r, c.arrears)
	if status == "" && c.blanks && !r.absent[at] && r.cells[at] == "" {
		status = owing(c.arrears)
	}
	r.putSaid(string(status))
}

func owing(arrears planner.Rupiah) planner.ArrearsStatus {
	if arrears == 0 {
		return planner.ArrearsPaid
	}
	return planner.ArrearsActive
}

// keptStatus is the status of the stored household o of which the row i says none:
// what was written off stays so, and all else follows from the sum. A row that was
// told before has no sum either.
const keptStatus = "case when o.arrears_status = 'dihapus' or i.arrears is null then o.arrears_status when i.arrears > 0 then 'aktif' else 'lunas' end"

// looseMonths is by how much the months owed and the time since the last payment may
// differ: bills fall due on other days, and files are older than their figures.
const looseMonths = 3

// date holds the last payment against the months owed, which are billed up to a
// most.
func (c *householdCheck) date(paid planner.Day) {
	c.dated++
	since := int(c.asOf-paid) / 30
	if since+looseMonths < c.months || since-looseMonths > c.months && c.months < c.most {
		c.apart++
	}
}

// readStatus reads a status; "" where the row says none.
func readStatus(r *record, arrears planner.Rupiah) planner.ArrearsStatus {
	switch s := strings.ToLower(r.cell(houseStatus)); s {
	case "dihapus", "hapus", "dihapusbukukan", "hapus buku", "pemutihan", "diputihkan":
		return planner.ArrearsWrittenOff
	case "lunas":
		return planner.ArrearsPaid
	case "aktif", "menunggak", "belum lunas":
		return owing(arrears)
	case "":
	default:
		r.note("status_tunggakan", "status tunggakan tidak dikenal; yang tersimpan tetap, keluarga baru dianggap masih ditagih")
	}
	return ""
}

func (c *householdCheck) lastPaid(r *record, at int) {
	day, ok := useful(r, at, "tgl_bayar_terakhir", r.readDay(at))
	if ok && (day < programmeBegan || day > c.asOf) {
		r.note("tgl_bayar_terakhir", "tanggal pembayaran terakhir sebelum JKN ada atau setelah tanggal data; dikosongkan")
		ok = false
	}
	if ok {
		c.date(day)
		r.putDay(day)
	} else {
		r.putNull()
	}
}
