import type { Schemas } from '../../api/client'
import { distance, number, roundRupiah } from '../../shared/format'
import { hasWords, useWords } from '../../shared/i18n'
import { Brings } from './Brings'
import { usePlaceName } from './desa'
import { bringsWords, changeOf } from './model'

interface Props {
  branch: Schemas['BranchSummary']
  question: Schemas['WhatIf']
  answer: Schemas['Answer']
}

/** What comes of a question about kader. */
export function Answer({ branch, question, answer }: Props) {
  return (
    <div className="answer" role="status">
      {answer.change && <Change branch={branch} what={answer.change} />}
      {answer.absence && <Absence what={answer.absence} />}
      {answer.hires && <Hires branch={branch} all={answer.hires} asked={question.choose?.candidates ?? []} />}
    </div>
  )
}

function Change({ branch, what }: { branch: Props['branch']; what: Schemas['Consequence'] }) {
  const { t } = useWords()
  const placeName = usePlaceName(branch.code, branch.plan)
  const place = placeName(what.kecamatan)
  return (
    <>
      <ul className="judgement">
        <li>
          {t('expectedChange', {
            before: roundRupiah(what.before),
            after: roundRupiah(what.after),
            change: changeOf(what.before, what.after),
          })}
        </li>
        <li>
          {t('laterChange', {
            before: roundRupiah(what.laterBefore),
            after: roundRupiah(what.laterAfter),
            change: changeOf(what.laterBefore, what.laterAfter),
          })}
        </li>
        <li>{t('movedOf', { n: number(what.moved), least: number(what.movedBound) })}</li>
        {what.count > 0 && (
          <li>
            {t('inBand', { n: what.inBand, all: what.count })},{' '}
            {t('connected', { n: what.connected, all: what.count })}
          </li>
        )}
        <li>
          {t('unservedChange', {
            before: number(what.unservedBefore.eligible),
            after: number(what.unservedAfter.eligible),
          })}
        </li>
        {what.elsewhere.eligible > 0 && (
          <li>
            {t('elsewhereLost', {
              kk: number(what.elsewhere.eligible),
              value: bringsWords(what.elsewhere, t),
            })}
          </li>
        )}
        {(what.findings ?? []).map((f) => (
          <li key={`${f.code} ${f.desa} ${f.cell}`}>
            {t('findingAt', {
              what: hasWords(f.code) ? t(f.code) : f.code,
              place: placeName(f.desa || f.kecamatan || ''),
              kk: number(f.eligible),
              value: roundRupiah(f.arrears),
            })}
          </li>
        ))}
      </ul>
      <Shares title={t('sharesTitle', { place })} what={what} />
    </>
  )
}

function Shares({ title, what }: { title: string; what: Schemas['Consequence'] }) {
  const { t } = useWords()
  const shares = what.shares ?? []
  return (
    <>
      <h3>{title}</h3>
      {shares.length === 0 ? (
        <p className="soft">{t('noShares')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th>{t('kader')}</th>
                <th className="number">{t('kkThen')}</th>
                <th className="number">{t('expectedThen')}</th>
              </tr>
            </thead>
            <tbody>
              {shares.map((one) => (
                <tr key={one.kader} className={one.kader === what.kader ? 'concerned' : undefined}>
                  <td>{one.name || t('newKader')}</td>
                  <td className="number">
                    {number(one.before.eligible)} → {number(one.after.eligible)}
                  </td>
                  <td className="number">
                    <Brings of={one.before} />
                    <br />→ <Brings of={one.after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function Absence({ what }: { what: Schemas['Absence'] }) {
  const { t } = useWords()
  if (what.unserved.households === 0) return <p>{t('absenceNothing')}</p>
  return (
    <ul className="judgement">
      <li>
        {t('absenceUnserved', {
          kk: number(what.unserved.eligible),
          value: roundRupiah(what.unserved.arrears),
        })}
      </li>
      <li>
        {t('absenceLost', {
          value: bringsWords({ expected: what.lost, later: what.lostLater }, t),
          n: what.days,
        })}
      </li>
      <li>
        {what.cover
          ? t('absenceCover', { name: what.coverName, far: distance(what.distance) })
          : t('absenceNobody')}
      </li>
    </ul>
  )
}

function Hires({
  branch,
  all,
  asked,
}: {
  branch: Props['branch']
  all: Schemas['Hire'][]
  asked: Schemas['JoinQuestion'][]
}) {
  const { t } = useWords()
  const placeName = usePlaceName(branch.code, branch.plan)
  const numbers = new Set(all.map((one) => one.candidate))
  const left = asked.filter((_, i) => !numbers.has(i + 1)).map((one) => one.name)
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('whatIfChoose')}>
        <table>
          <thead>
            <tr>
              <th className="number">{t('rank')}</th>
              <th>{t('hireName')}</th>
              <th>{t('kecamatan')}</th>
              <th className="number">{t('eligible')}</th>
              <th className="number">{t('hireGain')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((one, i) => (
              <tr key={one.kader}>
                <td className="number">{i + 1}</td>
                <td>{one.name}</td>
                <td>{placeName(one.kecamatan)}</td>
                <td className="number">{number(one.eligible)}</td>
                <td className="number">
                  <Brings of={one.gain} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left.length > 0 && <p className="soft">{t('hireLeft', { names: left.join(', ') })}</p>}
    </>
  )
}
