import { describe, expect, it } from 'vitest'
import { brushed } from './spot'

describe('a brush', () => {
  const divided = new Set(['large'])
  it('takes the cell that it goes over, or a desa that stays whole', () => {
    expect(brushed({ desa: 'large', cell: 'x' }, divided)).toEqual({ desa: 'large', cell: 'x' })
    expect(brushed({ desa: 'small' }, divided)).toEqual({ desa: 'small' })
  })
  it('takes nothing over ground of a divided desa where nobody lives', () => {
    expect(brushed({ desa: 'large' }, divided)).toBeNull()
  })
})
