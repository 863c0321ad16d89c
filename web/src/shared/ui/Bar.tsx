import type { ReactNode } from 'react'
import { switchLanguage, useWords } from '../i18n'

interface Props {
  title: string
  sample: boolean
  children?: ReactNode
  /** The page of one's own account, over whatever is shown. */
  account?: { open: boolean; toggle: () => void }
  logOut: () => void
}

/** The bar above an office face. */
export function Bar({ title, sample, children, account, logOut }: Props) {
  const { t } = useWords()
  return (
    <header className="bar">
      <h1>
        <span className="bar-title" title={title}>
          {title}
        </span>{' '}
        {sample && <span className="badge">{t('sampleData')}</span>}
      </h1>
      {children}
      <span className="bar-end">
        <button type="button" className="button" onClick={switchLanguage}>
          {t('otherLanguage')}
        </button>
        {account && (
          <button type="button" className="button" aria-pressed={account.open} onClick={account.toggle}>
            {t('ownAccount')}
          </button>
        )}
        <button type="button" className="button" onClick={logOut}>
          {t('logOut')}
        </button>
      </span>
    </header>
  )
}
