package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"binaan/data"
	"binaan/data/importer"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/ledger"
	"binaan/planner/territory"
)

// What the edge itself refuses.
var (
	errLogin     = errors.New("no session")
	errPassword  = errors.New("login and password do not match")
	errForbidden = errors.New("role may not do this")
	errCrossSite = errors.New("request from another site")
	errNoRoute   = errors.New("no such path")
	errInput     = errors.New("input is not valid")
	errTooLarge  = errors.New("upload too large")
	errFarDay    = errors.New("day is not one that a kader sees")
	errNoReason  = errors.New("reason is none")
	errFileName  = errors.New("file name is none that we keep")
	errMustTOTP  = errors.New("role needs a second factor")
	errMustRenew = errors.New("password was made by the program and is to be changed")
	errOwnCode   = errors.New("code of the new authenticator is wrong")
	errPresent   = errors.New("present password is another")
	errStreams   = errors.New("too many streams of a session")
	errFull      = errors.New("no room for uploads")
	errSlow      = errors.New("upload takes too long")
	errWaiting   = errors.New("too many open imports of a branch")

	errTooMuch    = errors.New("too many bytes of events")
	errDeviceCode = errors.New("code of a phone is none")

	errNoTerritories = errors.New("no territory plan in force")
	errPast          = errors.New("day or month is past")
	errNotYet        = errors.New("day is not here yet")
	errFuture        = errors.New("day is still to come")
)

// problem is how an error appears to a client.
type problem struct {
	err        error
	status     int
	indonesian string
	english    string
}

