import { useCallback, useEffect, useState } from 'react'
import { Link, Route, Router, Switch } from 'wouter'
import { body, door } from '../../api/client'
import { instant, shownIn, standIn, when } from '../../api/clock'
import { CrewKaderPage } from '../../features/crew/CrewKaderPage'
import { CrewPage } from '../../features/crew/CrewPage'
import { type Crew, forgetCrew, type Kept, keep, kept } from '../../features/crew/kept'
import { LoginForm } from '../../features/login/LoginForm'
import { switchLanguage, teach, useWords } from '../../shared/i18n'
import { crew as words } from '../../shared/i18n/crew'
import { Refusal } from '../../shared/trouble'

teach(words)

type Line = 'asking' | 'up' | 'away' | 'stranger'

/** A supervisor's phone: the kader of a day, and one of them. What was read last stays readable. */
export default function CrewFace({ left }: { left: () => void }) {
  const { t } = useWords()
  const [own] = useState<Kept | null>(() => kept(instant()))
  const [branch, setBranch] = useState(own?.branches[0])
  const [ahead, setAhead] = useState<0 | 1>(0)
  const [crew, setCrew] = useState<Crew | undefined>(own?.crew)
  const [line, setLine] = useState<Line>('asking')
  const zone = branch?.zone ?? 'WIB'
  standIn(zone) // days of this year are told without it
  const today = shownIn(zone, instant()).day
  const day = ahead === 0 ? today : shownIn(zone, instant() + 24 * 3_600_000).day

  const take = useCallback(
    (found: Crew) => {
      setCrew(found)
      setLine('up')
      if (own && found.day === today) keep({ ...own, crew: found })
    },
    [own, today],
  )
  const ask = useCallback(async () => {
    if (!branch) return
    setLine('asking')
    try {
      const params = { path: { branch: branch.code }, query: { day } }
      take(await body(door.GET('/api/v1/branches/{branch}/crew', { params })))
    } catch (error) {
      setLine(error instanceof Refusal && error.status === 401 ? 'stranger' : 'away')
    }
  }, [branch, day, take])
  useEffect(() => {
    void ask()
  }, [ask])

  const leave = () => {
    void door.DELETE('/api/v1/session').catch(() => undefined)
    forgetCrew()
    left()
  }
  return (
    <Router base="/kader">
      <main className="kader entry">
        <Switch>
          <Route path="/orang/:id">
            <Link href="/" className="button tall">
              ‹ {t('crewTitle')}
            </Link>
          </Route>
          <Route>
            <h1>{t('crewTitle')}</h1>
          </Route>
        </Switch>
        {own && own.branches.length > 1 && (
          <nav className="days" aria-label={t('crewBranch')}>
            {own.branches.map((one) => (
              <button
                key={one.code}
                type="button"
                className="button"
                aria-pressed={one === branch}
                onClick={() => setBranch(one)}
              >
                {one.name}
              </button>
            ))}
          </nav>
        )}
        <nav className="days" aria-label={t('crewDay')}>
          {([0, 1] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="button"
              aria-pressed={one === ahead}
              onClick={() => setAhead(one)}
            >
              {t(one === 0 ? 'crewToday' : 'crewTomorrow')}
            </button>
          ))}
        </nav>
        <AsOf crew={crew} line={line} zone={zone} ask={() => void ask()} />
        {line === 'stranger' && <Again login={own?.login ?? ''} entered={() => void ask()} />}
        {crew && crew.day === day && (
          <Switch>
            <Route path="/orang/:id">
              {({ id }) => {
                const kader = crew.kader.find((one) => one.id === Number(id))
                return (
                  kader && (
                    <CrewKaderPage
                      key={`${id} ${day}`}
                      crew={crew}
                      kader={kader}
                      branch={branch?.code ?? ''}
                      zone={zone}
                      today={day === today}
                      changed={take}
                    />
                  )
                )
              }}
            </Route>
            <Route>
              <CrewPage crew={crew} zone={zone} today={day === today} />
            </Route>
          </Switch>
        )}
        <button type="button" className="button tall" onClick={switchLanguage}>
          {t('otherLanguage')}
        </button>
        <button type="button" className="button tall" onClick={leave}>
          {t('crewLeave')}
        </button>
      </main>
    </Router>
  )
}

/** How old the list is, and the way to a newer one. */
function AsOf({
  crew,
  line,
  zone,
  ask,
}: {
  crew: Crew | undefined
  line: Line
  zone: string
  ask: () => void
}) {
  const { t } = useWords()
  const time = crew && when(zone, crew.now)
  const said = time && t(line === 'away' ? 'crewOld' : 'crewAsOf', { time })
  return (
    <section>
      <p role="status" className={line === 'away' ? 'notice warn' : 'soft'}>
        {said ?? (line === 'away' ? t('lineLater') : t('loading'))}
      </p>
      <button type="button" className="button tall" disabled={line === 'asking'} onClick={ask}>
        ↻ {t('crewRefresh')}
      </button>
    </section>
  )
}

/** The session has ended: the list stays in sight, and the password brings a newer one. */
function Again({ login, entered }: { login: string; entered: () => void }) {
  return (
    <div className="login again">
      <LoginForm
        again={login}
        logIn={async ({ login: name, password, code }) => {
          await body(
            door.POST('/api/v1/session', { body: { login: name, password, ...(code ? { code } : {}) } }),
          )
          entered()
        }}
      />
    </div>
  )
}
