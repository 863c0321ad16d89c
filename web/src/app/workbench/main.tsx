import { Link, Route, Router, Switch, useLocation } from 'wouter'
import '../../shared/styles/gaps.css'
import { ImportPage } from '../../features/import/ImportPage'
import { KaderPage } from '../../features/kader/KaderPage'
import type { Account } from '../../features/login/session'
import { RoutesPage } from '../../features/plan/RoutesPage'
import { TerritoryPage } from '../../features/territory/TerritoryPage'
import { useWords } from '../../shared/i18n'
import { type Branch, Office, openOffice } from '../Office'

const tabs = [
  ['/', 'tabMap'],
  ['/rute', 'tabRoutes'],
  ['/kader-cabang', 'tabKader'],
  ['/impor', 'tabImports'],
] as const

function Workbench({ account, logOut }: { account: Account; logOut: () => void }) {
  const mayPlan = account.role !== 'supervisor'
  return (
    <Office face="faceWorkbench" account={account} logOut={logOut} bar={<Tabs mayPlan={mayPlan} />}>
      {(branch) => <Page branch={branch} mayPlan={mayPlan} />}
    </Office>
  )
}

function Tabs({ mayPlan }: { mayPlan: boolean }) {
  const { t } = useWords()
  const [at] = useLocation()
  return (
    <nav className="tabs">
      {tabs
        .filter(([path]) => mayPlan || path !== '/impor')
        .map(([path, words]) => (
          <Link key={path} href={path} aria-current={at === path ? 'page' : undefined}>
            {t(words)}
          </Link>
        ))}
    </nav>
  )
}

function Page({ branch, mayPlan }: { branch: Branch; mayPlan: boolean }) {
  return (
    <Switch>
      <Route path="/">
        <TerritoryPage branch={branch} mayPlan={mayPlan} />
      </Route>
      <Route path="/rute">
        <RoutesPage branch={branch} mayPlan={mayPlan} />
      </Route>
      <Route path="/kader-cabang">
        <KaderPage branch={branch} mayPlan={mayPlan} />
      </Route>
      {mayPlan && (
        <Route path="/impor">
          <ImportPage branch={branch} />
        </Route>
      )}
      <Route>
        <Nowhere />
      </Route>
    </Switch>
  )
}

function Nowhere() {
  const { t } = useWords()
  return (
    <div className="page">
      <p className="notice">{t('noSuchPage')}</p>
      <p>
        <Link href="/" className="button main">
          {t('toStart')}
        </Link>
      </p>
    </div>
  )
}

openOffice(['admin', 'officer', 'supervisor'], (account, logOut) => (
  <Router>
    <Workbench account={account} logOut={logOut} />
  </Router>
))
