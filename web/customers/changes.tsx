import { Stack, Text } from '@mantine/core';
import type { DossierEntry } from '../../contracts/order.js';
import type { Page, PaymentTerms } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import type { CustomerDeskWords } from '../../words/fr/console/customer-desk.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords, type Spoken } from '../app/language.js';
import { usePages } from '../http/use-pages.js';
import { Moment } from '../parts/figures.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { useDeskWords } from './words.js';

/** Who changed what of the customer, and what it was before; the last first. */
export function Changes({ customer }: { readonly customer: string }) {
  const words = useDeskWords();
  const path = pathOf('/v1/customers', customer, 'changes');
  const query = usePages<Page<DossierEntry>>(path, {});
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack gap="md">
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && entries.length === 0 && <Text c="dimmed">{words.noChanges}</Text>}
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      <More of={query} size="xs" />
    </Stack>
  );
}

function Entry({ entry }: { readonly entry: DossierEntry }) {
  const spoken = useWords();
  const words = useDeskWords();
  const rows = changedFields(entry, spoken, words);
  return (
    <Panel title={entry.sentence}>
      <Text size="sm" c="dimmed" mb="xs">
        <Moment at={entry.at} /> · {entry.actor}
      </Text>
      {rows.length > 0 && <Rows none="" heads={[words.what, words.before, words.after]} rows={rows} minWidth={360} />}
    </Panel>
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that a person knows, where they were other before. */
function changedFields({ before, after }: DossierEntry, spoken: Spoken, words: CustomerDeskWords) {
  const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return Object.keys(words.fields)
    .filter((name) => name in was && JSON.stringify(was[name]) !== JSON.stringify(is[name]))
    .map((name) => ({
      key: name,
      cells: [words.fields[name], inWords(name, was[name], spoken, words), inWords(name, is[name], spoken, words)],
    }));
}

function inWords(name: string, value: unknown, spoken: Spoken, words: CustomerDeskWords): string {
  if (value === null || value === undefined || value === '') return words.nothing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (name === 'paymentTerms') return describeTerms(value as PaymentTerms, spoken.language);
  if (isRecord(value))
    return Object.values(value)
      .filter((part) => typeof part === 'string' && part !== '')
      .join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
