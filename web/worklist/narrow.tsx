import { Checkbox, Group, SegmentedControl, Select } from '@mantine/core';
import { isApart } from '../../contracts/lists.js';
import { roles, workItemKinds } from '../../contracts/vocabulary.js';
import { worklistOf } from '../../domain/worklist.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { useAddress, type Address } from '../lists/address.js';
import { useOwners } from './colleagues.js';
import { usualWork } from './usual.js';

/** The order that is asked for, or by age where it is not offered with these filters. */
export const worklistSortOf = (address: Address, role: string | undefined): string => {
  const { sort = usualWork.sort } = address;
  return isApart('/v1/worklist', sort, { ...address, role }) ? usualWork.sort : sort;
};

/** What of the worklist is shown: a kind, a team, a person; and in which order. */
export function Narrow() {
  const { t, words } = useWords();
  const me = useMe();
  const { address, change } = useAddress();
  const role = worklistOf(me.role) ?? address['role'];
  const owners = useOwners();
  return (
    <Group align="flex-end" role="search">
      <Select
        label={t.work.kind}
        placeholder={t.lists.all}
        clearable
        data={workItemKinds.map((value) => ({ value, label: t.work.kinds[value] }))}
        value={address['kind'] ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
      />
      {worklistOf(me.role) === undefined && (
        <Select
          label={t.work.team}
          placeholder={t.lists.all}
          clearable
          data={roles.map((value) => ({ value, label: capital(words.role[value]) }))}
          value={address['role'] ?? null}
          onChange={(role) => change({ role: role ?? undefined })}
        />
      )}
      <Select
        label={t.work.owner}
        placeholder={t.work.everybody}
        clearable
        searchable
        data={[...owners]}
        value={address['assignee'] ?? null}
        onChange={(assignee) => change({ assignee: assignee ?? undefined })}
      />
      <SegmentedControl
        aria-label={t.lists.sort}
        data={[
          { value: 'createdAt', label: t.work.age },
          { value: 'dueOn', label: t.work.due },
          { value: '-amount', label: t.work.amount, disabled: isApart('/v1/worklist', 'amount', { ...address, role }) },
        ]}
        value={worklistSortOf(address, role)}
        onChange={(sort) => change({ sort })}
      />
      <Checkbox
        mb={8}
        label={t.work.aside}
        checked={address['aside'] === 'true'}
        onChange={(event) => change({ aside: event.currentTarget.checked ? 'true' : undefined })}
      />
    </Group>
  );
}
