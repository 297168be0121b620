import { z } from 'zod';
import type { ProblemCode } from '../contracts/problems.js';
import type { QuestionContext, ReadContext, Reply, WriteContext } from './context.js';
import type { Permission } from './permissions.js';

/** A workbook, XLSX. */
export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A document in XML. */
export const XML = 'application/xml';
/** An archive that is written as it is read. */
export const ZIP = 'application/zip';
/** Rows or files that are written as they are read: `FileStream`. */
export const isStream = (shape: unknown): shape is 'text/csv' | typeof ZIP => shape === 'text/csv' || shape === ZIP;
/** A file of whatever type, to be saved and never shown. */
export const ANY_FILE = 'application/octet-stream';
/** Whole files, told as their bytes. */
export const isFile = (
  shape: unknown,
): shape is 'application/pdf' | 'application/xml' | typeof WORKBOOK | typeof ANY_FILE =>
  shape === 'application/pdf' || shape === 'application/xml' || shape === WORKBOOK || shape === ANY_FILE;

/** A file as it was sent. */
export type SentFile = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hex. */
  readonly sha256: string;
};
/** What a route takes that takes a file: its bytes are looked at by the route itself. */
export const SentFile = z.custom<SentFile>();

/**
 * A schema for JSON; the bytes of a PDF, XML or workbook, answered as `Uint8Array`; a page, answered as its text; events, answered
 * as `EventStream`; or rows as a file.
 */
export type ResponseShape =
  | z.ZodType
  | 'application/pdf'
  | 'application/xml'
  | typeof WORKBOOK
  | typeof ANY_FILE
  | 'text/html'
  | 'text/event-stream'
  | 'text/csv'
  | typeof ZIP;

type Shape = z.ZodObject;
type Parsed<T extends Shape | undefined> = T extends Shape ? z.infer<T> : Record<string, never>;

type Common<P extends Shape | undefined, Q extends Shape | undefined> = {
  /** OpenAPI path, such as `/v1/orders/{number}`. */
  readonly path: `/${string}`;
  /** Line of the permission table; also the operation id. */
  readonly permission: Permission;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly params?: P;
  /** Of strings: wrap numbers in `z.coerce`. */
  readonly query?: Q;
  /** Shape of each successful answer, by status; checked on the way out. */
  readonly responses: { readonly [status in 200 | 201 | 202]?: ResponseShape };
  /** Refusals of this route beyond the ones every route has (400, 401, 403, 404, 422, 429, 503). */
  readonly problems?: readonly ProblemCode[];
};

export type ReadRoute<P extends Shape | undefined = undefined, Q extends Shape | undefined = undefined> = Common<
  P,
  Q
> & {
  readonly method: 'get';
  handler(ctx: ReadContext<Parsed<P>, Parsed<Q>>): Promise<Reply>;
};

/** A read whose question is a body: it carries no Idempotency-Key and changes nothing. */
export type QuestionRoute<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType = z.ZodType,
> = Common<P, Q> & {
  readonly method: 'post';
  readonly asks: true;
  readonly body: B;
  handler(ctx: QuestionContext<Parsed<P>, Parsed<Q>, z.infer<B>>): Promise<Reply>;
};

export type WriteRoute<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType = z.ZodType,
> = Common<P, Q> & {
  readonly method: 'post' | 'patch';
  readonly asks?: undefined;
  /** Every write carries an Idempotency-Key. */
  readonly idempotent: true;
  /** Reserves a number with the key, in the same statement. */
  readonly promises?: 'order-number';
  /** The body holds a password: of such bodies only an HMAC is kept with the key. */
  readonly holdsSecret?: true;
  /** What it changes is the registrar's to write: `once` works in its rights. */
  readonly writesAs?: 'registrar';
  /** Left out: 1 MB, as everywhere. */
  readonly bodyBytes?: number;
  /** The body is a file of this type, and `body` is `SentFile`; left out: JSON. */
  readonly takes?: typeof XML;
  readonly body: B;
  handler(ctx: WriteContext<Parsed<P>, Parsed<Q>, z.infer<B>>): Promise<Reply>;
};

/** A route whose types are forgotten: what the registry, the router and the tests walk over. */
export type Route = Omit<Common<Shape | undefined, Shape | undefined>, 'params' | 'query'> & {
  readonly params?: Shape | undefined;
  readonly query?: Shape | undefined;
} & (
    | { readonly method: 'get'; handler(ctx: ReadContext<never, never>): Promise<Reply> }
    | {
        readonly method: 'post';
        readonly asks: true;
        readonly body: z.ZodType;
        handler(ctx: QuestionContext<never, never, never>): Promise<Reply>;
      }
    | {
        readonly method: 'post' | 'patch';
        readonly asks?: undefined;
        readonly idempotent: true;
        readonly promises?: 'order-number';
        readonly holdsSecret?: true;
        readonly writesAs?: 'registrar';
        readonly bodyBytes?: number;
        readonly takes?: typeof XML;
        readonly body: z.ZodType;
        handler(ctx: WriteContext<never, never, never>): Promise<Reply>;
      }
  );

/** Does a route change something? It is a GET, or it only asks, if it does not. */
export const changesSomething = (route: Route): route is Extract<Route, { idempotent: true }> =>
  route.method !== 'get' && route.asks === undefined;

/**
 * One endpoint as one declared object: validation in and out, OpenAPI, permission and idempotency are derived from it.
 * Failures are thrown as `ProblemError` (api/problem.ts).
 */
export function defineRoute<P extends Shape | undefined = undefined, Q extends Shape | undefined = undefined>(
  route: ReadRoute<P, Q>,
): Route;
export function defineRoute<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType = z.ZodType,
>(route: WriteRoute<P, Q, B>): Route;
export function defineRoute<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType = z.ZodType,
>(route: QuestionRoute<P, Q, B>): Route;
export function defineRoute(route: Route): Route {
  return route;
}
