import { encode } from 'uqr'
import { drawn } from '../qr'

/** An address as a code to be read by a camera: dark on light whatever the screen's colours. */
export function Square({ address, label }: { address: string; label: string }) {
  const { data, size } = encode(address, { ecc: 'M', border: 4 })
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className="code-square" role="img" aria-label={label}>
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={drawn(data)} />
    </svg>
  )
}
