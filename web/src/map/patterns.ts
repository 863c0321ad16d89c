/** Patterns laid over a hue, so that it is not the hue alone that tells territories apart. */
const size = 12

type Stroke = (pen: CanvasRenderingContext2D) => void

const line =
  (x1: number, y1: number, x2: number, y2: number): Stroke =>
  (pen) => {
    pen.moveTo(x1, y1)
    pen.lineTo(x2, y2)
  }

const strokes: Record<string, Stroke[]> = {
  rising: [line(-3, 3, 3, -3), line(-3, 15, 15, -3), line(9, 15, 15, 9)],
  falling: [line(-3, 9, 3, 15), line(-3, -3, 15, 15), line(9, -3, 15, 3)],
  level: [line(0, 6, 12, 6)],
  upright: [line(6, 0, 6, 12)],
  grid: [line(0, 6, 12, 6), line(6, 0, 6, 12)],
  dots: [(pen) => pen.rect(5, 5, 2, 2)],
  open: [
    line(-3, 3, 3, -3),
    line(-3, 15, 15, -3),
    line(9, 15, 15, 9),
    line(-3, 9, 3, 15),
    line(-3, -3, 15, 15),
    line(9, -3, 15, 3),
  ],
}

export const patternNames = Object.keys(strokes)

export function patternImage(name: string, ink: string): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d', { willReadFrequently: true }) // else reading waits for the graphics card
  if (!pen) return null
  pen.strokeStyle = ink
  pen.lineWidth = 1
  pen.beginPath()
  for (const stroke of strokes[name] ?? []) stroke(pen)
  pen.stroke()
  return pen.getImageData(0, 0, size, size)
}
