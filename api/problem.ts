import { problems } from '../contracts/problems.js';
import type { Problem, ProblemCode, Refusal } from '../contracts/problems.js';
import type { Language } from '../contracts/vocabulary.js';
import { frenchOf, problemWords } from '../words/problems.js';

export type FieldError = { readonly field: string; readonly message: string };
export type ProblemExtras = {
  /** Path of the field at fault, such as `lines.0.product`. */
  readonly field?: string;
  readonly remedy?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** A failure of the catalogue on its way to the caller; the error middleware writes it as problem+json (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly remedy: string;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.code = code;
    this.status = problems[code].status;
    this.remedy = extras.remedy ?? problemWords('en')[code].remedy;
    this.errors = extras.errors ?? (extras.field === undefined ? [] : [{ field: extras.field, message: detail }]);
    this.headers = extras.headers ?? {};
  }
}

/** A business refusal as the problem it becomes at the API. */
export function refusalProblem(refusal: Refusal): ProblemError {
  const { code, detail, remedy, field } = refusal;
  return new ProblemError(code, detail, { ...(remedy && { remedy }), ...(field && { field }) });
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

/** 404 for what does not exist, and for what belongs to somebody else. */
export const notFound = (what: string): ProblemError => new ProblemError('not-found', `There is no such ${what}.`);

/** 503: PostgreSQL or Temporal does not answer; the same Idempotency-Key later gets the outcome. */
export function unavailable(what: string | readonly string[], why = ''): ProblemError {
  const names = [what].flat();
  const detail = `${names.join(' and ')} ${names.length > 1 ? 'do' : 'does'} not answer. ${why}`.trim();
  return new ProblemError('unavailable', detail, { headers: { 'Retry-After': '2' } });
}

/** The body of a problem response, in the language that its caller reads. `type` is a stable URN of the catalogue's code. */
export function problemBody(error: ProblemError, instance: string, language: Language): Problem {
  const { code, status, errors, remedy, message } = error;
  const told = language === 'fr' ? inFrench(error) : { detail: message, remedy, errors };
  return {
    type: `urn:encours:problem:${code}`,
    title: problemWords(language)[code].title,
    status,
    detail: told.detail,
    instance,
    code,
    remedy: told.remedy,
    ...(told.errors.length > 0 && { errors: [...told.errors] }),
  };
}

/** The detail of what is wrong with a field, to be read after its name. */
export const detailOfField = ({ field, message }: FieldError, theRequest: string): string =>
  `${field === '' ? theRequest : field} ${message}.`;

/** A detail that has no French words stays as it is on record; a remedy becomes the usual one of its code. */
function inFrench({ code, message, remedy, errors }: ProblemError): Pick<ProblemError, 'remedy' | 'errors'> & {
  readonly detail: string;
} {
  const told = errors.map(({ field, message: mistake }) => ({ field, message: frenchOf(mistake) ?? mistake }));
  const [first] = errors;
  const [firstTold] = told;
  const isOfField = first !== undefined && message === detailOfField(first, 'The request');
  return {
    detail: isOfField && firstTold ? detailOfField(firstTold, 'La demande') : (frenchOf(message) ?? message),
    remedy: frenchOf(remedy) ?? problemWords('fr')[code].remedy,
    errors: told,
  };
}
