package planner

// Reason is one of a fixed list of reasons to visit a household now; the user
// interface holds its words.
type Reason string

// The reasons, strongest first.
const (
	ReasonPromise      Reason = "PROMISE_TODAY"   // janji bayar hari ini
	ReasonInstalment   Reason = "INSTALMENT_DUE"  // cicilan REHAB jatuh tempo
	ReasonRequest      Reason = "BRANCH_REQUEST"  // permintaan cabang
	ReasonHome         Reason = "LIKELY_HOME"     // biasanya di rumah jam ini
	ReasonHighArrears  Reason = "HIGH_ARREARS"    // tunggakan besar, masih bisa dibantu
	ReasonGrowing      Reason = "ARREARS_GROWING" // tunggakan masih bertambah
	ReasonLongUnseen   Reason = "LONG_UNSEEN"     // lama tidak dikunjungi
	ReasonNear         Reason = "NEAR_PREVIOUS"   // dekat kunjungan sebelumnya
	ReasonNew          Reason = "NEW_HERE"        // baru di wilayah ini
	ReasonExploration  Reason = "EXPLORATION"     // kunjungan penjajakan
	ReasonCoverage     Reason = "COVERAGE_DUE"    // kunjungan wajib setahun sekali
	ReasonReportToDesa Reason = "LAPOR_DESA"      // lapor ke balai desa
)
