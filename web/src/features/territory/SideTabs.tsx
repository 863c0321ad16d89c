import { useWords } from '../../shared/i18n'
import { rove } from '../../shared/ui/roving'
import type { Tab } from './Side'

interface Props {
  tabs: [Tab, string][]
  tab: Tab
  choose: (tab: Tab) => void
}

/** The panels beside the map: one stop of Tab, arrows lead from one to the next. */
export function SideTabs({ tabs, tab, choose }: Props) {
  const { t } = useWords()
  return (
    <div
      role="tablist"
      className="side-tabs"
      aria-label={t('panels')}
      onKeyDown={(event) => {
        const to = rove(event, '[role="tab"]')
        const [one] = tabs.find(([name]) => to?.id === `tab-${name}`) ?? []
        if (one) choose(one)
      }}
    >
      {tabs.map(([one, words]) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={tab === one}
          aria-controls="side-panel"
          tabIndex={tab === one ? 0 : -1}
          onClick={() => choose(one)}
        >
          {words}
        </button>
      ))}
    </div>
  )
}
