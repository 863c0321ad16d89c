import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import type { Heat } from './ask'
import { sayTotal } from './values'

type Answer = Schemas['HeatDrawn']

export interface DrawnArea {
  lasso: ((ring: [number, number][]) => void) | null
  inside: number[]
  answer: Answer | undefined
  error: unknown
  begin: () => void
  clear: () => void
}

const nothing: number[] = []

/** An area drawn by hand, and what the whole published parts in it add up to. */
export function useDrawn(
  branch: { code: string; version: number },
  query: Record<string, string>,
): DrawnArea {
  const [drawing, setDrawing] = useState(false)
  const [ring, setRing] = useState('')
  const sums = useQuery({
    queryKey: ['drawn', branch.code, branch.version, query, ring],
    enabled: ring !== '',
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/heat/drawn', {
          params: { path: { branch: branch.code }, query: { ...query, ring } as never },
        }),
      ),
  })
  return {
    lasso: drawing
      ? (points) => {
          setDrawing(false)
          setRing(points.map(([lon, lat]) => `${lon.toFixed(5)} ${lat.toFixed(5)}`).join(','))
        }
      : null,
    inside: sums.data?.inside ?? nothing,
    answer: sums.data,
    error: sums.error,
    begin: () => {
      setRing('')
      setDrawing(true)
    },
    clear: () => {
      setRing('')
      setDrawing(false)
    },
  }
}

/** The sums of a drawn area: of whole parts alone, those that the line cuts are named and left out. */
export function Drawn({
  drawn,
  heat,
  place,
}: {
  drawn: DrawnArea
  heat: Heat
  place: (code: string) => string
}) {
  const { t } = useWords()
  const { answer } = drawn
  const cut = (heat.parts ?? []).filter(({ id }) => answer?.cut.includes(id))
  return (
    <div className="drawn" aria-live="polite">
      <div className="toolbar">
        <button type="button" className="button" aria-pressed={drawn.lasso !== null} onClick={drawn.begin}>
          {t('drawArea')}
        </button>
        {(answer || drawn.lasso) && (
          <button type="button" className="button" onClick={drawn.clear}>
            {t('drawClear')}
          </button>
        )}
      </div>
      {drawn.lasso && <p>{t('drawHow')}</p>}
      <Trouble of={drawn.error} />
      {answer && (
        <p className="drawn-sum">
          <strong>
            {answer.told ? (sayTotal(heat.unit, answer.total) ?? t('noneYet')) : t('drawNoSum')}
          </strong>{' '}
          {t('drawSum', {
            parts: number(answer.inside.length),
            households: number(answer.households),
            hidden: number(answer.hidden),
          })}{' '}
          {cut.length > 0 &&
            t('drawCut', {
              n: number(cut.length),
              names: [...new Set(cut.map(({ desa }) => place(desa)))].slice(0, 5).join('; '),
            })}
        </p>
      )}
    </div>
  )
}
