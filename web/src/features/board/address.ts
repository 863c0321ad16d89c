import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/** Everything that says what the page shows; a link or the back button brings it back. */
export interface Address {
  /** What is seen of several branches: those of a kedeputian, or one. */
  kedeputian: string
  branch: string
  month: string
  against: string
  within: string
  /** Of the places: kabupaten, kecamatan or desa; just under the area by default. */
  level: string
  /** Sorting of the places and of the kader: the column, with - before it when down. */
  places: string
  kader: string
  search: string
  flag: string
}

const names: (keyof Address)[] = [
  'kedeputian',
  'branch',
  'month',
  'against',
  'within',
  'level',
  'places',
  'kader',
  'search',
  'flag',
]

/** Up or down to another office: what is seen of one is not there in another, months are. */
export const elsewhere: Omit<Address, 'month' | 'against'> = {
  kedeputian: '',
  branch: '',
  within: '',
  level: '',
  places: '',
  kader: '',
  search: '',
  flag: '',
}
const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/

export function read(params: URLSearchParams): Address {
  const out = {} as Address
  for (const name of names) out[name] = params.get(name) ?? ''
  if (!isMonth.test(out.month)) out.month = ''
  if (!isMonth.test(out.against)) out.against = ''
  if (!/^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$/.test(out.within)) out.within = ''
  if (!['kabupaten', 'kecamatan', 'desa'].includes(out.level)) out.level = ''
  return out
}

/** The address after a change: what is said by default is left out, what is foreign to it stays. */
export function write(params: URLSearchParams, change: Partial<Address>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}

export type Go = (change: Partial<Address>, how?: { replace: boolean }) => void

/** The page's state in the address. A change is a step to go back from, unless it replaces the last. */
export function useAddress(): [Address, Go] {
  const [params, setParams] = useSearchParams()
  const go = useCallback<Go>(
    (change, how) => setParams((now) => write(now, change), { replace: how?.replace ?? false }),
    [setParams],
  )
  return [read(params), go]
}
