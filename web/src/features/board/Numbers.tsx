import { decimal, number } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { type Board, notBegun, percent, points, type Ratio, ratios, sayRupiah, signed, value } from './model'

/** The five numbers that come first. */
export function Numbers({ board }: { board: Board }) {
  const { t } = useWords()
  const { now, before, moneyHidden } = board
  const begins = notBegun(board)
  return (
    <dl className="cards" aria-label={t('boardNumbers')}>
      <Card
        name="visitsCard"
        now={ratios.visits(now)}
        before={ratios.visits(before)}
        large={begins ? t('monthBegins') : number(now.visits)}
        still={begins ? t('monthBeginsWhy') : undefined}
      >
        {now.planned > 0 && t('onRoutes', { done: number(now.onRoute), planned: number(now.planned) })}
      </Card>
      <Card name="contactCard" now={ratios.contact(now)} before={ratios.contact(before)} />
      <Card name="keptCard" now={ratios.kept(now)} before={ratios.kept(before)} />
      {moneyHidden ? (
        <div>
          <dt>{t('collectedCard')}</dt>
          <dd className="soft">{t('moneyHiddenWhy')}</dd>
        </div>
      ) : (
        <>
          <Card
            name="collectedCard"
            now={ratios.money(now)}
            before={ratios.money(before)}
            large={sayRupiah(now.collected)}
            write={sayRupiah}
          >
            {now.unsought > 0 && t('unsoughtToo', { value: sayRupiah(now.unsought) })}
          </Card>
          <PerVisit now={ratios.perVisit(now)} before={ratios.perVisit(before)} />
        </>
      )}
    </dl>
  )
}

interface CardProps {
  name: Key
  now: Ratio
  before: Ratio
  /** Stands large instead of the share. */
  large?: string
  write?: (n: number) => string
  /** Stands instead of the comparison. */
  still?: string
  children?: React.ReactNode
}

function Card({ name, now, before, large, write = number, still, children }: CardProps) {
  const { t } = useWords()
  const share = percent(now)
  const moved = points(now, before)
  const filled = Math.min(1, value(now) ?? 0)
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd className="large">{large ?? share ?? t('noneYet')}</dd>
      <dd>
        {now.den > 0 ? t('ofAsked', { num: write(now.num), den: write(now.den) }) : t('nothingAsked')}
        {large && share && ` · ${share}`}
      </dd>
      {now.den > 0 && (
        <dd className="meter" aria-hidden="true">
          <span style={{ width: `${100 * filled}%` }} />
        </dd>
      )}
      <dd className="soft">
        {still ??
          (moved === null
            ? t('noComparison')
            : t('movedPoints', { n: signed(moved, (n) => decimal(n)), was: percent(before) ?? '' }))}
      </dd>
      {children && <dd className="soft">{children}</dd>}
    </div>
  )
}

function PerVisit({ now, before }: { now: Ratio; before: Ratio }) {
  const { t } = useWords()
  const [is, was] = [value(now), value(before)]
  return (
    <div>
      <dt>{t('perVisitCard')}</dt>
      <dd className="large">{is === null ? t('noneYet') : sayRupiah(is)}</dd>
      <dd>{t('ofAsked', { num: sayRupiah(now.num), den: number(now.den) })}</dd>
      <dd className="soft">
        {was === null || is === null
          ? t('noComparison')
          : t('movedFrom', { n: signed(is - was, sayRupiah), was: sayRupiah(was) })}
      </dd>
    </div>
  )
}
