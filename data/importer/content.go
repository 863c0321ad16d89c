package importer

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
)

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// refusals are the beginnings of files that are no table, whatever their name.
var refusals = []struct{ magic, reason string }{
	{"%PDF", "Berkas ini PDF, bukan tabel. Minta berkas Excel atau CSV dari sumbernya."},
	{"\x89PNG", "Berkas ini gambar, bukan tabel. Minta berkas Excel atau CSV dari sumbernya."},
	{"\xff\xd8\xff", "Berkas ini gambar, bukan tabel. Minta berkas Excel atau CSV dari sumbernya."},
	{"Rar!", "Berkas ini arsip RAR. Ekstrak dahulu, lalu unggah tabel di dalamnya."},
	{"7z\xbc\xaf", "Berkas ini arsip 7z. Ekstrak dahulu, lalu unggah tabel di dalamnya."},
	{"\x1f\x8b", "Berkas ini arsip gzip. Ekstrak dahulu, lalu unggah tabel di dalamnya."},
	{"PK\x05\x06", "Berkas ini arsip ZIP yang kosong."},
	{"{\\rtf", "Berkas ini dokumen teks (RTF), bukan tabel. Simpan sebagai .xlsx atau .csv."},
}

const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// refusedContent says why a file that begins with head is no table; "" if it may be.
func refusedContent(f io.ReaderAt, size int64, head []byte) string {
	if len(bytes.Trim(head, " \t\r\n\x00\ufeff")) == 0 && size <= int64(len(head)) {
		return "Berkas kosong: tidak ada satu baris pun di dalamnya."
	}
	for _, r := range refusals {
		if bytes.HasPrefix(head, []byte(r.magic)) {
			return r.reason
		}
	}
	if bytes.HasPrefix(head, []byte(ole)) {
		return refusedOLE(f, head)
	}
	return refusedMarkup(head)
}

// refusedOLE tells a workbook under a password from one of Excel 97: both come in
// the same container, and its directory names what it holds.
func refusedOLE(f io.ReaderAt, head []byte) string {
	if oleHolds(f, head, "EncryptedPackage") {
		return "Berkas dikunci kata sandi. Buka di Excel, hapus kata sandinya (File > Info > Protect Workbook), simpan, lalu unggah lagi."
	}
	return "Berkas ini format Excel lama (.xls). Buka di Excel, pilih Simpan Sebagai > Excel Workbook (.xlsx), lalu unggah lagi."
}

// oleHolds looks for an entry in the first sector of the container's directory,
// the place of which stands in its header.
func oleHolds(f io.ReaderAt, head []byte, entry string) bool {
	if len(head) < 512 {
		return false
	}
	shift := min(binary.LittleEndian.Uint16(head[30:]), 12)
	at := (int64(binary.LittleEndian.Uint32(head[48:])) + 1) << shift
	directory := make([]byte, 4096)
	n, _ := f.ReadAt(directory, at) // a short directory is looked at as far as it goes
	wide := make([]byte, 0, 2*len(entry))
	for i := range len(entry) {
		wide = append(wide, entry[i], 0)
	}
	return bytes.Contains(directory[:n], wide)
}

// refusedMarkup knows web pages and XML that go by the name of a spreadsheet:
// what many web applications call "Export to Excel".
func refusedMarkup(head []byte) string {
	start := strings.ToLower(string(bytes.TrimLeft(head[:min(len(head), 2048)], "\ufeff \t\r\n\x00")))
	switch {
	case hasAnyPrefix(start, "{", "["):
		return "Berkas ini JSON, bukan tabel. Minta berkas Excel atau CSV dari sumbernya."
	case !strings.HasPrefix(start, "<"):
		return ""
	case strings.Contains(start, "urn:schemas-microsoft-com:office:spreadsheet"):
		return "Berkas ini XML Spreadsheet 2003. Buka di Excel, pilih Simpan Sebagai > Excel Workbook (.xlsx), lalu unggah lagi."
	case strings.HasPrefix(start, "<?xml") && !strings.Contains(start, "<html"):
		return "Berkas ini XML, bukan tabel. Minta berkas Excel atau CSV dari sumbernya."
	case hasAnyPrefix(start, "<!doctype", "<html", "<head", "<meta", "<table", "<style", "<body", "<div", "<?xml", "<!--", "<script"):
		return "Berkas ini halaman web (HTML) yang diberi nama seperti Excel. Buka di Excel, pilih Simpan Sebagai > Excel Workbook (.xlsx), lalu unggah lagi."
	}
	return ""
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
