import type { Schemas } from '../../api/client'
import { rupiah } from '../../shared/format'

/** A family by its name, its place and its arrears. */
export function FamilyCell({ family }: { family: Omit<Schemas['FamilyHeld'], 'until' | 'price'> }) {
  return (
    <td>
      {family.headName}
      <br />
      <span className="soft">
        RT {family.rt}/RW {family.rw} {family.desaName || family.desa} · {rupiah(family.arrears)}
      </span>
    </td>
  )
}
