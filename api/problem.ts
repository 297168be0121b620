import { problems } from '../contracts/problems.js';
import type { Problem, ProblemCode, Refusal } from '../contracts/problems.js';
import { said, type Said, type SilentPart, type Thing } from '../contracts/said.js';
import type { Language } from '../contracts/vocabulary.js';
import { problemWords } from '../words/problems.js';
import { tellIn } from '../words/said.js';

export type FieldError = { readonly field: string; readonly said: Said };
export type ProblemExtras = {
  /** Path of the field at fault, such as `lines.0.product`. */
  readonly field?: string;
  /** Left out: the one of the code. */
  readonly remedy?: Said;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** A failure of the catalogue on its way to the caller; the error middleware writes it as problem+json (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly said: Said;
  readonly remedy: Said | null;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, what: Said, extras: ProblemExtras = {}) {
    super(tellIn('en', what));
    this.code = code;
    this.status = problems[code].status;
    this.said = what;
    this.remedy = extras.remedy ?? null;
    this.errors = extras.errors ?? (extras.field === undefined ? [] : [{ field: extras.field, said: what }]);
    this.headers = extras.headers ?? {};
  }
}

/** A business refusal as the problem it becomes at the API. */
export function refusalProblem(refusal: Refusal): ProblemError {
  const { code, said: what, remedy, field } = refusal;
  return new ProblemError(code, what, { ...(remedy && { remedy }), ...(field && { field }) });
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

/** 404 for what does not exist, and for what belongs to somebody else. */
export const notFound = (thing: Thing): ProblemError => new ProblemError('not-found', said('no-such', { thing }));

const unavailable = (what: Said): ProblemError =>
  new ProblemError('unavailable', what, { headers: { 'Retry-After': '2' } });

/** 503: it does not answer; the same Idempotency-Key later gets the outcome. */
export const silent = (what: SilentPart, ...why: readonly Said[]): ProblemError =>
  unavailable(said('silent', { what, why }));

/** 503 of PostgreSQL, Temporal or both, by their names. */
export const systemsSilent = (systems: readonly string[]): ProblemError =>
  unavailable(said('systems-silent', { systems }));

/** What a problem says in one language. */
export const toldIn = (language: Language, { code, said: what, remedy, errors }: ProblemError) => ({
  detail: tellIn(language, what),
  remedy: remedy === null ? problemWords(language)[code].remedy : tellIn(language, remedy),
  errors: errors.map(({ field, said: mistake }) => ({ field, message: tellIn(language, mistake) })),
});

/** The body of a problem response, in the language that its caller reads. `type` is a stable URN of the catalogue's code. */
export function problemBody(error: ProblemError, instance: string, language: Language): Problem {
  const { code, status } = error;
  const { detail, remedy, errors } = toldIn(language, error);
  return {
    type: `urn:encours:problem:${code}`,
    title: problemWords(language)[code].title,
    status,
    detail,
    instance,
    code,
    remedy,
    ...(errors.length > 0 && { errors }),
  };
}