// problems is the one table from errors to what a client is told. What is not
// in it is a fault of ours: logged, and told without detail.
var problems = []problem{
	{errLogin, http.StatusUnauthorized, "Silakan masuk dahulu.", "Please log in first."},
	{errPassword, http.StatusUnauthorized, "Nama masuk atau kata sandi salah.", "Login or password is wrong."},
	{data.ErrCodeNeeded, http.StatusUnauthorized, "Masukkan kode dari aplikasi autentikator.", "Enter the code of your authenticator."},
	{data.ErrCode, http.StatusUnauthorized, "Kode salah atau sudah pernah dipakai.", "The code is wrong or was used before."},
	{data.ErrTooMany, http.StatusTooManyRequests, "Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.", "Too many attempts. Wait a moment, then try again."},
	{data.ErrBusy, http.StatusTooManyRequests, "Banyak yang masuk bersamaan. Tunggu beberapa detik, lalu coba lagi.", "Many are logging in at once. Wait a few seconds, then try again."},
	{errStreams, http.StatusTooManyRequests, "Terlalu banyak halaman yang memantau pekerjaan. Tutup salah satu, lalu coba lagi.", "Too many pages follow work in progress. Close one, then try again."},
	{errDeviceCode, http.StatusNotFound, "Kode tidak dikenal, sudah dipakai, atau lewat 7 hari. Mintalah kode baru kepada cabang.", "The code is unknown, used, or older than 7 days. Ask the branch for a new one."},
	{data.ErrClosed, http.StatusConflict, "Akun kader ini sudah ditutup. Mintalah admin membukanya dahulu.", "This kader's account is closed. Ask an admin to open it first."},
	{data.ErrPhones, http.StatusConflict, "Kader ini sudah punya 20 ponsel aktif. Mintalah cabang mencabut yang lama.", "This kader has 20 active phones already. Ask the branch to revoke old ones."},
	{data.ErrRevoked, http.StatusGone, "Ponsel ini sudah dicabut oleh cabang. Catatan yang belum terkirim tetap diterima untuk diperiksa.", "The branch has revoked this phone. Records that were not sent are still taken, to be looked at."},
	{data.ErrPicture, http.StatusUnprocessableEntity, "Foto ini rusak di jalan atau bukan foto yang disebut catatannya.", "This photo was damaged on its way, or is not the one that its record names."},
	{errCrowd, http.StatusTooManyRequests, "Banyak ponsel mengirim bersamaan. Catatan aman di ponsel dan dikirim lagi sendiri sebentar lagi.", "Many phones are sending at once. Records are safe on the phone and are sent again by themselves in a moment."},
	{errNotYet, http.StatusUnprocessableEntity, "Hari itu belum tiba atau masih terlalu jauh.", "That day is not here yet, or still too far away."},
	{data.ErrNothingLeft, http.StatusConflict, "Tidak ada kunjungan hari itu yang masih tersisa untuk diserahkan.", "No visit of that day is left to hand over."},
	{data.ErrCannotTake, http.StatusConflict, "Kader itu tidak dapat menerimanya: tidak bekerja hari itu, atau sudah menyerahkan atau menerima rute lain.", "That kader cannot take it: they do not work that day, or have handed over or taken a route already."},
	{errMaps, http.StatusTooManyRequests, "Dua peta sedang dibaca. Tunggu sebentar, lalu kirim lagi.", "Two maps are being read. Wait a moment, then send it again."},
	{errForbidden, http.StatusForbidden, "Peran Anda tidak boleh melakukan ini.", "Your role may not do this."},
	{errFarDay, http.StatusForbidden, "Kader hanya melihat hari ini dan tujuh hari ke depan.", "A kader sees today and the seven days ahead."},
	{errNoReason, http.StatusUnprocessableEntity, "Tulis alasan yang sebenarnya, paling sedikit dua kata.", "Write the true reason, at least two words."},
	{errText, http.StatusBadRequest, "Kiriman memuat huruf yang rusak.", "The request holds broken characters."},
	{errFileName, http.StatusBadRequest, "Nama berkas terlalu panjang atau rusak. Ganti namanya, lalu kirim lagi.", "The file's name is too long or broken. Rename it, then send it again."},
	{errMustTOTP, http.StatusForbidden, "Peran Anda wajib memakai kode autentikator. Pasang dahulu.", "Your role needs an authenticator. Set it up first."},
	{errMustRenew, http.StatusForbidden, "Kata sandi Anda dibuatkan. Ganti dahulu dengan kata sandi sendiri.", "Your password was made for you. Choose one of your own first."},
	{data.ErrMadeLongAgo, http.StatusUnauthorized, "Kata sandi yang dibuatkan ini sudah lewat 7 hari. Mintalah yang baru kepada admin.", "This password was made for you more than 7 days ago. Ask an admin for a new one."},
	{data.ErrSamePassword, http.StatusUnprocessableEntity, "Kata sandi baru sama dengan yang lama.", "The new password is the old one."},
	{data.ErrNoKey, http.StatusServiceUnavailable, "Kode autentikator tidak dapat diperiksa di server ini. Pakai kode pemulihan, atau hubungi admin.", "This server cannot check authenticator codes. Use a recovery code, or ask an admin."},
	{errOwnCode, http.StatusUnprocessableEntity, "Kode salah. Periksa jam ponsel, lalu masukkan kode yang baru.", "The code is wrong. Check the phone's clock and enter the new code."},
	{errPresent, http.StatusUnprocessableEntity, "Kata sandi sekarang salah.", "The present password is wrong."},
	{data.ErrOneself, http.StatusConflict, "Akun sendiri tidak dapat ditutup atau dilepas. Mintalah admin lain.", "Nobody closes or unbinds their own account. Ask another admin."},
	{data.ErrOneBranch, http.StatusUnprocessableEntity, "Akun kader harus untuk tepat satu cabang.", "An account of a kader belongs to exactly one branch."},
	{errCrossSite, http.StatusForbidden, "Permintaan dari situs lain ditolak.", "A request from another site was refused."},
	{data.ErrNotFound, http.StatusNotFound, "Data tidak ditemukan.", "Nothing was found."},
	{errNoRoute, http.StatusNotFound, "Halaman tidak ditemukan.", "There is no such page."},
	{errNoWeb, http.StatusNotFound, "Halaman web belum dibangun. Jalankan: make web", "The web pages are not built. Run: make web"},
	{data.ErrNoHouseholds, http.StatusUnprocessableEntity, "Tidak ada KK menunggak di kecamatan itu.", "Nobody in arrears lives in that kecamatan."},
	{errNoTerritories, http.StatusConflict, "Belum ada wilayah yang berlaku. Terbitkan rencana wilayah dahulu.", "No territories are in force. Publish a territory plan first."},
	{data.ErrEngagement, http.StatusUnprocessableEntity, "Isi jenis, jam, dan tempat acara; tempat tanpa nomor orang, desa milik cabang ini.", "Give the kind, hour and place; no number of a person, and a desa of this branch."},
	{errPast, http.StatusUnprocessableEntity, "Tanggal atau bulan itu sudah lewat.", "That day or month is past."},
	{data.ErrInUse, http.StatusConflict, "Data ini sedang diubah orang lain. Coba lagi sebentar lagi.", "Somebody else is changing this just now. Try again in a moment."},
	{errFuture, http.StatusUnprocessableEntity, "Tanggal keadaan berkas belum tiba.", "The day of the file's figures is still to come."},
	{data.ErrPassword, http.StatusUnprocessableEntity, "Kata sandi harus 12 sampai 256 huruf dan tidak mudah ditebak.", "A password needs 12 to 256 characters and must not be easy to guess."},
	{heat.ErrQuery, http.StatusUnprocessableEntity, "Ukuran dan saringan ini tidak dapat dipakai bersama untuk bulan itu.", "This measure and these filters do not go together for that month."},
	{geo.ErrTile, http.StatusNotFound, "Petak peta tidak ada.", "There is no such map tile."},
	{data.ErrDecided, http.StatusConflict, "Pembayaran ini sudah dicocokkan menurut aturan saat berkasnya diimpor. Muat ulang untuk melihat milik siapa.", "The rules matched this payment when its file was imported. Reload to see whose it is."},
	{data.ErrMonthRuns, http.StatusConflict, "Bulan itu belum berakhir; baru dapat ditutup sesudah hari terakhirnya.", "That month is not over; it can be closed after its last day."},
	{data.ErrNotPublished, http.StatusConflict, "Rencana ini belum diterbitkan, jadi tidak ada yang ditarik.", "This plan is not published, so there is nothing to take back."},
	{data.ErrNotBinned, http.StatusConflict, "Draf ini tidak ada di tempat sampah.", "This draft is not in the bin."},
	{data.ErrHasFactor, http.StatusConflict, "Akun Anda sudah memakai kode autentikator. Mintalah admin mencabutnya dahulu bila ponselnya hilang.", "Your account has an authenticator already. Ask an admin to take it away first if the phone is lost."},
	{data.ErrNotResumable, http.StatusConflict, "Impor ini tidak dapat dilanjutkan: berkasnya yang harus diperbaiki, atau sudah tidak disimpan. Kirim lagi berkasnya.", "This import cannot go on: its file has to be mended, or is not kept any more. Send the file again."},
	{data.ErrTakenBack, http.StatusConflict, "Tidak ada keputusan tentang KK ini yang dapat dibatalkan.", "There is no decision on this family to take back."},
	{data.ErrRevised, http.StatusConflict, "Draf ini tidak pada coretan yang Anda lihat. Muat ulang, lalu coba lagi.", "This draft is not at the stroke that you saw. Reload, then try again."},
	{data.ErrConflict, http.StatusConflict, "Data sudah berubah atau sedang dipakai. Muat ulang, lalu coba lagi.", "The data has changed or is in use. Reload, then try again."},
	{importer.ErrOlder, http.StatusConflict, "Berkas ini lebih lama daripada data yang sudah ada.", "This file is older than the data already there."},
	{importer.ErrLater, http.StatusConflict, "Ada impor yang lebih baru. Batalkan dahulu yang paling baru.", "There is a newer import. Undo the newest one first."},
	{importer.ErrNotKept, http.StatusConflict, "Impor ini tidak dapat dibatalkan: tidak diterapkan, atau masa simpan isinya yang lama sudah lewat.", "This import cannot be undone: it was not applied, or what it replaced is no longer kept."},
	{importer.ErrFile, http.StatusUnprocessableEntity, "Berkas tidak dapat dibaca.", "The file cannot be read."},
	{errFull, http.StatusServiceUnavailable, "Tempat unggahan penuh: impor lain masih berjalan. Tunggu sampai selesai, lalu kirim lagi.", "There is no room for uploads: other imports are running. Wait until they end, then send again."},
	{errSlow, http.StatusRequestTimeout, "Unggahan terlalu lama (lebih dari 15 menit). Periksa sambungan, lalu kirim lagi.", "The upload took too long (more than 15 minutes). Check the connection, then send again."},
	{errWaiting, http.StatusTooManyRequests, "Sudah ada 10 impor yang menunggu di cabang ini. Tunggu sampai ada yang selesai.", "There are 10 open imports of this branch already. Wait until one has ended."},
	{data.ErrFull, http.StatusServiceUnavailable, "Ruang simpan server penuh; tidak ada yang berubah. Beri tahu pengelola server, lalu coba lagi.", "The server has no room left; nothing was changed. Tell who runs it, then try again."},
	{data.ErrReadOnly, http.StatusServiceUnavailable, "Server sedang hanya dapat dibaca; tidak ada yang berubah. Beri tahu pengelola server, lalu coba lagi.", "The server can only be read just now; nothing was changed. Tell who runs it, then try again."},
	{data.ErrAway, http.StatusServiceUnavailable, "Basis data sedang tidak dapat dijangkau; coba lagi beberapa detik lagi.", "The database cannot be reached; try again in a few seconds."},
	{errTooMuch, http.StatusRequestEntityTooLarge, "Kiriman lebih besar dari 256 KB. Kirim dalam beberapa bagian.", "The delivery is larger than 256 KB. Send it in parts."},
	{errTooLarge, http.StatusRequestEntityTooLarge, "Berkas terlalu besar; paling besar 512 MB.", "The file is too large; 512 MB at most."},
	{errProposal, http.StatusUnprocessableEntity, "Minta satu usulan saja: pengembalian, potongan, atau pemecah.", "Ask for one proposal: what is given back, a cut, or the solver's."},
	{territory.ErrNothing, http.StatusUnprocessableEntity, "Tidak ada yang bisa dibagi atau diperbaiki di situ.", "There is nothing there to part or improve."},
	{errQuestion, http.StatusUnprocessableEntity, "Ajukan satu pertanyaan saja: kader berhenti, bergabung, sakit, atau memilih calon.", "Ask one question: a kader leaves, joins or is ill, or whom to take."},
	{errPlaces, http.StatusUnprocessableEntity, "Tempat lebih banyak daripada calon.", "There are more places than candidates."},
	{errTooLong, http.StatusServiceUnavailable, "Jawaban terlalu lama dihitung. Kurangi calon, lalu coba lagi.", "The answer takes too long. Name fewer candidates, then try again."},
	{territory.ErrNoSuchKader, http.StatusUnprocessableEntity, "Kader itu tidak ada di cabang ini.", "There is no such kader in this branch."},
	{territory.ErrNobodyThere, http.StatusUnprocessableEntity, "Tidak ada KK menunggak di kecamatan atau desa itu.", "Nobody in that kecamatan or desa is in arrears."},
	{territory.ErrNoProposal, http.StatusConflict, "Wilayah rangkap itu tidak ada dalam rencana ini. Muat ulang, lalu coba lagi.", "This plan has no such second territory. Reload, then try again."},
	{territory.ErrNoLetter, http.StatusUnprocessableEntity, "Di luar kecamatan kontrak: tulis nomor surat persetujuan atau alasannya.", "Outside the kecamatan of the contract: name the letter of approval or the reason."},
	{territory.ErrLocked, http.StatusConflict, "Wilayah ini terkunci. Buka kuncinya dahulu.", "This territory is locked. Unlock it first."},
	{territory.ErrStale, http.StatusConflict, "Data cabang sudah berubah sejak rencana ini dibuat. Buat rencana baru.", "The branch's data has changed since this plan was made. Make a new plan."},
	{territory.ErrElsewhere, http.StatusUnprocessableEntity, "Desa itu di luar kecamatan kontrak kader. Wilayah kedua di kecamatan lain hanya lewat rangkap yang disetujui.", "That desa lies outside the kecamatan of the kader's contract. Only an approved second territory may lie elsewhere."},
	{territory.ErrWholeDesa, http.StatusUnprocessableEntity, "Desa itu harus utuh: KK-nya tidak lebih banyak dari satu wilayah.", "That desa has to stay whole: it has no more families than one territory holds."},
	{territory.ErrBroken, http.StatusConflict, "Ada wilayah gambaran yang terputus. Sambungkan dahulu (tombol F), lalu terbitkan.", "A drawn territory falls apart. Mend it first (key F), then publish."},
	{territory.ErrNoStroke, http.StatusNotFound, "Coretan itu tidak ada.", "There is no such stroke."},
	{territory.ErrNotOwn, http.StatusForbidden, "Hanya coretan sendiri yang dapat diurungkan.", "Only one's own strokes can be undone."},
	{territory.ErrUndone, http.StatusConflict, "Coretan itu sudah diurungkan.", "That stroke is undone already."},
	{territory.ErrReversal, http.StatusUnprocessableEntity, "Yang diurungkan bukan isi coretan itu.", "What is to be undone is not what the stroke did."},
	{territory.ErrNotAsked, http.StatusConflict, "Tidak ada permintaan persetujuan untuk rencana seperti keadaannya sekarang. Muat ulang, lalu minta lagi bila perlu.", "Nobody asks for approval of the plan as it is now. Reload, and ask again if need be."},
	{territory.ErrOwnWord, http.StatusForbidden, "Yang meminta persetujuan tidak menyetujuinya sendiri. Mintalah petugas lain.", "Whoever asks for approval does not give it. Ask another officer."},
	{territory.ErrNoApprover, http.StatusForbidden, "Menurut aturan cabang, peran Anda tidak menyetujui rencana.", "By the branch's rule your role does not approve plans."},
	{territory.ErrNoWords, http.StatusUnprocessableEntity, "Tulis isinya dahulu.", "Write something first."},
	{territory.ErrUnapproved, http.StatusConflict, "Aturan cabang meminta persetujuan sebelum rencana diterbitkan. Minta persetujuan untuk rencana seperti keadaannya sekarang.", "The branch's rule wants plans approved before they are published. Ask for approval of the plan as it is now."},
	{importer.ErrNoDesa, http.StatusUnprocessableEntity, "Di situ tidak ada desa cabang ini. Pilih tempat di dalam batas sebuah desa.", "No desa of this branch is there. Choose a place within the outline of one."},
	{importer.ErrTooMany, http.StatusUnprocessableEntity, "Paling banyak 20 KK di satu titik: lebih dari itu bukan rumah. Pilih lebih sedikit, atau tetapkan desanya saja.", "At most 20 families on one point: more do not live there. Choose fewer, or only say their desa."},
	{importer.ErrExcluded, http.StatusConflict, "KK ini sudah dikecualikan. Batalkan dahulu pengecualiannya.", "This family is excluded already. Take that back first."},
	{importer.ErrNoKaderField, http.StatusUnprocessableEntity, "Berkas ini tidak punya kolom kode_kader atau kader, jadi tidak diketahui wilayah siapa.", "The file has no field kode_kader or kader, so nobody knows whose territories they are."},
	{data.ErrBegun, http.StatusConflict, "Rencana ini sudah berlaku dan tidak dapat ditarik. Terbitkan rencana lain sebagai gantinya.", "This plan is in force already and cannot be taken back. Publish another in its place."},
	{data.ErrBinned, http.StatusConflict, "Draf ini ada di tempat sampah. Pulihkan dahulu untuk memakainya lagi.", "This draft is in the bin. Restore it first to use it again."},
	{data.ErrPublished, http.StatusConflict, "Rencana ini sudah diterbitkan. Buat rencana baru untuk mengubah wilayah.", "This plan is published. Make a new one to change territories."},
	{data.ErrReplaced, http.StatusConflict, "Rencana ini sudah digantikan oleh rencana lain.", "Another plan has taken this one's place."},
	{planner.ErrRules, http.StatusUnprocessableEntity, "Aturan itu tidak dikenal atau isinya tidak masuk akal.", "There is no such rule, or its value makes no sense."},
	{data.ErrPastRule, http.StatusUnprocessableEntity, "Aturan hanya dapat berlaku mulai hari ini: yang sudah lewat tidak berubah.", "A rule holds from today at the earliest: the past does not change."},
	{ledger.ErrSplit, http.StatusUnprocessableEntity, "Bagian-bagiannya tidak berjumlah tepat sisa pembayaran, atau ada keluarga yang bukan milik cabang ini.", "The shares do not sum to what is left of the payment, or name a family that is not the branch's."},
	{data.ErrMoneyRule, http.StatusUnprocessableEntity, "Menjadi aturan hanya keputusan untuk satu keluarga, atas nomor yang tidak dimiliki siapa pun, dan yang tidak dibantah keputusan lain tiga bulan terakhir.", "Only a decision for one family, on numbers that are nobody's, and that no other of the last three months contradicts becomes a rule."},
	{data.ErrPhoto, http.StatusUnprocessableEntity, "Berkas itu bukan foto JPEG atau PNG yang dapat dibaca, atau terlalu besar.", "That file is no JPEG or PNG photo that can be read, or too large."},
	{data.ErrLetter, http.StatusUnprocessableEntity, "Surat tugas perlu nomor, tanggal yang benar, dan paling sedikit satu desa cabang ini.", "A letter needs a number, days in order, and at least one desa of this branch."},
	{data.ErrTask, http.StatusUnprocessableEntity, "Tulis apa yang dikerjakan tanpa nomor identitas atau telepon, pilih orang cabang ini, dan hari yang belum lewat.", "Write what is to be done without numbers of persons, choose somebody of this branch, and a day to come."},
	{data.ErrNotOwner, http.StatusForbidden, "Hanya penanggung jawab, yang membuka, petugas, dan kepala cabang menutup tugas.", "Only the owner, whoever opened it, officers and managers close a task."},
	{data.ErrMonthNote, http.StatusUnprocessableEntity, "Tulis catatan tanpa nomor identitas atau telepon, untuk wilayah cabang ini, dan hari yang tidak di depan.", "Write a note without numbers of persons, for an area of this branch, of a day that has come."},
	{data.ErrOfficial, http.StatusUnprocessableEntity, "Tulis nama, dan pilih desa cabang ini.", "Write a name, and choose a desa of this branch."},
	{data.ErrContract, http.StatusUnprocessableEntity, "PKS perlu nomor dan tanggal yang benar.", "A contract needs a number and days in order."},
	{data.ErrSupervisor, http.StatusUnprocessableEntity, "Akun itu bukan supervisor cabang ini. Muat ulang daftar supervisor.", "That account is no supervisor of this branch. Load the list of supervisors again."},
	{data.ErrContractGap, http.StatusUnprocessableEntity, "PKS yang sekarang masih berlaku; yang baru harus bersambung. Bila ada jeda, catat sesudah yang lama berakhir.", "The present contract still runs; a new one must follow on. Where there is to be a pause, write it down once the old one has ended."},
	{data.ErrApplicant, http.StatusUnprocessableEntity, "Tulis nama calon, dan pilih desa cabang ini.", "Write the candidate's name, and choose a desa of this branch."},
	{data.ErrStage, http.StatusConflict, "Calon harus dilatih dahulu sebelum dipilih.", "A candidate is trained before being taken."},
	{data.ErrCards, http.StatusConflict, "Kartu kader ini sudah terlalu sering diganti.", "This kader's card was replaced too often."},
	{ledger.ErrPeriod, http.StatusUnprocessableEntity, "Periode ini tidak dikenal. Tulis misalnya 2026, 2026-Q4, 2026-11 atau 2026-11-W2.", "This period is unknown. Write for example 2026, 2026-Q4, 2026-11 or 2026-11-W2."},
	{errInput, http.StatusUnprocessableEntity, "Isian belum benar.", "Some input is not right."},
}

