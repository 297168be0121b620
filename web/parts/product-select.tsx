import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '../../contracts/primitives.js';
import type { Product } from '../../contracts/product.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';

const PAUSE_MS = 150;
const MOST = 20;

/** A product, found by number or name as one types. */
export function ProductSelect({ value, ...props }: Omit<SelectProps, 'data'>) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, PAUSE_MS);
  const query = useQuery({
    queryKey: ['/v1/products', { search }],
    queryFn: ({ signal }) => get<Page<Product>>('/v1/products', { search, limit: MOST }, signal),
    placeholderData: keepPreviousData,
  });
  const found = (query.data?.items ?? []).map(({ number, name }) => ({ value: number, label: `${number} · ${name}` }));
  const chosen = typeof value === 'string' && !found.some((each) => each.value === value) ? [value] : [];
  return (
    <Select
      flex={1}
      {...props}
      {...(value !== undefined && { value })}
      data={[...chosen.filter((number) => number !== '').map((number) => ({ value: number, label: number })), ...found]}
      searchable
      filter={({ options }) => options}
      onSearchChange={(typed) => setText(typed.split(' · ', 1)[0] ?? '')}
      nothingFoundMessage={query.isFetching ? t.shell.searching : t.shell.searchNothing}
    />
  );
}
