import { decimal, number, roundRupiah } from '../../shared/format'
import { hasWords, useWords } from '../../shared/i18n'
import { usePlaceName } from './desa'
import { bringsWords, gapPercent, shapeOf, type TerritoryPlan } from './model'
import { weightNames, weightWords } from './settings'

interface Props {
  branch: string
  plan: TerritoryPlan
}

/** How good the plan is, and how that is known. */
export function Judgement({ plan }: { plan: TerritoryPlan }) {
  const { t } = useWords()
  const c = plan.certificate
  if (!c) return null
  const gap = gapPercent(c)
  const whole = c.whole
  const shape = c.grain === 'desa' ? null : shapeOf(plan)
  return (
    <ul className="judgement">
      <li>{t(c.grain === 'desa' ? 'grainDesa' : 'grainCell')}</li>
      {whole && whole.most === 0 && <li>{t('wholeDrawn')}</li>}
      {whole && whole.most > 0 && (
        <li>
          {whole.proven
            ? t('wholeProven', { n: number(whole.sets) })
            : t('wholeGap', { n: decimal((100 * (whole.most - whole.worth)) / Math.max(1, whole.most)) })}
          {whole.split?.length ? t('wholeSplit', { n: whole.split.length, least: whole.fewest }) : ''}
        </li>
      )}
      <li>{t('inBand', { n: c.inBand, all: c.count })}</li>
      <li>{t('connected', { n: c.connected, all: c.count })}</li>
      {shape && shape.skipped > 0 && (
        <li>{t('shapeSkipped', { n: number(shape.skipped), value: roundRupiah(shape.cash) })}</li>
      )}
      {shape && shape.narrow > 0 && <li>{t('shapeNarrow', { n: number(shape.narrow) })}</li>}
      <li>
        {t('compactness', { n: number(Math.round(c.inertia)) })}
        {gap !== null && `, ${t('gap', { n: decimal(gap) })}`}
      </li>
      <li>{t('moved', { n: number(c.moved), least: number(c.movedBound) })}</li>
      <li>
        {t('desaPairs', { n: number(c.desaPairs) })}
        {c.desaBound ? t('atLeast', { n: number(c.desaBound) }) : ''}
      </li>
      {c.mostValue ? (
        <li>
          {t('expectedOf', { value: bringsWords(c, t) })},{' '}
          {t('valueOf', {
            value: roundRupiah(c.value ?? c.expected),
            bound: roundRupiah(c.mostValue),
            n: decimal((100 * (c.mostValue - (c.value ?? c.expected))) / c.mostValue),
          })}
        </li>
      ) : null}
    </ul>
  )
}

/** What counted when the plan was made; plans from before weights were kept tell nothing. */
export function PlanWeights({ plan }: { plan: TerritoryPlan }) {
  const { t } = useWords()
  const weights = plan.request.weights
  if (!weights) return null
  return (
    <details>
      <summary>{t('planWeights')}</summary>
      <ul>
        {plan.request.redraw && <li>{t('redraw')}</li>}
        {weightNames.map((name) => (
          <li key={name}>
            {t(weightWords[name].name)}: {weights[name].toLocaleString('id-ID')}{' '}
            <span className="soft">{t(weightWords[name].unit)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What could not be made true, with the families and the money concerned. */
export function Findings({ branch, plan }: Props) {
  const { t } = useWords()
  const placeName = usePlaceName(branch, plan.id)
  const findings = plan.findings ?? []
  return (
    <details>
      <summary>
        {t('findings')} ({findings.length})
      </summary>
      {findings.length === 0 && <p className="soft">{t('noFindings')}</p>}
      <ul>
        {findings.map((f) => (
          <li key={`${f.code} ${f.kecamatan} ${f.desa} ${f.cell}`}>
            {t('findingAt', {
              what: hasWords(f.code) ? t(f.code) : f.code,
              place: placeName(f.desa || f.kecamatan || ''),
              kk: number(f.eligible),
              value: roundRupiah(f.arrears),
            })}
          </li>
        ))}
      </ul>
    </details>
  )
}
