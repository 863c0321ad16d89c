import { crewId } from './crew.id'

export const crew = { id: crewId, en: async () => (await import('./crew.en')).crewEn }
