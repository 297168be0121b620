import { List, Stack, Text } from '@mantine/core';
import type { DunningRun } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import { isZero } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { usePages } from '../http/use-pages.js';
import { letterIn, LetterLink } from '../dunning/letter.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';

const PAGE_SIZE = 20;

/** Why the customer was written to about this and not about that, day by day. */
export function Runs({ customer }: { readonly customer: string }) {
  const { t } = useWords();
  const path = pathOf('/v1/customers', customer, 'dunning-runs');
  const query = usePages<Page<DunningRun>>(path, { limit: PAGE_SIZE });
  const runs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title={t.customers.runs}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && runs.length === 0 && <Text c="dimmed">{t.customers.noRuns}</Text>}
      <Stack gap="md">
        {runs.map((run) => (
          <Run key={run.run} run={run} />
        ))}
      </Stack>
      <More of={query} mt="sm" size="xs" />
    </Panel>
  );
}

function Run({ run }: { readonly run: DunningRun }) {
  const { t } = useWords();
  return (
    <div>
      <Text fw={600} size="sm">
        <Day date={run.decidedOn} />
        {!isZero(run.unallocated) && (
          <Text span size="sm" fw={400}>
            {' '}
            · {t.customers.moneyLay} <Money amount={run.unallocated} currency={run.currency} />
          </Text>
        )}
      </Text>
      <List size="sm" withPadding>
        {run.taken.map((item) => (
          <List.Item key={`${item.invoice}:${item.instalment}`}>
            <Taken item={item} currency={run.currency} />
          </List.Item>
        ))}
        {run.leftOut.map((item) => (
          <List.Item key={`${item.invoice}:${item.instalment} out`}>
            <InvoiceLink invoice={item.invoice} />, <Money amount={item.open} currency={run.currency} />
            {t.shell.named('', `${t.customers.leftOut} ${item.sentence}`)}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

type TakenProps = { readonly item: DunningRun['taken'][number]; readonly currency: string };

function Taken({ item, currency }: TakenProps) {
  const { t, words } = useWords();
  const letter = item.letter === null ? null : letterIn(item.letter);
  const level = capital(words.level[item.level]);
  return (
    <>
      {item.step === null ? (
        `${level} (${t.customers.withdrawn})`
      ) : (
        <Go to="/dunning/$id" params={{ id: item.step }}>
          {level}
        </Go>
      )}
      {t.shell.named('', '')}
      <InvoiceLink invoice={item.invoice} />, <Money amount={item.open} currency={currency} />
      {item.status !== null && ` (${t.finance.stepStatus[item.status]})`} {letter && <LetterLink letter={letter} />}
    </>
  );
}

function InvoiceLink({ invoice }: { readonly invoice: string }) {
  return (
    <Go to="/invoices/$number" params={{ number: invoice }}>
      {invoice}
    </Go>
  );
}
