import { expect, test } from 'vitest'
import { comeAgain, inTurn } from './turns'

test('what is asked for while it runs is done once more, however often it was asked', async () => {
  let runs = 0
  let end = () => {}
  const sync = inTurn(async () => {
    runs++
    await new Promise<void>((done) => {
      end = done
    })
  })
  const first = sync()
  const second = sync()
  sync()
  expect(runs).toBe(1)
  end()
  await Promise.resolve()
  await Promise.resolve()
  expect(runs).toBe(2)
  end()
  await Promise.all([first, second])
  expect(runs).toBe(2)
  const later = sync()
  expect(runs).toBe(3)
  end()
  await later
})

test('a run that fails leaves the next one free', async () => {
  let runs = 0
  const sync = inTurn(async () => {
    if (++runs === 1) throw new Error('no line')
  })
  await expect(sync()).rejects.toThrow('no line')
  await sync()
  expect(runs).toBe(2)
})

test('a server that is not reached is asked again soon, then less and less often', () => {
  expect([0, 1, 2, 3].map((n) => comeAgain(n, 5000, 300_000))).toEqual([5000, 5000, 10_000, 20_000])
  expect(comeAgain(7, 5000, 300_000)).toBe(300_000)
  expect(comeAgain(2000, 5000, 300_000)).toBe(300_000)
})
