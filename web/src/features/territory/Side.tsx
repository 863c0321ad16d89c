import { memo, type ReactNode } from 'react'
import { useWords } from '../../shared/i18n'
import { SideTabs } from './SideTabs'

export type Tab = 'hands' | 'desa' | 'solver' | 'scenario' | 'issues'

/** Panels that stay once they were shown, hidden behind the others. */
const kept = ['solver', 'scenario', 'issues'] as const

interface Props {
  tab: Tab
  choose: (tab: Tab) => void
  /** Above the tabs, whichever is open. */
  above: ReactNode
  /** Panels that are made when they are opened. */
  made: Record<'hands' | 'desa', () => ReactNode>
  /** What stands above the panel of the solver. */
  wishes: ReactNode
  panels: Record<(typeof kept)[number], ReactNode>
  /** The map is there, which comes first. */
  drawn: boolean
}

/** The panel beside the map, with its tabs. */
export function Side({ tab, choose, above, made, wishes, panels, drawn }: Props) {
  const { t } = useWords()
  const tabs: [Tab, string][] = [
    ['hands', t('tabHands')],
    ['desa', t('tabDesa')],
    ['solver', t('tabSolver')],
    ['scenario', t('tabScenario')],
    ['issues', t('tabIssues')],
  ]
  return (
    <aside className="side">
      {above}
      <SideTabs tabs={tabs} tab={tab} choose={choose} />
      <div role="tabpanel" id="side-panel" aria-labelledby={`tab-${tab}`} className="side-panel" tabIndex={0}>
        <h2 className="hidden-text">{tabs.find(([one]) => one === tab)?.[1]}</h2>
        {(tab === 'hands' || tab === 'desa') && made[tab]()}
        {tab === 'solver' && wishes}
        {kept.map((one) => (
          <Kept key={one} open={tab === one} made={drawn || tab === one} panel={panels[one]} />
        ))}
      </div>
    </aside>
  )
}

interface KeptProps {
  open: boolean
  made: boolean
  panel: ReactNode
}

/** A panel that stays behind the others; what changes meanwhile it is told when it is opened again. */
const Kept = memo(
  ({ open, made, panel }: KeptProps) => (
    <div className="kept-panel" hidden={!open}>
      {made && panel}
    </div>
  ),
  (before, after) => !before.open && !after.open && before.made === after.made,
)
