import { useEffect, useRef } from 'react'
import type { Schemas } from '../../api/client'
import { number, roundRupiah } from '../../shared/format'
import { hasWords, useWords } from '../../shared/i18n'
import { Unreachable } from '../../shared/trouble'
import { Trouble } from '../../shared/ui/Trouble'
import { Progress } from '../plan/Progress'
import type { Member } from './crew'
import { type Change, type Hand, nobody } from './fold'
import { changeOf } from './model'
import { bandOf, handsOf, type Proposal, type Question, returned } from './proposal'
import type { Sheet, Tally } from './tally'
import type { Asked } from './useProposal'

interface Props {
  asked: Asked
  sheet: Sheet
  crew: Map<Hand, Member>
  /** As drawn, and as it would be with what is ticked. */
  before: Map<Hand, Tally>
  after: Map<Hand, Tally>
  /** What is left as it is. */
  left: ReadonlySet<Hand>
  leave: (hand: Hand, left: boolean) => void
  ask: (question: Question) => void
  accept: () => void
  /** The stroke without what is given back for it. */
  alone: (stroke: Change[]) => void
  forget: () => void
  nameOf: (hand: Hand) => string
  desaName: (code: string) => string
}

/** A proposal before it lands: what becomes of whom, to accept wholly or by territory. */
export function Proposed(props: Props) {
  const { asked, forget } = props
  const { t } = useWords()
  if (asked.state === 'idle') return null
  return (
    <section className="proposed" aria-label={t('wishTitle')}>
      {asked.state === 'running' && <Progress label={t('wishWorking')} value={null} cancel={forget} />}
      {asked.state === 'failed' && (
        <>
          <Trouble
            of={asked.why instanceof Unreachable ? t('proposalLost') : asked.why}
            retry={asked.why instanceof Unreachable ? () => props.ask(asked.question) : undefined}
          />
          <button type="button" className="button" onClick={forget}>
            {t('clashSeen')}
          </button>
        </>
      )}
      {asked.state === 'done' && <Answer {...props} question={asked.question} proposal={asked.proposal} />}
    </section>
  )
}

function Answer(props: Props & { question: Question; proposal: Proposal }) {
  const { question, proposal, crew, before, ask, accept, alone, forget, nameOf, desaName } = props
  const { t } = useWords()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    first.current?.focus() // Enter accepts, Escape refuses
    return () => (before instanceof HTMLElement ? before.focus() : undefined)
  }, [])
  const changes = (proposal.changes ?? []) as Change[]
  const stroke = (question.giveBack ?? []) as Change[]
  const back = returned(changes, stroke)
  const locked = (proposal.locked ?? []) as Hand[]
  const title = question.cut ? 'proposedCut' : question.solve ? 'proposedSolve' : 'proposedGiveBack'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape refuses, wherever in it the keyboard is
    <div
      className="gaps"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        forget()
      }}
    >
      <strong>{t(title)}</strong>
      {changes.length === 0 ? (
        <p role="status">{t('proposedNothing')}</p>
      ) : (
        <p role="status">
          {question.giveBack &&
            (back.length === 0
              ? t('proposedAlone')
              : t('proposedReturns', {
                  desa: [...new Set(back.map(({ desa }) => desaName(desa)))].join(', '),
                }))}{' '}
          <span className="soft">{t('proposedMap')}</span>
        </p>
      )}
      {question.cut && (
        <label className="field">
          {t('cutFor')}
          <select
            value={question.cut.to}
            onChange={(event) =>
              question.cut && ask({ cut: { ...question.cut, to: Number(event.target.value) } })
            }
          >
            <option value={nobody}>{t('unserved')}</option>
            {[...crew.values()]
              .filter((one) => one.kecamatan === crew.get(question.cut?.of ?? 0)?.kecamatan)
              .filter((one) => one.hand > 0 && one.works && !one.locked && one.hand !== question.cut?.of)
              .map((one) => (
                <option key={one.hand} value={one.hand}>
                  {one.label}. {one.name}
                </option>
              ))}
          </select>
        </label>
      )}
      {changes.length > 0 && <Shares {...props} changes={changes} />}
      {locked.length > 0 && (
        <p className="warned">
          {t('proposedLocked', {
            names: locked.map(nameOf).join(', '),
            kk: number(locked.reduce((sum, hand) => sum + (before.get(hand)?.eligible ?? 0), 0)),
          })}
        </p>
      )}
      <span className="history">
        {changes.length > 0 && (
          <button ref={first} type="button" className="button main" onClick={accept}>
            {t('proposedAccept')}
          </button>
        )}
        {back.length > 0 && stroke.length > 0 && (
          <button type="button" className="button" onClick={() => alone(stroke)}>
            {t('proposedOnly')}
          </button>
        )}
        <button
          ref={changes.length > 0 ? undefined : first}
          type="button"
          className="button"
          onClick={forget}
        >
          {t('proposedRefuse')}
        </button>
      </span>
      <Findings findings={proposal.findings ?? []} question={question} ask={ask} desaName={desaName} />
    </div>
  )
}