var conflicts = []conflict{
	{
		of(func(e *data.AwayError) []any { return []any{e.First, e.Last} }),
		"Kader sudah tercatat berhalangan dari %v sampai %v.",
		"The kader is noted as away from %v to %v already.",
	},
	{
		of(func(e *data.EngagedError) []any { return []any{e.Other.Open, e.Other.Close()} }),
		"Kader sudah punya acara dari %v sampai %v hari itu.",
		"The kader is engaged from %v to %v that day already.",
	},
	{
		of(func(e *data.TakenError) []any { return []any{e.Plan, e.Name, e.By, e.Day} }),
		"Rencana #%v “%v” dari %v sudah diterbitkan mulai %v. Muat ulang untuk melihatnya, lalu ganti rencana itu atau pilih hari lain.",
		"Plan #%v “%v” of %v is published from %v already. Reload to see it, then replace it or choose another day.",
	},
	{
		of(func(e *data.LockedError) []any { return []any{e.Name} }),
		"Wilayah %v dikunci sesudah rencana ini dibuat. Kunci juga di rencana ini, atau bagi lagi.",
		"The territory of %v was locked after this plan was made. Lock it in this plan too, or divide again.",
	},
	{
		of(func(e *data.MonthFirst) []any { return []any{e.Month} }),
		"Tutup dahulu bulan %v.",
		"Close %v first.",
	},
	done(data.ErrDecided, "Pembayaran ini sudah diputuskan oleh %[1]v pada %[2]v. Muat ulang untuk melihatnya.", "%[1]v decided on this payment on %[2]v. Reload to see it."),
	done(data.ErrAnswered, "Sanggahan ini sudah dijawab oleh %[1]v pada %[2]v. Muat ulang untuk melihat jawabannya.", "%[1]v answered this dispute on %[2]v. Reload to see the answer."),
	done(data.ErrMonthClosed, "Bulan ini sudah ditutup oleh %[1]v pada %[2]v.", "%[1]v closed this month on %[2]v."),
	done(data.ErrImportCancelled, "Impor “%[3]v” sudah dihentikan oleh %[1]v pada %[2]v.", "%[1]v stopped the import of “%[3]v” on %[2]v."),
	done(data.ErrImportEnded, "Impor “%[3]v” dari %[1]v sudah berakhir pada %[2]v. Muat ulang untuk melihat hasilnya.", "The import of “%[3]v” by %[1]v ended on %[2]v. Reload to see what came of it."),
	done(importer.ErrUndone, "Impor “%[3]v” sudah dibatalkan oleh %[1]v pada %[2]v.", "%[1]v undid the import of “%[3]v” on %[2]v."),
	done(importer.ErrLater, "Ada impor yang lebih baru: “%[3]v” dari %[1]v pada %[2]v. Batalkan dahulu yang itu.", "There is a newer import: “%[3]v” by %[1]v on %[2]v. Undo that one first."),
	done(data.ErrInUse, "Impor “%[3]v” dari %[1]v sedang berjalan. Tunggu sampai selesai, lalu coba lagi.", "The import of “%[3]v” by %[1]v is running. Wait until it ends, then try again."),
	done(data.ErrPlanCancelled, "Rencana %[3]v sudah dihentikan oleh %[1]v pada %[2]v.", "%[1]v stopped plan %[3]v on %[2]v."),
	done(data.ErrPlanEnded, "Rencana %[3]v dari %[1]v sudah selesai pada %[2]v. Muat ulang untuk melihatnya.", "Plan %[3]v of %[1]v ended on %[2]v. Reload to see it."),
	done(data.ErrPlanUnfinished, "Rencana %[3]v dari %[1]v bukan rencana wilayah yang sudah selesai, jadi belum dapat diterbitkan.", "Plan %[3]v of %[1]v is no finished plan of territories, so it cannot be published."),
	done(data.ErrBegun, "Rencana ini sudah berlaku, diterbitkan oleh %[1]v pada %[2]v, dan tidak dapat ditarik. Buat rencana lain sebagai gantinya.", "This plan is in force, published by %[1]v on %[2]v, and cannot be taken back. Make another in its place."),
	done(data.ErrNotPublished, "Rencana ini sudah ditarik oleh %[1]v pada %[2]v.", "%[1]v took this plan back on %[2]v."),
	done(data.ErrNotBinned, "Draf ini sudah dipulihkan oleh %[1]v pada %[2]v.", "%[1]v restored this draft on %[2]v."),
	done(data.ErrPublished, "Rencana ini sudah diterbitkan oleh %[1]v pada %[2]v. Buat rencana baru untuk mengubah wilayah.", "%[1]v published this plan on %[2]v. Make a new one to change territories."),
	done(data.ErrReplaced, "Rencana ini sudah digantikan oleh rencana %[3]v, yang diterbitkan %[1]v pada %[2]v.", "Plan %[3]v, published by %[1]v on %[2]v, has taken this one's place."),
	done(territory.ErrUndone, "Coretan itu sudah diurungkan oleh %[1]v pada %[2]v.", "%[1]v undid that stroke on %[2]v."),
	done(territory.ErrNoProposal, "Wilayah rangkap itu tidak ada dalam rencana ini; terakhir diubah oleh %[1]v pada %[2]v. Muat ulang untuk melihatnya.", "This plan has no such second territory; %[1]v changed it last, on %[2]v. Reload to see it."),
	done(territory.ErrStale, "Data cabang sudah berubah sejak rencana ini dibuat (impor “%[3]v” dari %[1]v pada %[2]v). Buat rencana baru.", "The branch's data has changed since this plan was made (import of “%[3]v” by %[1]v on %[2]v). Make a new plan."),
	done(data.ErrLogin, "Nama masuk itu sudah dipakai oleh %[1]v. Pilih yang lain.", "%[1]v has that login. Choose another."),
	done(data.ErrTaskOpen,
		"Penyimpangan kader ini sudah menjadi tugas %[1]v sampai %[2]v. Tutup dahulu tugas itu.",
		"This deviation is a task of %[1]v already, until %[2]v. Close that one first."),
	done(data.ErrTaskDone, "Tugas ini sudah ditutup oleh %[1]v pada %[2]v. Muat ulang untuk melihatnya.", "%[1]v closed this task on %[2]v already. Reload to see it."),
	done(data.ErrContractNumber, "Nomor PKS itu sudah dipakai untuk %[1]v mulai %[2]v.", "The contract of %[1]v from %[2]v has that number."),
	done(data.ErrLetterNumber, "Nomor surat itu sudah dipakai surat %[1]v mulai %[2]v.", "The letter of %[1]v from %[2]v has that number."),
	done(data.ErrTakenBack, "Keputusan tentang KK ini sudah dibatalkan atau tidak berlaku lagi; terakhir diputus oleh %[1]v pada %[2]v. Muat ulang untuk melihatnya.",
		"The decision on this family was taken back or holds no more; %[1]v decided last, on %[2]v. Reload to see it."),
	done(importer.ErrExcluded, "KK ini sudah dikecualikan oleh %[1]v pada %[2]v. Batalkan dahulu pengecualiannya.", "%[1]v excluded this family on %[2]v already. Take that back first."),
	done(data.ErrRevised, "Draf ini sudah diubah oleh %[1]v pada %[2]v. Muat ulang untuk melihatnya, lalu coba lagi.", "%[1]v drew on this draft on %[2]v. Reload to see it, then try again."),
	done(data.ErrBinned, "Draf ini dibuang ke tempat sampah oleh %[1]v pada %[2]v. Pulihkan dahulu untuk memakainya lagi.", "%[1]v threw this draft away on %[2]v. Restore it first to use it again."),
	done(data.ErrHandedOver, "Rute itu sudah diserahkan kepada %[1]v untuk %[2]v. Ambil kembali dahulu.", "That route is handed over to %[1]v for %[2]v already. Take it back first."),
}

