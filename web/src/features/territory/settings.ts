import type { Schemas } from '../../api/client'
import type { Key } from '../../shared/i18n'

export type Weights = Schemas['TerritoryWeights']
export type Compromise = Schemas['Compromise']

export const weightNames = ['split', 'moved', 'home', 'even', 'stay'] as const
export type WeightName = (typeof weightNames)[number]

/** What each weight is called, its unit, and what more of it does. */
export const weightWords: Record<WeightName, { name: Key; unit: Key; more: Key }> = {
  split: { name: 'weightSplit', unit: 'weightSplitUnit', more: 'weightSplitMore' },
  moved: { name: 'weightMoved', unit: 'weightMovedUnit', more: 'weightMovedMore' },
  home: { name: 'weightHome', unit: 'weightHomeUnit', more: 'weightHomeMore' },
  even: { name: 'weightEven', unit: 'weightEvenUnit', more: 'weightEvenMore' },
  stay: { name: 'weightStay', unit: 'weightStayUnit', more: 'weightStayMore' },
}

/** What an officer asks of a division, as typed; weights null: the usual. */
export interface Settings {
  kecamatan: string
  /** Whole desa or cells; empty as the branch's rule has it. */
  grain: '' | 'desa' | 'cell'
  redraw: boolean
  /** Kader may serve another kecamatan than that of their contract. */
  roam: boolean
  seconds: string
  weights: Record<WeightName, string> | null
}

export const usualSettings: Settings = {
  kecamatan: '',
  grain: '',
  redraw: false,
  roam: false,
  seconds: '',
  weights: null,
}

/** Kader may be moved only where a whole branch is divided by whole desa. */
export function mayRoam(settings: Settings): boolean {
  return settings.kecamatan === '' && settings.grain !== 'cell'
}

/** The weights as they are typed: those of the settings, or the usual. */
export function typed(settings: Settings, usual: Weights): Record<WeightName, string> {
  if (settings.weights) return settings.weights
  const of = (name: WeightName) => String(usual[name])
  return { split: of('split'), moved: of('moved'), home: of('home'), even: of('even'), stay: of('stay') }
}

function weightsOf(weights: Record<WeightName, string>): Weights {
  return {
    split: Number(weights.split),
    moved: Number(weights.moved),
    home: Number(weights.home),
    stay: Number(weights.stay),
    even: Number(weights.even),
  }
}

/** The request of a plan with these settings; what is as usual is left out. */
export function requestOf(settings: Settings): {
  kecamatan?: string
  grain?: 'desa' | 'cell'
  redraw?: boolean
  roam?: boolean
  seconds?: number
  weights?: Weights
} {
  return {
    ...(settings.kecamatan && { kecamatan: settings.kecamatan }),
    ...(settings.grain && { grain: settings.grain }),
    ...(settings.redraw && { redraw: true }),
    ...(settings.roam && mayRoam(settings) && { roam: true }),
    ...(settings.seconds && { seconds: Number(settings.seconds) }),
    ...(settings.weights && { weights: weightsOf(settings.weights) }),
  }
}

/** Seconds that a frontier takes where the officer names none. */
export const frontierSeconds = 20

/** The query of a frontier with these settings. */
export function frontierQuery(settings: Settings): string {
  const query = new URLSearchParams({ seconds: settings.seconds || String(frontierSeconds) })
  if (settings.kecamatan) query.set('kecamatan', settings.kecamatan)
  const { weights } = settings
  if (weights) query.set('weights', weightNames.map((name) => `${name}=${Number(weights[name])}`).join(','))
  return query.toString()
}

/** The settings with which a plan goes the way of a compromise. */
export function following(settings: Settings, way: Compromise, usual: Weights): Settings {
  if (way.stay === 0) return { ...settings, redraw: true }
  return { ...settings, redraw: false, weights: { ...typed(settings, usual), stay: String(way.stay) } }
}
