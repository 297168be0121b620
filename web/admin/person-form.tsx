import { Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import type { NewPerson, Person } from '../../contracts/people.js';
import { roles } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { useAdmin } from './use-admin.js';

type Props = {
  /** Null: a new one. */
  readonly person: Read<Person> | null;
  readonly onClose: () => void;
};

type Typed = Required<NewPerson> & { readonly active: boolean };

/** Somebody is made known, or what they are called and may do is changed. */
export function PersonForm({ person, onClose }: Props) {
  const { t, words, a } = useAdmin();
  const { form, action, send, errorOf } = usePersonForm({ person, onClose });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={person ? `${a.admin.changePerson} ${person.id}` : a.admin.makePerson}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
    >
      {person === null && (
        <TextInput
          label={a.admin.person}
          description={a.admin.personHint}
          required
          maxLength={64}
          data-autofocus
          {...form.getInputProps('id')}
          error={errorOf('id')}
        />
      )}
      <TextInput
        label={a.admin.name}
        required
        maxLength={120}
        data-autofocus={person !== null || undefined}
        {...form.getInputProps('name')}
        error={errorOf('name')}
      />
      <Select
        label={a.admin.role}
        data={roles.map((role) => ({ value: role, label: capital(words.role[role]) }))}
        allowDeselect={false}
        {...form.getInputProps('role')}
        error={errorOf('role')}
      />
      <Checkbox
        label={a.admin.seesAll}
        description={a.admin.seesAllHint}
        {...form.getInputProps('seesAllCustomers', { type: 'checkbox' })}
      />
      {person !== null && (
        <Checkbox
          label={a.admin.active}
          description={a.admin.activeHint}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      )}
    </FormDialog>
  );
}

function usePersonForm({ person, onClose }: Props) {
  const spoken = useAdmin();
  const { a } = spoken;
  const navigate = useNavigate();
  const isGiven = useRequired();
  const { id, name, role, seesAllCustomers, active } = person ?? ofNew;
  const form = useForm<Typed>({
    initialValues: { id, name, role, seesAllCustomers, active },
    validate: { id: isGiven, name: isGiven },
  });
  useKept({ name: `person:${id}` }, form);
  const action = useAction<Person>({
    ...(person && { of: person }),
    onDone: (done) => {
      onClose();
      tellDone(spoken, person ? a.admin.personChanged(done.id) : a.admin.personMade(done.id));
      if (!person) void navigate({ to: '/admin/people/$id', params: { id: done.id } });
    },
  });
  const send = form.onSubmit(({ active: isActive, ...typed }) => {
    const whole = { ...typed, id: typed.id.trim(), name: typed.name.trim() };
    if (!person) return action.mutate({ path: '/v1/people', body: whole });
    const { id: _id, ...changes } = { ...whole, active: isActive };
    const body = Object.fromEntries(
      Object.entries(changes).filter(([field, value]) => person[field as keyof Person] !== value),
    );
    action.mutate({ method: 'PATCH', path: pathOf('/v1/people', person.id), body });
  });
  const refused = fieldsOf(action.error);
  return { form, action, send, errorOf: (field: keyof Typed) => form.errors[field] ?? refused[field] };
}

const ofNew: Typed = { id: '', name: '', role: 'sales', seesAllCustomers: false, active: true };
