import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Unreachable } from '../shared/trouble'
import { now, reach, sendOnce, sessionBegun } from './line'

const url = 'http://binaan.test/api/v1/branches'
const answers: (number | 'gone')[] = []
const asked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  answers.length = asked.length = 0
  vi.stubGlobal('fetch', async (input: Request | string) => {
    asked.push(typeof input === 'string' ? input : `${input.method} ${await input.text()}`.trim())
    const next = answers.shift() ?? 200
    if (next === 'gone') throw new TypeError('Failed to fetch')
    return new Response(null, { status: next })
  })
})

afterEach(async () => {
  sessionBegun()
  await vi.runAllTimersAsync()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const settled = () => vi.advanceTimersByTimeAsync(0)

test('a question waits for the server and is asked again when it is back', async () => {
  answers.push('gone', 'gone', 200, 200)
  const answer = reach(new Request(url))
  await settled()
  expect(now().up).toBe(false)
  await vi.advanceTimersByTimeAsync(2000) // the first knock, unanswered
  expect(now().up).toBe(false)
  await vi.advanceTimersByTimeAsync(4000)
  expect((await answer).status).toBe(200)
  expect(asked).toEqual(['GET', '/healthz', '/healthz', 'GET'])
})

test('a question that alone is never answered is asked ever more seldom', async () => {
  const other = new Request(`${url}/other`)
  const leaving = new AbortController()
  vi.stubGlobal('fetch', async (input: Request | string) => {
    if (typeof input !== 'string' && input.url === url) {
      asked.push('lost')
      throw new TypeError('Failed to fetch')
    }
    return new Response(null)
  })
  const answer = reach(new Request(url, { signal: leaving.signal }))
  const left = expect(answer).rejects.toThrow()
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(1000)
    await reach(other)
  }
  expect(asked.length).toBeGreaterThan(3)
  expect(asked.length).toBeLessThan(8)
  leaving.abort()
  await left
})

test('a gateway that answers for a server that is gone counts as no answer', async () => {
  answers.push(502, 200, 200)
  const answer = reach(new Request(url))
  await settled()
  expect(now().up).toBe(false)
  await vi.advanceTimersByTimeAsync(2000)
  expect((await answer).status).toBe(200)
})

test('a change is never sent twice unasked', async () => {
  answers.push('gone')
  await expect(reach(new Request(url, { method: 'POST', body: '{}' }))).rejects.toBeInstanceOf(Unreachable)
  expect(asked).toEqual(['POST {}'])
})

test('a change refused because the session ended goes on after the login, with its body', async () => {
  answers.push(401, 201)
  const answer = reach(new Request(url, { method: 'POST', body: '{"month":"2026-12"}' }))
  await settled()
  expect(now().entered).toBe(false)
  sessionBegun()
  expect((await answer).status).toBe(201)
  expect(asked).toEqual(['POST {"month":"2026-12"}', 'POST {"month":"2026-12"}'])
})

test('at the door a 401 is an answer', async () => {
  answers.push(401)
  expect((await sendOnce(new Request(url))).status).toBe(401)
  expect(now().entered).toBe(true)
})

test('who leaves while waiting is not asked for again', async () => {
  answers.push(401)
  const leaving = new AbortController()
  const answer = reach(new Request(url, { signal: leaving.signal }))
  await settled()
  leaving.abort()
  await expect(answer).rejects.toThrow()
  sessionBegun()
  await settled()
  expect(asked).toHaveLength(1)
})
