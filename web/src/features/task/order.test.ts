import { expect, test } from 'vitest'
import { helped, notesOf, openFirst, unowned } from './order'
import type { MonthNote, Task } from './useTasks'

const task = (id: number, more: Partial<Task> = {}): Task => ({
  id,
  deviation: 'SILENT',
  kader: id,
  kaderName: `Kader ${id}`,
  owner: 1,
  ownerName: 'Contoh',
  due: '2026-11-30',
  what: 'Telepon',
  openedBy: 'Contoh',
  opened: '2026-11-23',
  ...more,
})

test('own tasks come first, then the earliest; closed ones are not open', () => {
  const tasks = [
    task(1, { due: '2026-11-24' }),
    task(2, { owner: 7 }),
    task(3, { owner: 7, due: '2026-11-25' }),
    task(4, { owner: 7, closed: '2026-11-23' }),
  ]
  expect(openFirst(tasks, 7).map(({ id }) => id)).toEqual([3, 2, 1])
})

test('closing is measured: how often the deviation was gone', () => {
  const tasks = [
    task(1),
    task(2, { closed: '2026-11-23', cleared: true }),
    task(3, { closed: '2026-11-23', cleared: false }),
  ]
  expect(helped(tasks)).toEqual({ cleared: 1, closed: 2 })
})

test('a deviation that is somebody’s task is not offered again, until that is closed', () => {
  const kader = [
    { id: 1, flags: ['SILENT', 'BROKEN'] },
    { id: 2, flags: ['SILENT'] },
  ]
  const tasks = [task(1), task(2, { closed: '2026-11-23', cleared: false })]
  expect(unowned(kader, tasks).map(([{ id }, flag]) => `${id} ${flag}`)).toEqual(['1 BROKEN', '2 SILENT'])
})

test('a note is shown in its area, in what is within, and in what is around', () => {
  const note = { area: '33.72.01' } as MonthNote
  const shown = (area: string) => notesOf([note], area).length
  expect(['', '33', '33.72', '33.72.01', '33.72.01.1001'].map(shown)).toEqual([1, 1, 1, 1, 1])
  expect(['33.72.02', '33.72.0', '33.73'].map(shown)).toEqual([0, 0, 0])
  expect(notesOf([{ area: '' } as MonthNote], '33.72.02')).toHaveLength(1)
})
