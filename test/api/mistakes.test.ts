import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import { languages } from '../../contracts/vocabulary.js';
import type { ProblemCode } from '../../contracts/problems.js';
import { problemBody, ProblemError, systemsSilent } from '../../api/problem.js';
import { openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => {
  await api.close();
});

type Mistake = { readonly field: string; readonly message: string };
const mistakesIn = ({ json }: Answered): readonly Mistake[] => (json?.['errors'] ?? []) as Mistake[];
const asked = (query: string): Promise<Answered> =>
  api.call({ method: 'GET', path: `/v1/orders?${query}`, key: api.keys.manager });
const sent = (body: unknown): Promise<Answered> =>
  api.call({ method: 'POST', path: '/v1/orders', key: api.keys.manager, body });

describe('a mistake in a query', () => {
  it.each([
    ['limit=0', 'limit must be at least 1.'],
    ['limit=201', 'limit must be at most 200.'],
    ['limit=abc', 'limit must be a number.'],
    ['limit=1.5', 'limit must be a whole number.'],
    ['hasBackorder=yes', 'hasBackorder must be one of true, false.'],
    [
      'sort=colour',
      'sort must be one of receivedAt, -receivedAt, number, -number, gross, -gross, nextDate, -nextDate.',
    ],
    [`search=${'x'.repeat(101)}`, 'search must have at most 100 characters.'],
  ])('%s is answered in a sentence', async (query, detail) => {
    const { status, json } = await asked(query);
    expect([status, json?.['detail']]).toEqual([422, detail]);
  });

  it('names the filters there are for one there is not', async () => {
    const { json } = await asked('colour=red');
    expect(json?.['detail']).toBe(
      'colour is not known here: there are limit, cursor, sort, search, stage, holdReason, customer, origin, ' +
        'salesperson, ended, hasBackorder, receivedFrom, receivedTo.',
    );
  });
});

describe('mistakes in a body', () => {
  it.each([{ kind: 'someday', days: 30 }, { days: 30 }])('name the choices there are: %j', async (paymentTerms) => {
    const { json } = await sent({ customer: 'VINET', origin: 'email', paymentTerms, lines: [] });
    expect((json?.['errors'] ?? []) as Mistake[]).toContainEqual(
      expect.objectContaining({
        field: 'paymentTerms.kind',
        message: 'must be one of net, end-of-month, day-of-month, fixed-date, instalments',
      }),
    );
  });

  it('come all at once, each with its field', async () => {
    const line = {
      lineNo: 1.5,
      product: 'P-001',
      quantity: 3,
      unitPrice: '1.00',
      requestedDate: '2026-11-30',
      colour: 1,
    };
    const answered = await sent({ customer: 'VINET', origin: 'fax', customerReference: 'x'.repeat(61), lines: [line] });
    expect(answered.status).toBe(422);
    expect(mistakesIn(answered)).toEqual([
      { field: 'origin', message: 'must be one of quote, phone, email, edi, web, direct' },
      { field: 'customerReference', message: 'must have at most 60 characters' },
      { field: 'currency', message: 'is missing' },
      { field: 'lines.0.lineNo', message: 'must be a whole number' },
      {
        field: 'lines.0.quantity',
        message:
          'must be a decimal written as text, such as "10": JSON numbers are refused for a quantity above zero, at most 3 decimals',
      },
      { field: 'lines.0.colour', message: 'is not known here' },
    ]);
  });

  it('are told of lists and objects, too', async () => {
    expect((await sent([])).json?.['detail']).toBe('The request must be a JSON object.');
    const order = { customer: 'VINET', origin: 'phone', currency: 'EUR' };
    expect(mistakesIn(await sent({ ...order, lines: [] }))).toEqual([{ field: 'lines', message: 'must not be empty' }]);
    expect(mistakesIn(await sent({ ...order, lines: 'all' }))).toEqual([{ field: 'lines', message: 'must be a list' }]);
    expect(mistakesIn(await sent({ ...order, customer: 7, lines: [] }))[0]).toEqual({
      field: 'customer',
      message: 'must be text',
    });
  });
});

describe('every problem', () => {
  it.each(Object.keys(problems) as ProblemCode[])('%s says what to do about it', (code) => {
    const problem = new ProblemError(code, said('line-done'));
    for (const language of languages)
      expect(problemBody(problem, '/v1/orders', language).remedy).toMatch(/^[A-Z].+\.$/);
  });

  it('speaks of one and of two that do not answer', () => {
    expect(systemsSilent(['PostgreSQL']).message).toBe('PostgreSQL does not answer.');
    expect(systemsSilent(['PostgreSQL', 'Temporal']).message).toBe('PostgreSQL and Temporal do not answer.');
  });

  it('of an address that leads nowhere names a remedy as well', async () => {
    const { status, json } = await api.call({ method: 'GET', path: '/v1/orders/SO-1', key: api.keys.manager });
    expect([status, typeof json?.['remedy']]).toEqual([404, 'string']);
  });
});
