import { z } from 'zod';
import { ProblemError } from './problem.js';
import { changesSomething, type Route } from './route.js';

/** The names that a request to a route can carry, in its path, its query or its body. */
export function namesOf(route: Route): readonly string[] {
  return [...keysOf(route.params), ...keysOf(route.query), ...(route.method === 'get' ? [] : keysOf(route.body))];
}

function keysOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodUnion ? schema.options.flatMap(keysOf) : [];
}

/** What is wrong with a file is named by where it stands in the file. */
const takesFile = (route: Route): boolean => changesSomething(route) && route.takes !== undefined;

/** A refusal names a field that its caller can have sent, or none: what the rules call it inside is no name at the door. */
export function asSent(error: unknown, route: Route): unknown {
  if (!(error instanceof ProblemError) || takesFile(route)) return error;
  const names = new Set(namesOf(route));
  const errors = error.errors.filter(({ field }) => names.has(field.split('.')[0] ?? '') || field.includes('-'));
  if (errors.length === error.errors.length) return error;
  return new ProblemError(error.code, error.said, {
    ...(error.remedy && { remedy: error.remedy }),
    errors,
    headers: error.headers,
  });
}
