import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ListName } from '../../contracts/lists.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { urlOf } from '../http/client.js';

const formats = ['csv', 'xlsx'] as const;

/** All that is filtered as a file, in the columns that are shown: the browser's own download, which says how far it is. */
export function ExportMenu({
  list,
  query,
  columns,
}: {
  readonly list: ListName;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  readonly columns: readonly string[];
}) {
  const { t, language } = useWords();
  const may = useMay();
  if (!may('exports.read')) return null;
  const { cursor: _cursor, limit: _limit, ...filters } = query;
  const href = (format: string): string =>
    urlOf(pathOf('/v1/exports', `${list}.${format}`), { ...filters, columns: columns.join(','), language });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t.lists.exportAs} title={t.lists.exportAs}>
          <IconDownload size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item key={format} component="a" href={href(format)} download>
            {format === 'csv' ? t.lists.exportCsv : t.lists.exportXlsx}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
