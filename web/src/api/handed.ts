import { useState } from 'react'
import { type api, body, type Schemas } from './client'

/** How many records the server took of a phone that could not send them itself. */
export interface Handed {
  kept: number
  held: number
  /** Refused, or not to be opened. */
  bad: number
}

/** Takes the sealed records of a phone's file to the server; broken: what to say of a file that is none. */
export async function handOver(line: typeof api, file: Blob, broken: string): Promise<Handed> {
  let outbox: Schemas['OutboxInputBody']
  try {
    outbox = JSON.parse(await file.text())
  } catch {
    throw broken
  }
  const {
    kept,
    held,
    rejected,
    broken: shut,
  } = await body(line.POST('/api/v1/devices/outbox', { body: outbox }))
  return { kept, held, bad: rejected + shut }
}

/** Takes such files over a line to the server, and tells what came of the last one. */
export function useHanded(line: typeof api, broken: string) {
  const [trouble, setTrouble] = useState<unknown>(null)
  const [taken, setTaken] = useState<Handed | null>(null)
  const take = (file: File | undefined) => {
    setTrouble(null)
    setTaken(null)
    if (file) handOver(line, file, broken).then(setTaken, setTrouble)
  }
  return { take, trouble, taken }
}
