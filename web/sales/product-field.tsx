import { Autocomplete, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { Page } from '../../contracts/primitives.js';
import type { Product } from '../../contracts/product.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';

const PAUSE_MS = 150;
const MOST = 30;

/** The products that what was typed may mean. */
export type FoundProducts = {
  readonly items: readonly Product[];
  /** The one of exactly this number. */
  readonly exact: Product | undefined;
  /** Whether they are those of what stands in the field now. */
  readonly isSettled: boolean;
};

/** Products for sale by number or name, as one types. */
export function useProducts(text: string): FoundProducts {
  const typed = text.trim();
  const [search] = useDebouncedValue(typed, PAUSE_MS);
  const query = useQuery({
    queryKey: ['/v1/products', { search, active: 'true' }],
    queryFn: ({ signal }) => get<Page<Product>>('/v1/products', { search, active: 'true', limit: MOST }, signal),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const items = search === '' ? [] : (query.data?.items ?? []);
  const exact = items.find(({ number }) => number.toLowerCase() === typed.toLowerCase());
  return { items, exact, isSettled: search === typed && query.isFetched && !query.isPlaceholderData };
}

type Props = {
  readonly value: string;
  readonly label: string;
  readonly cell: string;
  readonly found: FoundProducts;
  readonly error: string | undefined;
  readonly onChange: (product: string) => void;
  /** One of those that were offered was taken. */
  readonly onTaken: () => void;
  /** A table that was pasted here instead of a number. */
  readonly onPasteTable?: ((text: string) => void) | undefined;
};

/** A product by number or name. Enter takes the first that is found, also when it comes later; what nobody sells stays as it was typed. */
export function ProductField({ value, label, cell, found, error, onChange, onTaken, onPasteTable }: Props) {
  const { words } = useWords();
  const { items, exact, isSettled } = found;
  const first = items[0];
  const isAwaited = useRef(false);
  useEffect(() => {
    if (!isSettled || !isAwaited.current) return;
    isAwaited.current = false;
    if (first === undefined) return;
    onChange(exact?.number ?? first.number);
    onTaken();
  }, [isSettled, first?.number]);
  const settle = (): void => {
    isAwaited.current = false;
    if (exact && exact.number !== value) onChange(exact.number);
  };
  const press = (event: KeyboardEvent): void => {
    const isMarked = event.currentTarget.hasAttribute('aria-activedescendant');
    if (event.key !== 'Enter' || isMarked || exact || value.trim() === '') return;
    if (isSettled) {
      if (first) onChange(first.number);
      return;
    }
    event.preventDefault();
    isAwaited.current = true;
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!onPasteTable || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    onPasteTable(text);
  };
  return (
    <Autocomplete
      aria-label={label}
      data-cell={cell}
      value={value}
      onChange={(text) => {
        isAwaited.current = false;
        onChange(text);
      }}
      onOptionSubmit={onTaken}
      onBlur={settle}
      onKeyDown={press}
      onPaste={paste}
      data={exact ? [exact.number] : items.map(({ number }) => number)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const product = items.find(({ number }) => number === option.value);
        return (
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" fw={600}>
              {option.value}
            </Text>
            <Text size="sm">{product?.name}</Text>
            <Text size="sm" c="dimmed" className="figure">
              {product && words.say.amount(product.listPrice, product.currency)}
            </Text>
          </Group>
        );
      }}
      maxLength={120}
      autoComplete="off"
      comboboxProps={{ withinPortal: true, width: 380, position: 'bottom-start' }}
      error={error}
      miw={150}
    />
  );
}
