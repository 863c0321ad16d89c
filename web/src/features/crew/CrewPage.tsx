import { Link } from 'wouter'
import { when } from '../../api/clock'
import { type Say, useWords } from '../../shared/i18n'
import type { Crew, CrewKader } from './kept'
import { askedOf, inOrder, standingOf, sumOf } from './order'
import { TakeFile } from './TakeFile'

/** A supervisor's kader today: who has not sent first. */
export function CrewPage({ crew, zone, today }: { crew: Crew; zone: string; today: boolean }) {
  const { t } = useWords()
  const asked = askedOf(crew)
  return (
    <>
      {today && <p>{t('crewSum', { ...sumOf(crew) })}</p>}
      {crew.kader.length === 0 && <p className="notice">{t('crewNone')}</p>}
      <ul className="stops" aria-label={t('crewTitle')}>
        {inOrder(crew).map((kader) => (
          <li key={kader.id} className={today && standingOf(kader) === 'silent' ? 'stop waits' : 'stop'}>
            <Link href={`/orang/${kader.id}`}>
              <span className="stop-name">{kader.name}</span>
              <span>{t('crewVisits', { done: kader.done, planned: kader.planned })}</span>
              <span className="soft wide">
                {standingWords(t, kader, zone, today)}
                {asked.has(kader.id) && ` · ${t('crewAsked', { n: asked.get(kader.id) ?? 0 })}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <TakeFile />
    </>
  )
}

/** How a kader's day stands, in words. Of a day that is to come nobody has sent anything yet. */
export function standingWords(t: Say, kader: CrewKader, zone: string, today: boolean): string {
  const took = (kader.takes ?? []).map((one) => t('crewTakes', { n: one.families, name: one.name }))
  const standing = standingOf(kader)
  const words = {
    handed: t('crewHanded', { name: kader.handedTo?.name ?? '' }),
    away: t('crewAway'),
    sent: t('crewSent', { time: kader.sent ? when(zone, kader.sent) : '' }),
    silent: today ? t('crewSilent') : '',
    noRoute: t('crewNoRoute'),
  }[standing]
  return [words, ...took].filter(Boolean).join(' · ')
}
