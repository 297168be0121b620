import { Button, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { Capacity } from '../../contracts/capacity.js';
import type { Page as PageOf } from '../../contracts/primitives.js';
import { workKinds, type WorkKind } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { Day } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useRequired } from '../parts/required.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { useColleagues } from '../worklist/colleagues.js';
import { useFigureWords } from './words.js';

const path = '/v1/capacities';

/** What each person does in a working day, as the manager sets it: the load is told against it. */
export function CapacitiesPage() {
  const f = useFigureWords();
  const { words } = useWords();
  const may = useMay();
  const query = usePages<PageOf<Capacity>>(path, {});
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={f.capacities} right={may('capacities.set') && <SetCapacity />}>
      <Text c="dimmed">{f.capacityHint}</Text>
      <Go to="/figures/$group/$name" params={{ group: 'activity', name: 'load' }} className="no-print">
        {f.seeLoad}
      </Go>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={f.noCapacities}
        heads={[f.capacityPerson, f.capacityWork, { figure: f.perDay }, f.capacityFrom]}
        rows={items.map(({ person, name, work, perDay, from }) => ({
          key: `${person} ${work} ${from}`,
          cells: [name, capital(words.work[work]), words.say.quantity(String(perDay)), <Day key="from" date={from} />],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </Page>
  );
}

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
          action.mutate({ path, body: { ...typed, perDay: Number(typed.perDay.trim()) } }),
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
