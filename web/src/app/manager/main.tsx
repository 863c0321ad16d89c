import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '../../shared/styles/tokens.css'
import '../../shared/styles/office.css'
import { api, body } from '../../api/client'
import { HeatPage } from '../../features/heatmap/HeatPage'
import { Gate } from '../../features/login/Gate'
import type { Account } from '../../features/login/session'
import { useWords } from '../../shared/i18n'
import { Bar } from '../../shared/ui/Bar'

const client = new QueryClient({ defaultOptions: { queries: { retry: 1 } } })

function Dashboard({ account, logOut }: { account: Account; logOut: () => void }) {
  const { t } = useWords()
  const branches = account.branches ?? []
  const [code, setCode] = useState(branches[0]?.code ?? '')
  const branch = useQuery({
    queryKey: ['branch', code],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}', { params: { path: { branch: code } } })),
    enabled: code !== '',
  })
  return (
    <>
      <Bar
        title={branch.data?.name ?? t('faceManager')}
        sample={branch.data?.sample ?? false}
        logOut={logOut}
      >
        {branches.length > 1 && (
          <select
            aria-label={t('faceManager')}
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
      </Bar>
      <main>
        {branch.isPending && <p className="page">{t('loading')}</p>}
        {branch.error && (
          <p className="notice bad" role="alert">
            {branch.error.message}
          </p>
        )}
        {branch.data && <HeatPage branch={branch.data} />}
      </main>
    </>
  )
}

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Gate roles={['manager', 'admin', 'officer', 'supervisor']}>
          {(account, logOut) => <Dashboard account={account} logOut={logOut} />}
        </Gate>
      </QueryClientProvider>
    </StrictMode>,
  )
