import type { MonthNote, Task } from './useTasks'

/** Open tasks, one's own first, then by their day. */
export function openFirst(tasks: Task[], account: number): Task[] {
  return tasks
    .filter((task) => task.closed === undefined)
    .sort(
      (a, b) =>
        Number(b.owner === account) - Number(a.owner === account) ||
        a.due.localeCompare(b.due) ||
        a.id - b.id,
    )
}

/** Of how many tasks closed of late the deviation stood no longer. */
export function helped(tasks: Task[]): { cleared: number; closed: number } {
  const closed = tasks.filter((task) => task.closed !== undefined)
  return { cleared: closed.filter((task) => task.cleared === true).length, closed: closed.length }
}

/** Deviations that are nobody's task yet. */
export function unowned<K extends { id: number; flags: string[] }>(kader: K[], tasks: Task[]): [K, string][] {
  const taken = new Set(
    tasks.filter((task) => task.closed === undefined).map((task) => `${task.kader} ${task.deviation}`),
  )
  return kader.flatMap((row) =>
    row.flags.filter((flag) => !taken.has(`${row.id} ${flag}`)).map((flag): [K, string] => [row, flag]),
  )
}

/** Notes that say something of an area: of it, around it or within it. */
export function notesOf(notes: MonthNote[], area: string): MonthNote[] {
  const within = (a: string, b: string) => b === '' || a === b || a.startsWith(`${b}.`)
  return notes.filter((note) => within(area, note.area) || within(note.area, area))
}
