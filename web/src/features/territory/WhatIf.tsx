import { useEffect, useRef, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { type Key, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { Progress } from '../plan/Progress'
import { Answer } from './WhatIfAnswer'
import { ChooseForm, JoinForm, KaderForm } from './WhatIfForms'

type Question = Schemas['WhatIf']
type Kind = 'leave' | 'join' | 'ill' | 'choose'

const kinds: [Kind, Key][] = [
  ['leave', 'whatIfLeave'],
  ['join', 'whatIfJoin'],
  ['ill', 'whatIfIll'],
  ['choose', 'whatIfChoose'],
]

type Work =
  | { state: 'idle' }
  | { state: 'running' }
  | { state: 'cancelled' }
  | { state: 'failed'; why: unknown }
  | { state: 'done'; question: Question; answer: Schemas['Answer'] }

/** Questions about kader, answered from the territories in force; nothing is stored. */
export function WhatIf({ branch }: { branch: Schemas['BranchSummary'] }) {
  const { t } = useWords()
  const [kind, setKind] = useState<Kind>('leave')
  const { work, ask, cancel, forget } = useAnswer(branch.code)
  const change = (to: Kind) => {
    forget()
    setKind(to)
  }
  return (
    <details>
      <summary>{t('whatIf')}</summary>
      <p className="soft">{t('whatIfHelp')}</p>
      {branch.plan === 0 ? (
        <p className="notice">{t('whatIfNoPlan')}</p>
      ) : (
        <>
          <div className="map-tools" role="group" aria-label={t('whatIf')}>
            {kinds.map(([one, words]) => (
              <button
                key={one}
                type="button"
                className="button choice"
                aria-pressed={one === kind}
                onClick={() => change(one)}
              >
                {t(words)}
              </button>
            ))}
          </div>
          <fieldset className="question" disabled={work.state === 'running'}>
            <legend className="hidden-text">{kinds.map(([one, words]) => one === kind && t(words))}</legend>
            {kind === 'leave' && (
              <KaderForm key="leave" branch={branch} ask={({ kader }) => ask({ leave: { kader } })} />
            )}
            {kind === 'join' && <JoinForm branch={branch} ask={(join) => ask({ join })} />}
            {kind === 'ill' && <KaderForm key="ill" branch={branch} days ask={(ill) => ask({ ill })} />}
            {kind === 'choose' && <ChooseForm branch={branch} ask={(choose) => ask({ choose })} />}
          </fieldset>
        </>
      )}
      {work.state === 'running' && <Progress label={t('whatIfRunning')} value={null} cancel={cancel} />}
      {work.state === 'cancelled' && <p role="status">{t('whatIfCancelled')}</p>}
      {work.state === 'failed' && <Trouble of={work.why} />}
      {work.state === 'done' && <Answer branch={branch} question={work.question} answer={work.answer} />}
    </details>
  )
}

/** Asks a question and waits for its answer; leaving the page or cancelling ends the work. */
function useAnswer(branch: string) {
  const [work, setWork] = useState<Work>({ state: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function ask(question: Question) {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    setWork({ state: 'running' })
    try {
      const answer = await body(
        api.POST('/api/v1/branches/{branch}/territory-what-if', {
          params: { path: { branch } },
          body: question,
          signal: mine.signal,
        }),
      )
      if (!mine.signal.aborted) setWork({ state: 'done', question, answer })
    } catch (error) {
      if (!mine.signal.aborted) setWork({ state: 'failed', why: error })
    }
  }

  function end(state: 'idle' | 'cancelled') {
    running.current?.abort()
    setWork({ state })
  }
  return { work, ask, cancel: () => end('cancelled'), forget: () => end('idle') }
}
