import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kpiDocument } from '../../cli/kpi-docs.js';
import { kpiNames, type KpiDimension, type KpiName } from '../../contracts/kpi.js';
import { kpiRule, listBehind, periodAsked, periodBefore, seriesOf, upTo, yearBefore } from '../../domain/kpis.js';
import { kindName, kpiWords } from '../../words/kpis.js';

describe('the registry of figures', () => {
  it('is what docs/KPI.md says, word for word', async () => {
    expect(readFileSync('docs/KPI.md', 'utf8'), 'run npm run docs:kpi').toBe(await kpiDocument());
  });

  it('says of every figure what it counts, in both languages, each in its own', () => {
    for (const name of kpiNames) {
      const [fr, en] = [kpiWords('fr').kpi[name], kpiWords('en').kpi[name]];
      expect(fr.definition).not.toBe(en.definition);
      expect(Math.min(fr.definition.length, en.definition.length), name).toBeGreaterThan(40);
    }
  });

  it('leads from every figure to the list behind it', () => {
    const place = { from: '2026-02-01', to: '2026-02-28', by: 'customer', key: 'A&B' } as const;
    for (const name of kpiNames) expect(listBehind(kpiRule(name), place, '2026-02-28').at).toMatch(/^\/[a-z]+/);
    expect(listBehind(kpiRule('orders-entered'), place, '2026-02-28').at).toBe(
      '/orders?receivedFrom=2026-02-01&receivedTo=2026-02-28&customer=A%26B',
    );
  });

  it('says where that list has more than the figure counts, or is the nearest alone', () => {
    const february = { from: '2026-02-01', to: '2026-02-28' };
    const fit = (name: KpiName, by: KpiDimension | null, today = '2026-02-28') =>
      listBehind(kpiRule(name), { ...february, by, key: by }, today).fit;
    expect(listBehind(kpiRule('revenue'), { ...february, by: null, key: null }, '2026-02-28')).toEqual({
      at: '/invoices?issuedFrom=2026-02-01&issuedTo=2026-02-28',
      fit: 'exact',
    });
    expect([fit('revenue', 'customer'), fit('revenue', 'product'), fit('ack-on-time', null)]).toEqual([
      'exact',
      'wider',
      'wider',
    ]);
    // Lines promised for February need not have left in February, nor errors found in it be of orders received in it.
    expect([fit('otif-requested', null), fit('entry-errors', null)]).toEqual(['near', 'near']);
    // What stood at the end of February is not what stands on 15 March; who the customers were is told of that day.
    expect([fit('invoices-open', null), fit('invoices-open', null, '2026-03-15')]).toEqual(['exact', 'near']);
    expect([fit('customers', 'kind', '2026-03-15'), fit('payers-drifting', null, '2026-03-15')]).toEqual([
      'exact',
      'exact',
    ]);
    expect(listBehind(kpiRule('customers'), { ...february, by: 'kind', key: 'at-risk' }, '2026-02-28').at).toBe(
      '/figures/market/customers?period=free&from=2026-02-01&to=2026-02-28&by=customer&kind=at-risk',
    );
    expect(listBehind(kpiRule('backlog-late'), { ...february, by: 'person', key: 'anna' }, '2026-02-28').at).toBe(
      '/orders?salesperson=anna&hasBackorder=true',
    );
    const open = (by: 'customer' | 'kind' | null, key: string | null) =>
      listBehind(kpiRule('orders-open'), { ...february, by, key }, '2026-02-28');
    expect([open(null, null), open('customer', 'VINET'), open('kind', 'accepted')]).toEqual([
      { at: '/orders?ended=false', fit: 'exact' },
      { at: '/orders?customer=VINET&ended=false', fit: 'exact' },
      { at: '/orders?stage=accepted', fit: 'exact' },
    ]);
    const late = { ...february, by: 'kind', key: '31-60' } as const;
    expect(listBehind(kpiRule('ageing'), late, '2026-02-28').at).toBe(
      '/invoices?sort=-open&dueFrom=2025-12-30&dueTo=2026-01-28',
    );
  });

  it('names stages, origins and buckets, and leaves what it does not know as it is', () => {
    expect(['in-delivery', 'edi', 'over-90', 'X'].map((kind) => kindName(kind, 'en'))).toEqual([
      'In delivery',
      'by EDI',
      'over 90 days',
      'X',
    ]);
  });
});

describe('what a period is compared with', () => {
  it.each([
    ['a month', ['2026-03-01', '2026-03-31'], ['2026-02-01', '2026-02-28'], ['2025-03-01', '2025-03-31']],
    [
      'February after a leap year',
      ['2025-02-01', '2025-02-28'],
      ['2025-01-01', '2025-01-31'],
      ['2024-02-01', '2024-02-29'],
    ],
    ['a quarter', ['2026-04-01', '2026-06-30'], ['2026-01-01', '2026-03-31'], ['2025-04-01', '2025-06-30']],
    ['part of a month', ['2026-03-01', '2026-03-10'], ['2026-02-19', '2026-02-28'], ['2025-03-01', '2025-03-10']],
    ['a day', ['2026-03-01', '2026-03-01'], ['2026-02-28', '2026-02-28'], ['2025-03-01', '2025-03-01']],
    ['a year', ['2025-01-01', '2025-12-31'], ['2024-01-01', '2024-12-31'], ['2024-01-01', '2024-12-31']],
  ])('%s', (_what, [from = '', to = ''], before, last) => {
    expect(Object.values(periodBefore({ from, to }))).toEqual(before);
    expect(Object.values(yearBefore({ from, to }))).toEqual(last);
  });

  it('a course has every day once, or every month', () => {
    expect(seriesOf({ from: '2026-02-01', to: '2026-02-28' }, 'period')).toHaveLength(28);
    expect(seriesOf({ from: '2026-01-15', to: '2026-04-10' }, 'day')).toEqual([
      { from: '2026-01-15', to: '2026-01-31' },
      { from: '2026-02-01', to: '2026-02-28' },
      { from: '2026-03-01', to: '2026-03-31' },
      { from: '2026-04-01', to: '2026-04-10' },
    ]);
  });

  it('of what stands is told at the end of each week, the last one that of the period', () => {
    expect(seriesOf({ from: '2026-02-01', to: '2026-02-17' }, 'day')).toEqual([
      { from: '2026-02-01', to: '2026-02-03' },
      { from: '2026-02-04', to: '2026-02-10' },
      { from: '2026-02-11', to: '2026-02-17' },
    ]);
  });

  it('is the month up to today where nothing is asked, and nothing backwards or without an end', () => {
    expect(periodAsked({}, '2026-02-10')).toEqual({ from: '2026-02-01', to: '2026-02-10' });
    expect(periodAsked({ from: '2026-02-11' }, '2026-02-10')).toBe('backwards');
    expect(periodAsked({ from: '2016-01-01' }, '2026-02-10')).toBe('too-long');
  });

  it('ends today for what stands at the end of a day', () => {
    const month = { from: '2026-02-01', to: '2026-02-28' };
    expect(upTo('2026-02-10', month)).toEqual({ from: '2026-02-01', to: '2026-02-10' });
    expect(upTo('2026-03-10', month)).toEqual(month);
    expect(upTo('2026-01-10', month)).toEqual(month);
  });
});
