import type { Schemas } from '../../api/client'
import { type Say, useWords } from '../../shared/i18n'
import { apartWords } from './model'

type Of = Schemas['Rival']

/** By how much a drawing differs from the solver's plan, in words. */
export function behind({ best, drawn }: Pick<Of, 'best' | 'drawn'>, t: Say): string {
  const [cash, later] = [drawn.expected - best.expected, drawn.later - best.later]
  return cash === 0 && later === 0 ? t('bestSame') : apartWords(cash, later, t)
}

const most = 8

/** How far a drawing is from the solver's plan with the same locks, and where. */
export function Rival({ rival, placeName }: { rival: Of | null; placeName: (code: string) => string }) {
  const { t } = useWords()
  if (!rival) return <p className="soft">{t('bestAsked')}</p>
  const less = rival.best.value - rival.drawn.value
  const words = less === 0 ? 'bestEqual' : less > 0 ? 'bestBelow' : 'bestAbove'
  const rows = (rival.kecamatan ?? []).slice(0, most)
  return (
    <section className="notice">
      <p>
        {t(words, { value: behind(rival, t) })} {t(rival.proven ? 'bestProven' : 'bestFound')}
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
