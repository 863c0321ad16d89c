import { drawId } from './draw.id'

export const draw = { id: drawId, en: async () => (await import('./draw.en')).drawEn }