/** Everybody concerned before and after, each with the choice to take part, and what passes between them. */
function Shares({
  changes,
  proposal,
  sheet,
  before,
  after,
  left,
  leave,
  nameOf,
}: Props & { changes: Change[]; proposal: Proposal }) {
  const { t } = useWords()
  const hands = handsOf(changes)
  const sum = (of: Map<Hand, Tally>) => hands.reduce((all, hand) => all + (of.get(hand)?.expected ?? 0), 0)
  const moves = proposal.moves ?? []
  const [was, is] = [sum(before), sum(after)]
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('proposedTerritory')}>
        <table>
          <thead>
            <tr>
              <th>{t('proposedTerritory')}</th>
              <th className="number">{t('proposedBefore')}</th>
              <th className="number">{t('proposedAfter')}</th>
            </tr>
          </thead>
          <tbody>
            {hands.map((hand) => (
              <tr key={hand}>
                <td>
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={!left.has(hand)}
                      onChange={(event) => leave(hand, !event.target.checked)}
                    />
                    {nameOf(hand)}
                  </label>
                </td>
                <td className="number">{number(before.get(hand)?.eligible ?? 0)}</td>
                <td className="number">
                  {number(after.get(hand)?.eligible ?? 0)} <State of={after.get(hand)} rule={sheet.rule} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        {t('proposedExpected', {
          before: roundRupiah(was),
          after: roundRupiah(is),
          change: changeOf(was, is),
        })}{' '}
        {t('proposedFee')}
      </p>
      <details>
        <summary>
          {t('proposedMoves', {
            kk: number(moves.reduce((all, one) => all + one.eligible, 0)),
            n: moves.length,
          })}
        </summary>
        <ul>
          {moves.map((one) => (
            <li key={`${one.from} ${one.to}`}>
              {t('proposedMove', {
                from: one.from ? one.fromName : t('unserved'),
                to: one.to ? one.toName : t('unserved'),
                kk: number(one.eligible),
                promises: one.promises,
                instalments: one.instalments,
              })}
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

function State({ of, rule }: { of: Tally | undefined; rule: Sheet['rule'] }) {
  const { t } = useWords()
  if (!of) return null
  const out = of.eligible < rule.lower || of.eligible > rule.upper
  return (
    <span className="warned">
      {[out && t('proposedOut'), of.pieces.length > 1 && t('proposedBroken')].filter(Boolean).join(', ')}
    </span>
  )
}

/** What could not be done, and the least that would have to give way for it. */
function Findings({
  findings,
  question,
  ask,
  desaName,
}: {
  findings: Schemas['Finding'][]
  question: Question
  ask: (question: Question) => void
  desaName: (code: string) => string
}) {
  const { t } = useWords()
  if (findings.length === 0) return null
  return (
    <details open={findings.some((one) => bandOf(one.repair))}>
      <summary>{t('proposedUnmet', { n: findings.length })}</summary>
      <ul>
        {findings.map((one) => {
          const band = bandOf(one.repair)
          return (
            <li key={`${one.code} ${one.kecamatan} ${one.desa} ${one.cell}`}>
              {t('proposedFound', {
                what: hasWords(one.code) ? t(one.code) : one.code,
                place: desaName(one.desa || one.kecamatan || ''),
                kk: number(one.eligible),
              })}{' '}
              {band && question.solve && (
                <button
                  type="button"
                  className="button"
                  onClick={() => question.solve && ask({ solve: { ...question.solve, ...band } })}
                >
                  {t('proposedBand', band)}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
