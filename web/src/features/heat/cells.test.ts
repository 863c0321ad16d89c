import { expect, test, vi } from 'vitest'
import { colourOfCells, drawingOfCells, type Legend, scalesOf } from './cells'
import { palettes } from './classes'

const legend: Legend = {
  version: 7,
  households: 30,
  measures: [
    {
      name: 'households',
      scales: [
        { resolution: 4, breaks: [30, 31] },
        { resolution: 8, breaks: [3, 9, 16] },
        { resolution: 9, breaks: [1, 2, 4, 8, 11, 15] },
      ],
    },
  ],
}
const viridis = palettes.viridis as string[]

test('a cell has the colour of its class among cells of the resolution that the zoom shows', () => {
  expect(colourOfCells(legend, 'households', 'viridis')).toEqual([
    'step',
    ['zoom'],
    viridis[4],
    10,
    ['step', ['get', 'households'], viridis[0], 9, viridis[4]],
    11,
    ['step', ['get', 'households'], viridis[0], 2, viridis[1], 4, viridis[2], 8, viridis[3], 11, viridis[4]],
  ])
})

test('what the legend does not know is drawn in no colour', () => {
  expect(scalesOf(legend, 'arrears')).toEqual([])
  expect(colourOfCells(legend, 'arrears', 'viridis')).toEqual(['literal', 'rgba(0,0,0,0)'])
})

test('tiles are those of the version of the legend', () => {
  vi.stubGlobal('location', { origin: 'http://here' })
  const { sources } = drawingOfCells('9901', legend, 'households', 'viridis', false)
  expect(JSON.stringify(sources)).toMatch(/heat\/.*branch=9901&v=7/)
})
