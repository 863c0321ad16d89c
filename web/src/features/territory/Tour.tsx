import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../shared/i18n'
import { hasToured, rememberTour, tour } from './guide'

interface Props {
  /** Counts how often somebody asked for the tour. */
  asked: number
}

/** Five steps about the page, each marking what it is about: offered once, never in the way. */
export function Tour({ asked }: Props) {
  const { t } = useWords()
  const [offered, offer] = useState(() => !hasToured())
  const [step, go] = useState<number | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (asked > 0) go(0)
  }, [asked])
  useEffect(() => {
    const target = step === null ? null : document.querySelector(tour[step]?.[1] ?? '')
    title.current?.focus()
    target?.classList.add('toured')
    return () => target?.classList.remove('toured')
  }, [step])
  const end = () => {
    rememberTour()
    offer(false)
    go(null)
  }
  if (step === null)
    return offered ? (
      <p className="tour-offer">
        {t('tourOffer')}{' '}
        <button type="button" className="button" onClick={() => go(0)}>
          {t('tourStart')}
        </button>{' '}
        <button type="button" className="button" onClick={end}>
          {t('tourSkip')}
        </button>
      </p>
    ) : null
  const last = step === tour.length - 1
  return (
    <section
      className="tour"
      aria-labelledby="tour-title"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        end()
      }}
    >
      <h2 id="tour-title" ref={title} tabIndex={-1}>
        {t('tourStep', { n: step + 1, all: tour.length })}
      </h2>
      <p>{t(tour[step]?.[0] ?? 'tour1')}</p>
      <p className="row">
        {step > 0 && (
          <button type="button" className="button" onClick={() => go(step - 1)}>
            {t('tourBack')}
          </button>
        )}
        <button type="button" className="button main" onClick={() => (last ? end() : go(step + 1))}>
          {t(last ? 'tourEnd' : 'tourNext')}
        </button>
        {!last && (
          <button type="button" className="button" onClick={end}>
            {t('tourSkip')}
          </button>
        )}
      </p>
    </section>
  )
}
