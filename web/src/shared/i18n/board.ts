import { boardId } from './board.id'

export const board = { id: boardId, en: async () => (await import('./board.en')).boardEn }