// conflict is a problem whose sentences name who and what is in the way: what an error
// of some kind tells of it.
type conflict struct {
	names               func(error) []any // nil where err is of another kind
	indonesian, english string
}

// done is a conflict with what somebody has done or has in hand.
func done(what error, indonesian, english string) conflict {
	return conflict{func(err error) []any {
		var found *data.DoneError
		if !errors.As(err, &found) || !errors.Is(found.What, what) {
			return nil
		}
		return []any{found.Who, found.Day, found.To}
	}, indonesian, english}
}

// of finds an error of a type and what it names.
func of[E error](names func(E) []any) func(error) []any {
	return func(err error) []any {
		var found E
		if !errors.As(err, &found) {
			return nil
		}
		return names(found)
	}
}

// conflictOf is the problem of an error that names who and what is in the way.
func conflictOf(err error) (problem, bool) {
	for _, c := range conflicts {
		if names := c.names(err); names != nil {
			return problem{err, http.StatusConflict, fmt.Sprintf(c.indonesian, names...), fmt.Sprintf(c.english, names...)}, true
		}
	}
	return problem{}, false
}

// codeAsked is the type of a refusal that a code of the second factor would mend.
const codeAsked = "urn:binaan:code"

// explain is what a client is told of err, in its language. An error that is
// not in the table is logged here, and only here.
func explain(ctx context.Context, err error) *huma.ErrorModel {
	if told := conflictsOf(ctx, err); told != nil {
		return told
	}
	if outage := outageOf(ctx, err); outage != nil && ctx.Err() == nil {
		slog.ErrorContext(ctx, "the machine fails", "outage", outage, "error", err)
		err = outage
	}
	if p, named := conflictOf(err); named {
		return &huma.ErrorModel{Status: p.status, Title: http.StatusText(p.status), Detail: p.in(ctx)}
	}
	if p := refusedMap(err); p != nil {
		return &huma.ErrorModel{Status: p.status, Title: http.StatusText(p.status), Detail: p.in(ctx)}
	}
	for _, p := range problems {
		if errors.Is(err, p.err) {
			told := &huma.ErrorModel{Status: p.status, Title: http.StatusText(p.status), Detail: p.in(ctx)}
			if errors.Is(err, data.ErrCodeNeeded) || errors.Is(err, data.ErrCode) {
				told.Type = codeAsked
			}
			return told
		}
	}
	if ctx.Err() == nil { // else nobody waits for the answer any more
		slog.ErrorContext(ctx, "request failed", "error", err)
	}
	fault := problem{nil, http.StatusInternalServerError, "Terjadi gangguan. Coba lagi sebentar lagi.", "Something went wrong. Try again in a moment."}
	return &huma.ErrorModel{Status: fault.status, Title: http.StatusText(fault.status), Detail: fault.in(ctx)}
}

