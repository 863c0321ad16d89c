import { useEffect, useRef } from 'react'
import { useWords } from '../../shared/i18n'
import { keys, tools } from './tools'

/** What tools and keys do. */
export function Help({ close, tour }: { close: () => void; tour: () => void }) {
  const { t } = useWords()
  const box = useRef<HTMLDialogElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    box.current?.showModal()
    title.current?.focus() // the only button is the last thing: with it in sight the steps are not
  }, [])
  return (
    <dialog ref={box} className="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title" ref={title} tabIndex={-1}>
        {t('helpTitle')}
      </h2>
      <ol>
        {(['tour1', 'tour2', 'tour3', 'tour4', 'tour5'] as const).map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <table>
        <tbody>
          {tools.map((one) => (
            <tr key={one.tool}>
              <th scope="row">
                <kbd>{one.key.toUpperCase()}</kbd>
              </th>
              <td>
                {t(one.words)}: {t(one.help)}
              </td>
            </tr>
          ))}
          {keys.map(([key, words]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{t(words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t('helpPanels')}</h3>
      <dl>
        {panels.map(([panel, words]) => (
          <div key={panel}>
            <dt>{t(panel)}</dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="row">
        <button type="submit" className="button main">
          {t('helpClose')}
        </button>
        <button type="button" className="button" onClick={tour}>
          {t('tourStart')}
        </button>
      </form>
    </dialog>
  )
}

const panels = [
  ['tabHands', 'helpHands'],
  ['tabDesa', 'helpDesa'],
  ['tabSolver', 'helpSolver'],
  ['tabScenario', 'helpScenario'],
  ['tabIssues', 'helpIssues'],
] as const
