import { baseId } from './base.id'

export const base = { id: baseId, en: async () => (await import('./base.en')).baseEn }
