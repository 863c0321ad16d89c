import type { Schemas } from '../../api/client'
import { roundRupiah, rupiahBand } from '../../shared/format'
import { useWords } from '../../shared/i18n'

type Outlook = Schemas['Outlook']

/** The two cells of a month: cash with its band, and what comes later. */
export function OutlookCells({ of }: { of: Outlook }) {
  if (of.version === '')
    return (
      <>
        <td className="number">–</td>
        <td className="number">–</td>
      </>
    )
  return (
    <>
      <td className="number">
        {roundRupiah(of.cash)}
        <br />
        <span className="soft">{rupiahBand(of.band.low, of.band.high)}</span>
      </td>
      <td className="number">{roundRupiah(of.later)}</td>
    </>
  )
}

/** What the sums of a month are and where their level comes from. */
export function OutlookHelp({ of }: { of: Outlook }) {
  const { t } = useWords()
  if (of.version === '') return null
  return (
    <p className="soft">
      {t('outlookHelp')} {t(of.version === 'prior' ? 'outlookPrior' : 'outlookCalibrated')}
    </p>
  )
}
