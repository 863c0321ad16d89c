import { peopleId } from './people.id'

export const people = { id: peopleId, en: async () => (await import('./people.en')).peopleEn }
