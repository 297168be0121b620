import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AccountingSummary, EReportSummary } from '../../contracts/accounting.js';
import { journalParts } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { room } from '../app/room.js';
import { useMay } from '../app/session.js';
import { PeriodPicker, usePeriod } from '../figures/period-picker.js';
import { get, urlOf } from '../http/client.js';
import { useAddress } from '../lists/address.js';
import { Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

const useAccountingWords = room({
  fr: async () => ({
    page: (await import('../../words/fr/console/accounting.js')).accounting,
    parts: (await import('../../words/fr/accounting.js')).accounting.part,
  }),
  en: async () => ({
    page: (await import('../../words/en/console/accounting.js')).accounting,
    parts: (await import('../../words/en/accounting.js')).accounting.part,
  }),
});

/** What a period holds for the accountant, and the files of it. */
export function AccountingPage() {
  const { page: w } = useAccountingWords();
  const may = useMay();
  const { period } = usePeriod();
  const query = useQuery({
    queryKey: ['/v1/accounting/summary', period],
    queryFn: ({ signal }) => get<AccountingSummary>('/v1/accounting/summary', period, signal),
  });
  return (
    <Page title={w.title}>
      <Group justify="space-between">
        <Text c="dimmed" maw={720}>
          {w.about}
        </Text>
        {may('policies.get') && (
          <Go to="/admin/policies/$kind" params={{ kind: 'accounting' }}>
            {w.chart}
          </Go>
        )}
      </Group>
      <PeriodPicker />
      <Loaded query={query}>
        {(summary) => (
          <Stack gap="md">
            <Documents summary={summary} />
            <Journal summary={summary} />
            {may('accounting.e-report') && <EReport />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

type Props = { readonly summary: AccountingSummary };

function Documents({ summary: { from, to, documents } }: Props) {
  const { page: w } = useAccountingWords();
  const { words, language } = useWords();
  const may = useMay();
  return (
    <Panel title={w.documents}>
      <Rows
        none={w.nothing}
        heads={[w.kind, { figure: w.count }, { figure: w.net }, { figure: w.vat }, { figure: w.gross }]}
        rows={documents.map(({ kind, currency, count, net, vat, gross }) => ({
          key: `${kind} ${currency}`,
          cells: [
            capital(words.invoiceKind[kind]),
            words.say.quantity(String(count)),
            ...[net, vat, gross].map((amount, at) => <Money key={`${at}`} amount={amount} currency={currency} />),
          ],
        }))}
      />
      {may('accounting.documents') && documents.length > 0 && (
        <Group mt="sm" className="no-print">
          {(['pdf', 'xml', 'both'] as const).map((content) => (
            <File key={content} path="/v1/accounting/documents.zip" query={{ from, to, content, language }}>
              {w[content]}
            </File>
          ))}
        </Group>
      )}
    </Panel>
  );
}

function File(props: {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly children: string;
}) {
  return (
    <Button component="a" variant="default" href={urlOf(props.path, props.query)} download>
      {props.children}
    </Button>
  );
}

function Journal({ summary: { from, to, entries, leftOut } }: Props) {
  const { page: w, parts: named } = useAccountingWords();
  const { words, language } = useWords();
  const may = useMay();
  const { address, change } = useAddress();
  const chosen = journalParts.filter((part) => part !== 'sales' && (address['parts'] ?? '').split(',').includes(part));
  const query = { from, to, parts: chosen.join(',') };
  const countOf = (part: string): string =>
    w.entries(words.say.quantity(String(entries.find((each) => each.part === part)?.count ?? 0)));
  return (
    <Panel title={w.journal}>
      <Text>{`${capital(named.sales)} · ${countOf('sales')}`}</Text>
      <Checkbox.Group
        label={w.beside}
        value={chosen}
        onChange={(next) => change({ parts: journalParts.filter((part) => next.includes(part)).join(',') })}
      >
        <Group mt="xs" gap="lg">
          {journalParts
            .filter((part) => part !== 'sales')
            .map((part) => (
              <Checkbox key={part} value={part} label={`${capital(named[part])} · ${countOf(part)}`} />
            ))}
        </Group>
      </Checkbox.Group>
      {may('accounting.journal') && (
        <Group mt="sm" className="no-print">
          <File path="/v1/accounting/journal.txt" query={query}>
            {w.fec}
          </File>
          <File path="/v1/accounting/journal.txt" query={{ ...query, separator: 'pipe' }}>
            {w.fecPipe}
          </File>
          <File path="/v1/accounting/journal.xlsx" query={{ ...query, language }}>
            {w.workbook}
          </File>
        </Group>
      )}
      <LeftOut title={w.leftOut(leftOut.count)} items={leftOut.items} why={w.why} />
    </Panel>
  );
}

/** What the administration hears of beside electronic invoices. */
function EReport() {
  const { page: w } = useAccountingWords();
  const { words } = useWords();
  const may = useMay();
  const { period } = usePeriod();
  const query = useQuery({
    queryKey: ['/v1/accounting/e-report', period],
    queryFn: ({ signal }) => get<EReportSummary>('/v1/accounting/e-report', period, signal),
  });
  return (
    <Panel title={w.eReport}>
      <Loaded query={query}>
        {({ platform, individual, electronic, days, leftOut }) => (
          <Stack gap="xs">
            <Text>{[w.individual(individual), w.electronic(electronic)].join(' · ')}</Text>
            {days.length > 0 && (
              <Rows
                none={w.nothing}
                heads={[w.day, w.kind, { figure: w.count }, { figure: w.net }, { figure: w.vat }]}
                rows={days.map(({ date, currency, category, count, net, vat }) => ({
                  key: `${date} ${currency} ${category}`,
                  cells: [
                    words.say.date(date),
                    w.category[category],
                    words.say.quantity(String(count)),
                    <Money key="net" amount={net} currency={currency} />,
                    <Money key="vat" amount={vat} currency={currency} />,
                  ],
                }))}
              />
            )}
            <LeftOut title={w.notReported(leftOut.count)} items={leftOut.items} why={w.whyNotReported} />
            {platform === null && <Text size="sm">{w.noPlatform}</Text>}
            {platform !== null && may('accounting.e-report-file') && (
              <Group className="no-print">
                <File path="/v1/accounting/e-report.xml" query={period}>
                  {w.eReportFile}
                </File>
                <File path="/v1/accounting/e-report.xml" query={{ ...period, type: 'RE' }}>
                  {w.eReportAgain}
                </File>
              </Group>
            )}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function LeftOut<Why extends string>(props: {
  readonly title: string;
  readonly items: readonly { readonly number: string; readonly why: Why }[];
  readonly why: Readonly<Record<Why, string>>;
}) {
  if (props.items.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text fw={600}>{props.title}</Text>
      {props.items.map(({ number, why }) => (
        <Text key={number} size="sm">
          <Go to="/invoices/$number" params={{ number }}>
            {number}
          </Go>{' '}
          · {props.why[why]}
        </Text>
      ))}
    </Stack>
  );
}
