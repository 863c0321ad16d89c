import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { percent, type Ratio, sayRupiah } from './model'

/** A share with both its numbers: "46 %" large, "1.640 / 4.100" small. */
export function Share({ of, money = false }: { of: Ratio; money?: boolean }) {
  const { t } = useWords()
  const write = money ? sayRupiah : number
  const text = percent(of)
  return (
    <>
      {text ?? <span className="soft">{t('noneYet')}</span>}
      {of.den !== 0 && (
        <small className="soft">
          {' '}
          {write(of.num)} / {write(of.den)}
        </small>
      )}
    </>
  )
}

/** Money, or that it is hidden: neither nothing nor zero. */
export function Money({ amount, hidden }: { amount: number; hidden: boolean }) {
  const { t } = useWords()
  if (!hidden) return <>{sayRupiah(amount)}</>
  return (
    <span className="hidden-value" title={t('moneyHiddenWhy')}>
      {t('hiddenClass')}
    </span>
  )
}

interface TrendProps {
  values: number[]
  label: string
  /** What is noted of each month; nothing: ''. */
  notes?: string[]
}

/** A line of bars: what came month by month, the last one marked, and which have notes. */
export function Trend({ values, label, notes = [] }: TrendProps) {
  const most = Math.max(1, ...values)
  return (
    <svg
      className="trend"
      viewBox={`0 0 ${values.length * 8} 20`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {values.map((v, i) => {
        const height = Math.max(v > 0 ? 1 : 0, (14 * v) / most)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: months stand in their order
          <g key={i}>
            {notes[i] && <title>{notes[i]}</title>}
            <rect
              x={i * 8 + 1}
              y={20 - height}
              width={6}
              height={height}
              className={i === values.length - 1 ? 'last' : ''}
            />
            {notes[i] && <path className="noted" d={`M${i * 8 + 1} 0h6l-3 4z`} />}
          </g>
        )
      })}
    </svg>
  )
}
