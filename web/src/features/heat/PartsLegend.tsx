import { longDay, monthName, number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import type { Heat } from './ask'
import { byLook, colourOf } from './classes'
import { say, sayTotal } from './values'

/** Classes with how many parts are in each; hidden and none beside them, told apart. */
export function PartsLegend({ heat, palette, drawn }: { heat: Heat; palette: string; drawn: string }) {
  const { t } = useWords()
  const { classes, hidden, none } = byLook(heat, drawn)
  const breaks = heat.breaks ?? []
  const total = sayTotal(heat.unit, heat.total)
  return (
    <section aria-label={t('legend')} className="parts-legend">
      <h3>{t('legend')}</h3>
      <ul className="legend">
        {classes.map((ids, i) => (
          <li key={breaks[i] ?? i}>
            <span className="swatch" style={{ background: colourOf(palette, i, classes.length) }} />
            {say(heat.unit, breaks[i] ?? 0)} – {t('below', { value: say(heat.unit, breaks[i + 1] ?? 0) })}
            <small className="soft"> {t('partsCount', { n: number(ids.length) })}</small>
          </li>
        ))}
        <li>
          <span className="swatch hatch" />
          {t('hiddenClass')} <small className="soft">{t('partsCount', { n: number(hidden.length) })}</small>
        </li>
        <li>
          <span className="swatch dotted" />
          {t('noData')} <small className="soft">{t('partsCount', { n: number(none.length) })}</small>
        </li>
      </ul>
      <p>
        {t('totalShown', { value: total ?? t('noneYet') })}
        {heat.before &&
          heat.parts?.some(({ before }) => before !== undefined) &&
          ` · ${monthName(heat.against)}: ${sayTotal(heat.unit, heat.before) ?? t('noneYet')}`}
      </p>
      <p className="soft">
        {t('legendCount', {
          all: number(heat.n.households),
          shown: number(heat.n.shown),
          hidden: number(heat.n.hidden),
          unplaced: number(heat.n.unplaced),
        })}{' '}
        {heat.upTo ? t('asOf', { day: longDay(heat.upTo) }) : t('notKept')}
        {heat.incomplete && ` · ${t('incomplete')}`}
      </p>
      <p className="soft">
        {t('filter')}: {heat.filters || t('noFilter')}. {t('lockedClasses')}{' '}
        {t('leastFamilies', { n: number(heat.least) })}
      </p>
    </section>
  )
}
