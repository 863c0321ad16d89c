import { routeId } from './route.id'

export const route = { id: routeId, en: async () => (await import('./route.en')).routeEn }
