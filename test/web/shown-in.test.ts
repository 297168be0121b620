import { describe, expect, it } from 'vitest';
import type { Change } from '../../contracts/events.js';
import { auditEntities } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { shows } from '../../web/app/shown-in.js';

const change = (given: Partial<Change>): Change => ({
  entity: 'order',
  entityId: 'n/a',
  action: 'order.settled',
  order: null,
  customer: null,
  invoice: null,
  at: '2026-11-30T10:00:00.000Z',
  actor: 'anna',
  ...given,
});

describe('what is read again', () => {
  it.each(['CMD 1042/26', '411#1', '50%', 'Été "7"?', 'A\\B', 'SO-2026-000042'])(
    'is what stands at the address of %s, and what is asked for by it',
    (number) => {
      const mail = change({ entity: 'mail', entityId: 'm', order: number });
      expect(shows([pathOf('/v1/orders', number, 'dossier')], mail)).toBe(true);
      expect(shows(['/v1/orders', number, 'actions'], mail)).toBe(true);
      expect(shows(['/v1/invoices', { order: number }], mail)).toBe(true);
      expect(shows([pathOf('/v1/orders', 'another'), { limit: 5 }], mail)).toBe(false);
    },
  );

  it('is its list, whatever else the list is asked for', () => {
    expect(shows(['/v1/dunning-steps', { invoice: 'FA-1' }], change({ entity: 'dunning-step' }))).toBe(true);
    expect(shows(['/v1/month-ends', {}], change({ entity: 'month-end' }))).toBe(true);
    expect(shows(['/v1/kpis', 'fr', '/v1/kpis/load', {}], change({ entity: 'capacity' }))).toBe(true);
    expect(shows(['session'], change({ entity: 'principal' }))).toBe(true);
    expect(shows(['/v1/quotes', {}], change({ entity: 'mail' }))).toBe(false);
  });

  it('is everything when books are moved in, or when this page does not know yet what was changed', () => {
    const newer = change({ entity: 'claim-of-goods' as Change['entity'] });
    for (const each of [change({ entity: 'move-in' }), newer]) expect(shows(['/v1/quotes', {}], each)).toBe(true);
  });

  it('is told for every kind of thing, and nothing of what has no page', () => {
    const silent = auditEntities.filter((entity) =>
      ['/v1/orders', '/v1/products', '/v1/kpis', '/v1/views', '/v1/people', '/v1/sessions', '/v1/mails']
        .concat(['/v1/policies', '/v1/api-keys', '/v1/acquisition-spends', '/v1/month-ends', '/v1/order-estimates'])
        .concat(['/v1/worklist', '/v1/invoice-series', '/v1/document-templates', '/v1/billing-runs', '/v1/legal-holds'])
        .concat(['/v1/exchange-rates'])
        .every((path) => !shows([path], change({ entity }))),
    );
    expect(silent).toEqual(['export', 'retention', 'idempotency-keys']);
  });
});
