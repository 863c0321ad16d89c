import type { Schemas } from '../../api/client'
import { number, rupiah } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { gap, provenDays } from './model'

type Month = Schemas['MonthOfKader']

/** How good a month is, and how that is known. */
export function Certificate({ month }: { month: Month }) {
  const { t } = useWords()
  const c = month.certificate
  const lines = [
    [t('value'), rupiah(c.value)],
    [t('bound'), c.bound > 0 ? rupiah(c.bound) : '–'],
    [t('gapColumn'), gap(c)],
    [t('provenDays'), t(...provenDays(c))],
    [t('seed'), String(c.seed)],
    [t('budget'), budget(month, t)],
    [t('travelSource'), month.travel.replace('perkiraan', t('estimate')) || '–'],
  ]
  return (
    <section className="certificate">
      <h4>{t('certificate')}</h4>
      <dl className="counts">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">{t('certificateHelp')}</p>
    </section>
  )
}

function budget(month: Month, t: Say): string {
  const spent = number(month.certificate.iterations)
  if (month.seconds > 0) return t('budgetSeconds', { n: number(month.seconds), spent })
  if (month.iterations > 0) return t('budgetIterations', { n: number(month.iterations), spent })
  return t('budgetUsual', { spent })
}
