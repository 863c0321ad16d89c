import { useEffect, useState } from 'react'
import { instant } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import type { Fix } from '../outbox/event'
import { fixOf, medianOf, seek } from '../outbox/position'
import { useStored } from './FamilyPage'
import type { Family } from './pack'

/** Fixes that make a pin, and the least exact that is of use, in metres. */
const enough = 5
const worst = 100

/** "Rumahnya di sini": the middle of several fixes taken at the door. */
export function HousePin({ family }: { family: Family }) {
  const { t } = useWords()
  const [since, setSince] = useState(0)
  const { store, said } = useStored()
  return (
    <details>
      <summary>{t('pinTitle')}</summary>
      <p>{t('pinHelp')}</p>
      {since === 0 ? (
        <button type="button" className="button tall" onClick={() => setSince(instant())}>
          ◎ {t('pinStart')}
        </button>
      ) : (
        <Measuring
          since={since}
          stored={(position) => {
            setSince(0)
            void store({
              type: 'PIN_RUMAH',
              household: family.id,
              payload: { position: { lat: position.lat, lng: position.lng, accuracy: position.accuracy } },
              fix: position,
            })
          }}
        />
      )}
      <div role="status">{said}</div>
    </details>
  )
}

function Measuring({ since, stored }: { since: number; stored: (position: Fix) => void }) {
  const { t } = useWords()
  const [fixes, setFixes] = useState<Fix[]>([])
  const [trouble, setTrouble] = useState<'denied' | 'unavailable' | 'timeout' | 'none' | null>(null)
  useEffect(
    () =>
      seek((search) => {
        if (search.state === 'found') {
          const fix = fixOf(search, 0, instant())
          if (fix && fix.accuracy <= worst) setFixes((before) => [...before, fix])
        } else if (search.state !== 'seeking') setTrouble(search.state)
      }),
    [],
  )
  const middle = medianOf(fixes.slice(-enough))
  if (trouble && !middle) return <p className="notice warn">{t(`place_${trouble}`)}</p>
  return (
    <>
      <p role="status">
        {middle ? t('pinFound', { n: fixes.length, accuracy: middle.accuracy }) : t('place_seeking')}
      </p>
      <button
        type="button"
        className="button main tall"
        disabled={!middle || since === 0}
        onClick={() => middle && stored(middle)}
      >
        {t('pinHere')}
      </button>
    </>
  )
}
