import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeFile, takeLinked } from './file'
import { now, sessionBegun } from './line'

const answers: number[] = []
const taken: string[] = []

beforeEach(() => {
  answers.length = taken.length = 0
  vi.stubGlobal('location', { href: 'http://binaan.test/' })
  vi.stubGlobal('fetch', async () => new Response(null, { status: answers.shift() ?? 200 }))
  vi.stubGlobal('document', {
    createElement: () => {
      const link = { href: '', download: 'x', click: () => taken.push(link.href) }
      return link
    },
  })
})

afterEach(() => {
  sessionBegun()
  vi.unstubAllGlobals()
})

const settled = () => new Promise((resolve) => setTimeout(resolve))

/** A click on something within a link, or on nothing of the kind. */
function click(href: string | null) {
  const prevented = vi.fn()
  const link = href === null ? null : { href: `http://binaan.test${href}`, getAttribute: () => href }
  takeLinked({ target: { closest: () => link } as unknown as EventTarget, preventDefault: prevented })
  return prevented
}

test('a file asked for after the session ended comes after the login, and not before', async () => {
  answers.push(401)
  const file = takeFile('/api/v1/branches/9901/evaluation/export')
  await settled()
  expect(now().entered).toBe(false)
  expect(taken).toEqual([])
  sessionBegun()
  await file
  expect(taken).toEqual(['/api/v1/branches/9901/evaluation/export'])
})

test('a click on a link to a file of the server takes it once', async () => {
  expect(click('/api/v1/branches/9901/letters/1/pdf')).toHaveBeenCalledOnce()
  await settled()
  expect(taken).toEqual(['http://binaan.test/api/v1/branches/9901/letters/1/pdf'])
})

test('other links and clicks are the browser’s', async () => {
  expect(click('blob:http://binaan.test/1')).not.toHaveBeenCalled()
  expect(click(null)).not.toHaveBeenCalled()
  await settled()
  expect(taken).toEqual([])
})
