import { Button, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import type { AcquisitionSpend } from '../../contracts/acquisition-spend.js';
import { listPaths } from '../../contracts/lists.js';
import { currencies, type Currency } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { figureListColumns } from '../../words/figure-lists.js';
import type { FigureWords } from '../../words/figures.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Page } from '../parts/page.js';
import { useRequired } from '../parts/required.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useFigureWords } from './words.js';

const path = listPaths['acquisition-spends'];
const monthOf = (day: string): string => day.slice(0, 7);

/** What was spent to win customers, month by month, as the manager enters it; the cost of a new customer is told from it. */
export function SpendPage() {
  const f = useFigureWords();
  const spoken = useWords();
  const may = useMay();
  const definition = useMemo(() => listOf(spoken, f), [spoken, f]);
  return (
    <Page title={f.spend} right={may('acquisition-spends.enter') && <EnterSpend />}>
      <Text c="dimmed">{f.spendHint}</Text>
      <List definition={definition} />
    </Page>
  );
}

const listOf = (spoken: Spoken, f: FigureWords): ListDefinition<AcquisitionSpend> => ({
  list: 'acquisition-spends',
  keyOf: ({ id }) => id,
  empty: f.noSpend,
  sort: '-month',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    {
      id: 'withdrawn',
      kind: 'choice',
      label: f.spendState,
      choices: [
        { value: 'false', label: capital(f.spendCounts) },
        { value: 'true', label: capital(f.spendTakenBack) },
      ],
    },
  ],
  columns: [
    ...shown(figureListColumns['acquisition-spends'], spoken, {}),
    { id: 'act', header: f.act, isAction: true, cell: (item) => <Withdraw item={item} /> },
  ],
});

function Withdraw({ item: { id, what, withdrawnBy } }: { readonly item: AcquisitionSpend }) {
  const spoken = useWords();
  const f = useFigureWords();
  const may = useMay();
  const action = useAction({
    onError: tellProblem(spoken),
    onDone: () => tellDone(spoken, f.spendWithdrawn),
  });
  if (withdrawnBy !== null || !may('acquisition-spends.withdraw')) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`${f.withdraw} · ${what}`}
      loading={action.isPending}
      onClick={() => action.mutate({ path: pathOf(path, id, 'withdrawal'), body: {} })}
    >
      {f.withdraw}
    </Button>
  );
}

function EnterSpend() {
  const spoken = useWords();
  const { t } = spoken;
  const f = useFigureWords();
  const { today } = useMe();
  const isGiven = useRequired();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({
    initialValues: { month: monthOf(today), amount: '', currency: 'EUR' satisfies Currency as Currency, what: '' },
    validate: {
      month: (text) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text.trim()) ? null : f.wrongMonth),
      amount: isGiven,
      what: isGiven,
    },
  });
  useKept({ name: 'spend:new', isOpen: opened }, form);
  const action = useAction<AcquisitionSpend>({
    onDone: () => {
      dialog.close();
      form.reset();
      tellDone(spoken, f.spendEntered);
    },
  });
  const refused = fieldsOf(action.error);
  const field = (name: 'month' | 'amount' | 'currency' | 'what') => ({
    required: true,
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
  });
  return (
    <>
      <Button size="xs" className="no-print" onClick={dialog.open}>
        {f.enterSpend}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={f.enterSpend}
        confirm={t.shell.save}
        onSubmit={form.onSubmit(({ month, amount, currency, what }) =>
          action.mutate({
            path,
            body: { month: `${month.trim()}-01`, amount: typedDecimal(amount), currency, what: what.trim() },
          }),
        )}
        isPending={action.isPending}
        error={action.error}
      >
        <TextInput label={f.spendWhat} maxLength={120} data-autofocus {...field('what')} />
        <TextInput label={f.spendMonth} description={f.monthHint} maxLength={7} {...field('month')} />
        <TextInput label={f.spendAmount} inputMode="decimal" maxLength={20} {...field('amount')} />
        <Select label={f.spendCurrency} data={[...currencies]} allowDeselect={false} {...field('currency')} />
      </FormDialog>
    </>
  );
}
