import type { Schemas } from '../../api/client'
import { roundRupiah, rupiahBand } from '../../shared/format'
import { useWords } from '../../shared/i18n'

type Month = Schemas['MonthOfKader']
type Outlook = Schemas['Outlook']

/** What all months bring together, the ends of their bands added up. */
export function together(months: Month[]): Outlook {
  return months.reduce(
    (sum, { outlook }) => ({
      cash: sum.cash + outlook.cash,
      later: sum.later + outlook.later,
      band: { low: sum.band.low + outlook.band.low, high: sum.band.high + outlook.band.high },
      version: sum.version === 'prior' ? 'prior' : outlook.version,
    }),
    { cash: 0, later: 0, band: { low: 0, high: 0 }, version: '' },
  )
}

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
