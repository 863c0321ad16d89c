import type { Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { type Effect, turnsOf } from './model'

/** What becomes of the figures of the territories shown, before it is done. */
export function EffectTable({ of }: { of: Effect }) {
  const { t } = useWords()
  const turns = turnsOf(of)
  const [before = 0, after = 0] = of.unlocated ?? []
  const sums = (one: Schemas['Figures']) =>
    `${number(one.eligible)} ${t('eligible')}, ${number(one.households)} KK`
  return (
    <div className="effect" role="status">
      <h3>{t('inboxEffect')}</h3>
      {of.desa && <p>{t('inboxInto', { desa: of.desa })}</p>}
      {turns.length === 0 && before === after && <p>{t('inboxNoEffect')}</p>}
      {(turns.length > 0 || before !== after) && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('inboxWho')}</th>
              <th scope="col">{t('inboxBefore')}</th>
              <th scope="col">{t('inboxAfter')}</th>
            </tr>
          </thead>
          <tbody>
            {turns.map((one) => (
              <tr key={one.territory}>
                <th scope="row">
                  {one.territory === 0 ? t('unserved') : `${one.territory}. ${one.kaderName || t('nobody')}`}
                </th>
                <td>{sums(one.before)}</td>
                <td>{sums(one.after)}</td>
              </tr>
            ))}
            {before !== after && (
              <tr>
                <th scope="row">{t('inboxUnlocated')}</th>
                <td>{number(before)} KK</td>
                <td>{number(after)} KK</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </div>
  )
}
