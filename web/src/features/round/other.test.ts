import { expect, test } from 'vitest'
import { baseId } from '../../shared/i18n/base.id'
import { phoneId } from '../../shared/i18n/phone.id'
import { emptyDraft, eventOf } from './draft'
import { courtesyOf, emptyCourtesy, emptyLead, emptyMeeting, leadOf, meetingOf, topics } from './other'

const words = { ...baseId, ...phoneId }
const meeting = { place: ' Balai desa ', heads: '25', topic: 'REHAB' }
const lead = { name: ' Contoh ', phone: '0812-3456 7890', heads: '3', consent: true }

test('a meeting says where, how many and what about, or is not stored', () => {
  expect(meetingOf(meeting)).toEqual({
    type: 'EDUKASI',
    payload: { place: 'Balai desa', heads: 25, topic: 'REHAB' },
  })
  expect(meetingOf(emptyMeeting)).toBeNull()
  expect(meetingOf({ ...meeting, place: '  ' })).toBeNull()
  expect(meetingOf({ ...meeting, topic: '' })).toBeNull()
})

test('a report at a village office says at which, and whom it met where that is told', () => {
  expect(courtesyOf(emptyCourtesy)).toBeNull()
  expect(courtesyOf({ place: ' ', person: 'Bu Lurah' })).toBeNull()
  expect(courtesyOf({ place: ' Balai Contoh ', person: ' ' })).toEqual({
    type: 'LAPOR_DESA',
    payload: { place: 'Balai Contoh' },
  })
  expect(courtesyOf({ place: 'Balai Contoh', person: ' Bu Lurah ' })?.payload.note).toBe('Bu Lurah')
})

test('heads are a whole number that the server takes', () => {
  for (const heads of ['', '0', '-3', '2.5', '1e3', '10001', 'dua'])
    expect(meetingOf({ ...meeting, heads }), heads).toBeNull()
  expect(meetingOf({ ...meeting, heads: '10000' })?.payload.heads).toBe(10_000)
})

test('nobody is told to the branch without having agreed', () => {
  expect(leadOf({ ...lead, consent: false })).toBeNull()
  expect(leadOf(lead)).toEqual({
    type: 'DAFTAR_BARU',
    payload: { heads: 3, lead: { name: 'Contoh', phone: '081234567890', consent: true } },
  })
})

test('a candidate has a name and a number that can be called', () => {
  expect(leadOf(emptyLead)).toBeNull()
  expect(leadOf({ ...lead, name: ' ' })).toBeNull()
  expect(leadOf({ ...lead, phone: '0812' })).toBeNull()
  expect(leadOf({ ...lead, phone: 'delapan angka' })).toBeNull()
  expect(leadOf({ ...lead, heads: '' })).toBeNull()
})

test('a complaint says what it is about as its topic, other outcomes as their reason', () => {
  const draft = { ...emptyDraft('e', 0), reason: 'LAYANAN' }
  expect(eventOf({ ...draft, code: 'KELUHAN', note: ' antre ' })).toEqual({
    type: 'KELUHAN',
    payload: { topic: 'LAYANAN', note: 'antre' },
  })
  expect(eventOf({ ...draft, code: 'MENOLAK' }).payload).toEqual({ reason: 'LAYANAN' })
  expect(eventOf({ ...draft, code: 'KELUHAN', note: 'x'.repeat(200) }).payload.note).toHaveLength(140)
})

test('every topic has words', () => {
  for (const topic of topics) expect(words).toHaveProperty(`topic_${topic}`)
})
