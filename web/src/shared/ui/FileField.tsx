import { useId, useState } from 'react'
import { number } from '../format'
import { useWords } from '../i18n'

interface Props {
  label: string
  /** As in the attribute of that name: endings and kinds. */
  accept: string
  /** Called with the file, or undefined where none is chosen any more. */
  onFile?: (file: File | undefined) => void
  /** Bytes at most; a larger one is refused before it is sent. */
  most?: number
  /** Forget the file as soon as it was given, so that the same one can be given again. */
  once?: boolean
  disabled?: boolean
  /** Under which a form sends the file. */
  name?: string
}

/** A file to choose or to drop, in the reader's language whatever the browser's. */
export function FileField({ label, accept, onFile, most, once = false, disabled = false, name }: Props) {
  const { t } = useWords()
  const id = useId()
  const [chosen, setChosen] = useState('')
  const [wrong, setWrong] = useState('')
  const take = (input: HTMLInputElement) => {
    const file = input.files?.[0]
    const large = file && most && file.size > most
    setWrong(large ? t('fileLarge', { mb: number(most / 2 ** 20) }) : '')
    if (large || once) input.value = ''
    setChosen(large ? '' : (file?.name ?? ''))
    if (!large && (file || !once)) onFile?.(file)
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="file-row">
        <input
          id={id}
          name={name}
          type="file"
          accept={accept}
          disabled={disabled}
          aria-describedby={`${id}-chosen`}
          aria-invalid={wrong !== ''}
          onChange={(event) => take(event.target)}
        />
        <span className="button" aria-hidden="true">
          {t('filePick')}
        </span>
        <span id={`${id}-chosen`} className={wrong ? 'field-wrong' : 'soft'} role="status">
          {wrong || chosen || t('fileNone')}
        </span>
      </span>
    </div>
  )
}
