import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DunningHoldRecord, DunningRun, DunningStep } from '../../contracts/dunning.js';
import type { ShownInvoice } from '../../contracts/invoice.js';
import type { Page } from '../../contracts/primitives.js';
import { isNegative } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { get } from '../http/client.js';
import { Panel } from '../parts/panel.js';

const MOST = 100;

/** What the dunning does with an invoice next, and why it does nothing. */
export function Next({ invoice }: { readonly invoice: ShownInvoice }) {
  const spoken = useWords();
  const reasons = useReasons(invoice);
  return (
    <Panel title={spoken.t.finance.next}>
      <Stack gap={4}>
        {sentencesOf(spoken, invoice, reasons).map((sentence) => (
          <Text key={sentence} size="sm" className="wrap">
            {sentence}
          </Text>
        ))}
      </Stack>
    </Panel>
  );
}

type Reasons = {
  readonly step: DunningStep | undefined;
  readonly holds: readonly DunningHoldRecord[];
  readonly leftOut: { readonly on: string; readonly sentence: string } | undefined;
};

function useReasons({ number, customer }: ShownInvoice): Reasons {
  const may = useMay();
  const { today } = useMe();
  const steps = useQuery({
    queryKey: ['/v1/dunning-steps', { invoice: number }],
    queryFn: ({ signal }) =>
      get<Page<DunningStep>>('/v1/dunning-steps', { invoice: number, limit: MOST, sort: '-decidedOn' }, signal),
  });
  const holdsPath = pathOf('/v1/customers', customer, 'dunning-holds');
  const holds = useQuery({
    queryKey: [holdsPath],
    queryFn: ({ signal }) => get<Page<DunningHoldRecord>>(holdsPath, {}, signal),
    enabled: may('dunning-holds.list'),
  });
  const runsPath = pathOf('/v1/customers', customer, 'dunning-runs');
  const runs = useQuery({
    queryKey: [runsPath],
    queryFn: ({ signal }) => get<Page<DunningRun>>(runsPath, {}, signal),
    enabled: may('dunning-runs.list'),
  });
  const isOn = ({ invoice, until, liftedAt }: DunningHoldRecord): boolean =>
    liftedAt === null && (until === null || until >= today) && (invoice === null || invoice === number);
  return {
    step: steps.data?.items[0],
    holds: (holds.data?.items ?? []).filter(isOn),
    leftOut: leftOutOf(runs.data?.items ?? [], number),
  };
}

/** Why the last run that met the invoice left it out; undefined: it took it, or never met it. */
function leftOutOf(runs: readonly DunningRun[], number: string): Reasons['leftOut'] {
  const run = runs.find(({ taken, leftOut }) => [...taken, ...leftOut].some(({ invoice }) => invoice === number));
  const item = run?.leftOut.find(({ invoice }) => invoice === number);
  return run && item && { on: run.decidedOn, sentence: item.sentence };
}

function sentencesOf({ t, words }: Spoken, invoice: ShownInvoice, reasons: Reasons): readonly string[] {
  if (isNegative(invoice.gross)) return [t.finance.nextCredit];
  if (invoice.status === 'paid') return [t.finance.nextPaid];
  const { step, holds, leftOut } = reasons;
  const { date } = words.say;
  const held = holds.map(({ until, reason }) =>
    until === null ? t.finance.heldOn(reason) : t.finance.heldUntil(date(until), reason),
  );
  const why = leftOut === undefined ? [] : [t.finance.leftOutOn(date(leftOut.on), leftOut.sentence)];
  if (step === undefined) return [t.finance.noStepYet(date(invoice.nextDue ?? invoice.dueDate)), ...held, ...why];
  const next =
    step.nextLevel === null || step.nextOn === null
      ? t.finance.nextNothing
      : t.finance.nextLevel(words.level[step.nextLevel], date(step.nextOn));
  const last = t.finance.lastStep(words.level[step.level], date(step.decidedOn), t.finance.stepStatus[step.status]);
  return [next, ...held, ...why, last];
}
