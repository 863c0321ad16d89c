import { importsId } from './imports.id'

export const imports = { id: importsId, en: async () => (await import('./imports.en')).importsEn }
