import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { now, sessionBegun } from '../../api/line'
import { Refusal, Unreachable } from '../../shared/trouble'
import { send } from './send'

type Answer = { status: number; text?: string } | 'gone'

const answers: Answer[] = []
const asked: { url: string; language: string; names: string[] }[] = []

/** As much of the browser's request as sending needs; the file goes in halves. */
class Browser {
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
  onload?: () => void
  onerror?: () => void
  status = 0
  responseText = ''
  private own = { url: '', language: '', names: [] as string[] }
  open(_: string, url: string) {
    this.own.url = url
  }
  setRequestHeader(_: string, value: string) {
    this.own.language = value
  }
  send(form: FormData) {
    asked.push({ ...this.own, names: form.getAll('file').map((file) => (file as File).name) })
    queueMicrotask(() => {
      this.upload.onprogress?.({ loaded: 5, total: 10 })
      this.upload.onprogress?.({ loaded: 10, total: 10 })
      const answer = answers.shift() ?? { status: 202 }
      if (answer === 'gone') return this.onerror?.()
      this.status = answer.status
      this.responseText = answer.text ?? ''
      this.onload?.()
    })
  }
}

beforeEach(() => {
  answers.length = asked.length = 0
  vi.stubGlobal('XMLHttpRequest', Browser)
})
afterEach(() => {
  sessionBegun()
  vi.unstubAllGlobals()
})

const file = new File(['a;b'], 'kk.csv')
const sent = (progress: (share: number) => void = () => {}) =>
  send('/imports?kind=kader', file, 'en', progress)

test('a file is sent once, in the language of the page, and its progress is told', async () => {
  const shares: number[] = []
  await sent((share) => shares.push(share))
  expect(asked).toEqual([{ url: '/imports?kind=kader', language: 'en', names: ['kk.csv'] }])
  expect(shares).toEqual([0, 0.5, 1])
})

test('a refusal is in the words of the server', async () => {
  answers.push({ status: 409, text: '{"detail":"Berkas ini lebih lama.","type":"urn:binaan:older"}' })
  const error = await sent().catch((caught) => caught)
  expect(error).toBeInstanceOf(Refusal)
  expect([error.status, error.words, error.kind]).toEqual([409, 'Berkas ini lebih lama.', 'urn:binaan:older'])
})

test('what stands between and answers no JSON refuses without words', async () => {
  answers.push({ status: 413, text: '<html>too large</html>' })
  const error = await sent().catch((caught) => caught)
  expect([error.status, error.words]).toEqual([413, undefined])
})

test('a broken line is said, not tried again', async () => {
  answers.push('gone')
  await expect(sent()).rejects.toBeInstanceOf(Unreachable)
  expect(asked).toHaveLength(1)
})

test('a session that ended is waited for, and the whole file is sent again', async () => {
  answers.push({ status: 401 }, { status: 202 })
  let ended = false
  const done = sent().then(() => {
    ended = true
  })
  await vi.waitFor(() => expect(now().entered).toBe(false))
  expect([ended, asked.length]).toEqual([false, 1])
  sessionBegun()
  await done
  expect(asked.map(({ names }) => names)).toEqual([['kk.csv'], ['kk.csv']])
})
