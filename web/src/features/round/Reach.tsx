import { nowIn } from '../../api/clock'
import { useWords } from '../../shared/i18n'
import { international, partOf } from './day'
import type { Family, Pack } from './pack'

/** Links open another program on a tap and say nothing about debt. */
export function Reach({
  family,
  pack,
  zone,
  label,
}: {
  family: Family
  pack: Pack
  zone: string
  label: string
}) {
  const { t } = useWords()
  const phone = international(family.phone)
  const greeting = t('waText', { part: t(partOf(nowIn(zone).hour)), name: pack.kader.name })
  const at = family.lat !== undefined ? `${family.lat},${family.lng}` : ''
  return (
    <p className="reach">
      {phone && (
        <a className="button" href={`tel:+${phone}`}>
          ☎ {t('phone')}
        </a>
      )}
      {phone && (
        <a
          className="button"
          href={`https://wa.me/${phone}?text=${encodeURIComponent(greeting)}`}
          rel="noreferrer"
          target="_blank"
        >
          {t('whatsapp')}
        </a>
      )}
      {at && (
        <a className="button" href={`geo:${at}?q=${at}(${encodeURIComponent(label)})`}>
          ➤ {t('navigate')}
        </a>
      )}
    </p>
  )
}
