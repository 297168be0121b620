import { z } from 'zod';
import { EnteredDate, Line, LocalDate } from './primitives.js';
import { workKinds } from './vocabulary.js';

/** What a person does of a kind of work in a working day, from a day on; 0: none from then on. */
export const CapacityInput = z
  .strictObject({
    person: Line(120),
    work: z.enum(workKinds),
    from: EnteredDate,
    /** Lines per working day. */
    perDay: z.int().min(0).max(100_000),
  })
  .meta({ id: 'CapacityInput' });
export type CapacityInput = z.infer<typeof CapacityInput>;

export const Capacity = z
  .strictObject({
    ...CapacityInput.shape,
    person: z.string(),
    name: z.string(),
    from: LocalDate,
    setBy: z.string(),
  })
  .meta({ id: 'Capacity' });
export type Capacity = z.infer<typeof Capacity>;
