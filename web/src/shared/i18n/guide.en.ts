import type { guideId } from './guide.id'

/** Words of the guide of the page Wilayah, English. */
export const guideEn: Record<keyof typeof guideId, string> = {
  guideTitle: 'From files to the first plan',
  guideDone: 'done',
  guideMissing: 'missing',
  guide_areas: 'Outlines of desa',
  guide_kader: 'Kader',
  guide_households: 'Families in arrears',
  guide_plan: 'Territory plan',
  guideHas_areas: '{n} desa on the map.',
  guideHas_kader: '{n} active kader.',
  guideHas_households: '{n} families.',
  guideHas_plan: 'There is one.',
  guideLacks_areas:
    'Without outlines no family has a place and the map is empty. Import a GeoJSON file of desa.',
  guideLacks_kader: 'Without kader nobody gets a territory. Import the list of kader.',
  guideLacks_households: 'There is nothing to divide yet. Import the list of families in arrears.',
  guideLacks_plan: 'Let the solver divide, or draw by hand, below.',
  guideAsk: 'An officer of the branch imports it.',
  tourOffer: 'New here? A tour of five steps.',
  tourStart: 'Begin the tour',
  tourSkip: 'Skip the tour',
  tourStep: 'Step {n} of {all}',
  tourNext: 'Next',
  tourBack: 'Back',
  tourEnd: 'Done',
  helpPanels: 'Panels beside the map',
  helpHands: 'every kader with families, expectation and band; choose and lock here',
  helpDesa: 'the same drawing as a list of ticks, for keyboard and screen reader',
  helpSolver: 'fill the rest, improve, cut, a kader leaves or joins, divide anew; what-ifs and weights',
  helpScenario: 'who moves, handing over, comments and approval, compare, publish, files',
  helpIssues:
    'families that no file places, second territories, capacity, what nobody serves, where to recruit',
}
