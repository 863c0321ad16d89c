import { describe, expect, it } from 'vitest'
import { actOf, type Keyed } from './press'
import { tools } from './tools'

const off = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, now: Partial<Keyed> = {}, held: Partial<typeof off> = {}) =>
  actOf(
    { ...off, ...held, key },
    { numbering: false, onMap: false, aimed: false, mayDraw: true, mayLock: true, ...now },
  )

describe('a key', () => {
  it('undoes and does again with Ctrl or Command, and leaves the browser its own', () => {
    expect(press('z', {}, { ctrlKey: true })).toEqual({ kind: 'undo' })
    expect(press('Z', {}, { metaKey: true, shiftKey: true })).toEqual({ kind: 'redo' })
    for (const key of ['1', 'l', 'n', 'Enter', 'ArrowLeft']) {
      expect(press(key, { onMap: true }, { ctrlKey: true })).toBeNull()
      expect(press(key, { onMap: true }, { altKey: true })).toBeNull()
    }
  })
  it('is a digit of a number, which Enter ends before it draws', () => {
    expect(press('4')).toEqual({ kind: 'digit', digit: '4' })
    expect(press('Enter', { numbering: true, onMap: true, aimed: true })).toEqual({ kind: 'enough' })
  })
  it('goes from desa to desa on the map alone, and draws where it is', () => {
    expect(press('ArrowUp', { onMap: true })).toEqual({ kind: 'step', dx: 0, dy: 1 })
    expect(press('ArrowLeft', { onMap: true })).toEqual({ kind: 'step', dx: -1, dy: 0 })
    expect(press('ArrowUp')).toBeNull()
    expect(press('Enter', { onMap: true, aimed: true })).toEqual({ kind: 'draw' })
    expect(press('Enter', { onMap: true })).toBeNull()
    expect(press('Enter', { aimed: true })).toBeNull()
  })
  it('takes every tool, and only to look where nothing may be drawn', () => {
    for (const { tool, key } of tools) {
      expect(press(key)).toEqual({ kind: 'tool', tool })
      expect(press(key, { mayDraw: false })).toEqual(tool === 'inspect' ? { kind: 'tool', tool } : null)
    }
    expect(press('v')).toEqual({ kind: 'tool', tool: 'inspect' })
  })
  it('locks for who may', () => {
    expect(press('l')).toEqual({ kind: 'lock' })
    expect(press('L')).toEqual({ kind: 'lock' }) // Caps Lock
    expect(press('L', {}, { shiftKey: true })).toEqual({ kind: 'lockAll' })
    for (const shiftKey of [false, true]) expect(press('l', { mayLock: false }, { shiftKey })).toBeNull()
  })
  it('does one thing each, whatever the case', () => {
    const kinds = ['[', ']', 'N', 'f', 'G', 'h', '?', 'Escape'].map((key) => press(key)?.kind)
    expect(kinds).toEqual(['thinner', 'thicker', 'nextOpen', 'nextBroken', 'fill', 'heat', 'help', 'leave'])
    for (const key of ['q', 'F5', 'Tab', ' ']) expect(press(key)).toBeNull()
  })
})
