import type { Schemas } from '../../api/client'
import { number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { type Band, standing, useBand } from './band'
import { hueOf, type Territory, type TerritoryPlan } from './model'

interface Props {
  branch: Schemas['BranchSummary']
  plan: TerritoryPlan
  selected: number
  select: (territory: number) => void
}

/** Every territory with its kader and figures, and what nobody serves. */
export function TerritoryList({ branch, plan, selected, select }: Props) {
  const { t } = useWords()
  const band = useBand(branch)
  return (
    <section>
      <h2>
        {t('territories')} ({plan.territories?.length ?? 0})
      </h2>
      <ul className="territories">
        {(plan.territories ?? []).map((one) => (
          <Row key={one.id} one={one} band={band} selected={one.id === selected} select={select} />
        ))}
        <li className="territory">
          <span className="swatch" style={{ background: hueOf(0) }} />
          <strong>{t('unserved')}</strong>
          <span>
            {number(plan.unserved.eligible)} {t('eligible')}, {roundRupiah(plan.unserved.arrears)}
          </span>
        </li>
      </ul>
    </section>
  )
}

function Row({
  one,
  band,
  selected,
  select,
}: {
  one: Territory
  band: Band | null
  selected: boolean
  select: (id: number) => void
}) {
  const { t } = useWords()
  const place = band ? standing(one.eligible, band) : 'bandOk'
  const sign = { bandLow: '▼', bandOk: '', bandHigh: '▲' }[place]
  return (
    <li>
      <button
        type="button"
        className="territory"
        aria-pressed={selected}
        onClick={() => select(selected ? 0 : one.id)}
      >
        <span className="swatch" style={{ background: hueOf(one.id) }} />
        <strong>
          {one.id}. {one.kaderName || t('nobody')}{' '}
          {one.merangkap && <span className="badge">{t('merangkap')}</span>}
        </strong>
        <span>
          {number(one.eligible)} {t('eligible')} {sign && <em title={t(place)}>{`${sign} ${t(place)}`}</em>} ·{' '}
          {roundRupiah(one.arrears)}
        </span>
        <span className="soft">
          {one.kecamatanName} · {t('expected')} {roundRupiah(one.expected)}
        </span>
      </button>
    </li>
  )
}
