import { mattersId } from './matters.id'

export const matters = { id: mattersId, en: async () => (await import('./matters.en')).mattersEn }
