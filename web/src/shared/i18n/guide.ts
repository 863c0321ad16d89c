import { guideId } from './guide.id'

export const guide = { id: guideId, en: async () => (await import('./guide.en')).guideEn }
