import { useEffect, useId, useRef, useState } from 'react'
import { addMonths, readMonth, writeMonth } from '../day'
import { monthName } from '../format'
import { useWords } from '../i18n'

interface Props {
  label: string
  /** 2026-11 */
  value: string
  onChange: (month: string) => void
}

/** A month, written m/y, with its name beside it and the ones before and after. */
export function MonthField({ label, value, onChange }: Props) {
  const { t } = useWords()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(writeMonth(value))
  const [left, setLeft] = useState(false)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    if (readMonth(text) !== value) setText(writeMonth(value))
  }
  const wrong = readMonth(text) ? '' : t('monthWrong')
  useEffect(() => input.current?.setCustomValidity(wrong), [wrong])
  const step = (n: number) => onChange(addMonths(`${value}-01`, n).slice(0, 7))
  const told = left && wrong !== ''
  return (
    <div className="field date">
      <label htmlFor={id}>{label}</label>
      <span className="date-row">
        <button type="button" className="button pick" aria-label={t('monthBefore')} onClick={() => step(-1)}>
          ‹
        </button>
        <input
          ref={input}
          id={id}
          inputMode="numeric"
          autoComplete="off"
          size={8}
          placeholder={t('monthPlaceholder')}
          value={text}
          aria-invalid={told}
          aria-describedby={`${id}-name`}
          onChange={(event) => {
            setText(event.target.value)
            setLeft(false)
            const month = readMonth(event.target.value)
            if (month && month !== value) onChange(month)
          }}
          onBlur={() => {
            setLeft(true)
            const month = readMonth(text)
            if (month) setText(writeMonth(month))
          }}
        />
        <button type="button" className="button pick" aria-label={t('monthAfter')} onClick={() => step(1)}>
          ›
        </button>
        <span id={`${id}-name`} className={told ? 'field-wrong' : 'soft'}>
          {told ? wrong : monthName(value)}
        </span>
      </span>
    </div>
  )
}
