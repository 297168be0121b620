import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { isLocalDate } from '../../domain/calendar.js';
import { useWords } from '../app/language.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { DayInput } from '../parts/day-input.js';
import { ProductSelect } from '../parts/product-select.js';
import { useAddress } from './address.js';
import type { Filter } from './definition.js';

const PAUSE_MS = 250;

/** What a list is narrowed by; on a telephone behind a button, so that the list is seen first. */
export function Filters({ filters }: { readonly filters: readonly Filter[] }) {
  const { t } = useWords();
  const { address, change } = useAddress();
  const [opened, shown] = useDisclosure(false);
  const given = filters.filter(({ id }) => address[id] !== undefined);
  const cleared = Object.fromEntries(filters.map(({ id }) => [id, undefined]));
  if (filters.length === 0) return <span />;
  return (
    <div role="search">
      <Button hiddenFrom="sm" size="sm" variant="default" onClick={shown.toggle} aria-expanded={opened}>
        {t.lists.filters}
        {given.length > 0 && ` (${given.length})`}
      </Button>
      <Group align="flex-end" gap="sm" className={opened ? '' : 'folded'}>
        {filters.map((filter) => (
          <Field key={filter.id} filter={filter} />
        ))}
        {given.length > 0 && (
          <Button size="sm" variant="subtle" onClick={() => change(cleared)}>
            {t.lists.clear}
          </Button>
        )}
      </Group>
    </div>
  );
}

function Field({ filter }: { readonly filter: Filter }) {
  const { t } = useWords();
  const { address, change } = useAddress();
  const value = address[filter.id];
  switch (filter.kind) {
    case 'text':
      return <TextFilter id={filter.id} label={filter.label} />;
    case 'flag':
      return (
        <Checkbox
          label={filter.label}
          checked={value === 'true'}
          onChange={(event) => change({ [filter.id]: event.currentTarget.checked ? 'true' : undefined })}
          mb={8}
        />
      );
    case 'customer':
      return (
        <CustomerSelect
          label={filter.label}
          value={value ?? null}
          placeholder={t.lists.all}
          onChange={(customer) => change({ [filter.id]: customer ?? undefined })}
          clearable
          w={220}
        />
      );
    case 'product':
      return (
        <ProductSelect
          label={filter.label}
          value={value ?? null}
          placeholder={t.lists.all}
          onChange={(product) => change({ [filter.id]: product ?? undefined })}
          clearable
          flex="none"
          w={220}
        />
      );
    case 'date':
      return (
        <DayInput
          label={filter.label}
          value={value ?? null}
          onChange={(date) => (date === null || isLocalDate(date)) && change({ [filter.id]: date ?? undefined })}
          clearable
          w={150}
        />
      );
    case 'choice':
      return (
        <Select
          label={filter.label}
          data={[...filter.choices]}
          value={value ?? null}
          placeholder={t.lists.all}
          onChange={(choice) => change({ [filter.id]: choice ?? undefined })}
          clearable
          w={190}
          comboboxProps={{ withinPortal: true }}
        />
      );
  }
}

function TextFilter({ id, label }: { readonly id: string; readonly label: string }) {
  const { address, change } = useAddress();
  const given = address[id] ?? '';
  const [text, setText] = useState(given);
  // What comes back as it was sent is behind what is typed by now.
  const sent = useRef(given);
  useEffect(() => {
    if (given === sent.current) return;
    sent.current = given;
    setText(given);
  }, [given]);
  const tell = useDebouncedCallback((typed: string) => {
    sent.current = typed.trim();
    change({ [id]: sent.current || undefined });
  }, PAUSE_MS);
  return (
    <TextInput
      label={label}
      value={text}
      maxLength={100}
      leftSection={<IconSearch size={16} aria-hidden />}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
      data-filter
      w={240}
    />
  );
}
