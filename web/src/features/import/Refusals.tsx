import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { troubleWords } from '../../shared/ui/Trouble'
import { type Import, told } from './model'

/** The refused rows: the first of them here, all of them as a sheet to mend and send again. */
export function Refusals({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const path = { branch, id: one.id }
  const rejects = useQuery({
    queryKey: ['rejects', branch, one.id],
    enabled: open,
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/imports/{id}/rejects', { params: { path } })),
  })
  const rows = rejects.data?.rejects ?? []
  return (
    <>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('importRefusals', { n: number(one.rejected) })}</summary>
        {rejects.isError && <p className="notice bad">{troubleWords(rejects.error, t)}</p>}
        {rows.length > 0 && (
          <section
            className="wide"
            aria-label={t('importRefusals', { n: number(one.rejected) })}
            tabIndex={0}
          >
            <table>
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {t('refusalLine')}
                  </th>
                  <th scope="col">{t('refusalColumn')}</th>
                  <th scope="col">{t('refusalValue')}</th>
                  <th scope="col">{t('refusalReason')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.line} ${row.field}`}>
                    <td className="number">{number(row.line)}</td>
                    <td>{row.field}</td>
                    <td>{row.value}</td>
                    <td>{row.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {rows.length >= told && <p className="soft">{t('importRefusalsMore')}</p>}
      </details>
      <a className="button" href={`/api/v1/branches/${branch}/imports/${one.id}/rejected.xlsx`} download>
        {t('importDownload')}
      </a>
    </>
  )
}
