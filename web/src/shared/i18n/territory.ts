import { territoryId } from './territory.id'

export const territory = { id: territoryId, en: async () => (await import('./territory.en')).territoryEn }
