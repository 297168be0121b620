import { Group } from '@mantine/core';
import { listNames, type ListName } from '../../contracts/lists.js';
import { pathOf } from '../../domain/paths.js';
import { ExportMenu } from './export.js';
import { SavedViews } from './views.js';

const nameOf = (path: string): ListName | undefined => listNames.find((name) => path === pathOf('/v1', name));

/** What a whole list offers beside its filters: saved views, and all of it as a file. */
export function ListTools({
  path,
  query,
  columns,
}: {
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  /** Those that are shown, in their order. */
  readonly columns: readonly string[];
}) {
  const list = nameOf(path);
  if (list === undefined) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <SavedViews list={list} />
      <ExportMenu list={list} query={query} columns={columns} />
    </Group>
  );
}
