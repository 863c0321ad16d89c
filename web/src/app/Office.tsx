import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '../shared/styles/tokens.css'
import '../shared/styles/office.css'
import '../shared/styles/accounts.css'
import '../shared/styles/fields.css'
import { api, body, type Schemas } from '../api/client'
import { takeLinked } from '../api/file'
import { useLineBack } from '../api/useLine'
import { Enrol } from '../features/account/Enrol'
import { OwnAccount } from '../features/account/OwnAccount'
import { Password } from '../features/account/Password'
import { elsewhere, useAddress } from '../features/board/address'
import { Gate } from '../features/login/Gate'
import { type Account, zoneOf } from '../features/login/session'
import { type Key, teach, useWords } from '../shared/i18n'
import { board } from '../shared/i18n/board'
import { office } from '../shared/i18n/office'
import { Refusal } from '../shared/trouble'
import { Bar } from '../shared/ui/Bar'
import { Trouble } from '../shared/ui/Trouble'

export type Branch = Schemas['BranchSummary']

interface Props {
  face: Key
  account: Account
  logOut: () => void
  /** What stands in the bar. */
  bar?: ReactNode
  /** What somebody with several branches sees first: all of them, each to be opened. */
  across?: (open: (code: string) => void) => ReactNode
  children: (branch: Branch) => ReactNode
}

/** An office face: the bar with the branch to work on, and its page below. */
export function Office({ face, account, logOut, bar, across, children }: Props) {
  const { t } = useWords()
  const client = useQueryClient()
  useLineBack(() => void client.invalidateQueries())
  const branches = account.branches ?? []
  const [at, setAt] = useState('')
  const [address, go] = useAddress()
  const asked = across ? address.branch : at
  const all = across !== undefined && (branches.length > 1 || address.kedeputian !== '')
  const code = branches.find((one) => one.code === asked)?.code ?? (all ? '' : (branches[0]?.code ?? ''))
  const setCode = (next: string) => (across ? go({ ...elsewhere, branch: next }) : setAt(next))
  const [own, setOwn] = useState(false)
  const branch = useQuery({
    queryKey: ['branch', code],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}', { params: { path: { branch: code } } })),
    enabled: code !== '',
  })
  return (
    <>
      <Bar
        title={(code !== '' && branch.data?.name) || t(face)}
        sample={branch.data?.sample ?? false}
        account={{ open: own, toggle: () => setOwn(!own) }}
        logOut={logOut}
      >
        {branches.length > 1 && (
          <select aria-label={t(face)} value={code} onChange={(event) => setCode(event.target.value)}>
            {all && <option value="">{t('allBranches')}</option>}
            {branches.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </select>
        )}
        {bar}
      </Bar>
      {own && (
        <main>
          <OwnAccount account={account} zone={zoneOf(account)} />
        </main>
      )}
      <main hidden={own}>
        {branches.length === 0 && <p className="page notice">{t('noBranch')}</p>}
        {all && code === '' && across(setCode)}
        {code !== '' && branch.isPending && <p className="page">{t('loading')}</p>}
        <Trouble of={branch.error} retry={() => void branch.refetch()} />
        {code !== '' && branch.data && children(branch.data)}
      </main>
    </>
  )
}

// The line waits for the server by itself: what is left to try once more is a
// server in trouble. What the browser believes of the network is not asked.
const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: (tries, error) => tries < 1 && !(error instanceof Refusal && error.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
})

/** Shows an office face to the roles that work on it; it may bring words of its own. */
export function openOffice(
  roles: string[],
  face: (account: Account, logOut: () => void) => ReactNode,
  ...words: Parameters<typeof teach>
): void {
  const root = document.getElementById('root')
  if (!root) return
  teach(office, board, ...words)
  document.addEventListener('click', takeLinked)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Gate
          roles={roles}
          enrol={(done) => <Enrol done={done} />}
          renew={(done) => <Password made done={done} />}
        >
          {face}
        </Gate>
      </QueryClientProvider>
    </StrictMode>,
  )
}
