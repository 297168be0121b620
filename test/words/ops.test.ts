import { describe, expect, it } from 'vitest';
import { ops as en } from '../../words/en/ops.js';
import { ops as fr } from '../../words/fr/ops.js';

/** Everything a step may be given that its line speaks of. */
const given = {
  orderNumber: 'SO-2026-000042',
  deliveryNumber: 'BL-2026-000017',
  deposit: 'AC-2026-000003',
  invoiceNumber: 'FA-2026-000017',
  creditNote: 'AV-2026-000003',
  invoice: 'FA-2026-000017',
  claim: Object.assign('FA-2026-000017:1:interest', { level: 'level-2' }),
  customer: 'VINET',
  mailId: 'invoice:FA-2026-000017',
  discrepancyId: '1-2',
  disposition: 'accept',
  resolution: 'skip',
  decision: 'release',
  actor: { principal: 'nadia' },
  from: 'credit',
  escalation: 2,
  before: '2026-10-23',
  batch: 3,
  run: 'billing-2026-11-30',
  after: 'VINET',
  part: 1,
  month: '2026-10',
  number: 'RCL-2026-000004',
  act: { kind: 'receive' },
  join: () => 'invoice:FA-2026-000017',
};

const lineOf = (steps: object, name: string): string => {
  const line = (Reflect.get(steps, name) as (step: unknown) => string)(given);
  return line.replaceAll('[object Object]', given.orderNumber);
};

describe('what the Temporal UI shows ops', () => {
  it.each(Object.keys(fr.steps))('has a line for the step %s in both languages', (name) => {
    for (const steps of [fr.steps, en.steps]) {
      const line = lineOf(steps, name);
      expect(line).toMatch(/^\p{Lu}/u);
      expect(line).not.toMatch(/undefined|null/);
      expect(line.length).toBeLessThanOrEqual(200);
    }
    expect(lineOf(fr.steps, name)).not.toBe(lineOf(en.steps, name));
  });

  it.each(Object.keys(fr.steps))('names no person: %s', (name) => {
    for (const line of [lineOf(fr.steps, name), lineOf(en.steps, name)]) expect(line).not.toContain('nadia');
  });

  it('names what is about to be done, to what', () => {
    expect(fr.steps.recordInvoice(given)).toBe('Facture de la livraison BL-2026-000017');
    expect(en.steps.recordCreditDecision({ decision: 'refuse' })).toBe('Credit refused');
    expect(fr.timers.dunning('level-2', 3, 'VINET', '24/12/2026')).toBe(
      'deuxième rappel, 3 échéances de VINET, le 24/12/2026',
    );
  });
});
