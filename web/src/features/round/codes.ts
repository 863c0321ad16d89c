import type { Code } from '../outbox/event'

/** What the form of a code asks for. */
export type Form = 'simple' | 'pay' | 'promise' | 'rehab' | 'otherTime' | 'worksAway'

export interface Button {
  code: Code
  icon: string
  form: Form
  /** Reasons to choose from; the first stands until another is chosen. None: not asked. */
  reasons?: string[]
  /** In place of reasons: what it is about. */
  topics?: string[]
  /** A picture may go with it. */
  picture?: boolean
  /** Nothing of the debt is said or shown: whoever was met is not of the family. */
  neutral?: boolean
}

export interface Group {
  title: 'groupMet' | 'groupNotMet' | 'groupData' | 'groupOther'
  buttons: Button[]
}

/** The buttons of the one screen of outcomes, by what happened at the door. */
export const groups: Group[] = [
  {
    title: 'groupMet',
    buttons: [
      { code: 'BAYAR_LUNAS', icon: 'Rp', form: 'pay' },
      { code: 'JANJI_BAYAR', icon: '◷', form: 'promise' },
      { code: 'REHAB_SETUJU', icon: '⊞', form: 'rehab' },
      { code: 'BELUM_MAMPU', icon: '☂', form: 'simple', reasons: ['PHK', 'SAKIT', 'LAIN'] },
      {
        code: 'MENOLAK',
        icon: '✕',
        form: 'simple',
        reasons: ['LAYANAN', 'HARGA', 'TIDAK_PERLU', 'MARAH', 'LAIN'],
      },
      { code: 'SUDAH_BAYAR', icon: '✓', form: 'simple', picture: true },
      { code: 'MINTA_LAIN_WAKTU', icon: '↻', form: 'otherTime' },
    ],
  },
  {
    title: 'groupNotMet',
    buttons: [
      { code: 'RUMAH_KOSONG', icon: '⌂', form: 'simple' },
      { code: 'BERTEMU_LAIN', icon: '☺', form: 'simple', neutral: true },
      { code: 'KERJA_LUAR_KOTA', icon: '⇢', form: 'worksAway' },
      { code: 'DILEWATI', icon: '»', form: 'simple', reasons: ['WAKTU', 'HUJAN', 'JALAN', 'SAKIT', 'LAIN'] },
      { code: 'TELEPON_SAJA', icon: '☎', form: 'simple' },
      { code: 'WA', icon: '✉', form: 'simple' },
    ],
  },
  {
    title: 'groupData',
    buttons: [
      { code: 'PINDAH', icon: '→', form: 'simple' },
      { code: 'ALAMAT_SALAH', icon: '?', form: 'simple', picture: true },
    ],
  },
  {
    title: 'groupOther',
    buttons: [
      { code: 'MENINGGAL', icon: '†', form: 'simple' },
      { code: 'PINDAH_SEGMEN', icon: '⇄', form: 'simple', reasons: ['PBI', 'PPU', 'GANDA'] },
      {
        code: 'KELUHAN',
        icon: '!',
        form: 'simple',
        topics: ['LAYANAN', 'IURAN', 'DATA', 'KADER', 'LAIN'],
      },
      {
        code: 'TIDAK_AMAN',
        icon: '⚠',
        form: 'simple',
        reasons: ['ANJING', 'ANCAMAN', 'LAIN'],
        neutral: true,
      },
      { code: 'TIDAK_TERJANGKAU', icon: '≈', form: 'simple', reasons: ['BANJIR', 'JALAN', 'LAIN'] },
    ],
  },
]

export const buttonOf = (code: string): Button | undefined =>
  groups.flatMap((group) => group.buttons).find((button) => button.code === code)
