import { Group } from '@mantine/core';
import type { ListName } from '../../contracts/lists.js';
import { ExportMenu } from './export.js';
import { SavedViews } from './views.js';

/** What a whole list offers beside its filters: saved views, and all of it as a file. */
export function ListTools({
  list,
  query,
  columns,
}: {
  readonly list: ListName;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  /** Those that are shown, in their order. */
  readonly columns: readonly string[];
}) {
  return (
    <Group gap="xs" wrap="nowrap">
      <SavedViews list={list} />
      <ExportMenu list={list} query={query} columns={columns} />
    </Group>
  );
}
