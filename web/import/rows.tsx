import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import type { ImportFile, ImportRow } from '../../contracts/import.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import type { Faults } from './use-import.js';
import { useImportWords } from './words.js';

const SHOWN = 20;
const REFUSED_SHOWN = 200;

/** Which columns the kind has, and which it has not. */
export function Columns({ file: { columns } }: { readonly file: ImportFile }) {
  const words = useImportWords();
  const named = columns.filter(({ name }) => name !== '');
  const unknown = named.filter(({ isKnown }) => !isKnown);
  return (
    <Stack gap={4}>
      <Group gap={6} role="list" aria-label={words.columns}>
        {named.map(({ name, isKnown }) => (
          <Badge
            key={name}
            role="listitem"
            variant="outline"
            color={isKnown ? 'teal' : 'red'}
            tt="none"
          >{`${isKnown ? '✓' : '✗'} ${name}`}</Badge>
        ))}
      </Group>
      {unknown.length > 0 && (
        <Text size="sm" c="red.9">
          {words.unknown(unknown.map(({ name }) => name).join(', '))}
        </Text>
      )}
    </Stack>
  );
}

/** Refused rows, each field with what is wrong and what to do. */
export function RefusedRows({ rows, faults }: { readonly rows: readonly ImportRow[]; readonly faults: Faults }) {
  const words = useImportWords();
  const shown = rows.slice(0, REFUSED_SHOWN).flatMap(({ row, name }) =>
    (faults.get(row) ?? []).map(({ field, message, remedy }, at) => ({
      key: `${row} ${at}`,
      cells: [row, name, field, message, remedy],
    })),
  );
  return (
    <>
      <Rows
        none={words.none}
        minWidth={640}
        heads={[words.row, words.name, words.field, words.message, words.remedy]}
        rows={shown}
      />
      {rows.length > REFUSED_SHOWN && <Text size="sm">{words.andMore(rows.length - REFUSED_SHOWN)}</Text>}
    </>
  );
}

/** The first rows of the table as they came. */
export function RowsPreview({
  file: { columns, table, rows },
  faults,
}: {
  readonly file: ImportFile;
  readonly faults: Faults;
}) {
  const words = useImportWords();
  const wrong = new Set(rows.filter(({ row }) => (faults.get(row) ?? []).length > 0).flatMap((row) => row.rows));
  return (
    <Panel title={words.preview}>
      <Table.ScrollContainer minWidth={480} type="native">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.row}</Table.Th>
              {columns.map(({ name }, at) => (
                <Table.Th key={`${at} ${name}`} scope="col">
                  {name === '' ? at + 1 : name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.slice(0, SHOWN).map(({ row, cells }) => (
              <Table.Tr key={row}>
                <Table.Th scope="row" {...(wrong.has(row) && { c: 'red.9' })}>
                  {wrong.has(row) ? `${row} ✗` : row}
                </Table.Th>
                {columns.map(({ name }, at) => (
                  <Table.Td key={`${at} ${name}`}>{cells[at]}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {table.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {words.andMore(table.length - SHOWN)}
        </Text>
      )}
    </Panel>
  );
}
