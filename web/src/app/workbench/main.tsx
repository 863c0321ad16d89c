import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Link, Route, Router, Switch, useLocation } from 'wouter'
import '../../shared/styles/tokens.css'
import '../../shared/styles/office.css'
import '../../shared/styles/gaps.css'
import { api, body } from '../../api/client'
import { ImportPage } from '../../features/import/ImportPage'
import { KaderPage } from '../../features/kader/KaderPage'
import { Gate } from '../../features/login/Gate'
import type { Account } from '../../features/login/session'
import { RoutesPage } from '../../features/plan/RoutesPage'
import { TerritoryPage } from '../../features/territory/TerritoryPage'
import { useWords } from '../../shared/i18n'
import { Bar } from '../../shared/ui/Bar'

const client = new QueryClient({ defaultOptions: { queries: { retry: 1 } } })

const tabs = [
  ['/', 'tabMap'],
  ['/rute', 'tabRoutes'],
  ['/kader-cabang', 'tabKader'],
  ['/impor', 'tabImports'],
] as const

function Workbench({ account, logOut }: { account: Account; logOut: () => void }) {
  const { t } = useWords()
  const [at] = useLocation()
  const branches = account.branches ?? []
  const mayPlan = account.role !== 'supervisor'
  const [code, setCode] = useState(branches[0]?.code ?? '')
  const branch = useQuery({
    queryKey: ['branch', code],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}', { params: { path: { branch: code } } })),
    enabled: code !== '',
  })
  return (
    <>
      <Bar
        title={branch.data?.name ?? t('faceWorkbench')}
        sample={branch.data?.sample ?? false}
        logOut={logOut}
      >
        {branches.length > 1 && (
          <select
            aria-label={t('faceWorkbench')}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          >
            {branches.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </select>
        )}
        <nav className="tabs">
          {tabs
            .filter(([path]) => mayPlan || path !== '/impor')
            .map(([path, words]) => (
              <Link key={path} href={path} aria-current={at === path ? 'page' : undefined}>
                {t(words)}
              </Link>
            ))}
        </nav>
      </Bar>
      <main>
        {branch.isPending && <p className="page">{t('loading')}</p>}
        {branch.error && (
          <p className="notice bad" role="alert">
            {branch.error.message}
          </p>
        )}
        {branch.data && (
          <Switch>
            <Route path="/rute">
              <RoutesPage branch={branch.data} mayPlan={mayPlan} />
            </Route>
            <Route path="/kader-cabang">
              <KaderPage branch={branch.data} mayPlan={mayPlan} />
            </Route>
            <Route path="/impor">
              <ImportPage branch={branch.data} />
            </Route>
            <Route>
              <TerritoryPage branch={branch.data} mayPlan={mayPlan} />
            </Route>
          </Switch>
        )}
      </main>
    </>
  )
}

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Router>
          <Gate roles={['admin', 'officer', 'supervisor']}>
            {(account, logOut) => <Workbench account={account} logOut={logOut} />}
          </Gate>
        </Router>
      </QueryClientProvider>
    </StrictMode>,
  )
