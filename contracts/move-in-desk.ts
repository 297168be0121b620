import { z } from 'zod';
import { moveInKinds, MoveInTotals, type MoveInKind } from './move-in.js';
import { Amount, Currency, EnteredDate, Instant, Line, LocalDate, Reason, Uuid, pageOf } from './primitives.js';
import { mistake } from './said.js';
import { moveInStatuses } from './vocabulary.js';

/** Bytes of all files of a move-in; the command takes more. */
export const MOVE_IN_BYTES = 12_000_000;
/** What they are sent in: Base64 makes four characters of three bytes. */
export const MOVE_IN_BODY_BYTES = 16_500_000;
const FILES = 40;

const Base64 = z
  .string()
  .min(1)
  .max(MOVE_IN_BODY_BYTES)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, mistake('wrong-base64'));

/** `text`: the bytes of the file in Base64. */
const UploadedFile = z.strictObject({ name: Line(120), text: Base64 });

export const MoveInFilesInput = z
  .strictObject({ files: z.array(UploadedFile).min(1).max(FILES) })
  .meta({ id: 'MoveInFilesInput' });
export type MoveInFilesInput = z.infer<typeof MoveInFilesInput>;

export const MoveInInput = z
  .strictObject({
    /** The day on which the books were closed. */
    asOf: EnteredDate,
    files: z.array(UploadedFile).min(1).max(FILES),
  })
  .meta({ id: 'MoveInInput' });
export type MoveInInput = z.infer<typeof MoveInInput>;

/** What the other system's lists come to, as it is typed: all of it must be what these files come to. */
export const MoveInSignOff = z
  .strictObject({
    stock: z.string().regex(/^\d{1,15}(\.\d{1,3})?$/, mistake('wrong-stock-total')),
    money: z.array(z.strictObject({ currency: Currency, open: Amount, ordered: Amount, unallocated: Amount })).max(20),
  })
  .meta({ id: 'MoveInSignOff' });
export type MoveInSignOff = z.infer<typeof MoveInSignOff>;

export const MoveInUndoing = z.strictObject({ reason: Reason }).meta({ id: 'MoveInUndoing' });
export type MoveInUndoing = z.infer<typeof MoveInUndoing>;

export const MoveIn = z
  .strictObject({
    id: Uuid,
    status: z.enum(moveInStatuses),
    asOf: LocalDate,
    files: z.array(z.string()),
    /** What it adds up to; null: that is not known yet, or it was refused. */
    totals: MoveInTotals.nullable(),
    /** Faults found. */
    refused: z.number().int(),
    /** Of each kind, those with a fault. */
    refusedKinds: z.array(
      z.strictObject({ kind: z.enum(moveInKinds as readonly [MoveInKind, ...MoveInKind[]]), rows: z.number().int() }),
    ),
    /** Steps of what is under way. */
    progress: z.strictObject({ done: z.number().int(), all: z.number().int() }),
    /** Why it did not go on. */
    problem: z.string().nullable(),
    createdBy: z.string(),
    createdAt: Instant,
    signedBy: z.string().nullable(),
    signedAt: Instant.nullable(),
    isDemo: z.boolean(),
    /** What was done here with what it brought, so that it stays; null: nothing, it may be undone. */
    live: z.string().nullable(),
    undoneBy: z.string().nullable(),
    undoneAt: Instant.nullable(),
    undoReason: z.string().nullable(),
  })
  .meta({ id: 'MoveIn' });
export type MoveIn = z.infer<typeof MoveIn>;
export const MoveInPage = pageOf(MoveIn);

export const MoveInRefusedRow = z
  .strictObject({
    kind: z.string().nullable(),
    /** With the sheet, of a workbook. */
    file: z.string(),
    /** 0: the file as a whole. */
    row: z.number().int(),
    /** Of a sheet: `D7`. */
    cell: z.string().nullable(),
    field: z.string(),
    message: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'MoveInRefusedRow' });
export type MoveInRefusedRow = z.infer<typeof MoveInRefusedRow>;
export const MoveInRefusedPage = pageOf(MoveInRefusedRow);
