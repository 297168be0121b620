import { z } from 'zod';
import { listNames } from './lists.js';
import { Instant, Line, Uuid } from './primitives.js';
import { mistake } from './said.js';

/** What stands behind the question mark of a list's address: filters, order and columns. */
const ViewAddress = z
  .string()
  .max(2000)
  .regex(/^[\w.~%*!'()+,;:@=&-]*$/, mistake('wrong-address-query'));

/** How somebody looks at a list, kept under a name. */
export const SavedView = z
  .strictObject({
    id: Uuid,
    list: z.enum(listNames),
    name: z.string(),
    address: z.string(),
    owner: z.strictObject({ person: z.string(), name: z.string() }),
    /** Everybody finds it; else its owner alone. */
    shared: z.boolean(),
    /** The caller's own. */
    isMine: z.boolean(),
    /** With which the caller begins on this list. */
    isDefault: z.boolean(),
    savedAt: Instant,
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViews = z.strictObject({ items: z.array(SavedView) }).meta({ id: 'SavedViews' });

export const SavedViewInput = z
  .strictObject({ list: z.enum(listNames), name: Line(60), address: ViewAddress })
  .meta({ id: 'SavedViewInput' });
export type SavedViewInput = z.infer<typeof SavedViewInput>;

/** What is left out stays. */
export const SavedViewChange = z
  .strictObject({
    name: Line(60).optional(),
    address: ViewAddress.optional(),
    /** True takes it away, false brings it back. */
    removed: z.boolean().optional(),
  })
  .meta({ id: 'SavedViewChange' });
export type SavedViewChange = z.infer<typeof SavedViewChange>;

export const SavedViewDefault = z
  .strictObject({
    list: z.enum(listNames),
    /** Null: the list as it comes. */
    view: Uuid.nullable(),
  })
  .meta({ id: 'SavedViewDefault' });
export type SavedViewDefault = z.infer<typeof SavedViewDefault>;

export const SavedViewSharing = z.strictObject({ shared: z.boolean() }).meta({ id: 'SavedViewSharing' });
