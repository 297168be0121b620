import type { MonthEndDocument, MonthEndFigure } from '../../contracts/month-end.js';
import type { KpiName } from '../../contracts/kpi.js';
import type { Language } from '../../contracts/vocabulary.js';
import { kpiRule } from '../../domain/kpis.js';
import { company } from '../documents/fixtures.js';

const [from, to] = ['2026-10-01', '2026-10-31'] as const;
const [before, yearBefore] = [
  { from: '2026-09-01', to: '2026-09-30' },
  { from: '2025-10-01', to: '2025-10-31' },
] as const;

type Told = readonly [value: string | null, before: string | null, yearBefore: string | null];

function figure(
  name: KpiName,
  [value, month, year]: Told,
  splits: MonthEndFigure['splits'] = [],
  currency: MonthEndFigure['currency'] = null,
): MonthEndFigure {
  const { group, unit, good, over } = kpiRule(name);
  const told = { before: { ...before, value: month }, yearBefore: { ...yearBefore, value: year } };
  return { name, group, unit, good, over, currency, value, ...told, splits };
}

const row = (key: string | null, name: string | null, [value, month, year]: Told) => ({
  key,
  name,
  value,
  before: month,
  yearBefore: year,
});

/** October 2026 of a small house: a name that a spreadsheet would take for a formula, and a figure that cannot be said. */
export const monthEndOf = (language: Language, version = 1): MonthEndDocument => ({
  language,
  company,
  month: '2026-10',
  version,
  from,
  to,
  madeOn: '2026-11-01',
  reason: version === 1 ? null : 'a delivery of the 31st came in late',
  figures: [
    figure(
      'orders-entered',
      ['128', '120', '96'],
      [
        {
          by: 'kind',
          rowCount: 2,
          rows: [row('phone', null, ['100', '90', '80']), row('edi', null, ['28', '30', '16'])],
        },
      ],
    ),
    figure('ack-on-time', ['96.5', '91.0', null]),
    figure('ack-median', ['150.0', '45.0', '30.0']),
    figure(
      'revenue',
      ['1234567.80', '1000000.00', '0.00'],
      [
        {
          by: 'customer',
          rowCount: 37,
          rows: [
            row('LEFORT', '=Lefort & fils', ['1000000.00', '900000.00', null]),
            row('MAISON', 'Maison Avant', ['234567.80', '100000.00', null]),
          ],
        },
      ],
      'EUR',
    ),
    figure('revenue', ['5000', '0', '0'], [], 'JPY'),
    figure('dso', ['78.4', '81.2', '70.0'], [], 'EUR'),
    figure('quote-conversion', [null, '25.0', '30.0']),
    figure('stock-turnover', ['0.23', '0.30', '0.25']),
    figure(
      'payers-drifting',
      ['1', '0', '0'],
      [
        {
          by: 'customer',
          rowCount: 1,
          columns: [
            { name: 'delay-before', unit: 'days' },
            { name: 'delay-now', unit: 'days' },
            { name: 'last-payment', unit: 'date' },
          ],
          rows: [{ ...row('TARDIF', 'Établissements Tardif', ['1', '0', '0']), cells: ['-1.5', '27.7', '2026-10-19'] }],
        },
      ],
      'EUR',
    ),
  ],
});
