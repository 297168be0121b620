import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../../api/app.js';
import { ProblemError } from '../../api/problem.js';
import { asSent, namesOf } from '../../api/sent.js';
import { said } from '../../contracts/said.js';

const named = (field: string, path: string): readonly string[] => {
  const route = routes.find((one) => one.method === 'post' && one.path === path);
  if (route === undefined) throw new Error(`no route ${path}`);
  const told = asSent(new ProblemError('nothing-open', said('line-done'), { field }), route) as ProblemError;
  expect(told).toMatchObject({
    code: 'nothing-open',
    message: 'This line is done: nobody does it any more.',
    status: 409,
  });
  return told.errors.map((one) => one.field);
};

describe('the field that a refusal names', () => {
  it.each([
    ['invoice', '/v1/invoices/{number}/write-offs', []],
    ['amount', '/v1/invoices/{number}/write-offs', ['amount']],
    ['claim', '/v1/claims/{id}/waiver', []],
    ['allocations', '/v1/payments/{id}/allocations/{allocation}/reversal', []],
    ['allocation', '/v1/payments/{id}/allocations/{allocation}/reversal', ['allocation']],
    ['allocations.0.invoice', '/v1/payments/{id}/allocations', ['allocations.0.invoice']],
    ['invoice', '/v1/customers/{number}/dunning-holds', ['invoice']],
    ['Idempotency-Key', '/v1/orders', ['Idempotency-Key']],
  ] as const)('%s at %s is told as %j', (field, path, expected) => {
    expect(named(field, path)).toEqual(expected);
  });

  it('is known of every route that takes a body: its schema tells its names', () => {
    const takesNothing = (body: unknown): boolean =>
      body instanceof z.ZodObject && Object.keys(body.shape).length === 0;
    const silent = routes.filter(
      (route) => route.method !== 'get' && namesOf(route).length === 0 && !takesNothing(route.body),
    );
    expect(silent).toEqual([]);
  });
});
