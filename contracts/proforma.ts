import { z } from 'zod';

/** A proforma that was made, and where its PDF is. */
export const ProformaReceipt = z
  .strictObject({
    /** Of which order or quote. */
    of: z.string(),
    version: z.number().int().min(1),
    document: z.string(),
  })
  .meta({ id: 'ProformaReceipt' });
export type ProformaReceipt = z.infer<typeof ProformaReceipt>;
