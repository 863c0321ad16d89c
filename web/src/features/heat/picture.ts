import { patternImage } from '../../map/patterns'
import { longDay, monthName, shortDay } from '../../shared/format'
import { type Say, wordsOf } from '../../shared/i18n'
import type { Heat } from './ask'
import { byLook, colourOf } from './classes'
import type { Numbered } from './notes'
import { say } from './values'

/** What a picture of the map says besides the map. */
export interface PictureOf {
  heat: Heat
  palette: string
  drawn: string
  branch: string
  notes: Numbered[]
  t: Say
}

const edge = 32
const line = 34
const legend = 460

/** Saves the map with its legend, filter and date: a picture that stands alone. */
export async function savePicture(map: HTMLCanvasElement | null, of: PictureOf | null): Promise<void> {
  if (!map || !of) return
  const page = document.createElement('canvas')
  page.width = map.width + legend + 3 * edge
  page.height = Math.max(map.height, (16 + 2 * of.notes.length) * line) + 2 * edge + 2 * line
  const pen = page.getContext('2d')
  if (!pen) return
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, page.width, page.height)
  pen.fillStyle = '#14201b'
  pen.font = '600 30px system-ui, "DejaVu Sans", sans-serif'
  const month = of.drawn === 'before' ? of.heat.against : of.heat.month
  pen.fillText(`${of.branch} · ${of.t('heatTitle')} · ${monthName(month)}`, edge, edge + 24)
  pen.drawImage(map, edge, edge + 2 * line)
  drawLegend(pen, of, map.width + 2 * edge, edge + 2 * line)
  const blob = await new Promise<Blob | null>((resolve) => page.toBlob(resolve, 'image/png'))
  if (!blob) return
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `peta-${of.heat.measure}-${month}.png`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function drawLegend(pen: CanvasRenderingContext2D, of: PictureOf, x: number, top: number): void {
  const { heat, t } = of
  const { classes, hidden, none } = byLook(heat, of.drawn)
  const breaks = heat.breaks ?? []
  let y = top + 20
  const text = (words: string, at = x) => {
    pen.fillStyle = '#14201b'
    pen.fillText(words, at, y, legend - (at - x))
    y += line
  }
  pen.font = '22px system-ui, "DejaVu Sans", sans-serif'
  text(t('legend'))
  for (const [i, ids] of classes.entries()) {
    pen.fillStyle = colourOf(of.palette, i, classes.length)
    pen.fillRect(x, y - 20, 36, 24)
    text(
      `${say(heat.unit, breaks[i] ?? 0)} – ${t('below', { value: say(heat.unit, breaks[i + 1] ?? 0) })} (${ids.length})`,
      x + 48,
    )
  }
  swatch(pen, 'rising', x, y)
  text(`${t('hiddenClass')} (${hidden.length})`, x + 48)
  swatch(pen, 'dots', x, y)
  text(`${t('noData')} (${none.length})`, x + 48)
  text(`${t('filter')}: ${heat.filters || t('noFilter')}`)
  text(heat.upTo ? t('asOf', { day: longDay(heat.upTo) }) : t('notKept'))
  text(`${t('dataVersion')} ${heat.version} · Binaan`)
  if (of.notes.length > 0) text(t('notesTitle'))
  for (const { n, note } of of.notes) {
    text(`${n}. ${shortDay(note.day)} ${note.name || of.branch} · ${wordsOf(t, note.cause, 'cause_')}`)
    text(note.text, x + 32)
  }
}

function swatch(pen: CanvasRenderingContext2D, pattern: string, x: number, y: number): void {
  const image = patternImage(pattern, '#5b6a63')
  if (!image) return
  for (let i = 0; i < 3; i++) pen.putImageData(image, x + 12 * i, y - 16)
  pen.strokeStyle = '#5b6a63'
  pen.strokeRect(x, y - 20, 36, 24)
}
