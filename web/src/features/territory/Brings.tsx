import { roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'

/** What families are expected to bring: the cash of a month, and under it what that month's visits set going. */
export function Brings({ of }: { of: { expected: number; later: number } }) {
  const { t } = useWords()
  return (
    <>
      {roundRupiah(of.expected)}
      {of.later > 0 && (
        <>
          <br />
          <span className="soft">{t('andLater', { value: roundRupiah(of.later) })}</span>
        </>
      )}
    </>
  )
}
