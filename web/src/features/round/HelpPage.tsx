import { Link } from 'wouter'
import { number, rupiah } from '../../shared/format'
import { switchLanguage, useWords } from '../../shared/i18n'
import { useHere } from '../outbox/here'
import { viewOf } from './day'
import { channelWords, doorWords } from './door'
import { madeOn } from './made'
import { ownOf } from './own'
import type { Channel } from './pack'

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
      <Script />
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
      <Unsafe />
      {!channels.some((channel) => channel.number === '165') && (
        <p>
          <a className="button tall" href="tel:165">
            ☎ {t('help165')}
          </a>
        </p>
      )}
      {channels.map((channel) => (
        <Help key={channel.name} channel={channel} />
      ))}
      <button type="button" className="button tall" onClick={switchLanguage}>
        {t('otherLanguage')}
      </button>
    </section>
  )
}

/** Marks the visit at which it was not safe, in one tap. */
function Unsafe() {
  const { t } = useWords()
  const { pack, folded, today } = useHere()
  if (!pack) return null
  const { order, added } = ownOf(today)
  const { next } = viewOf(pack, today, madeOn(pack, folded, today), order, added)
  if (!next?.family) return null
  return (
    <p>
      <Link href={`/hasil/${next.family.id}/TIDAK_AMAN`} className="button tall">
        ⚠ {t('helpUnsafe', { name: next.family.head })}
      </Link>
    </p>
  )
}

/** What to say at the door: the branch's own words, which are Indonesian, else the phone's. */
function Script() {
  const { t, language } = useWords()
  const { pack } = useHere()
  const own = doorWords(pack)
  if (!own) return <blockquote>{t('helpScriptText', { name: pack?.kader.name ?? '' })}</blockquote>
  return (
    <blockquote>
      <span lang="id">{own}</span> {language !== 'id' && <Indonesian />}
    </blockquote>
  )
}

function Help({ channel }: { channel: Channel }) {
  const { language } = useWords()
  const { text, lang } = channelWords(channel, language)
  return (
    <div>
      {channel.number ? (
        <p>
          <a className="button tall" href={`tel:${channel.number}`}>
            ☎ {channel.name} {channel.number}
          </a>
        </p>
      ) : (
        <h3>{channel.name}</h3>
      )}
      {text && (
        <p>
          <span lang={lang}>{text}</span> {lang !== language && <Indonesian />}
        </p>
      )}
    </div>
  )
}

/** Says of a text of the branch that it is Indonesian. */
function Indonesian() {
  const { t } = useWords()
  return <span className="soft">({t('inIndonesian')})</span>
}
