import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { readDay, readShortDay, within, writeDay } from '../day'
import { longDay } from '../format'
import { type Say, useWords } from '../i18n'
import { Calendar } from './Calendar'

interface Props {
  label: ReactNode
  /** 2026-11-23; empty: none. */
  value: string
  /** Called with days between the limits alone, and with nothing where the field is emptied and need not be filled. */
  onChange: (day: string) => void
  /** Where the calendar opens without a value. */
  today?: string
  min?: string
  max?: string
  required?: boolean
  /** Under which a form sends the day. */
  name?: string
}

/** A day, written d/m/y whatever the browser's language, or chosen from a calendar. */
export function DateField({ label, value, onChange, today, min, max, required = false, name }: Props) {
  const { t, language } = useWords()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const calendar = useRef<HTMLDivElement>(null)
  const [text, setText] = useState(writeDay(value))
  const [left, setLeft] = useState(false)
  const [open, setOpen] = useState(false)
  // What is typed stays as it is while it means the value; another value is written anew.
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    if (readShortDay(text) !== value) {
      setText(writeDay(value))
      setLeft(false) // nobody has left what a form wrote: one that was sent and emptied is not wrong yet
    }
  }
  const wrong = whatIsWrong(text, { required, min, max }, t)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sentence is of the language
  useEffect(() => input.current?.setCustomValidity(wrong), [wrong, language])
  const take = (day: string) => {
    setText(writeDay(day))
    if (day !== value) onChange(day)
  }
  const type = (typed: string) => {
    setText(typed)
    setLeft(false)
    const day = readDay(typed)
    if (day && day !== value && within(day, min, max)) onChange(day)
    if (typed.trim() === '' && !required && value !== '') onChange('')
  }
  const leave = () => {
    setLeft(true)
    const day = readShortDay(text)
    if (day && within(day, min, max)) take(day)
  }
  const choose = (day: string) => {
    take(day)
    setLeft(true)
    calendar.current?.hidePopover()
    input.current?.focus()
  }
  const told = left && wrong !== ''
  return (
    <div className="field date">
      <label htmlFor={id}>{label}</label>
      <span className="date-row">
        <input
          ref={input}
          id={id}
          inputMode="numeric"
          autoComplete="off"
          size={10}
          placeholder={t('datePlaceholder')}
          value={text}
          aria-invalid={told}
          aria-describedby={told ? `${id}-wrong` : undefined}
          onChange={(event) => type(event.target.value)}
          onBlur={leave}
        />
        <button
          type="button"
          className="button pick"
          aria-label={t('calendarOpen')}
          title={t('calendarOpen')}
          aria-haspopup="dialog"
          popoverTarget={`${id}-calendar`}
        >
          <CalendarSign />
        </button>
      </span>
      {told && (
        <span id={`${id}-wrong`} className="field-wrong">
          {wrong}
        </span>
      )}
      {name && <input type="hidden" name={name} value={value} />}
      <div
        ref={calendar}
        id={`${id}-calendar`}
        className="calendar"
        popover="auto"
        role="dialog"
        aria-label={t('calendar')}
        onBeforeToggle={(event) => {
          if (event.newState === 'open' && calendar.current && input.current)
            place(calendar.current, input.current)
        }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && (
          <Calendar
            value={value}
            at={value || nearest(today ?? min ?? max ?? '2026-01-01', min, max)}
            today={today}
            min={min}
            max={max}
            choose={choose}
          />
        )}
      </div>
    </div>
  )
}

function whatIsWrong(
  text: string,
  { required, min, max }: { required: boolean; min?: string; max?: string },
  t: Say,
): string {
  if (text.trim() === '') return required ? t('dateMissing') : ''
  const day = readShortDay(text)
  if (!day) return t('dateWrong')
  if (min && day < min) return t('dateEarly', { day: longDay(min) })
  if (max && day > max) return t('dateLate', { day: longDay(max) })
  return ''
}

/** The day between two limits that is nearest to one. */
function nearest(day: string, min?: string, max?: string): string {
  if (min && day < min) return min
  return max && day > max ? max : day
}

/** How much room the calendar takes, in CSS pixels. */
const room = { width: 300, height: 330 }

/** Puts the calendar below a field, or above it where there is more room. */
function place(calendar: HTMLElement, field: HTMLElement): void {
  const at = field.getBoundingClientRect()
  const above = at.bottom + room.height > innerHeight && at.top > room.height
  calendar.style.left = `${Math.max(4, Math.min(at.left, innerWidth - room.width - 4))}px`
  calendar.style.top = above
    ? `${at.top - room.height}px`
    : `${Math.max(4, Math.min(at.bottom + 4, innerHeight - room.height))}px`
}

function CalendarSign() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" aria-hidden="true">
      <rect x="2" y="3.5" width="14" height="12" rx="2" />
      <path d="M2 7.5h14M6 1.5v4M12 1.5v4" />
    </svg>
  )
}
