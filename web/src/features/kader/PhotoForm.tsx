import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../shared/i18n'
import { FileField } from '../../shared/ui/FileField'
import { cropOf, leastSide, mostBytes } from './paper'
import { Sure } from './Sure'

interface Props {
  has: boolean
  name: string
  save: (file: Blob) => Promise<boolean>
  remove: () => void
}

/** The size in which a photo is sent, in pixels: the server makes its own of it. */
const sent = { width: 384, height: 512 }

/** The largest file that is opened here; what is sent is far smaller. */
const mostOpened = 20 * 2 ** 20

/** A kader's photo: chosen, cut to a portrait, looked at, kept. */
export function PhotoForm({ has, name, save, remove }: Props) {
  const { t } = useWords()
  const [picture, setPicture] = useState<ImageBitmap | null>(null)
  const [trouble, setTrouble] = useState('')
  const open = async (file: File | undefined) => {
    setTrouble('')
    setPicture(null)
    if (!file) return
    try {
      const opened = await createImageBitmap(file)
      if (Math.min(opened.width, opened.height) < leastSide)
        return setTrouble(t('photoSmall', { n: leastSide }))
      setPicture(opened)
    } catch {
      setTrouble(t('photoBroken'))
    }
  }
  return (
    <>
      <FileField
        label={t('photoNew')}
        accept="image/jpeg,image/png"
        most={mostOpened}
        once
        onFile={(file) => void open(file)}
      />
      {trouble && (
        <p className="notice bad" role="alert">
          {trouble}
        </p>
      )}
      {picture && (
        <Cut
          picture={picture}
          keep={async (file) => {
            if (await save(file)) setPicture(null)
          }}
          leave={() => setPicture(null)}
        />
      )}
      {has && !picture && (
        <Sure words={t('photoRemove')} name={name} sure={t('photoRemoveSure')} act={remove} />
      )}
    </>
  )
}

interface CutProps {
  picture: ImageBitmap
  keep: (file: Blob) => Promise<void>
  leave: () => void
}

/** Cuts a picture: three slides, by pointer or keys, and what comes of them. */
function Cut({ picture, keep, leave }: CutProps) {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [zoom, setZoom] = useState(1)
  const [across, setAcross] = useState(0.5)
  const [down, setDown] = useState(0.5)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    const { x, y, width, height } = cropOf(picture, zoom, across, down)
    canvas.current?.getContext('2d')?.drawImage(picture, x, y, width, height, 0, 0, sent.width, sent.height)
  }, [picture, zoom, across, down])
  const take = async () => {
    setBusy(true)
    const file = await new Promise<Blob | null>((done) => canvas.current?.toBlob(done, 'image/jpeg', 0.85))
    if (file && file.size <= mostBytes) await keep(file)
    setBusy(false)
  }
  const slides = [
    [t('photoZoom'), zoom, setZoom, 1, 4],
    [t('photoAcross'), across, setAcross, 0, 1],
    [t('photoDown'), down, setDown, 0, 1],
  ] as const
  return (
    <div className="cut">
      <canvas ref={canvas} width={sent.width} height={sent.height} role="img" aria-label={t('photoSeen')} />
      <div>
        {slides.map(([words, value, set, min, max]) => (
          <label key={words} className="field">
            {words}
            <input
              type="range"
              min={min}
              max={max}
              step={0.02}
              value={value}
              onChange={(event) => set(Number(event.target.value))}
            />
          </label>
        ))}
        <div className="line">
          <button type="button" className="button main" disabled={busy} onClick={() => void take()}>
            {t('photoKeep')}
          </button>
          <button type="button" className="button" onClick={leave}>
            {t('back')}
          </button>
        </div>
      </div>
    </div>
  )
}
