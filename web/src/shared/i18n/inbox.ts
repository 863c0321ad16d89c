import { inboxId } from './inbox.id'

export const inbox = { id: inboxId, en: async () => (await import('./inbox.en')).inboxEn }
