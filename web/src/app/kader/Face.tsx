import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Link, Route, Router, Switch, useLocation, useRoute } from 'wouter'
import { HereContext, useHere } from '../../features/outbox/here'
import type { Phone } from '../../features/outbox/outbox'
import { SendPage } from '../../features/outbox/SendPage'
import type { Device } from '../../features/outbox/store'
import { useOpenPhone } from '../../features/outbox/useHere'
import { CardPage } from '../../features/round/CardPage'
import { FamiliesPage } from '../../features/round/FamiliesPage'
import { FamilyPage } from '../../features/round/FamilyPage'
import { HelpPage } from '../../features/round/HelpPage'
import { OtherPage } from '../../features/round/OtherPage'
import { PrintPage } from '../../features/round/PrintPage'
import { RecordPage } from '../../features/round/RecordPage'
import { RtPage } from '../../features/round/RtPage'
import { SavedBar } from '../../features/round/SavedBar'
import { TargetPage } from '../../features/round/TargetPage'
import { TodayPage } from '../../features/round/TodayPage'
import { useWords } from '../../shared/i18n'
import { readyNow, watchReady } from './ready'

/** The open phone: a line that says what waits, the screen, and the four tabs. */
export default function Face({ phone, device, shut }: { phone: Phone; device: Device; shut: () => void }) {
  const here = useOpenPhone(phone, device, shut)
  const [covered, setCovered] = useState(false)
  return (
    <HereContext value={here}>
      <Router base="/kader">
        {covered ? (
          <Shade open={() => setCovered(false)} />
        ) : (
          <Switch>
            <Route path="/keluarga/:id/rt">{({ id }) => <RtPage id={Number(id)} />}</Route>
            <Route>
              <main className="kader">
                <Top cover={() => setCovered(true)} />
                <Newer />
                <Pages />
                <Tabs />
              </main>
            </Route>
          </Switch>
        )}
      </Router>
    </HereContext>
  )
}

/** A new screen begins at its heading, for eyes, for keys and for whoever has it read aloud. */
function useHeading(): void {
  const [place] = useLocation()
  const before = useRef(place)
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    scrollTo(0, 0)
    const heading = document.querySelector<HTMLElement>('main h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }, [place])
}

function Pages() {
  useHeading()
  return (
    <Switch>
      <Route path="/kartu" component={CardPage} />
      <Route path="/cetak/:day">{({ day }) => <PrintPage day={day} />}</Route>
      <Route path="/hasil/:id">{({ id }) => <RecordPage id={Number(id)} />}</Route>
      <Route path="/hasil/:id/:code">{({ id, code }) => <RecordPage id={Number(id)} code={code} />}</Route>
      <Route path="/keluarga">
        <FamiliesPage />
      </Route>
      <Route path="/dekat/:id">{({ id }) => <FamiliesPage near={Number(id)} />}</Route>
      <Route path="/keluarga/:id">{({ id }) => <FamilyPage id={Number(id)} />}</Route>
      <Route path="/target" component={TargetPage} />
      <Route path="/bantuan" component={HelpPage} />
      <Route path="/lain" component={OtherPage} />
      <Route path="/kirim" component={SendPage} />
      <Route component={TodayPage} />
    </Switch>
  )
}

/** Always in sight: how much is not at the server yet, straight from the store. */
function Top({ cover }: { cover: () => void }) {
  const { t } = useWords()
  const { waiting, line } = useHere()
  return (
    <div className="top">
      <Link href="/kirim" className={waiting.unsent > 0 ? 'button chip waits' : 'button chip'}>
        {waiting.unsent > 0
          ? `! ${t('unsent', { n: waiting.unsent })}`
          : line === 'later'
            ? `○ ${t('offlineChip')}`
            : `✓ ${t('allSent')}`}
      </Link>
      <button type="button" className="button chip" onClick={cover}>
        {t('shade')}
      </button>
      <SavedBar />
    </div>
  )
}

function Newer() {
  const { t } = useWords()
  const { take } = useSyncExternalStore(watchReady, readyNow)
  if (!take) return null
  return (
    <p className="notice">
      {t('newVersion')}{' '}
      <button type="button" className="button" onClick={take}>
        {t('takeVersion')}
      </button>
    </p>
  )
}

const tabs = [
  { href: '/', icon: '☀', key: 'todayTitle' },
  { href: '/keluarga', icon: '⌂', key: 'tabFamilies' },
  { href: '/target', icon: '◔', key: 'tabTarget' },
  { href: '/bantuan', icon: '?', key: 'tabHelp' },
] as const

function Tabs() {
  const { t } = useWords()
  return (
    <nav className="tabs" aria-label={t('mainTabs')}>
      {tabs.map((tab) => (
        <Tab key={tab.href} href={tab.href} icon={tab.icon} text={t(tab.key)} />
      ))}
    </nav>
  )
}

function Tab({ href, icon, text }: { href: string; icon: string; text: string }) {
  const [here] = useRoute(href)
  return (
    <Link href={href} aria-current={here ? 'page' : undefined}>
      <span aria-hidden="true">{icon}</span>
      {text}
    </Link>
  )
}

/** Hides the screen when the phone is handed over at a door. */
function Shade({ open }: { open: () => void }) {
  const { t } = useWords()
  return (
    <main className="kader shade">
      <h1>{t('shadeText')}</h1>
      <button type="button" className="button main tall" onClick={open}>
        {t('shadeOpen')}
      </button>
    </main>
  )
}
