import { Component, type ReactNode } from 'react'
import { useWords } from '../../shared/i18n'

/** Nothing goes on here: says why, and begins anew at a tap. */
export function Halt({ text }: { text: string }) {
  const { t } = useWords()
  return (
    <main className="kader">
      <h1>{t('appName')}</h1>
      <p className="notice bad" role="alert">
        {text}
      </p>
      <button type="button" className="button main tall" onClick={() => location.reload()}>
        {t('retry')}
      </button>
    </main>
  )
}

function Broken() {
  const { t } = useWords()
  return <Halt text={t('otherTrouble')} />
}

/** Says so where a page breaks or its files do not come; without it the screen would be empty. */
export class Whole extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children
  }
}
