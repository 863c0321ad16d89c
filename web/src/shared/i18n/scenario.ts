import { scenarioId } from './scenario.id'

export const scenario = { id: scenarioId, en: async () => (await import('./scenario.en')).scenarioEn }
