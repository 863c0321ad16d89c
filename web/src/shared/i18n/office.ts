import { officeId } from './office.id'

export const office = { id: officeId, en: async () => (await import('./office.en')).officeEn }
