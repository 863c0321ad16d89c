import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { takeFile } from '../../api/file'
import { number } from '../../shared/format'
import { type Key, useWords } from '../../shared/i18n'
import { FileField } from '../../shared/ui/FileField'
import { Trouble } from '../../shared/ui/Trouble'

const formats = [
  ['geojson', 'asGeoJSON'],
  ['gpkg', 'asGeoPackage'],
  ['shp', 'asShapefile'],
  ['kml', 'asKML'],
  ['csv', 'asDesaCSV'],
  ['blocks', 'asBlocksCSV'],
  ['pdf', 'asPDF'],
  ['sheets', 'asSheets'],
] as const satisfies readonly (readonly [string, Key])[]

type Format = (typeof formats)[number][0]

interface TakeOutProps {
  branch: string
  plan: number
  /** Sends the strokes that wait, so that the file has them. */
  flush: () => Promise<void>
}

/** Saves the plan as a file, a draft as it is drawn, and tells before what the file could not hold. */
export function TakeOut({ branch, plan, flush }: TakeOutProps) {
  const { t } = useWords()
  const [format, setFormat] = useState<Format>('geojson')
  const lossy = format === 'shp' || format === 'kml' || format === 'gpkg'
  const loss = useQuery({
    queryKey: ['export-loss', branch, plan, format],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}/export-loss', {
          params: { path: { branch, id: plan }, query: { format } },
        }),
      ),
    enabled: lossy,
  })
  const save = async () => {
    await flush()
    await takeFile(`/api/v1/branches/${branch}/territory-plans/${plan}/export?format=${format}`)
  }
  const lost = loss.data?.losses ?? []
  return (
    <section className="exchange" aria-labelledby="out-title">
      <h2 id="out-title">{t('takeOut')}</h2>
      <div className="row">
        <label className="field">
          {t('takeFormat')}
          <select value={format} onChange={(event) => setFormat(event.target.value as Format)}>
            {formats.map(([one, words]) => (
              <option key={one} value={one}>
                {t(words)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button" onClick={() => void save()}>
          {t('takeIt')}
        </button>
      </div>
      <Trouble of={loss.error} />
      {lossy && loss.data && (
        <div role="status" className="soft">
          {lost.length === 0 ? (
            t('losesNothing')
          ) : (
            <ul>
              {lost.map((one) => (
                <li key={`${one.code} ${one.layer} ${one.field}`}>{one.text}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  )
}

type Report = Schemas['PlanReport']

interface BringInProps {
  branch: string
  begun: (id: number) => void
}

/** Makes a draft of a file, and tells what of it did not come through. */
export function BringIn({ branch, begun }: BringInProps) {
  const { t } = useWords()
  const bring = useMutation({
    mutationFn: (file: File) =>
      body(
        api.POST('/api/v1/branches/{branch}/territory-drafts/file', {
          params: { path: { branch }, query: { name: file.name.slice(0, 80) } },
          body: file as unknown as string,
          bodySerializer: (content) => content as unknown as Blob,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
  })
  return (
    <section className="exchange" aria-labelledby="in-title">
      <h2 id="in-title">{t('bringIn')}</h2>
      <FileField
        label={t('bringFile')}
        accept=".geojson,.json,.zip,.kml,.kmz,.gpkg"
        disabled={bring.isPending}
        once
        onFile={(file) => file && bring.mutate(file)}
      />
      <p className="soft">{t('bringHelp')}</p>
      {bring.isPending && <p role="status">{t('loading')}</p>}
      <Trouble of={bring.error} />
      {bring.data && <Brought report={bring.data} open={() => begun(bring.data.plan.id)} />}
    </section>
  )
}

function Brought({ report, open }: { report: Report; open: () => void }) {
  const { t } = useWords()
  const losses = report.losses ?? []
  return (
    <div role="status" className="notice brought">
      <p>
        {t('brought', {
          name: report.plan.name,
          n: report.plan.id,
          kader: number(report.kader),
          kk: number(report.eligible),
          features: number(report.features),
          code: number(report.byCode),
          names: number(report.byName),
          place: number(report.byPlace),
        })}
      </p>
      {losses.length === 0 ? (
        <p>{t('losesNothing')}</p>
      ) : (
        <ul>
          {losses.map((one) => (
            <li key={one.code}>
              {one.text || one.code}: {number(one.count)}
              {one.example ? ` (${one.example}${one.count > 1 ? ' …' : ''})` : ''}
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button main" onClick={open}>
        {t('openDraft')}
      </button>
    </div>
  )
}