type roomKey struct{}

// rememberRoom keeps how to find out whether the disk has room.
func (s *server) rememberRoom(c *gin.Context) {
	if s.config.Room != nil {
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), roomKey{}, s.config.Room))
	}
}

// outageOf is data.Outage, and where the database is away because its disk is full or
// may only be read, that: whoever waits for it to come back waits for somebody.
func outageOf(ctx context.Context, err error) error {
	outage := data.Outage(err)
	if room, known := ctx.Value(roomKey{}).(func() error); known && errors.Is(outage, data.ErrAway) {
		if lack := data.Outage(room()); lack != nil {
			return lack
		}
	}
	return outage
}

// retryAfter is how many seconds a client should wait that was told 503 or 429.
const retryAfter = "5"

// later are the headers of an answer of a status.
func later(status int) http.Header {
	if status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
		return nil
	}
	return http.Header{"Retry-After": {retryAfter}}
}

func (p problem) in(ctx context.Context) string {
	if english(ctx) {
		return p.english
	}
	return p.indonesian
}

type languageKey struct{}

// rememberLanguage keeps the client's language for the sentences of errors.
func rememberLanguage(c *gin.Context) {
	en := strings.HasPrefix(strings.ToLower(c.GetHeader("Accept-Language")), "en")
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), languageKey{}, en))
}

