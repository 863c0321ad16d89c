import type { Schemas } from '../../api/client'
import { number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { type Band, standing, useBand } from './band'
import { usePlaceName } from './desa'
import { Lock } from './Lock'
import { desaOf, hueOf, type Territory, type TerritoryPlan } from './model'

interface Props {
  branch: Schemas['BranchSummary']
  plan: TerritoryPlan
  mayLock: boolean
  selected: number
  select: (territory: number) => void
}

/** Every territory with its kader and figures, and what nobody serves. */
export function TerritoryList({ branch, plan, mayLock, selected, select }: Props) {
  const { t } = useWords()
  const band = useBand(branch)
  const placeName = usePlaceName(branch.code, plan.id)
  return (
    <section>
      <h2>
        {t('territories')} ({plan.territories?.length ?? 0})
      </h2>
      <ul className="territories">
        {(plan.territories ?? []).map((one) => (
          <li key={one.id} className="lockable">
            <Row
              one={one}
              desa={desaOf(one, placeName)}
              band={band}
              selected={one.id === selected}
              select={select}
            />
            {mayLock && <Lock branch={branch.code} plan={plan.id} one={one} />}
          </li>
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
  desa,
  band,
  selected,
  select,
}: {
  one: Territory
  desa: string
  band: Band | null
  selected: boolean
  select: (id: number) => void
}) {
  const { t } = useWords()
  const place = band ? standing(one.eligible, band) : 'bandOk'
  const sign = { bandLow: '▼', bandOk: '', bandHigh: '▲' }[place]
  return (
    <button
      type="button"
      className="territory"
      aria-pressed={selected}
      onClick={() => select(selected ? 0 : one.id)}
    >
      <span className="swatch" style={{ background: hueOf(one.id) }} />
      <strong>
        {one.id}. {one.kaderName || t('nobody')}{' '}
        {one.merangkap && <span className="badge">{t('merangkap')}</span>}{' '}
        {one.locked && <span className="badge plain">{t('locked')}</span>}
      </strong>
      <span>
        {number(one.eligible)} {t('eligible')} {sign && <em title={t(place)}>{`${sign} ${t(place)}`}</em>} ·{' '}
        {roundRupiah(one.arrears)}
      </span>
      <span className="soft">
        {desa && `${desa} · `}
        {one.kecamatanName} · {t('expected')} {roundRupiah(one.expected)}
      </span>
    </button>
  )
}
