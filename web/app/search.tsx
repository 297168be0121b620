import '@mantine/spotlight/styles.css';
import { Badge, Text } from '@mantine/core';
import { createSpotlight, Spotlight, useSpotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Found } from '../../contracts/search.js';
import { get } from '../http/client.js';
import { useWords, type Spoken } from './language.js';
import { places } from './navigation.js';
import { useMay } from './session.js';

const [store, palette] = createSpotlight();

export const openSearch = (): void => palette.open();

const PAUSE_MS = 150;
const SHORTEST = 2;

/** Ctrl-K: any order, document, customer, product or amount, as one types; and the pages. */
export function Search() {
  const spoken = useWords();
  const { t } = spoken;
  const may = useMay();
  const router = useRouter();
  const input = useFocusAtOnce();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS);
  const isLong = asked.length >= SHORTEST;
  const query = useQuery({
    queryKey: ['/v1/search', asked],
    queryFn: ({ signal }) => get<{ readonly items: readonly Found[] }>('/v1/search', { text: asked }, signal),
    enabled: isLong,
  });
  const go = (path: string): void => router.history.push(path);
  const pages = places
    .filter(
      ({ name, permission }) => may(permission) && t.shell[name].toLowerCase().includes(text.trim().toLowerCase()),
    )
    .map(({ to, name, icon: Icon }) => ({ to, label: t.shell[name], Icon }));
  const found = isLong ? (query.data?.items ?? []) : [];
  /** Enter before anything is chosen takes what stands first. */
  const takeFirst = ({ key }: { readonly key: string }): void => {
    const first = found[0]?.path ?? pages[0]?.to;
    if (key !== 'Enter' || first === undefined || document.querySelector('[data-selected]') !== null) return;
    palette.close();
    go(first);
  };
  const nothing = !isLong ? t.shell.searchTooShort : query.isFetching ? t.shell.searching : t.shell.searchNothing;
  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        ref={input}
        placeholder={t.shell.searchHint}
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={takeFirst}
      />
      <Spotlight.ActionsList>
        {found.map((each) => (
          <Spotlight.Action
            key={`${each.kind} ${each.number}`}
            label={each.title}
            description={each.detail}
            leftSection={<Badge variant="light">{t.shell.found[each.kind]}</Badge>}
            rightSection={<Text size="sm">{worthOf(each, spoken)}</Text>}
            onClick={() => go(each.path)}
          />
        ))}
        {pages.map(({ to, label, Icon }) => (
          <Spotlight.Action
            key={to}
            label={t.shell.named(t.shell.goTo, label)}
            leftSection={<Icon size={18} aria-hidden />}
            onClick={() => go(to)}
          />
        ))}
        {found.length === 0 && pages.length === 0 && <Spotlight.Empty>{nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Its amount, or its price, with the currency. */
function worthOf({ kind, amount, currency }: Found, { words }: Spoken): string | null {
  if (amount === null || currency === null) return null;
  return kind === 'product' ? `${words.say.price(amount)} ${currency}` : words.say.amount(amount, currency);
}

/** The field has the focus before the key after Ctrl-K is heard: it would be lost in what stood there. */
function useFocusAtOnce() {
  const input = useRef<HTMLInputElement>(null);
  const { opened } = useSpotlight(store);
  useEffect(() => {
    if (opened) input.current?.focus();
  }, [opened]);
  return input;
}
