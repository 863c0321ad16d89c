import type { Schemas } from '../../api/client'
import { roundRupiah } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'

type Of = Schemas['Rival']

/** By how much a drawing is behind the solver's plan, in a word. */
export function behind(rival: Pick<Of, 'best' | 'drawn'>, t: Say): string {
  const less = rival.best - rival.drawn
  if (less === 0) return t('bestSame')
  return less > 0 ? `−${roundRupiah(less)}` : `+${roundRupiah(-less)}`
}

const most = 8

/** How far a drawing is from the solver's plan with the same locks, and where. */
export function Rival({ rival, placeName }: { rival: Of | null; placeName: (code: string) => string }) {
  const { t } = useWords()
  if (!rival) return <p className="soft">{t('bestAsked')}</p>
  const less = rival.best - rival.drawn
  const words = less === 0 ? 'bestEqual' : less > 0 ? 'bestBelow' : 'bestAbove'
  const rows = (rival.kecamatan ?? []).slice(0, most)
  return (
    <section className="notice">
      <p>
        {t(words, { value: roundRupiah(Math.abs(less)) })} {t(rival.proven ? 'bestProven' : 'bestFound')}
      </p>
      {rows.length > 0 && (
        <ul className="plain">
          {rows.map((one) => (
            <li key={one.kecamatan}>
              {placeName(one.kecamatan)}: {behind(one, t)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
