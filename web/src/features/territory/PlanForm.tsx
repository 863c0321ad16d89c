import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { kecamatanOf, useDesa } from './desa'
import { Frontier } from './Frontier'
import {
  following,
  mayRoam,
  requestOf,
  type Settings,
  typed,
  usualSettings,
  type WeightName,
  type Weights,
  weightNames,
  weightWords,
} from './settings'

type Limits = { usual: Weights; most: Weights }

interface Props {
  branch: Schemas['BranchSummary']
  plan: number
  running: boolean
  start: (request: ReturnType<typeof requestOf>) => void
  /** What was set stays set from plan to plan. */
  settings: Settings
  set: (settings: Settings) => void
}

/** Asks for a division: one button, and behind it what counts. */
export function PlanForm({ branch, plan, running, start, settings, set }: Props) {
  const { t } = useWords()
  const [filled, setFilled] = useState(false)
  const limits = useQuery({
    queryKey: ['territory-weights', branch.code],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-weights', {
          params: { path: { branch: branch.code } },
        }),
      ),
  })
  return (
    <>
      {!running && (
        <button type="submit" form="plan-form" className="button main">
          {t('newPlan')}
        </button>
      )}
      <form
        id="plan-form"
        className="plan-form"
        onSubmit={(event) => {
          event.preventDefault()
          setFilled(false)
          start(requestOf(settings))
        }}
      >
        {filled && <p role="status">{t('wayChosen')}</p>}
        <details onInvalidCapture={(event) => event.currentTarget.setAttribute('open', '')}>
          <summary>{t('planSettings')}</summary>
          <div className="settings">
            <Where branch={branch} plan={plan} settings={settings} set={set} />
            {limits.data && <WeightFields limits={limits.data} settings={settings} set={set} />}
            <Trouble of={limits.error} retry={() => void limits.refetch()} />
            <button type="button" className="button" onClick={() => set(usualSettings)}>
              {t('backToUsual')}
            </button>
          </div>
        </details>
      </form>
      {branch.plan > 0 && limits.data && (
        <Frontier
          branch={branch.code}
          settings={settings}
          follow={(way) => {
            set(following(settings, way, limits.data.usual))
            setFilled(true)
          }}
        />
      )}
    </>
  )
}

interface FieldsProps {
  settings: Settings
  set: (settings: Settings) => void
}

/** Where, how and how long. */
function Where({
  branch,
  plan,
  settings,
  set,
}: FieldsProps & { branch: Schemas['BranchSummary']; plan: number }) {
  const { t } = useWords()
  const desa = useDesa(branch.code, plan)
  const kecamatan = useMemo(() => {
    const names = new Map((desa.data?.desa ?? []).map((d) => [kecamatanOf(d.code), d.kecamatan]))
    return [...names].sort(([, a], [, b]) => a.localeCompare(b))
  }, [desa.data])
  return (
    <div className="settings-row">
      <label className="field">
        {t('kecamatan')}
        <select
          value={settings.kecamatan}
          onChange={(event) => set({ ...settings, kecamatan: event.target.value })}
        >
          <option value="">{t('allKecamatan')}</option>
          {kecamatan.map(([code, name]) => (
            <option key={code} value={code}>
              {name || code}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t('grain')}
        <select
          value={settings.grain}
          onChange={(event) => set({ ...settings, grain: event.target.value as Settings['grain'] })}
        >
          <option value="">{t('grainRule')}</option>
          <option value="desa">{t('grainDesa')}</option>
          <option value="cell">{t('grainCell')}</option>
        </select>
      </label>
      <label className="field">
        {t('planSeconds')}
        <input
          type="number"
          min={1}
          max={600}
          step={1}
          value={settings.seconds}
          placeholder={t('planSecondsUsual')}
          onChange={(event) => set({ ...settings, seconds: event.target.value })}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={settings.redraw}
          onChange={(event) => set({ ...settings, redraw: event.target.checked })}
        />{' '}
        {t('redraw')}
      </label>
      <p className="soft">{t('redrawHelp')}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={settings.roam && mayRoam(settings)}
          disabled={!mayRoam(settings)}
          onChange={(event) => set({ ...settings, roam: event.target.checked })}
        />{' '}
        {t('roam')}
      </label>
      <p className="soft">{t('roamHelp')}</p>
    </div>
  )
}

const drawnWith = weightNames.filter((name) => name !== 'stay')

function WeightFields({ limits, settings, set }: FieldsProps & { limits: Limits }) {
  const { t } = useWords()
  const weights = typed(settings, limits.usual)
  const change = (name: WeightName, value: string) =>
    set({ ...settings, weights: { ...weights, [name]: value } })
  const field = (name: WeightName) => (
    <WeightField
      key={name}
      name={name}
      value={weights[name]}
      usual={limits.usual[name]}
      most={limits.most[name]}
      change={change}
    />
  )
  return (
    <>
      <p className="soft">{t('weightsHelp')}</p>
      <fieldset>
        <legend>{t('weightsDrawn')}</legend>
        {drawnWith.map(field)}
      </fieldset>
      <fieldset>
        <legend>{t('weightsAdapted')}</legend>
        {field('stay')}
      </fieldset>
    </>
  )
}

function WeightField({
  name,
  value,
  usual,
  most,
  change,
}: {
  name: WeightName
  value: string
  usual: number
  most: number
  change: (name: WeightName, value: string) => void
}) {
  const { t } = useWords()
  const words = weightWords[name]
  const help = `weight-${name}`
  return (
    <div>
      <label className="field">
        {t(words.name)}
        <input
          type="number"
          required
          min={0}
          max={most}
          step="any"
          value={value}
          aria-describedby={help}
          onChange={(event) => change(name, event.target.value)}
        />
      </label>
      <p id={help} className="soft">
        {t(words.unit)}. {t(words.more)} {t('usualIs', { n: usual.toLocaleString('id-ID') })}
      </p>
    </div>
  )
}
