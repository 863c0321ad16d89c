import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Heat, Part } from './ask'
import { nameOf } from './PartsPanel'
import { say } from './values'

interface Props {
  heat: Heat
  place: (code: string) => string
  chosen: number
  choose: (id: number) => void
}

/** The map as a table: for who does not see it, and for who wants the largest first. */
export function PartsTable({ heat, place, chosen, choose }: Props) {
  const { t } = useWords()
  const rank = (part: Part) => (part.status === 'value' ? part.value : Number.NEGATIVE_INFINITY)
  const parts = [...(heat.parts ?? [])].sort((a, b) => rank(b) - rank(a) || a.id - b.id)
  return (
    <details className="twin">
      <summary>{t('mapTable', { n: number(parts.length) })}</summary>
      <div
        className="scroll"
        tabIndex={0}
        role="region"
        aria-label={t('mapTable', { n: number(parts.length) })}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('placeName')}</th>
              <th scope="col" className="number">
                {t('household')}
              </th>
              <th scope="col" className="number">
                {t('value')}
              </th>
              <th scope="col" className="number">
                {t('comparedMonth')}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.id} aria-current={part.id === chosen || undefined}>
                <td>
                  <button
                    type="button"
                    className="link"
                    onClick={() => choose(part.id === chosen ? 0 : part.id)}
                  >
                    {nameOf(part, place)} #{part.id}
                  </button>
                </td>
                <td className="number">{part.households > 0 ? number(part.households) : t('hiddenClass')}</td>
                <td className="number">
                  {part.status === 'value'
                    ? say(heat.unit, part.value)
                    : t(part.status === 'hidden' ? 'hiddenClass' : 'noData')}
                </td>
                <td className="number">{part.before === undefined ? '–' : say(heat.unit, part.before)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