func english(ctx context.Context) bool {
	en, _ := ctx.Value(languageKey{}).(bool)
	return en
}

// abort ends a request outside huma with the same kind of answer.
func abort(c *gin.Context, err error) {
	p := explain(c.Request.Context(), err)
	maps.Copy(c.Writer.Header(), later(p.Status))
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatusJSON(p.Status, p)
}

// refuse is abort before a handler of huma's.
func refuse(c huma.Context, err error) {
	p := explain(c.Context(), err)
	for name := range later(p.Status) {
		c.SetHeader(name, retryAfter)
	}
	c.SetHeader("Content-Type", "application/problem+json")
	c.SetStatus(p.Status)
	if err := json.NewEncoder(c.BodyWriter()).Encode(p); err != nil {
		slog.WarnContext(c.Context(), "refusal not sent", "error", err)
	}
}

// speakOfInput words huma's own refusals of malformed input, in both languages;
// the places stay in the list of errors, with the reasons.
func speakOfInput() {
	huma.NewErrorWithContext = func(c huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if slices.ContainsFunc(errs, func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }) {
			status = http.StatusBadRequest // the line broke, not the server
		}
		told := huma.NewError(status, msg, errs...).(*huma.ErrorModel)
		for _, detail := range told.Errors {
			detail.Value = nil // a password, or a whole body
		}
		if c == nil || status < 400 {
			return told
		}
		if !english(c.Context()) {
			for _, detail := range told.Errors {
				detail.Message = reasonOf(detail.Message)
			}
		}
		switch {
		case status == http.StatusRequestTimeout:
			told.Detail = problem{indonesian: "Kiriman terlalu lama di jalan. Periksa sambungan, lalu kirim lagi.", english: "The request took too long to come in. Check the connection, then send it again."}.in(c.Context())
		case status == http.StatusRequestEntityTooLarge:
			told.Detail = problem{indonesian: "Kiriman terlalu besar.", english: "The request is too large."}.in(c.Context())
		case status < 500:
			told.Detail = problem{indonesian: "Isian belum benar.", english: "Some input is not right."}.in(c.Context())
		}
		return told
	}
}
