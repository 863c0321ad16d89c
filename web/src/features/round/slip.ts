import { number, rupiah, shortDay } from '../../shared/format'

/** A picture of a payment as the kader noted it, to be shared; never a receipt. */
export interface Slip {
  head: string
  amount: number
  receipt: string
  channel: string
  day: string
  kader: string
  branch: string
}

/** Words of a slip in the reader's language. */
export interface SlipWords {
  title: string
  notReceipt: string
  family: string
  day: string
  channel: string
  receipt: string
  kader: string
}

/** A name of which others read no more than its bearer knows: Bu S•••. */
export const masked = (name: string): string =>
  name
    .trim()
    .split(/\s+/)
    .map((word) => (/^(Pak|Bu|Bapak|Ibu|Sdr|Sdri)\.?$/.test(word) ? word : `${[...word][0] ?? ''}•••`))
    .join(' ')

/** The lines of a slip, a name and a value each; what is not known is left out. */
export function slipLines(slip: Slip, words: SlipWords): [string, string][] {
  const lines: [string, string][] = [
    [words.family, masked(slip.head)],
    [words.day, shortDay(slip.day)],
    [words.channel, slip.channel],
    [words.receipt, slip.receipt],
    [words.kader, `${slip.kader}, ${slip.branch}`],
  ]
  return lines.filter(([, value]) => value.trim() !== '')
}

const width = 720
const edge = 48

/** Draws a slip; nothing of it leaves the phone until it is shared. */
export async function drawSlip(slip: Slip, words: SlipWords): Promise<Blob> {
  const lines = slipLines(slip, words)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = 330 + 76 * lines.length
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, canvas.height)
  const write = (text: string, y: number, font: string, colour = '#17231f') => {
    pen.font = `${font} "DejaVu Sans", Roboto, sans-serif`
    pen.fillStyle = colour
    pen.fillText(text, edge, y, width - 2 * edge)
  }
  write(words.title, 80, 'bold 34px')
  write(rupiah(slip.amount), 170, 'bold 64px')
  lines.forEach(([name, value], i) => {
    write(name, 232 + 76 * i, '22px', '#51605b')
    write(value, 264 + 76 * i, '28px')
  })
  const foot = canvas.height - 92
  pen.fillStyle = '#b3261e'
  pen.fillRect(0, foot, width, 92)
  write(words.notReceipt, foot + 56, 'bold 26px', '#ffffff')
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not drawn'))), 'image/png'),
  )
}

/** A file name that tells a slip's day and sum and nobody's name. */
export const slipName = (slip: Slip): string => `catatan-${slip.day}-${number(slip.amount)}.png`
