import { Button, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { InvoiceSeries } from '../../contracts/invoice-series.js';
import type { Page } from '../../contracts/primitives.js';
import { invoiceKinds, seriesOrigins, type InvoiceKind, type SeriesOrigin } from '../../contracts/vocabulary.js';
import { addDays } from '../../domain/calendar.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { Day } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { More } from '../parts/more.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useRequired } from '../parts/required.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { AdminPage } from './admin-frame.js';
import { useAdmin } from './use-admin.js';

const path = '/v1/invoice-series';

/** How invoices are numbered, by kind, origin and day. */
export function SeriesPage() {
  const { a, words } = useAdmin();
  const may = useMay();
  const query = usePages<Page<InvoiceSeries>>(path, {});
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <AdminPage title={a.admin.series} right={may('invoice-series.set') && <BeginSeries />}>
      <Text size="sm" c="dimmed">
        {a.admin.seriesHint}
      </Text>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={a.admin.noSeries}
        heads={[
          a.admin.seriesPrefix,
          a.admin.seriesKind,
          a.admin.seriesFor,
          a.admin.seriesFrom,
          a.admin.seriesState,
          a.admin.seriesSetBy,
        ]}
        rows={items.map(({ kind, origin, from, prefix, state, setBy }) => ({
          key: `${kind} ${origin} ${from}`,
          cells: [
            prefix ?? a.admin.withAll,
            capital(words.invoiceKind[kind]),
            a.admin.seriesOrigin[origin],
            <Day key="from" date={from} />,
            a.admin.seriesStates[state],
            setBy,
          ],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </AdminPage>
  );
}

function BeginSeries() {
  const spoken = useAdmin();
  const { t, a, words } = spoken;
  const { today } = useMe();
  const isGiven = useRequired();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({
    initialValues: {
      kind: 'invoice' as InvoiceKind,
      origin: 'all' as SeriesOrigin,
      prefix: '',
      from: addDays(today, 1),
    },
    validate: { from: isGiven },
  });
  useKept({ name: 'invoice-series', isOpen: opened }, form);
  const action = useAction<InvoiceSeries>({
    onDone: () => {
      dialog.close();
      form.reset();
      tellDone(spoken, a.admin.seriesBegun);
    },
  });
  const refused = fieldsOf(action.error);
  const field = (name: 'kind' | 'origin' | 'prefix' | 'from') => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
  });
  return (
    <>
      <Button onClick={dialog.open}>{a.admin.beginSeries}</Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={a.admin.beginSeries}
        confirm={t.shell.save}
        onSubmit={form.onSubmit(({ prefix, ...rest }) =>
          action.mutate({ path, body: { ...rest, prefix: prefix.trim() === '' ? null : prefix.trim() } }),
        )}
        isPending={action.isPending}
        error={action.error}
      >
        <Select
          label={a.admin.seriesKind}
          allowDeselect={false}
          data={invoiceKinds.map((kind) => ({ value: kind, label: capital(words.invoiceKind[kind]) }))}
          {...field('kind')}
        />
        <Select
          label={a.admin.seriesFor}
          allowDeselect={false}
          data={seriesOrigins.map((origin) => ({ value: origin, label: a.admin.seriesOrigin[origin] }))}
          {...field('origin')}
        />
        <TextInput
          label={a.admin.seriesPrefix}
          maxLength={6}
          data-autofocus
          {...(form.values.origin !== 'all' && { description: a.admin.seriesPrefixHint })}
          {...field('prefix')}
        />
        <DayInput label={a.admin.seriesFrom} required {...field('from')} />
      </FormDialog>
    </>
  );
}
