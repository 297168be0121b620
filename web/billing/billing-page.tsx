import { Button, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { BillingPreviewItem, BillingRun, BillingRunReceipt } from '../../contracts/billing.js';
import type { Page as PageOf } from '../../contracts/primitives.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { CustomerName } from '../parts/customer-name.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { DayInput } from '../parts/day-input.js';
import { Day, Moment, Money } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { useBillingWords } from './words.js';

const RUNS = '/v1/billing-runs';
const PREVIEWS = '/v1/billing-previews';
/** A run that is under way, or was begun a moment ago, is looked at again soon; others begin by their schedule. */
const SOON_MS = 2_000;
const MOMENT_MS = 30_000;
const LATER_MS = 60_000;

/** Runs that billed what customers have had together, and one more by hand with what it would bill. */
export function BillingPage() {
  const words = useBillingWords();
  const may = useMay();
  const [begunAt, setBegunAt] = useState(0);
  const begun = (): void => setBegunAt(Date.now());
  return (
    <Page title={words.title} right={may('billing-runs.begin') && <BeginButton onBegun={begun} />}>
      <Text c="dimmed" maw={720}>
        {words.about}
      </Text>
      <Runs begunAt={begunAt} />
    </Page>
  );
}

function Runs({ begunAt }: { readonly begunAt: number }) {
  const words = useBillingWords();
  const { heads } = words;
  const query = usePages<PageOf<BillingRun>>(
    RUNS,
    {},
    {
      againMs: (pages) => {
        const isUnderWay = pages.some(({ items: runs }) => runs.some(({ endedAt }) => endedAt === null));
        return isUnderWay || Date.now() - begunAt < MOMENT_MS ? SOON_MS : LATER_MS;
      },
    },
  );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={words.none}
        minWidth={720}
        heads={[
          heads.startedAt,
          heads.startedBy,
          heads.upTo,
          heads.customer,
          { figure: heads.progress },
          { figure: heads.invoices },
          { figure: heads.deliveries },
        ]}
        rows={items.map((run) => ({
          key: run.id,
          cells: [
            <Moment key="at" at={run.startedAt} />,
            run.startedBy ?? words.schedule,
            <Day key="upTo" date={run.upTo} />,
            run.customer === null ? (
              words.allCustomers
            ) : (
              <CustomerName key="customer" number={run.customer} name={run.customerName ?? run.customer} />
            ),
            `${words.progress(run.done, run.customers)}${run.endedAt === null ? `, ${words.underWay}` : ''}`,
            run.invoices,
            run.deliveries,
          ],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </>
  );
}

type Wish = { readonly upTo: string; readonly customer: string | null };

function BeginButton({ onBegun }: { readonly onBegun: () => void }) {
  const words = useBillingWords();
  const spoken = useWords();
  const { today } = useMe();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm<Wish>({ initialValues: { upTo: today, customer: null } });
  useKept({ name: 'billing', isOpen: opened }, form);
  const action = useAction<BillingRunReceipt>({
    onDone: () => {
      onBegun();
      dialog.close();
      form.reset();
      tellDone(spoken, words.begun);
    },
  });
  const refused = fieldsOf(action.error);
  const { upTo, customer } = form.values;
  const send = form.onSubmit(() =>
    action.mutate({ path: RUNS, body: { upTo, ...(customer !== null && { customer }) } }),
  );
  return (
    <>
      <Button onClick={dialog.open}>{words.begin}</Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={words.begin}
        confirm={words.begin}
        onSubmit={send}
        isPending={action.isPending}
        error={action.error}
        size="xl"
      >
        <DayInput label={words.upTo} required {...form.getInputProps('upTo')} error={refused['upTo']} />
        <CustomerSelect
          label={words.customer}
          clearable
          {...form.getInputProps('customer')}
          error={refused['customer']}
        />
        {opened && upTo !== '' && <Preview upTo={upTo} customer={customer} />}
      </FormDialog>
    </>
  );
}

function Preview({ upTo, customer }: Wish) {
  const words = useBillingWords();
  const { heads } = words;
  const query = usePages<PageOf<BillingPreviewItem>>(
    PREVIEWS,
    { upTo, customer: customer ?? undefined },
    { keepsPrevious: true },
  );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.preview}
      </Title>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={words.nothing}
        minWidth={620}
        heads={[
          heads.customer,
          { figure: heads.orders },
          { figure: heads.deliveries },
          heads.from,
          heads.to,
          { figure: heads.net },
        ]}
        rows={items.map((item) => ({
          key: `${item.customer} ${item.currency}`,
          cells: [
            item.customerName,
            item.orders,
            item.deliveries,
            <Day key="from" date={item.from} />,
            <Day key="to" date={item.to} />,
            <Money key="net" amount={item.net} currency={item.currency} />,
          ],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </Stack>
  );
}
