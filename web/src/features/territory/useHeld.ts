import { useState } from 'react'
import { desaIn } from './address'
import { type Hand, nobody } from './fold'
import type { Tab } from './Side'
import type { Tool } from './tools'

/** What an officer holds and has open: a tool, a kader, a panel. None of it is stored. */
export function useHeld() {
  const [tool, setTool] = useState<Tool>('desa')
  const [brush, setBrush] = useState(0)
  const [hand, setHand] = useState<Hand>(nobody)
  const [heat, setHeat] = useState(false)
  /** Whether fingers draw beside a pen; null: no pen was seen. */
  const [fingers, setFingers] = useState<boolean | null>(null)
  const [tab, setTab] = useState<Tab>(() => (desaIn(location.search) ? 'desa' : 'hands'))
  const [help, setHelp] = useState(false)
  return {
    tool,
    setTool,
    brush,
    setBrush,
    hand,
    setHand,
    heat,
    setHeat,
    fingers,
    setFingers,
    tab,
    setTab,
    help,
    setHelp,
  }
}

export type Held = ReturnType<typeof useHeld>
