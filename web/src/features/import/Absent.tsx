import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { longDay, number, rupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { troubleWords } from '../../shared/ui/Trouble'
import { type Import, meanings, told } from './model'

/** The families that the file should have named: the first of them here, all of them as a sheet. */
export function Absent({ branch, one }: { branch: string; one: Import }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const path = { branch, id: one.id }
  const absent = useQuery({
    queryKey: ['absent', branch, one.id],
    enabled: open,
    queryFn: () => body(api.GET('/api/v1/branches/{branch}/imports/{id}/absent', { params: { path } })),
  })
  const families = absent.data?.families ?? []
  return (
    <>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('importAbsent', { n: number(one.absent) })}</summary>
        {absent.isError && <p className="notice bad">{troubleWords(absent.error, t)}</p>}
        {families.length > 0 && (
          <section className="wide" aria-label={t('importAbsent', { n: number(one.absent) })} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('absentHead')}</th>
                  <th scope="col">{t('absentDesa')}</th>
                  <th scope="col" className="number">
                    {t('absentArrears')}
                  </th>
                  <th scope="col">{t('absentSince')}</th>
                  <th scope="col">{t('absentMeans')}</th>
                </tr>
              </thead>
              <tbody>
                {families.map((family) => (
                  <tr key={family.id}>
                    <td>
                      {family.headName} <span className="soft">{family.noKkMasked}</span>
                    </td>
                    <td>{family.desaName}</td>
                    <td className="number">{rupiah(family.arrears)}</td>
                    <td>{longDay(family.since)}</td>
                    <td>{t(meanings[family.means])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {families.length >= told && <p className="soft">{t('importAbsentMore')}</p>}
      </details>
      <a className="button" href={`/api/v1/branches/${branch}/imports/${one.id}/absent.xlsx`} download>
        {t('importAbsentDownload')}
      </a>
    </>
  )
}
