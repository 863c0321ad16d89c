import { Link } from 'wouter'
import { switchLanguage, useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'

const steps = ['helpStep1', 'helpStep2', 'helpStep3', 'helpStep4', 'helpStep5'] as const

/** What to say at a door, where to ask, and what to do when it is not safe. */
export function HelpPage() {
  const { t } = useWords()
  const { pack } = useHere()
  const channels = pack?.texts?.channels ?? []
  return (
    <section>
      <h1>{t('tabHelp')}</h1>
      <p>
        <Link href="/kartu" className="button main tall">
          ▦ {t('cardShow')}
        </Link>
      </p>
      <p>
        <Link href="/lain" className="button tall">
          {t('otherTitle')}
        </Link>
      </p>
      <h2>{t('helpSteps')}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <h2>{t('helpScript')}</h2>
      <blockquote>{t('helpScriptText', { name: pack?.kader.name ?? '' })}</blockquote>
      <h2>{t('helpSafe')}</h2>
      <p>{t('helpSafeText')}</p>
      <p>
        <a className="button tall" href="tel:165">
          ☎ {t('help165')}
        </a>
      </p>
      {channels.map((channel) => (
        <p key={channel.number}>
          <a className="button tall" href={`tel:${channel.number}`}>
            ☎ {channel.name} {channel.number}
          </a>
        </p>
      ))}
      <button type="button" className="button tall" onClick={switchLanguage}>
        {t('otherLanguage')}
      </button>
    </section>
  )
}
