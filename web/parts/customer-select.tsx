import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ShownCustomer } from '../../contracts/customer.js';
import type { Page } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';

const PAUSE_MS = 150;
const MOST = 20;
const SEPARATOR = ' · ';

/** A customer, found by number, name, SIREN or VAT number as one types. The value is its number. */
export function CustomerSelect({ value, ...props }: Omit<SelectProps, 'data'>) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.split(SEPARATOR, 1)[0] ?? '', PAUSE_MS);
  const query = useQuery({
    queryKey: ['/v1/customers', { search }],
    queryFn: ({ signal }) => get<Page<ShownCustomer>>('/v1/customers', { search, limit: MOST, sort: 'name' }, signal),
    placeholderData: keepPreviousData,
  });
  const found = (query.data?.items ?? []).map(({ number, name }) => ({
    value: number,
    label: `${number}${SEPARATOR}${name}`,
  }));
  const chosen = typeof value === 'string' && !found.some((each) => each.value === value) ? [value] : [];
  return (
    <Select
      {...props}
      {...(value !== undefined && { value })}
      data={[...chosen.map((number) => ({ value: number, label: number })), ...found]}
      searchable
      filter={({ options }) => options}
      onSearchChange={setText}
      nothingFoundMessage={query.isFetching ? t.shell.searching : t.shell.searchNothing}
    />
  );
}
