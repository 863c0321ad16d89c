import { useMemo, useState } from 'react'
import { number, roundRupiah } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Brings } from './Brings'
import { useDesa } from './desa'
import { matching } from './model'

const most = 200

/** The map's figures as a table, for those who do not see the map. */
export function DesaTable({ branch, plan }: { branch: string; plan: number }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const desa = useDesa(branch, plan)
  const found = useMemo(() => matching(desa.data?.desa ?? [], text), [desa.data, text])
  return (
    <section>
      <h2>{t('tableByDesa')}</h2>
      <label className="field search">
        {t('filterDesa')}
        <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      {desa.isPending && <p>{t('loading')}</p>}
      {desa.isSuccess && found.length === 0 && <p className="soft">{t('noMatch')}</p>}
      {found.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('tableByDesa')}>
          <table>
            <thead>
              <tr>
                <th>{t('desa')}</th>
                <th>{t('kecamatan')}</th>
                <th className="number">{t('household')}</th>
                <th className="number">{t('eligible')}</th>
                <th className="number">{t('arrears')}</th>
                <th className="number">{t('expected')}</th>
                <th>{t('territories')}</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, most).map((d) => (
                <tr key={d.code}>
                  <td>{d.name}</td>
                  <td>{d.kecamatan}</td>
                  <td className="number">{number(d.households)}</td>
                  <td className="number">{number(d.eligible)}</td>
                  <td className="number">{roundRupiah(d.arrears)}</td>
                  <td className="number">
                    <Brings of={d} />
                  </td>
                  <td>{(d.territories ?? []).join(', ') || t('unserved')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.length > most && <p className="soft">{`${most} / ${number(found.length)}`}</p>}
    </section>
  )
}
