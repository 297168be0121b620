/** How the worklist is read when nothing is said of it. */
export const usualWork = { sort: 'createdAt', limit: 50 } as const;
