import { useQuery } from '@tanstack/react-query'
import { api, body } from '../../api/client'
import { longDay } from '../../shared/format'
import { useWords, wordsOf } from '../../shared/i18n'
import { Square } from '../../shared/ui/Square'
import type { Part } from './KaderDetail'
import { PhotoForm } from './PhotoForm'
import { letterOn } from './paper'
import { Sure } from './Sure'
import { useChange } from './useChange'
import { usePhoto } from './usePhoto'
import { Written } from './Written'

/** The card by which families know a kader: photo, code to check, print, and taking it back. */
export function CardTab({ branch, one, mayPlan }: Part) {
  const { t } = useWords()
  const { change, trouble, saved } = useChange(branch.code)
  const path = { branch: branch.code, kader: one.kader }
  const card = useQuery({
    queryKey: ['card', branch.code, one.kader],
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/kader/{kader}/card', { params: { path } })),
    enabled: mayPlan,
  })
  const photo = usePhoto(branch.code, one)
  return (
    <section aria-label={t('partCard')}>
      <p className="soft">{t('cardOfficeHelp')}</p>
      <Written trouble={trouble ?? card.error ?? photo.error} saved={saved} />
      {card.data && card.data.state !== 'good' && (
        <p className="notice warn">{wordsOf(t, card.data.state, 'cardState_')}</p>
      )}
      <div className="card-and-photo">
        <article className="id-card" aria-label={t('cardOf', { name: one.name })}>
          <p>{t('cardPrinted')}</p>
          {photo.url ? (
            <img src={photo.url} alt={t('photoOf', { name: one.name })} width="144" height="192" />
          ) : null}
          {!photo.url && <p className="no-photo">{t('photoNone')}</p>}
          <h3>{one.name}</h3>
          <p>
            {one.code}
            <br />
            {branch.name}
            <br />
            {letterOn(one, branch.today) && `${letterOn(one, branch.today)?.number} · `}
            {t('cardGoodUntil', { day: longDay(one.until) })}
          </p>
          {card.data && (
            <Square address={new URL(card.data.url, location.origin).href} label={t('cardCodeQr')} />
          )}
          <p className="small">{t('cardCheck')}</p>
        </article>
        {mayPlan && (
          <div className="no-print">
            <PhotoForm
              has={one.photo}
              name={one.name}
              save={(file) =>
                change(
                  body(
                    api.PUT('/api/v1/branches/{branch}/kader/{kader}/photo', {
                      params: { path },
                      body: file as unknown as string,
                      bodySerializer: (content) => content as unknown as Blob,
                      headers: { 'Content-Type': 'application/octet-stream' },
                    }),
                  ),
                )
              }
              remove={() =>
                void change(
                  body(api.DELETE('/api/v1/branches/{branch}/kader/{kader}/photo', { params: { path } })),
                )
              }
            />
            <div className="line">
              <button
                type="button"
                className="button main"
                disabled={card.data?.state !== 'good'}
                onClick={() => print()}
              >
                {t('cardPrint')}
              </button>
              <Sure
                words={t('cardRevoke')}
                name={one.name}
                sure={t('cardRevokeSure')}
                act={() =>
                  void change(
                    body(api.POST('/api/v1/branches/{branch}/kader/{kader}/card', { params: { path } })),
                  )
                }
              />
            </div>
          </div>
        )}
      </div>
    </section>
  )
}
