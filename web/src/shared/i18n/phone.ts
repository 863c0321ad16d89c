import { phoneId } from './phone.id'

export const phone = { id: phoneId, en: async () => (await import('./phone.en')).phoneEn }
