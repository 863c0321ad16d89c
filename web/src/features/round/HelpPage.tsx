import { Link } from 'wouter'
import { number, rupiah } from '../../shared/format'
import { switchLanguage, useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { doorWords } from './door'

const steps = ['helpStep1', 'helpStep2', 'helpStep3', 'helpStep4', 'helpStep5'] as const

/** What to say at a door, where to ask, and what to do when it is not safe. */
export function HelpPage() {
  const { t } = useWords()
  const { pack } = useHere()
  const fine = pack?.rules.fine
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
      <blockquote>{doorWords(pack) || t('helpScriptText', { name: pack?.kader.name ?? '' })}</blockquote>
      {fine && (
        <>
          <h2>{t('helpFine')}</h2>
          <p>
            {t('helpFineText', {
              days: number(fine.withinDays),
              percent: number(fine.percent),
              months: number(fine.maxMonths),
              most: rupiah(fine.most),
            })}
          </p>
        </>
      )}
      <h2>{t('helpSafe')}</h2>
      <p>{t('helpSafeText')}</p>
      {!channels.some((channel) => channel.number === '165') && (
        <p>
          <a className="button tall" href="tel:165">
            ☎ {t('help165')}
          </a>
        </p>
      )}
      {channels.map((channel) => (
        <div key={channel.name}>
          {channel.number ? (
            <p>
              <a className="button tall" href={`tel:${channel.number}`}>
                ☎ {channel.name} {channel.number}
              </a>
            </p>
          ) : (
            <h3>{channel.name}</h3>
          )}
          {channel.text && <p>{channel.text}</p>}
        </div>
      ))}
      <button type="button" className="button tall" onClick={switchLanguage}>
        {t('otherLanguage')}
      </button>
    </section>
  )
}
