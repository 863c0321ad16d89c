import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { number, rupiah, shortDay } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { FamilyCell } from './FamilyCell'
import { useLeftOut } from './useLeftOut'

interface Props {
  branch: string
  month: Schemas['MonthOfKader']
}

/** Who is kept for the day of a promise, and what that is worth. */
export function Held({ branch, month }: Props) {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  const left = useLeftOut(branch, month, asked)
  const held = left.data?.held ?? []
  return (
    <details onToggle={(event) => setAsked(asked || event.currentTarget.open)}>
      <summary>{t('held', { n: number((month.certificate.held ?? []).length) })}</summary>
      <p className="soft">{t('heldHelp')}</p>
      {asked && left.isPending && <p>{t('loading')}</p>}
      <Trouble of={left.error} retry={() => void left.refetch()} />
      {left.isSuccess && held.length === 0 && <p>{t('heldNone')}</p>}
      {held.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('heldTable')}>
          <table>
            <thead>
              <tr>
                <th>{t('family')}</th>
                <th>{t('heldUntil')}</th>
              </tr>
            </thead>
            <tbody>
              {held.map((one) => (
                <tr key={one.household}>
                  <FamilyCell family={one} />
                  <td>
                    {shortDay(one.until)}
                    <br />
                    <span className="soft">{t('heldPrice', { value: rupiah(one.price) })}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
