import { ActionIcon, Button, Checkbox, Group, Menu, Stack, Table, Text } from '@mantine/core';
import { IconColumns3, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { columnVisibilityFeature, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';
import { isApart, listPaths } from '../../contracts/lists.js';
import type { Page } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { Loaded } from '../parts/page.js';
import { useAddress, type Address } from './address.js';
import type { Column, Filter, ListDefinition } from './definition.js';
import { Filters } from './filters.js';
import { ListTools } from './tools.js';

const PAGE_SIZE = 50;
const features = tableFeatures({ columnVisibilityFeature });

/** A list of the API: filtered, ordered, a page at a time, all of it in the address. */
export function List<T extends object>({ definition }: { readonly definition: ListDefinition<T> }) {
  const { address } = useAddress();
  const asked = queryOf(definition, address);
  const path = listPaths[definition.list];
  const query = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => get<Page<T>>(path, asked, signal),
    placeholderData: keepPreviousData,
  });
  const isFiltered = definition.filters.some(({ id }) => address[id] !== undefined);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <Filters filters={definition.filters} />
        <Group gap="xs" wrap="nowrap">
          {definition.isWhole !== false && (
            <ListTools list={definition.list} query={asked} columns={idsOfFile(definition.columns, address)} />
          )}
          <ColumnChoice columns={definition.columns} />
        </Group>
      </Group>
      <Loaded query={query}>
        {(page) => (
          <Stack gap="sm" aria-busy={query.isFetching}>
            {page.items.length === 0 ? (
              <Nothing filters={isFiltered ? definition.filters : []}>{definition.empty}</Nothing>
            ) : (
              <Rows definition={definition} items={page.items} />
            )}
            <Paging nextCursor={page.nextCursor} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

type Narrowed = Pick<ListDefinition<unknown>, 'list' | 'filters' | 'fixed' | 'sort'>;

/** All that narrows the list. */
const givenOf = ({ filters, fixed }: Narrowed, address: Address): Address => ({
  ...Object.fromEntries(filters.map(({ id }) => [id, address[id]])),
  ...fixed,
});

/** The order that is asked for; undefined where it is not offered with these filters: the API takes one that is. */
function sortOf(list: Narrowed, address: Address) {
  const sort = address['sort'] ?? list.sort;
  return sort === undefined || isApart(listPaths[list.list], sort, givenOf(list, address)) ? undefined : sort;
}

const queryOf = (list: Narrowed, address: Address) => ({
  ...givenOf(list, address),
  sort: sortOf(list, address),
  cursor: address['after'],
  limit: PAGE_SIZE,
});

const isOffered = (list: Narrowed, { sort }: Pick<Column<unknown>, 'sort'>, address: Address): boolean =>
  sort !== undefined && !isApart(listPaths[list.list], sort, givenOf(list, address));

/** @param filters those that may be why there is nothing; empty: there is nothing at all */
function Nothing({ filters, children }: { readonly filters: readonly Filter[]; readonly children: ReactNode }) {
  const { t } = useWords();
  const { change } = useAddress();
  if (filters.length === 0) return <Text c="dimmed">{children}</Text>;
  return (
    <Group>
      <Text c="dimmed">{t.lists.noMatch}</Text>
      <Button
        size="xs"
        variant="default"
        onClick={() => change(Object.fromEntries(filters.map(({ id }) => [id, undefined])))}
      >
        {t.lists.clear}
      </Button>
    </Group>
  );
}

/** Columns that are shown: those of the address, else all but the extra ones. */
const shownIds = <T,>(columns: readonly Column<T>[], address: Address): readonly string[] =>
  address['columns']?.split(',') ?? columns.filter(({ isExtra }) => !isExtra).map(({ id }) => id);

/** Those of them that a file has, in the list's order. */
function idsOfFile<T>(columns: readonly Column<T>[], address: Address): readonly string[] {
  const shown = shownIds(columns, address);
  return columns.filter(({ id, isAction }) => shown.includes(id) && isAction !== true).map(({ id }) => id);
}

function Rows<T extends object>({
  definition,
  items,
}: {
  readonly definition: ListDefinition<T>;
  readonly items: readonly T[];
}) {
  const { address } = useAddress();
  const { columns, keyOf } = definition;
  const sort = sortOf(definition, address);
  const shown = shownIds(columns, address);
  const table = useTable({
    features,
    data: items as T[],
    columns: useMemo(
      () =>
        columns.map((column): ColumnDef<typeof features, T> => ({
          id: column.id,
          header: () => <Heading column={column} current={sort} isOffered={isOffered(definition, column, address)} />,
          cell: ({ row }) => column.cell(row.original),
        })),
      [definition, columns, address, sort],
    ),
    getRowId: keyOf,
    state: { columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, shown.includes(id)])) },
  });
  const isNumber = (id: string): boolean => columns.some((column) => column.id === id && column.isNumber === true);
  return (
    <Table.ScrollContainer minWidth={600} type="native">
      <Table stickyHeader striped>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <Table.Th
                  key={header.id}
                  scope="col"
                  ta={isNumber(header.column.id) ? 'right' : undefined}
                  aria-sort={sortedAs(columns, header.column.id, sort)}
                >
                  <table.FlexRender header={header} />
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id}>
              {row.getVisibleCells().map((cell) => (
                <Table.Td key={cell.id} ta={isNumber(cell.column.id) ? 'right' : undefined}>
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function sortedAs<T>(columns: readonly Column<T>[], id: string, current: string | undefined) {
  const sort = columns.find((column) => column.id === id)?.sort;
  if (sort === undefined) return undefined;
  if (current === sort) return 'ascending';
  return current === `-${sort}` ? 'descending' : 'none';
}

function Heading<T>({
  column,
  current,
  isOffered,
}: {
  readonly column: Column<T>;
  readonly current: string | undefined;
  readonly isOffered: boolean;
}) {
  const { t } = useWords();
  const { change } = useAddress();
  const { sort, header } = column;
  if (sort === undefined || !isOffered) return header;
  const isUp = current === sort;
  const isDown = current === `-${sort}`;
  return (
    <Button
      variant="transparent"
      color="gray"
      c="var(--mantine-color-text)"
      size="compact-sm"
      px={0}
      fw={700}
      title={t.lists.sortBy(header)}
      rightSection={isUp ? <IconSortAscending size={14} /> : isDown ? <IconSortDescending size={14} /> : undefined}
      onClick={() => change({ sort: isUp ? `-${sort}` : sort })}
    >
      {header}
    </Button>
  );
}

function ColumnChoice<T>({ columns }: { readonly columns: readonly Column<T>[] }) {
  const { t } = useWords();
  const { address, change } = useAddress();
  const shown = shownIds(columns, address);
  const toggle = (id: string): void => {
    const next = columns.map((column) => column.id).filter((each) => shown.includes(each) !== (each === id));
    change({ columns: next.join(','), after: address['after'], page: address['page'] });
  };
  return (
    <Menu closeOnItemClick={false} position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t.lists.columns} title={t.lists.columns}>
          <IconColumns3 size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ id, header }) => (
          <Menu.Item key={id} onClick={() => toggle(id)} role="menuitemcheckbox" aria-checked={shown.includes(id)}>
            <Checkbox.Indicator checked={shown.includes(id)} size="xs" mr="xs" /> {header}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Paging({ nextCursor }: { readonly nextCursor: string | null }) {
  const { t } = useWords();
  const { address, change } = useAddress();
  const router = useRouter();
  const page = Number(address['page'] ?? '1');
  if (page === 1 && nextCursor === null) return null;
  return (
    <Group justify="flex-end" component="nav" aria-label={t.lists.next}>
      <Text size="sm" c="dimmed">
        {page}
      </Text>
      <Button size="xs" variant="default" disabled={page === 1} onClick={() => change({}, { push: true })}>
        {t.lists.first}
      </Button>
      <Button size="xs" variant="default" disabled={page === 1} onClick={() => router.history.back()}>
        {t.lists.previous}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={nextCursor === null}
        onClick={() => change({ after: nextCursor ?? undefined, page: String(page + 1) }, { push: true })}
      >
        {t.lists.next}
      </Button>
    </Group>
  );
}
