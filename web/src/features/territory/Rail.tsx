import { useLayoutEffect, useRef } from 'react'
import { useWords } from '../../shared/i18n'
import { rove } from '../../shared/ui/roving'
import { Icon } from './Icon'
import { sized, type Tool, tools } from './tools'

interface Props {
  tool: Tool
  choose: (tool: Tool) => void
  brush: number
  setBrush: (size: number) => void
  mayDraw: boolean
  heat: boolean
  /** Whether fingers draw beside a pen; null: no pen was seen. */
  fingers: boolean | null
  setFingers: (draw: boolean) => void
  acts: Record<'nextOpen' | 'nextBroken' | 'fillPockets' | 'lock' | 'heat' | 'help', () => void>
}

/**
 * Tools, and what one press does. A reader of a plan sees no tools that draw. One stop of
 * Tab: where the keyboard was last, else the tool that is chosen; arrows lead on.
 */
export function Rail({ tool, choose, brush, setBrush, mayDraw, heat, fingers, setFingers, acts }: Props) {
  const { t } = useWords()
  const rail = useRef<HTMLDivElement>(null)
  const last = useRef<Element | null>(null)
  const oneStop = () => {
    const all = [...(rail.current?.querySelectorAll('button') ?? [])]
    const stop = all.find((one) => one === last.current) ?? all.find((one) => one.ariaPressed === 'true')
    for (const one of all) one.tabIndex = one === (stop ?? all[0]) ? 0 : -1
  }
  useLayoutEffect(oneStop)
  return (
    <div
      ref={rail}
      className="rail"
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t('tools')}
      onFocus={(event) => {
        last.current = event.target
        oneStop()
      }}
      onKeyDown={(event) => rove(event, 'button')}
    >
      {tools
        .filter((one) => mayDraw || one.tool === 'inspect')
        .map((one) => (
          <button
            key={one.tool}
            type="button"
            aria-pressed={tool === one.tool}
            aria-label={t(one.words)}
            title={`${t(one.words)} (${one.key.toUpperCase()}): ${t(one.help)}`}
            onClick={() => choose(one.tool)}
          >
            <Icon path={one.icon} />
          </button>
        ))}
      {mayDraw && (tool === 'brush' || tool === 'balance' || tool === 'erase') && (
        <span className="size">
          <button type="button" aria-label={t('larger')} title="]" onClick={() => setBrush(sized(brush, 1))}>
            +
          </button>
          <output aria-label={t('brushSize')}>{brush + 1}</output>
          <button
            type="button"
            aria-label={t('smaller')}
            title="["
            onClick={() => setBrush(sized(brush, -1))}
          >
            −
          </button>
        </span>
      )}
      <hr />
      {mayDraw && <Act name="actFill" keyName="G" path="M12 3l7 8-7 7-7-7zM4 21h16" run={acts.fillPockets} />}
      {mayDraw && (
        <Act name="actLock" keyName="L" path="M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z" run={acts.lock} />
      )}
      <Act name="actNext" keyName="N" path="M5 5l8 7-8 7M17 5v14" run={acts.nextOpen} />
      <Act name="actBroken" keyName="F" path="M4 12h5M15 12h5M10 8l-2 8M16 8l-2 8" run={acts.nextBroken} />
      <button
        type="button"
        aria-pressed={heat}
        aria-label={t('actHeat')}
        title={`${t('actHeat')} (H)`}
        onClick={acts.heat}
      >
        <Icon path="M4 20V10h4v10zM10 20V4h4v16zM16 20v-7h4v7z" />
      </button>
      {mayDraw && fingers !== null && (
        <button
          type="button"
          aria-pressed={fingers}
          aria-label={t('actFingers')}
          title={t('actFingersHelp')}
          onClick={() => setFingers(!fingers)}
        >
          <Icon path="M9 12V5a1.5 1.5 0 013 0v6m0-1a1.5 1.5 0 013 0v2m0-1a1.5 1.5 0 013 0v4a6 6 0 01-6 6c-3 0-4-2-7-6l1.5-1L9 15z" />
        </button>
      )}
      <Act name="actHelp" keyName="?" path="M9 9a3 3 0 116 1c0 2-3 2-3 4M12 18v.5" run={acts.help} />
    </div>
  )
}

function Act({
  name,
  keyName,
  path,
  run,
}: {
  name: 'actFill' | 'actLock' | 'actNext' | 'actBroken' | 'actHelp'
  keyName: string
  path: string
  run: () => void
}) {
  const { t } = useWords()
  return (
    <button type="button" aria-label={t(name)} title={`${t(name)} (${keyName})`} onClick={run}>
      <Icon path={path} />
    </button>
  )
}
