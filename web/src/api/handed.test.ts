import { expect, test } from 'vitest'
import type { api } from './client'
import { handOver } from './handed'

/** A line whose server gives one answer, and what it was asked with. */
function line(status: number, answer: unknown) {
  const asked: unknown[] = []
  const POST = async (path: string, { body }: { body: unknown }) => {
    asked.push(path, body)
    const response = new Response('{}', { status })
    return response.ok ? { data: answer, response } : { error: answer, response }
  }
  return { asked, line: { POST } as unknown as typeof api }
}

test('a file that a phone handed over goes to the server as it is, and what it could not take is one sum', async () => {
  const { asked, line: up } = line(200, { kept: 5, held: 1, rejected: 2, broken: 3 })
  const outbox = { branch: '9901', device: 'd', sealed: ['AA=='] }
  expect(await handOver(up, new Blob([JSON.stringify(outbox)]), 'none')).toEqual({ kept: 5, held: 1, bad: 5 })
  expect(asked).toEqual(['/api/v1/devices/outbox', outbox])
})

test('a file that is none is told in words, and the server is not asked', async () => {
  const { asked, line: up } = line(200, {})
  await expect(handOver(up, new Blob(['no outbox']), 'Bukan titipan.')).rejects.toBe('Bukan titipan.')
  expect(asked).toEqual([])
})

test('what the server refuses is told in its words', async () => {
  const { line: up } = line(422, { detail: 'Terlalu banyak.' })
  await expect(handOver(up, new Blob(['{}']), 'none')).rejects.toMatchObject({
    status: 422,
    words: 'Terlalu banyak.',
  })
})
