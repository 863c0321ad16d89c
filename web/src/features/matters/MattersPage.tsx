import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { DisputeList } from './DisputeList'
import { MatterList, useMatters } from './MatterList'
import { counted, inAll } from './model'
import { OrphanList } from './OrphanList'
import { Payments } from './Payments'
import { useDecide } from './useDecide'

type Branch = Schemas['BranchSummary']
type Section = 'matters' | 'payments' | 'disputes' | 'held' | 'orphans'

/** What waits for the office: open matters, doubtful payments, disputes, held records, promises without a kader. */
export function MattersPage({ branch, mayDecide }: { branch: Branch; mayDecide: boolean }) {
  const { t } = useWords()
  const [section, setSection] = useState<Section>('matters')
  const waiting = useMatters(branch.code)
  const sections: [Section, string][] = [
    ['matters', `${t('mattersOpen')} (${counted(inAll(waiting.data?.counts))})`],
    ...(mayDecide ? [['payments', t('mattersPayments')] as [Section, string]] : []),
    ['disputes', t('mattersDisputes')],
    ['held', `${t('mattersHeld')} (${counted(waiting.data && (waiting.data.held?.length ?? 0))})`],
    ['orphans', `${t('orphans')} (${counted(waiting.data?.orphansInAll)})`],
  ]
  return (
    <div className="page">
      <h2>{t('tabMatters')}</h2>
      <p className="soft">{t('mattersHelp')}</p>
      <div className="toolbar" role="group" aria-label={t('tabMatters')}>
        {sections.map(([name, words]) => (
          <button
            key={name}
            type="button"
            className={section === name ? 'button main' : 'button'}
            aria-pressed={section === name}
            onClick={() => setSection(name)}
          >
            {words}
          </button>
        ))}
      </div>
      {section === 'matters' && <MatterList branch={branch} mayDecide={mayDecide} />}
      {section === 'payments' && <Payments branch={branch.code} />}
      {section === 'disputes' && <DisputeList branch={branch.code} mayDecide={mayDecide} />}
      {(section === 'held' || section === 'orphans') && (
        <>
          <Trouble of={waiting.error} retry={() => void waiting.refetch()} />
          {waiting.isPending && <p>{t('loading')}</p>}
          {waiting.data && section === 'orphans' && <OrphanList queues={waiting.data} />}
          {waiting.data && section === 'held' && (
            <HeldList branch={branch} queues={waiting.data} mayDecide={mayDecide} />
          )}
        </>
      )}
    </div>
  )
}

interface ListProps {
  branch: Branch
  queues: Schemas['OfficeQueues']
  mayDecide: boolean
}

/** Records that count for nothing before somebody has looked. */
function HeldList({ branch, queues, mayDecide }: ListProps) {
  const { t } = useWords()
  const decide = useDecide(branch.code)
  const held = queues.held ?? []
  return (
    <>
      <Trouble of={decide.trouble} />
      {held.length === 0 && <p className="notice">{t('holdsNone')}</p>}
      <ul className="cards">
        {held.map((one) => (
          <li key={one.event} className="card">
            <p>
              <strong>{t(one.why === 'AMOUNT' ? 'held_AMOUNT' : 'held_DEVICE_REVOKED')}</strong> · {one.type}{' '}
              · {t('matterFamily', { n: one.household })}
            </p>
            {mayDecide && (
              <p>
                <button
                  type="button"
                  className="button main"
                  onClick={() => decide.say(one.event, 'release')}
                >
                  {t('heldRelease')}
                </button>{' '}
                <button type="button" className="button" onClick={() => decide.say(one.event, 'cancel')}>
                  {t('heldCancel')}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
