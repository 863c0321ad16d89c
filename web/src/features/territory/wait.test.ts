import { describe, expect, it } from 'vitest'
import { noWait, waited } from './wait'

const seen = (...states: [lost: boolean, pending: number][]) =>
  states.reduce((wait, [lost, pending]) => waited(wait, { lost, pending }), noWait)

describe('strokes that wait for the server', () => {
  it('are told once all of them have landed', () => {
    expect(seen([false, 1], [true, 1], [true, 3], [false, 2]).landed).toBe(0)
    expect(seen([false, 1], [true, 1], [true, 3], [false, 2], [false, 0]).landed).toBe(3)
  })
  it('are told once', () => {
    expect(seen([true, 2], [false, 0], [false, 0])).toEqual(noWait)
  })
  it('are none where the server answered all the time, or nothing was drawn while it was gone', () => {
    expect(seen([false, 1], [false, 0])).toEqual(noWait)
    expect(seen([true, 0], [false, 0])).toEqual(noWait)
  })
  it('wait on where the server goes again', () => {
    expect(seen([true, 2], [false, 1], [true, 1], [false, 0]).landed).toBe(2)
  })
})
