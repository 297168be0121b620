/** References that differ only in capitals and in space name the same thing: `PO 17`, `po  17`. */
export const sameReferenceKey = (reference: string): string => reference.trim().replace(/\s+/g, ' ').toLowerCase();
