import { createElement, Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Drawn, Later } from './later'

const shown = (what: Later<{ name: string }>): string =>
  renderToString(
    createElement(
      Suspense,
      { fallback: 'waits' },
      createElement(Drawn<{ name: string }>, { what, with: { name: 'Ani' } }),
    ),
  )

test('a component whose file has come is drawn at once, another one waits', async () => {
  let asked = 0
  const hello = new Later(async () => {
    asked++
    return { default: ({ name }: { name: string }) => `hello ${name}` }
  })
  expect(asked).toBe(0)
  expect(shown(hello)).toContain('waits')
  await hello.fetch()
  expect(shown(hello)).toContain('hello Ani')
  expect(shown(hello)).not.toContain('waits')
})

test('a file that does not come is asked for again', async () => {
  let asked = 0
  const part = new Later<object>(async () => {
    asked++
    throw new Error('no line')
  })
  await expect(part.fetch()).rejects.toThrow('no line')
  await expect(part.fetch()).rejects.toThrow('no line')
  expect(asked).toBe(2)
})
