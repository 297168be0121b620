import { Button, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Capacity } from '../../contracts/capacity.js';
import { listPaths } from '../../contracts/lists.js';
import { workKinds, type WorkKind } from '../../contracts/vocabulary.js';
import { figureListColumns } from '../../words/figure-lists.js';
import type { FigureWords } from '../../words/figures.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { useColleagues } from '../worklist/colleagues.js';
import { useFigureWords } from './words.js';

/** What each person does in a working day, as the manager sets it: the load is told against it. */
export function CapacitiesPage() {
  const f = useFigureWords();
  const spoken = useWords();
  const may = useMay();
  const colleagues = useColleagues();
  const definition = useMemo(() => listOf(spoken, f, colleagues), [spoken, f, colleagues]);
  return (
    <Page title={f.capacities} right={may('capacities.set') && <SetCapacity />}>
      <Text c="dimmed">{f.capacityHint}</Text>
      <Go to="/figures/$group/$name" params={{ group: 'activity', name: 'load' }} className="no-print">
        {f.seeLoad}
      </Go>
      <List definition={definition} />
    </Page>
  );
}

const listOf = (
  spoken: Spoken,
  f: FigureWords,
  colleagues: ReturnType<typeof useColleagues>,
): ListDefinition<Capacity> => ({
  list: 'capacities',
  keyOf: ({ person, work, from }) => `${person} ${work} ${from}`,
  empty: f.noCapacities,
  sort: '-from',
  filters: [
    {
      id: 'person',
      kind: 'choice',
      label: f.capacityPerson,
      choices: colleagues.map(({ person, name }) => ({ value: person, label: name })),
    },
    choice('work', f.capacityWork, workKinds, spoken.words.work),
  ],
  columns: shown(figureListColumns.capacities, spoken, {}),
});

function SetCapacity() {
  const spoken = useWords();
  const { words, t } = spoken;
  const f = useFigureWords();
  const { today } = useMe();
  const isGiven = useRequired();
  const [opened, dialog] = useDisclosure(false);
  const colleagues = useColleagues();
  const form = useForm({
    initialValues: { person: '', work: 'lines-entered' as WorkKind, perDay: '', from: today },
    validate: {
      person: isGiven,
      from: isGiven,
      perDay: (text) => (/^\d{1,6}$/.test(text.trim()) ? null : f.wholeNumber),
    },
  });
  useKept({ name: 'capacity:new', isOpen: opened }, form);
  const action = useAction<Capacity>({
    onDone: () => {
      dialog.close();
      form.reset();
      tellDone(spoken, f.capacitySet);
    },
  });
  const refused = fieldsOf(action.error);
  const field = (name: 'person' | 'work' | 'perDay' | 'from') => ({
    required: true,
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
  });
  return (
    <>
      <Button size="xs" className="no-print" onClick={dialog.open}>
        {f.setCapacity}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={f.setCapacity}
        confirm={t.shell.save}
        onSubmit={form.onSubmit((typed) =>
          action.mutate({ path: listPaths.capacities, body: { ...typed, perDay: Number(typed.perDay.trim()) } }),
        )}
        isPending={action.isPending}
        error={action.error}
      >
        <Select
          label={f.capacityPerson}
          searchable
          data-autofocus
          data={colleagues.map(({ person, name }) => ({ value: person, label: name }))}
          {...field('person')}
        />
        <Select
          label={f.capacityWork}
          allowDeselect={false}
          data={workKinds.map((work) => ({ value: work, label: capital(words.work[work]) }))}
          {...field('work')}
        />
        <TextInput label={f.perDay} inputMode="numeric" maxLength={6} {...field('perDay')} />
        <DayInput label={f.capacityFrom} {...field('from')} />
      </FormDialog>
    </>
  );
}
