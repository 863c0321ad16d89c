import { Link, Route, Router, Switch, useLocation } from 'wouter'
import '../../shared/styles/gaps.css'
import '../../shared/styles/bench.css'
import '../../shared/styles/guide.css'
import '../../shared/styles/inbox.css'
import '../../shared/styles/matters.css'
import '../../shared/styles/people.css'
import { AccountsPage } from '../../features/account/AccountsPage'
import { Inbox } from '../../features/exception/Inbox'
import { ImportPage } from '../../features/import/ImportPage'
import { HolidayDoubts } from '../../features/kader/HolidayDoubts'
import { KaderDetail } from '../../features/kader/KaderDetail'
import { KaderPage } from '../../features/kader/KaderPage'
import type { Account } from '../../features/login/session'
import { MattersPage } from '../../features/matters/MattersPage'
import { RoutesPage } from '../../features/plan/RoutesPage'
import { ScenarioPanel } from '../../features/scenario/ScenarioPanel'
import { Thrown } from '../../features/scenario/Thrown'
import { Tasks } from '../../features/task/Tasks'
import { HandoverPage } from '../../features/territory/HandoverPage'
import { TerritoryPage } from '../../features/territory/TerritoryPage'
import { useWords } from '../../shared/i18n'
import { draw } from '../../shared/i18n/draw'
import { guide } from '../../shared/i18n/guide'
import { imports } from '../../shared/i18n/imports'
import { inbox } from '../../shared/i18n/inbox'
import { matters } from '../../shared/i18n/matters'
import { people } from '../../shared/i18n/people'
import { route } from '../../shared/i18n/route'
import { scenario } from '../../shared/i18n/scenario'
import { territory } from '../../shared/i18n/territory'
import { type Branch, Office, openOffice } from '../Office'

const tabs = [
  ['/', 'tabMap'],
  ['/rute', 'tabRoutes'],
  ['/antrean', 'tabMatters'],
  ['/kader-cabang', 'tabKader'],
  ['/impor', 'tabImports'],
  ['/akun', 'tabAccounts'],
] as const

function Workbench({ account, logOut }: { account: Account; logOut: () => void }) {
  const mayPlan = account.role !== 'supervisor'
  const admin = account.role === 'admin'
  return (
    <Office
      face="faceWorkbench"
      account={account}
      logOut={logOut}
      bar={<Tabs mayPlan={mayPlan} admin={admin} />}
    >
      {(branch) => (
        <Page branch={branch} mayPlan={mayPlan} login={account.login} account={account.id} admin={admin} />
      )}
    </Office>
  )
}

function Tabs({ mayPlan, admin }: { mayPlan: boolean; admin: boolean }) {
  const { t } = useWords()
  const [at] = useLocation()
  return (
    <nav className="tabs">
      {tabs
        .filter(([path]) => (mayPlan || path !== '/impor') && (admin || path !== '/akun'))
        .map(([path, words]) => (
          <Link
            key={path}
            href={path}
            aria-current={at === path || (path !== '/' && at.startsWith(`${path}/`)) ? 'page' : undefined}
          >
            {t(words)}
          </Link>
        ))}
    </nav>
  )
}

interface PageProps {
  branch: Branch
  mayPlan: boolean
  login: string
  account: number
  admin: boolean
}

function Page({ branch, mayPlan, login, account, admin }: PageProps) {
  return (
    <Switch>
      <Route path="/">
        <TerritoryPage
          branch={branch}
          mayPlan={mayPlan}
          login={login}
          scenario={(scene) => <ScenarioPanel {...scene} />}
          thrown={(bin) => <Thrown {...bin} unfolded />}
          inbox={(board) => <Inbox {...board} />}
        />
      </Route>
      <Route path="/serah-terima/:plan/:from/:to">
        {({ plan, from, to }) => (
          <HandoverPage branch={branch} plan={Number(plan)} from={Number(from)} to={Number(to)} />
        )}
      </Route>
      <Route path="/rute">
        <HolidayDoubts branch={branch.code} />
        <RoutesPage branch={branch} mayPlan={mayPlan} />
      </Route>
      <Route path="/antrean">
        <Tasks branch={branch} account={account} />
        <MattersPage branch={branch} mayDecide={mayPlan} />
      </Route>
      <Route path="/kader-cabang/:kader">
        {({ kader }) => <KaderDetail branch={branch} kader={Number(kader)} mayPlan={mayPlan} />}
      </Route>
      <Route path="/kader-cabang">
        <KaderPage branch={branch} mayPlan={mayPlan} />
      </Route>
      {mayPlan && (
        <Route path="/impor">
          <ImportPage branch={branch} />
        </Route>
      )}
      {admin && (
        <Route path="/akun">
          <AccountsPage branch={branch} own={login} />
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

openOffice(
  ['admin', 'officer', 'supervisor'],
  (account, logOut) => (
    <Router>
      <Workbench account={account} logOut={logOut} />
    </Router>
  ),
  draw,
  guide,
  imports,
  inbox,
  matters,
  people,
  route,
  scenario,
  territory,
)
